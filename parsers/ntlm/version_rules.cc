// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/version_rules.h"

namespace ntlmatrix::ntlm {

void ValidateVersion(MessageType type, NegotiateFlags negotiate_flags,
                     const std::optional<Version>& version, size_t offset, FindingList* findings) {
  if ((negotiate_flags & flags::kVersion) == 0) {
    if (version.has_value() && *version != Version()) {
      findings->Add(RuleId::kVersionNotZero, offset);
    }
  } else if (!version.has_value()) {
    // A MUST only for the client's first message.
    findings->Add(type == MessageType::kNegotiate ? RuleId::kVersionMissingInNegotiate
                                                  : RuleId::kVersionMissing,
                  offset);
  } else if (version->ntlm_revision_current != kNtlmRevisionW2K3) {
    constexpr size_t kRevisionOffset = 7;
    findings->Add(RuleId::kVersionRevision, offset + kRevisionOffset);
  }
}

}  // namespace ntlmatrix::ntlm
