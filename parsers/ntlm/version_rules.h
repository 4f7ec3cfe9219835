// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_VERSION_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_VERSION_RULES_H_

#include <cstddef>
#include <optional>

#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/version.h"

namespace ntlmatrix::ntlm {

// Adds what [MS-NLMP] says against this Version at `offset`, nullopt where the header has no room
// for it, in a message of this type with these flags.
void ValidateVersion(MessageType type, NegotiateFlags negotiate_flags,
                     const std::optional<Version>& version, size_t offset, FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_VERSION_RULES_H_
