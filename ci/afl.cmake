# SPDX-License-Identifier: Apache-2.0
# The fuzz targets with AFL++ (its compiler is clang 14). cmake -C ci/afl.cmake -B build/afl -G Ninja
set(CMAKE_CXX_COMPILER afl-clang-fast++ CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O2 -g1" CACHE STRING "")
set(CMAKE_COMPILE_WARNING_AS_ERROR ON CACHE BOOL "")
set(NTLMATRIX_SANITIZERS "address,undefined" CACHE STRING "")
set(NTLMATRIX_FUZZ_ENGINE afl CACHE STRING "")
set(NTLMATRIX_BUILD_TESTS OFF CACHE BOOL "")
