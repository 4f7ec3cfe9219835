# SPDX-License-Identifier: Apache-2.0
# Headers of others that take long to read are read once for a configuration and not once for a file,
# where NTLMATRIX_PRECOMPILED_HEADERS is
#   all   in every file. Missing includes go unseen.
#   safe  in tests, and in files of libraries that include them anyway: missing includes are seen in
#         libraries and programs.

set(precompiled_headers
  <algorithm> <array> <cstdint> <map> <memory> <optional> <string> <utility> <variant> <vector>
  <absl/functional/function_ref.h> <absl/status/statusor.h> <absl/strings/match.h>
  <absl/strings/str_cat.h> <absl/strings/str_split.h> <absl/types/span.h>)
# Most of the time goes into this one.
set(precompiled_safe absl/status/status.h)

# ntlmatrix_precompiled(kind headers...): what files of KIND have in common: library, program or test.
# Nothing is shared between code for a library and for a program.
function(ntlmatrix_precompiled kind)
  set(target ntlmatrix_precompiled_${kind})
  file(CONFIGURE OUTPUT precompiled.cc CONTENT "int main() { return 0; }\n")
  if(kind STREQUAL "library")
    add_library(${target} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cc)
  else()
    add_executable(${target} ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cc)
  endif()
  if(kind STREQUAL "test")
    target_link_libraries(${target} PRIVATE GTest::gtest)
    target_compile_options(${target} PRIVATE -O0)
  endif()
  set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  target_link_libraries(${target} PRIVATE
    ntlmatrix::options absl::function_ref absl::span absl::statusor absl::strings)
  target_precompile_headers(${target} PRIVATE ${ARGN})
endfunction()

if(NTLMATRIX_PRECOMPILED_HEADERS STREQUAL "all")
  ntlmatrix_precompiled(library ${precompiled_headers})
  ntlmatrix_precompiled(program ${precompiled_headers})
elseif(NTLMATRIX_PRECOMPILED_HEADERS STREQUAL "safe")
  ntlmatrix_precompiled(library <${precompiled_safe}>)
elseif(NTLMATRIX_PRECOMPILED_HEADERS)
  message(FATAL_ERROR
    "NTLMATRIX_PRECOMPILED_HEADERS is '${NTLMATRIX_PRECOMPILED_HEADERS}': use safe, all or nothing")
endif()
if(NTLMATRIX_PRECOMPILED_HEADERS AND NTLMATRIX_BUILD_TESTS)
  ntlmatrix_precompiled(test ${precompiled_headers} <gtest/gtest.h>)
endif()

# ntlmatrix_leads_to(file header out): whether FILE includes HEADER, itself or by headers of the project.
function(ntlmatrix_leads_to file header out)
  set(todo "${file}")
  set(seen "")
  while(todo)
    list(POP_FRONT todo next)
    list(APPEND seen "${next}")
    file(STRINGS "${next}" includes REGEX "^#include [<\"]")
    list(TRANSFORM includes REPLACE "^#include [<\"]([^>\"]+).*" "\\1")
    if(header IN_LIST includes)
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
    list(TRANSFORM includes PREPEND "${PROJECT_SOURCE_DIR}/")
    foreach(included IN LISTS includes)
      if(EXISTS "${included}" AND NOT included IN_LIST seen)
        list(APPEND todo "${included}")
      endif()
    endforeach()
  endwhile()
  set(${out} FALSE PARENT_SCOPE)
endfunction()

# ntlmatrix_precompile(target library|program|test [headers...]): with more HEADERS once for the target.
function(ntlmatrix_precompile target kind)
  if(NOT TARGET ntlmatrix_precompiled_${kind})
    return()
  endif()
  if(ARGN)
    target_precompile_headers(${target} PRIVATE ${precompiled_headers} ${ARGN})
    return()
  endif()
  target_precompile_headers(${target} REUSE_FROM ntlmatrix_precompiled_${kind})
  if(kind STREQUAL "test" OR NOT NTLMATRIX_PRECOMPILED_HEADERS STREQUAL "safe")
    return()
  endif()
  # A file includes its own header first, which shows that the header can stand alone. Only where that
  # header leads to the precompiled one is nothing hidden.
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE first)
    string(REGEX REPLACE "\\.cc$" ".h" header "${first}")
    if(EXISTS "${header}")
      set(first "${header}")
    endif()
    set(included FALSE)
    if(EXISTS "${first}")  # the build makes others
      ntlmatrix_leads_to("${first}" ${precompiled_safe} included)
    endif()
    if(NOT included)
      set_source_files_properties(${source} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
endfunction()
