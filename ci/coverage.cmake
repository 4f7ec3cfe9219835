# SPDX-License-Identifier: Apache-2.0
# clang-19 source coverage of tests and replays, for llvm-cov-19. cmake -C ci/coverage.cmake -B build/coverage -G Ninja
set(CMAKE_CXX_COMPILER clang++-19 CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1 -fprofile-instr-generate -fcoverage-mapping" CACHE STRING "")
set(CMAKE_COMPILE_WARNING_AS_ERROR ON CACHE BOOL "")
