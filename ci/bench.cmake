# SPDX-License-Identifier: Apache-2.0
# The benchmarks. cmake -C ci/bench.cmake -B build/bench -G Ninja
set(CMAKE_CXX_COMPILER g++-12 CACHE STRING "")
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(NTLMATRIX_BUILD_TESTS OFF CACHE BOOL "")
set(NTLMATRIX_BUILD_FUZZERS OFF CACHE BOOL "")
set(NTLMATRIX_BUILD_BENCHMARKS ON CACHE BOOL "")
