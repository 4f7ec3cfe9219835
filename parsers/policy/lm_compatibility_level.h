// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_LM_COMPATIBILITY_LEVEL_H_
#define NTLMATRIX_PARSERS_POLICY_LM_COMPATIBILITY_LEVEL_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

// The greatest value of LmCompatibilityLevel.
inline constexpr uint32_t kMaxLmCompatibilityLevel = 5;

// The choices of the page on the LAN Manager authentication level, by level.
inline constexpr absl::string_view kLmCompatibilityLevels[] = {
    "Send LM & NTLM responses",
    "Send LM & NTLM - use NTLMv2 session security if negotiated",
    "Send NTLM response only",
    "Send NTLMv2 response only",
    "Send NTLMv2 response only. Refuse LM",
    "Send NTLMv2 response only. Refuse LM & NTLM",
};
static_assert(sizeof(kLmCompatibilityLevels) / sizeof(kLmCompatibilityLevels[0]) ==
              kMaxLmCompatibilityLevel + 1);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_LM_COMPATIBILITY_LEVEL_H_
