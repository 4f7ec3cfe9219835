# SPDX-License-Identifier: Apache-2.0
# Nettle ships no CMake package.
find_path(NETTLE_INCLUDE_DIR nettle/md4.h REQUIRED)
find_library(NETTLE_LIBRARY nettle REQUIRED)
add_library(nettle::nettle UNKNOWN IMPORTED)
set_target_properties(nettle::nettle PROPERTIES
  IMPORTED_LOCATION "${NETTLE_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${NETTLE_INCLUDE_DIR}")
