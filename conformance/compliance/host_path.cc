// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/host_path.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "conformance/compliance/requirement.h"
#include "parsers/policy/defaults.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::compliance {
namespace {

using policy::DefaultClaim;
using policy::PolicySetting;
using policy::SettingId;
using policy::SettingState;
using Kind = PathAnswer::Kind;

// Level 5 refuses LM and NTLM responses, and a client below level 3 sends no other.
constexpr uint32_t kRefuseNtlm = 5;
constexpr uint32_t kSendNtlmv2 = 3;

std::optional<uint32_t> DocumentedDefault(SettingId id, const stores::PolicyScope& scope) {
  if (!scope.os.has_value()) return std::nullopt;
  std::optional<uint32_t> value;
  for (const policy::Role role : policy::AllRoles()) {
    if (policy::IsGpo(role) || scope.role.value_or(role) != role ||
        !policy::IsPossible(*scope.os, role)) {
      continue;
    }
    const std::vector<DefaultClaim> claims = policy::DefaultsOf(id, *scope.os, role);
    if (claims.size() != 1 || claims.front().kind != DefaultClaim::Kind::kValue) {
      return std::nullopt;
    }
    if (value.has_value() && *value != claims.front().value) return std::nullopt;
    value = claims.front().value;
  }
  return value;
}

// Whether nothing may be concluded from a setting, its default included.
bool IsUnusable(const HostSetting& setting) {
  return setting.state != SettingState::kDefined && setting.state != SettingState::kNotDefined;
}

// The bits that are required for certain. No documented default requires others than 128 bits.
uint32_t Bits(const HostSetting& setting) { return setting.Effective().value_or(0); }

// The first answer of the gravest kind.
class Answers {
 public:
  void Add(Kind kind, std::string why) {
    if (kind > answer_.kind) answer_ = {kind, std::move(why)};
  }
  PathAnswer Take() { return std::move(answer_); }

 private:
  PathAnswer answer_;
};

void JudgeUsable(const Host& host, absl::string_view name, SettingId mask, Answers* answers) {
  if (!host.can_require) {
    answers->Add(Kind::kDepends,
                 absl::StrCat("the store of the ", name, " can't say what it requires"));
    return;
  }
  for (const SettingId id : {mask, SettingId::kLmCompatibilityLevel}) {
    if (!IsUnusable(host.Of(id))) continue;
    answers->Add(Kind::kDepends, absl::StrCat("nothing may be concluded from ",
                                              policy::SettingName(id), " of the ", name));
  }
}

// What either side requires of a connection, against the level of the client.
void JudgeMask(const Host& client, const HostSetting& mask, absl::string_view who,
               absl::string_view setting, Answers* answers) {
  const uint32_t bits = Bits(mask);
  if ((bits & policy::kRequireExtendedSessionSecurity) != 0) {
    const auto level = client.Of(SettingId::kLmCompatibilityLevel).Effective();
    const std::string requires_it =
        absl::StrCat("the ", who, " requires NTLMv2 session security (", setting, "), which ");
    if (level == 0) {
      answers->Add(Kind::kLockedOut,
                   absl::StrCat(requires_it, "a client at LmCompatibilityLevel 0 never offers"));
    } else if (!level.has_value()) {
      answers->Add(Kind::kDepends,
                   absl::StrCat(requires_it,
                                "the client offers unless its LmCompatibilityLevel, "
                                "not defined, is 0 by default: Windows 2000, XP"));
    }
  }
  if ((bits & (policy::kRequireIntegrity | policy::kRequireConfidentiality)) != 0) {
    answers->Add(Kind::kDepends,
                 absl::StrCat("the ", who, " requires message ",
                              (bits & policy::kRequireConfidentiality) != 0 ? "confidentiality"
                                                                            : "integrity",
                              " (", setting, "): open to applications that ask for it"));
  }
  if ((bits & ~policy::kKnownMinSessionSecurity) != 0) {
    answers->Add(Kind::kDepends, absl::StrCat(setting, " of the ", who,
                                              " has bits without "
                                              "documented meaning"));
  }
}

void JudgeResponses(const Host& client, const Host& server, Answers* answers) {
  if (server.Of(SettingId::kLmCompatibilityLevel).Effective() != kRefuseNtlm) return;
  const auto level = client.Of(SettingId::kLmCompatibilityLevel).Effective();
  if (level.has_value() && *level >= kSendNtlmv2) return;
  answers->Add(
      Kind::kDepends,
      absl::StrCat("the server at LmCompatibilityLevel 5 refuses NTLM responses, and the client ",
                   level.has_value() ? "sends no NTLMv2 ones"
                                     : "may send no NTLMv2 ones by default (Windows 2000, XP, "
                                       "2003)",
                   ": locked out of the accounts that the server itself checks"));
}

}  // namespace

std::optional<uint32_t> HostSetting::Effective() const {
  if (state == SettingState::kDefined) return value;
  return state == SettingState::kNotDefined ? documented : std::nullopt;
}

Host HostOf(const stores::PolicyInput& input, const stores::PolicyScope& scope) {
  Host host;
  host.can_require = CanRequire(input);
  if (!host.can_require || !WhyNothingCounts(input).empty()) return host;
  for (const PolicySetting& setting : input.settings) {
    HostSetting& own = host.settings[static_cast<size_t>(setting.id)];
    // After an error nothing follows from what is absent.
    if (setting.state == SettingState::kNotDefined && stores::HasErrors(input)) continue;
    own.state = setting.state;
    if (setting.state == SettingState::kDefined) own.value = setting.value;
    if (setting.state == SettingState::kNotDefined) {
      own.documented = DocumentedDefault(setting.id, scope);
    }
  }
  return host;
}

PathAnswer JudgePath(const Host& client, const Host& server) {
  Answers answers;
  JudgeUsable(client, "client", SettingId::kNtlmMinClientSec, &answers);
  JudgeUsable(server, "server", SettingId::kNtlmMinServerSec, &answers);
  JudgeMask(client, client.Of(SettingId::kNtlmMinClientSec), "client", "NtlmMinClientSec",
            &answers);
  JudgeMask(client, server.Of(SettingId::kNtlmMinServerSec), "server", "NtlmMinServerSec",
            &answers);
  JudgeResponses(client, server, &answers);
  return answers.Take();
}

}  // namespace ntlmatrix::compliance
