// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_FLAG_NAMES_H_
#define NTLMATRIX_PARSERS_NTLM_FLAG_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::ntlm {

// The name of one bit in [MS-NLMP] 2.2.2.5, "NTLMSSP_NEGOTIATE_SIGN", or its letter where the
// document has no name, "r10"; empty when `bit` is not exactly one bit.
absl::string_view FlagName(NegotiateFlags bit);

// The names of all bits, lowest first: "NTLMSSP_NEGOTIATE_UNICODE | r10 (0x00000008)", or "(none)".
std::string FlagNames(NegotiateFlags flags);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_FLAG_NAMES_H_
