// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/version_rules.h"

namespace ntlmatrix::ntlm {

void ValidateVersion(MessageType type, NegotiateFlags negotiate_flags,
                     const std::optional<Version>& version, size_t offset,
                     std::vector<Finding>* findings) {
  if ((negotiate_flags & flags::kVersion) == 0) {
    if (version.value_or(Version()) == Version()) return;
    findings->push_back({"version-not-zero", "[MS-NLMP] 2.2.2.10", Severity::kError, offset,
                         "Version must be zero without NTLMSSP_NEGOTIATE_VERSION"});
  } else if (!version.has_value()) {
    // A MUST only for the client's first message.
    const bool must = type == MessageType::kNegotiate;
    findings->push_back({"version-missing", must ? "[MS-NLMP] 3.1.5.1.1" : "[MS-NLMP] 2.2.2.5",
                         must ? Severity::kError : Severity::kWarning, offset,
                         "NTLMSSP_NEGOTIATE_VERSION is set and the header has no room for "
                         "Version"});
  } else if (version->ntlm_revision_current != kNtlmRevisionW2K3) {
    findings->push_back({"version-revision", "[MS-NLMP] 2.2.2.10", Severity::kWarning, offset + 7,
                         "NTLMRevisionCurrent should be NTLMSSP_REVISION_W2K3 (0x0F)"});
  }
}

}  // namespace ntlmatrix::ntlm
