// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/graph_enum.h"

#include "absl/strings/match.h"
#include "absl/types/span.h"

#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::policy {
namespace {

struct EnumMember {
  absl::string_view word;
  uint32_t value;  // in the registry, not the number of the member
};

constexpr EnumMember kMinSessionSecurity[] = {
    {"none", 0},
    {"requireNtmlV2SessionSecurity", kRequireExtendedSessionSecurity},
    {"require128BitEncryption", kRequire128Bit},
    {"ntlmV2And128BitEncryption", kRequireExtendedSessionSecurity | kRequire128Bit},
};

constexpr EnumMember kLevels[] = {
    {"lmAndNltm", 0},   {"lmNtlmAndNtlmV2", 1},  {"lmAndNtlmOnly", 2},
    {"lmAndNtlmV2", 3}, {"lmNtlmV2AndNotLm", 4}, {"lmNtlmV2AndNotLmOrNtm", 5},
};

}  // namespace

absl::string_view GraphMember(SettingId id) {
  switch (id) {
    case SettingId::kNtlmMinClientSec:
      return "localSecurityOptionsMinimumSessionSecurityForNtlmSspBasedClients";
    case SettingId::kNtlmMinServerSec:
      return "localSecurityOptionsMinimumSessionSecurityForNtlmSspBasedServers";
    case SettingId::kLmCompatibilityLevel:
      return "lanManagerAuthenticationLevel";
  }
  return "";
}

std::optional<SettingId> GraphSetting(absl::string_view member) {
  for (const SettingId id : AllSettings()) {
    if (absl::EqualsIgnoreCase(member, GraphMember(id))) return id;
  }
  return std::nullopt;
}

std::optional<uint32_t> GraphEnumValue(SettingId id, absl::string_view word) {
  const absl::Span<const EnumMember> members =
      id == SettingId::kLmCompatibilityLevel ? absl::Span<const EnumMember>(kLevels)
                                             : absl::Span<const EnumMember>(kMinSessionSecurity);
  for (const EnumMember& member : members) {
    if (absl::EqualsIgnoreCase(member.word, word)) return member.value;
  }
  return std::nullopt;
}

}  // namespace ntlmatrix::policy
