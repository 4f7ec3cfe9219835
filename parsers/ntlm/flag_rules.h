// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_FLAG_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_FLAG_RULES_H_

#include <cstddef>

#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {

// Adds what [MS-NLMP] 2.2.2.5 says against these flags, at `offset`, in a message of this type.
void ValidateFlags(MessageType type, NegotiateFlags negotiate_flags, size_t offset,
                   FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_FLAG_RULES_H_
