# SPDX-License-Identifier: Apache-2.0
# The fuzz targets with libFuzzer, ASan and UBSan. cmake -C ci/libfuzzer.cmake -B build/libfuzzer -G Ninja
set(CMAKE_CXX_COMPILER clang++-19 CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O2 -g1" CACHE STRING "")
set(CMAKE_COMPILE_WARNING_AS_ERROR ON CACHE BOOL "")
set(NTLMATRIX_SANITIZERS "address,undefined" CACHE STRING "")
set(NTLMATRIX_FUZZ_ENGINE libfuzzer CACHE STRING "")
set(NTLMATRIX_BUILD_TESTS OFF CACHE BOOL "")
