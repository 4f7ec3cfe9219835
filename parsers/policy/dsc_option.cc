// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/dsc_option.h"

#include "absl/strings/match.h"

#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::policy {
namespace {

constexpr DscChoice kMinSessionSecurityChoices[] = {
    {"Require NTLMv2 session security", kRequireExtendedSessionSecurity},
    {"Require 128-bit encryption", kRequire128Bit},
    {"Both options checked", kRequireExtendedSessionSecurity | kRequire128Bit},
};

constexpr DscChoice kLevelChoices[] = {
    {"Send LM & NTLM responses", 0},
    {"Send LM & NTLM - use NTLMv2 session security if negotiated", 1},
    {"Send NTLM responses only", 2},
    {"Send NTLMv2 responses only", 3},
    {"Send NTLMv2 responses only. Refuse LM", 4},
    {"Send NTLMv2 responses only. Refuse LM & NTLM", 5},
};

constexpr DscOption kOptions[] = {
    {"Network_security_Minimum_session_security_for_NTLM_SSP_based_including_secure_RPC_clients",
     SettingId::kNtlmMinClientSec, kMinSessionSecurityChoices},
    {"Network_security_Minimum_session_security_for_NTLM_SSP_based_including_secure_RPC_servers",
     SettingId::kNtlmMinServerSec, kMinSessionSecurityChoices},
    {"Network_security_LAN_Manager_authentication_level", SettingId::kLmCompatibilityLevel,
     kLevelChoices},
};

}  // namespace

absl::Span<const DscOption> DscOptions() { return kOptions; }

std::optional<uint32_t> NumberOfChoice(const DscOption& option, absl::string_view words) {
  for (const DscChoice& choice : option.choices) {
    if (absl::EqualsIgnoreCase(choice.words, words)) return choice.number;
  }
  return std::nullopt;
}

}  // namespace ntlmatrix::policy
