# SPDX-License-Identifier: Apache-2.0
# Installs the build in BUILD, moves what was installed, and builds what others write against it: the
# example, and a file that includes every header and links every library.
#   cmake -DSOURCE=... -DBUILD=... -DOUT=... -DLIBDIR=... -DINCLUDEDIR=... -DGENERATOR=...
#     -DCOMPILER=... -DFLAGS=... -DVERSION=... -P ci/test-install.cmake
# Leaves OUT/example/read_challenge.

# run(COMMAND...): fails with the output of the command when that fails.
function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}\nstatus ${status}")
  endif()
endfunction()

# build(NAME FOLDER [ARGUMENT...]): configures and builds the project in FOLDER into OUT/NAME.
function(build name folder)
  run(${CMAKE_COMMAND} -S "${folder}" -B "${OUT}/${name}" -G "${GENERATOR}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}"
    "-DCMAKE_PREFIX_PATH=${prefix}" ${ARGN})
  run(${CMAKE_COMMAND} --build "${OUT}/${name}")
endfunction()

file(REMOVE_RECURSE "${OUT}")
run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${OUT}/installed")
set(prefix "${OUT}/moved")
file(RENAME "${OUT}/installed" "${prefix}")

set(root "${prefix}/${INCLUDEDIR}/ntlmatrix")
file(GLOB_RECURSE headers RELATIVE "${root}" "${root}/*")
list(FILTER headers EXCLUDE REGEX "\\.h$")
if(headers)
  message(FATAL_ERROR "these are no headers: ${headers}")
endif()
file(GLOB_RECURSE headers RELATIVE "${root}" "${root}/*.h")
if(NOT headers MATCHES "parsers/ntlm/challenge_message.h" OR headers MATCHES "test")
  message(FATAL_ERROR "not the headers of the parsers, or some of their tests: ${headers}")
endif()

# Nothing says where it was built or installed, or how: the folders differ for others, and warnings
# are theirs to choose.
file(GLOB package "${prefix}/${LIBDIR}/cmake/ntlmatrix/*.cmake")
if(NOT package MATCHES "ntlmatrixConfig.cmake")
  message(FATAL_ERROR "no package in ${prefix}/${LIBDIR}/cmake/ntlmatrix: ${package}")
endif()
foreach(file IN LISTS package)
  file(READ "${file}" text)
  foreach(word IN ITEMS "${SOURCE}" "${BUILD}" "${OUT}" "-Werror" "-Wall" "-fsanitize" "/usr/")
    string(FIND "${text}" "${word}" at)
    if(NOT at EQUAL -1)
      message(FATAL_ERROR "${file} contains ${word}")
    endif()
  endforeach()
endforeach()

build(example "${SOURCE}/examples/consumer")

set(includes "${headers}")
list(TRANSFORM includes REPLACE "(.+)" "#include \"\\1\"")
list(JOIN includes "\n" includes)
file(WRITE "${OUT}/everything.src/main.cc" "${includes}
int main() {
  const bool bytes = ntlmatrix::Utf16ToUtf8({}).ok();
  const bool envelope = ntlmatrix::envelope::DecodeBase64(\"\").ok();
  const bool ntlm = ntlmatrix::ntlm::FlagNames(0) == \"(none)\";
  const bool keys = ntlmatrix::ntlm::NtowfV1({})[0] == 0x31;
  const bool policy = !ntlmatrix::policy::LooksLikeSecurityTemplate({});
  return bytes && envelope && ntlm && keys && policy ? 0 : 1;
}
")
file(WRITE "${OUT}/everything.src/CMakeLists.txt" "
cmake_minimum_required(VERSION 3.25)
project(everything LANGUAGES CXX)
find_package(ntlmatrix ${VERSION} EXACT REQUIRED)
find_package(ntlmatrix REQUIRED)
find_package(ntlmatrix 99 QUIET)
if(ntlmatrix_FOUND)
  message(FATAL_ERROR \"version 99 found\")
endif()
add_executable(everything main.cc)
target_link_libraries(everything PRIVATE ntlmatrix::bytes ntlmatrix::envelope ntlmatrix::ntlm
  ntlmatrix::ntlm_keys ntlmatrix::policy)
")
build(everything "${OUT}/everything.src")
run("${OUT}/everything/everything")

# The parsers configure where nothing but their own dependencies is installed.
run(${CMAKE_COMMAND} -S "${SOURCE}" -B "${OUT}/parsers" -G "${GENERATOR}"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" -DNTLMATRIX_PARSERS_ONLY=ON -DNTLMATRIX_BUILD_TESTS=OFF
  -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON -DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON)

file(READ "${SOURCE}/parsers/README.md" page)
foreach(block IN ITEMS "<!-- file: examples/consumer/main.cc -->"
    "<!-- file: examples/consumer/CMakeLists.txt -->" "<!-- output of: read_challenge -->")
  string(FIND "${page}" "${block}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "parsers/README.md has no ${block}")
  endif()
endforeach()
