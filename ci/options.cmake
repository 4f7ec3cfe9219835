# SPDX-License-Identifier: Apache-2.0
# What every target of the project is compiled with, and how its tests are registered.

add_library(ntlmatrix_options INTERFACE)
add_library(ntlmatrix::options ALIAS ntlmatrix_options)
target_compile_features(ntlmatrix_options INTERFACE cxx_std_20)
set_target_properties(ntlmatrix_options PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
target_include_directories(ntlmatrix_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(ntlmatrix_options INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(NTLMATRIX_SANITIZERS)
  set(sanitize -fsanitize=${NTLMATRIX_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(ntlmatrix_options INTERFACE ${sanitize})
  target_link_options(ntlmatrix_options INTERFACE ${sanitize})
endif()
if(NTLMATRIX_FUZZ_ENGINE STREQUAL "libfuzzer")
  target_compile_options(ntlmatrix_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# ntlmatrix_precompile(target library|program|test): the headers that take longest to read, once for
# a configuration and not once for a file. Where they are used a missing include goes unseen, so at
# least one configuration does without.
if(NTLMATRIX_PRECOMPILED_HEADERS)
  # Nothing is shared between code for a library and for a program.
  file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cc "int main() { return 0; }\n")
  add_library(ntlmatrix_precompiled_library OBJECT ${PROJECT_BINARY_DIR}/precompiled.cc)
  add_executable(ntlmatrix_precompiled_program ${PROJECT_BINARY_DIR}/precompiled.cc)
  set(kinds library program)
  if(NTLMATRIX_BUILD_TESTS)
    add_executable(ntlmatrix_precompiled_test ${PROJECT_BINARY_DIR}/precompiled.cc)
    target_link_libraries(ntlmatrix_precompiled_test PRIVATE GTest::gtest)
    target_precompile_headers(ntlmatrix_precompiled_test PRIVATE <gtest/gtest.h>)
    target_compile_options(ntlmatrix_precompiled_test PRIVATE -O0)
    list(APPEND kinds test)
  endif()
  foreach(kind IN LISTS kinds)
    set_target_properties(ntlmatrix_precompiled_${kind} PROPERTIES EXCLUDE_FROM_ALL ON)
    target_link_libraries(ntlmatrix_precompiled_${kind} PRIVATE
      ntlmatrix::options absl::function_ref absl::span absl::statusor absl::strings)
    target_precompile_headers(ntlmatrix_precompiled_${kind} PRIVATE
      <algorithm> <array> <cstdint> <map> <memory> <optional> <string> <utility> <variant> <vector>
      <absl/functional/function_ref.h> <absl/status/statusor.h> <absl/strings/match.h>
      <absl/strings/str_cat.h> <absl/strings/str_split.h> <absl/types/span.h>)
  endforeach()
endif()
function(ntlmatrix_precompile target kind)
  if(NTLMATRIX_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ntlmatrix_precompiled_${kind})
  endif()
endfunction()

# ntlmatrix_library(name SOURCES... [LINK libraries...]): a static library, alias ntlmatrix::name.
# Of the options only the standard is for those who install it.
function(ntlmatrix_library name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  add_library(ntlmatrix_${name} STATIC ${arg_UNPARSED_ARGUMENTS})
  add_library(ntlmatrix::${name} ALIAS ntlmatrix_${name})
  target_link_libraries(ntlmatrix_${name} PUBLIC $<BUILD_INTERFACE:ntlmatrix::options> ${arg_LINK})
  target_compile_features(ntlmatrix_${name} PUBLIC cxx_std_20)
  ntlmatrix_precompile(ntlmatrix_${name} library)
endfunction()

# ntlmatrix_test(name SOURCES... [LINK libraries...]): one GoogleTest binary, one ctest entry per test.
function(ntlmatrix_test name)
  if(NOT NTLMATRIX_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ntlmatrix::options ${arg_LINK} GTest::gtest_main)
  # Tests are compiled more often than they run.
  target_compile_options(${name} PRIVATE -O0)
  ntlmatrix_precompile(${name} test)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60)
endfunction()
