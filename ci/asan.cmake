# SPDX-License-Identifier: Apache-2.0
# Tests and libFuzzer targets under AddressSanitizer and UndefinedBehaviorSanitizer, to replay seeds;
# ci/libfuzzer.cmake is the faster one for fuzzing. cmake -C ci/asan.cmake -B build/asan -G Ninja
set(CMAKE_CXX_COMPILER clang++-19 CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(CMAKE_COMPILE_WARNING_AS_ERROR ON CACHE BOOL "")
set(NTLMATRIX_SANITIZERS "address,undefined" CACHE STRING "")
set(NTLMATRIX_FUZZ_ENGINE libfuzzer CACHE STRING "")
