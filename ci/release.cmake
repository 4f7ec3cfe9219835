# SPDX-License-Identifier: Apache-2.0
# The optimised binary that users run. cmake -C ci/release.cmake -B build/release -G Ninja
set(CMAKE_CXX_COMPILER g++-12 CACHE STRING "")
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(NTLMATRIX_BUILD_TESTS OFF CACHE BOOL "")
set(NTLMATRIX_BUILD_FUZZERS OFF CACHE BOOL "")
