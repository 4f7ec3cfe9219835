# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` gives others: the parsers as static libraries, their headers and a package
# for find_package(ntlmatrix). Everything else here is for this repository.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(parsers bytes envelope ntlm ntlm_keys policy checker)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/ntlmatrix")
set(include_root "${CMAKE_INSTALL_INCLUDEDIR}/ntlmatrix")

foreach(name IN LISTS parsers)
  set_target_properties(ntlmatrix_${name} PROPERTIES EXPORT_NAME ${name})
endforeach()
list(TRANSFORM parsers PREPEND ntlmatrix_)

install(TARGETS ${parsers} EXPORT ntlmatrix
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  INCLUDES DESTINATION "${include_root}")
install(EXPORT ntlmatrix NAMESPACE ntlmatrix:: FILE ntlmatrixTargets.cmake
  DESTINATION "${package_dir}")
# Headers name each other from the root of the repository.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/parsers" DESTINATION "${include_root}"
  FILES_MATCHING PATTERN "*.h" PATTERN testing EXCLUDE PATTERN "*test_*.h" EXCLUDE
  PATTERN "*seen.h" EXCLUDE)

configure_package_config_file(ci/ntlmatrixConfig.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/ntlmatrixConfig.cmake" INSTALL_DESTINATION "${package_dir}")
# A minor version may change the interface as long as the major one is 0.
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/ntlmatrixConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
    "${CMAKE_CURRENT_BINARY_DIR}/ntlmatrixConfig.cmake"
    "${CMAKE_CURRENT_BINARY_DIR}/ntlmatrixConfigVersion.cmake"
    ci/Findnettle.cmake
    ci/Findyaml.cmake
  DESTINATION "${package_dir}")
install(FILES LICENSE parsers/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")

if(NTLMATRIX_BUILD_TESTS)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(flags "${CMAKE_CXX_FLAGS}")
  if(NTLMATRIX_SANITIZERS)
    # Others have to be instrumented like the libraries; their flags are not in the package.
    string(APPEND flags " -fsanitize=${NTLMATRIX_SANITIZERS}")
  endif()
  set(install_test "${CMAKE_CURRENT_BINARY_DIR}/install_test")
  add_test(NAME parsers_install_for_others
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DBUILD=${PROJECT_BINARY_DIR}
      -DOUT=${install_test} -DLIBDIR=${CMAKE_INSTALL_LIBDIR} -DINCLUDEDIR=${CMAKE_INSTALL_INCLUDEDIR}
      -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER} -DFLAGS=${flags}
      -DVERSION=${PROJECT_VERSION} -P ${PROJECT_SOURCE_DIR}/ci/test-install.cmake)
  set_tests_properties(parsers_install_for_others PROPERTIES FIXTURES_SETUP installed_parsers)
  add_test(NAME parsers_readme_shows_the_example_and_its_output
    COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/ci/regen-readme.py --check
      --page parsers/README.md ${install_test}/example/read_challenge)
  set_tests_properties(parsers_readme_shows_the_example_and_its_output
    PROPERTIES FIXTURES_REQUIRED installed_parsers)
endif()
