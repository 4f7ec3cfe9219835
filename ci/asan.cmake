# SPDX-License-Identifier: Apache-2.0
# clang-19 with AddressSanitizer and UndefinedBehaviorSanitizer. cmake -C ci/asan.cmake -B build/asan -G Ninja
set(CMAKE_CXX_COMPILER clang++-19 CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(NTLMATRIX_SANITIZERS "address,undefined" CACHE STRING "")
