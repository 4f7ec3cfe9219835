# SPDX-License-Identifier: Apache-2.0
# The optimised binary that users run. Warnings are no errors here nor where the compiler is one that
# ci does not test: g++ 12 finds faults in the standard library that are not there at -O3.
# cmake -C ci/release.cmake -B build/release -G Ninja
set(CMAKE_CXX_COMPILER g++-12 CACHE STRING "")
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(NTLMATRIX_BUILD_TESTS OFF CACHE BOOL "")
set(NTLMATRIX_BUILD_FUZZERS OFF CACHE BOOL "")
