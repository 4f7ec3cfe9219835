// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "parsers/policy/lm_compatibility_level.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::report {
namespace {

using policy::SettingId;

struct BitWords {
  uint32_t bit;
  absl::string_view words;
};

// The options of the policy editor; the first two up to Windows Vista and Server 2008.
constexpr BitWords kBits[] = {
    {policy::kRequireIntegrity, "Require message integrity"},
    {policy::kRequireConfidentiality, "Require message confidentiality"},
    {policy::kRequireExtendedSessionSecurity,
     "Require NTLMv2 session security (extended session security)"},
    {policy::kRequire128Bit, "Require 128-bit encryption"},
    {policy::kRequire56Bit, "56-bit encryption"},
};

std::string MaskWords(uint32_t value) {
  if (value == 0) return "No requirements";
  std::vector<std::string> words;
  for (const BitWords& bit : kBits) {
    if ((value & bit.bit) != 0) words.emplace_back(bit.words);
  }
  if (const uint32_t unknown = value & ~policy::kKnownMinSessionSecurity; unknown != 0) {
    words.push_back(absl::StrCat("undocumented bits 0x", absl::Hex(unknown, absl::kZeroPad8)));
  }
  return absl::StrJoin(words, ", ");
}

}  // namespace

std::string ValueWords(SettingId id, uint32_t value) {
  if (id != SettingId::kLmCompatibilityLevel) return MaskWords(value);
  return value <= policy::kMaxLmCompatibilityLevel
             ? std::string(policy::kLmCompatibilityLevels[value])
             : "no such level";
}

std::string ValueNumber(SettingId id, uint32_t value) {
  if (id == SettingId::kLmCompatibilityLevel) return absl::StrCat(value);
  return absl::StrCat("0x", absl::Hex(value, absl::kZeroPad8), " (", value, ")");
}

std::vector<std::string> Refusals(SettingId id, uint32_t value) {
  if (id == SettingId::kLmCompatibilityLevel) return {};
  const bool client = id == SettingId::kNtlmMinClientSec;
  const std::string who = client ? "refuses servers that do not grant "
                                 : "as a server, refuses clients that do not negotiate ";
  std::vector<std::string> lines;
  if ((value & policy::kRequireExtendedSessionSecurity) != 0) {
    lines.push_back(absl::StrCat(who, "extended session security"));
  }
  if ((value & policy::kRequire128Bit) != 0) {
    lines.push_back(absl::StrCat(who,
                                 "128-bit encryption: with confidentiality (required); with "
                                 "integrity (recommended); with neither: undocumented (seen in "
                                 "the field: accepted)"));
  }
  if ((value & policy::kRequireIntegrity) != 0) {
    lines.push_back(absl::StrCat(client ? "refuses every connection"
                                        : "as a server, refuses every "
                                          "connection",
                                 " on which message integrity is not negotiated, also when the "
                                 "application does not ask for it"));
  }
  if ((value & policy::kRequireConfidentiality) != 0) {
    lines.push_back(absl::StrCat(client ? "refuses every connection"
                                        : "as a server, refuses every "
                                          "connection",
                                 " on which message confidentiality is not negotiated, also when "
                                 "the application does not ask for it"));
  }
  if ((value & policy::kRequire56Bit) != 0) {
    lines.emplace_back(
        "56-bit encryption: undocumented (KB 239869 lists the bit and says of no connection that "
        "it fails)");
  }
  if (lines.empty()) {
    lines.emplace_back(client ? "refuses no server for its capabilities"
                              : "as a server, refuses no client for its capabilities");
  }
  return lines;
}

}  // namespace ntlmatrix::report
