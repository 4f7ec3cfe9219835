# SPDX-License-Identifier: Apache-2.0
# What every target of the project is compiled with, and how its tests are registered.

add_library(ntlmatrix_options INTERFACE)
add_library(ntlmatrix::options ALIAS ntlmatrix_options)
target_compile_features(ntlmatrix_options INTERFACE cxx_std_20)
set_target_properties(ntlmatrix_options PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
target_include_directories(ntlmatrix_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(ntlmatrix_options INTERFACE -Wall -Wextra -Wconversion -Wshadow)
if(NTLMATRIX_SANITIZERS)
  set(sanitize -fsanitize=${NTLMATRIX_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(ntlmatrix_options INTERFACE ${sanitize})
  target_link_options(ntlmatrix_options INTERFACE ${sanitize})
endif()
if(NTLMATRIX_FUZZ_ENGINE STREQUAL "libfuzzer")
  target_compile_options(ntlmatrix_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

include(ci/precompile.cmake)

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
