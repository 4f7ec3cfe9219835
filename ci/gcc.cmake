# SPDX-License-Identifier: Apache-2.0
# g++-12, optimised with assertions: the everyday build. cmake -C ci/gcc.cmake -B build/gcc -G Ninja
set(CMAKE_CXX_COMPILER g++-12 CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(CMAKE_COMPILE_WARNING_AS_ERROR ON CACHE BOOL "")
