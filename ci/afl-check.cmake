# SPDX-License-Identifier: Apache-2.0
# Whether all that can be fuzzed with AFL++ builds, as fast as that can be known; ci/afl.cmake is for
# fuzzing. AFL_DONT_OPTIMIZE=1 cmake -C ci/afl-check.cmake -B build/afl-check -G Ninja
set(CMAKE_CXX_COMPILER afl-clang-fast++ CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O0" CACHE STRING "")
set(CMAKE_COMPILE_WARNING_AS_ERROR ON CACHE BOOL "")
set(NTLMATRIX_SANITIZERS "address,undefined" CACHE STRING "")
set(NTLMATRIX_FUZZ_ENGINE afl CACHE STRING "")
set(NTLMATRIX_PRECOMPILED_HEADERS all CACHE STRING "")
set(NTLMATRIX_BUILD_TESTS OFF CACHE BOOL "")
