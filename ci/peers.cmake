# SPDX-License-Identifier: Apache-2.0
# Finds the implementations of others that the project is compared with or that it tests.

# ntlmatrix_peer(name SYSTEM_INCLUDES libraries...): target ntlmatrix_peer_NAME, where it is installed.
function(ntlmatrix_peer name includes)
  foreach(part IN LISTS includes ARGN)
    if(NOT part)
      message(STATUS "${name} is not installed")
      return()
    endif()
  endforeach()
  add_library(ntlmatrix_peer_${name} INTERFACE)
  target_include_directories(ntlmatrix_peer_${name} SYSTEM INTERFACE ${includes})
  target_link_libraries(ntlmatrix_peer_${name} INTERFACE ${ARGN})
endfunction()

find_package(PkgConfig QUIET)

find_path(LIBNTLM_INCLUDE_DIR ntlm.h)
find_library(LIBNTLM_LIBRARY ntlm)
ntlmatrix_peer(libntlm "${LIBNTLM_INCLUDE_DIR}" "${LIBNTLM_LIBRARY}")

# The header comes with gss-ntlmssp-dev; the plugin itself is loaded by MIT Kerberos.
pkg_check_modules(KRB5_GSSAPI QUIET IMPORTED_TARGET mit-krb5-gssapi)
find_path(GSS_NTLMSSP_INCLUDE_DIR gssapi/gssapi_ntlmssp.h)
find_library(GSS_NTLMSSP_PLUGIN NAMES gssntlmssp.so PATH_SUFFIXES gssntlmssp)
set(gssapi "")
if(KRB5_GSSAPI_FOUND AND GSS_NTLMSSP_PLUGIN)
  set(gssapi PkgConfig::KRB5_GSSAPI)
endif()
ntlmatrix_peer(gss_ntlmssp "${GSS_NTLMSSP_INCLUDE_DIR}" "${gssapi}")

pkg_check_modules(WINPR QUIET winpr2)
ntlmatrix_peer(winpr "${WINPR_INCLUDE_DIRS}" "${WINPR_LINK_LIBRARIES}")

# Its libraries clash with those of MIT Kerberos, beside which they are installed.
find_path(HEIMDAL_INCLUDE_DIR gssapi/gssapi_ntlm.h PATH_SUFFIXES heimdal)
find_library(HEIMDAL_GSSAPI_LIBRARY gssapi PATH_SUFFIXES heimdal)
find_library(HEIMDAL_KRB5_LIBRARY krb5 PATH_SUFFIXES heimdal)
ntlmatrix_peer(heimdal_gss "${HEIMDAL_INCLUDE_DIR}" "${HEIMDAL_GSSAPI_LIBRARY}" "${HEIMDAL_KRB5_LIBRARY}")
