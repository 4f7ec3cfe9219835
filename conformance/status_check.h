// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STATUS_CHECK_H_
#define NTLMATRIX_CONFORMANCE_STATUS_CHECK_H_

#include <cstdint>
#include <string>

namespace ntlmatrix::conformance {

// Whether a subject's status is the documented one, as it is or in the form that the functions of
// SSPI return: STATUS_LOGON_FAILURE is SEC_E_LOGON_DENIED there.
bool IsStatus(uint32_t actual, uint32_t documented);

// "0x80090302", or with the form of SSPI "0xc000006d (in SSPI 0x8009030c)".
std::string StatusText(uint32_t documented);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_STATUS_CHECK_H_
