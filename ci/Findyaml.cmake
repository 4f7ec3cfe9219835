# SPDX-License-Identifier: Apache-2.0
# Debian's LibYAML has no CMake package. The target is yaml::yaml; installed with the parsers, which
# leave it to their users to link.
find_path(YAML_INCLUDE_DIR yaml.h)
find_library(YAML_LIBRARY yaml)
mark_as_advanced(YAML_INCLUDE_DIR YAML_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(yaml REQUIRED_VARS YAML_LIBRARY YAML_INCLUDE_DIR)
if(yaml_FOUND AND NOT TARGET yaml::yaml)
  add_library(yaml::yaml UNKNOWN IMPORTED)
  set_target_properties(yaml::yaml PROPERTIES
    IMPORTED_LOCATION "${YAML_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${YAML_INCLUDE_DIR}")
endif()
