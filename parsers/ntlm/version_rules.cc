// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/version_rules.h"

namespace ntlmatrix::ntlm {
namespace {

RuleId MissingIn(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return RuleId::kVersionMissingInNegotiate;
    case MessageType::kChallenge:
      return RuleId::kVersionMissingInChallenge;
    case MessageType::kAuthenticate:
      break;
  }
  return RuleId::kVersionMissingInAuthenticate;
}

}  // namespace

void ValidateVersion(MessageType type, NegotiateFlags negotiate_flags,
                     const std::optional<Version>& version, size_t offset, FindingList* findings) {
  if ((negotiate_flags & flags::kVersion) == 0) {
    if (version.has_value() && *version != Version()) {
      findings->Add(RuleId::kVersionNotZero, offset);
    }
  } else if (!version.has_value()) {
    findings->Add(MissingIn(type), offset);
  } else {
    constexpr size_t kReservedOffset = 4;
    constexpr size_t kRevisionOffset = 7;
    if (version->reserved != Version().reserved) {
      findings->Add(RuleId::kVersionReserved, offset + kReservedOffset);
    }
    if (version->ntlm_revision_current != kNtlmRevisionW2K3) {
      findings->Add(RuleId::kVersionRevision, offset + kRevisionOffset);
    }
  }
}

}  // namespace ntlmatrix::ntlm
