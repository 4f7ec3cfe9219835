// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/requirement.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "conformance/report/policy_report.h"
#include "conformance/report/policy_words.h"
#include "parsers/policy/defaults.h"
#include "parsers/policy/min_session_security.h"
#include "parsers/policy/setting_key.h"

namespace ntlmatrix::compliance {
namespace {

using policy::DefaultClaim;
using policy::PolicyFinding;
using policy::PolicySetting;
using policy::SettingId;
using policy::SettingState;
using stores::PolicyInput;

struct Capability {
  absl::string_view word;
  uint32_t bit;
  absl::string_view name;
};

constexpr Capability kCapabilities[] = {
    {"ntlmv2", policy::kRequireExtendedSessionSecurity,
     "NTLMv2 session security (extended session security)"},
    {"128bit", policy::kRequire128Bit, "128-bit encryption"},
    {"integrity", policy::kRequireIntegrity, "message integrity"},
    {"confidentiality", policy::kRequireConfidentiality, "message confidentiality"},
};
constexpr absl::string_view kServerPrefix = "server-";
constexpr absl::string_view kLevelPrefix = "level=";
constexpr uint32_t kHighestLevel = 5;

absl::Status NoSuchWord(absl::string_view word) {
  std::vector<std::string> words;
  for (const Capability& one : kCapabilities) words.emplace_back(one.word);
  return absl::InvalidArgumentError(
      absl::StrCat("`", policy::Shown(word), "` is none of ", absl::StrJoin(words, ", "),
                   ", the same with server- before it, and level=0 to level=5"));
}

void Raise(std::optional<uint32_t>* least, uint32_t level) {
  *least = std::max(least->value_or(0), level);
}

absl::Status AddWord(absl::string_view word, Requirement* requirement) {
  absl::string_view rest = word;
  if (absl::ConsumePrefix(&rest, kLevelPrefix)) {
    uint32_t level = 0;
    if (rest.size() != 1 || !absl::SimpleAtoi(rest, &level) || level > kHighestLevel) {
      return NoSuchWord(word);
    }
    Raise(&requirement->least[static_cast<size_t>(SettingId::kLmCompatibilityLevel)], level);
    return absl::OkStatus();
  }
  const SettingId id = absl::ConsumePrefix(&rest, kServerPrefix) ? SettingId::kNtlmMinServerSec
                                                                 : SettingId::kNtlmMinClientSec;
  for (const Capability& one : kCapabilities) {
    if (one.word != rest) continue;
    std::optional<uint32_t>& least = requirement->least[static_cast<size_t>(id)];
    least = least.value_or(0) | one.bit;
    return absl::OkStatus();
  }
  return NoSuchWord(word);
}

// Why the defaults of a setting do not meet `least`, or empty when each of them does.
std::string DefaultFault(SettingId id, uint32_t least, const stores::PolicyScope& scope) {
  for (const policy::Role role : policy::AllRoles()) {
    const bool asked = scope.role.has_value() ? *scope.role == role : !policy::IsGpo(role);
    if (!asked || (!scope.role.has_value() && !policy::IsPossible(*scope.os, role))) continue;
    const std::vector<DefaultClaim> claims = policy::DefaultsOf(id, *scope.os, role);
    const std::string whose = absl::StrCat("its default on Windows ", policy::OsName(*scope.os),
                                           " as ", policy::RoleName(role), " is ");
    if (claims.size() > 1) return whose + "disputed";
    if (claims.front().kind != DefaultClaim::Kind::kValue) {
      return absl::StrCat(whose, policy::DefaultKindName(claims.front().kind));
    }
    const std::string lacking = LackingWords(id, claims.front().value, least);
    if (!lacking.empty()) {
      return absl::StrCat(whose, report::ValueNumber(id, claims.front().value),
                          ", which does not require ", lacking);
    }
  }
  return "";
}

// Why a setting does not meet `least`, or empty when it does.
std::string Fault(const PolicyInput& input, const PolicySetting& setting, uint32_t least,
                  CountedDefaults defaults) {
  const absl::string_view name = policy::SettingName(setting.id);
  if (setting.state == SettingState::kDefined) {
    const std::string lacking = LackingWords(setting.id, setting.value, least);
    if (lacking.empty()) return "";
    return absl::StrCat(name, " is ", report::ValueNumber(setting.id, setting.value),
                        ", which does not require ", lacking);
  }
  const std::string wanted = LackingWords(setting.id, 0, least);
  const std::string wants = wanted.empty() ? "" : absl::StrCat("; required is ", wanted);
  if (setting.state != SettingState::kNotDefined) {
    return absl::StrCat(name, " is ", policy::SettingStateName(setting.state), wants);
  }
  if (stores::HasErrors(input)) {
    return absl::StrCat(name, " is not found in a store with errors", wants);
  }
  if (defaults == nullptr) return absl::StrCat(name, " is not defined", wants);
  if (const PolicyFinding* const more = stores::FindMayBeMore(input)) {
    return absl::StrCat(name,
                        " is not defined where it could be seen, and its default counts only ",
                        "where nothing can be hidden: ", more->message, wants);
  }
  const std::string fault = DefaultFault(setting.id, least, *defaults);
  return fault.empty() ? "" : absl::StrCat(name, " is not defined, and ", fault, wants);
}

// The value to write: what is there stays, and what the defaults require is not dropped.
uint32_t Mended(const PolicySetting& setting, uint32_t least) {
  if (setting.id == SettingId::kLmCompatibilityLevel) return least;
  if (setting.state != SettingState::kDefined) return least | policy::kRequire128Bit;
  return (setting.value & policy::kKnownMinSessionSecurity) | least;
}

}  // namespace

absl::StatusOr<Requirement> ParseRequirement(absl::string_view list) {
  Requirement requirement;
  for (const absl::string_view word : absl::StrSplit(list, ',')) {
    const absl::Status status = AddWord(absl::StripAsciiWhitespace(word), &requirement);
    if (!status.ok()) return status;
  }
  return requirement;
}

std::string RequirementHelp() {
  return "ntlmv2: NTLMv2 session security (extended session security, 0x80000)\n"
         "128bit: 128-bit encryption (0x20000000)\n"
         "integrity, confidentiality: of messages (0x10, 0x20)\n"
         "server-ntlmv2, server-128bit, ...: the same of NtlmMinServerSec\n"
         "level=5: LmCompatibilityLevel 5 or more; level=3 for NTLMv2 responses";
}

bool CanRequire(const PolicyInput& input) {
  const policy::StoreFormat* format = policy::FindStoreFormat(input.format);
  return format == nullptr || format->can_require;
}

std::string WhyNothingCounts(const PolicyInput& input) {
  if (!input.status.ok()) {
    return absl::StrCat("can't be read: ", std::string(input.status.message()));
  }
  if (!CanRequire(input)) {
    return absl::StrCat(input.format, " can't require anything of NTLM");
  }
  if (input.torn) return "has errors: a setting may be hidden in what could not be read";
  return "";
}

std::string LackingWords(SettingId id, uint32_t value, uint32_t least) {
  if (id == SettingId::kLmCompatibilityLevel) {
    return value >= least ? "" : absl::StrCat("level ", least);
  }
  std::vector<std::string> words;
  for (const Capability& one : kCapabilities) {
    if ((least & ~value & one.bit) != 0) words.emplace_back(one.name);
  }
  return absl::StrJoin(words, " and ");
}

std::string SetTo(SettingId id, uint32_t value) {
  return absl::StrCat("set ", policy::FullSettingName(id), " to ", report::ValueNumber(id, value));
}

std::optional<PolicyFinding> FindUnmet(const Requirement& requirement, const PolicyInput& input,
                                       CountedDefaults defaults) {
  PolicyFinding finding{"not-required", Severity::kError, WhyNothingCounts(input), "", {}};
  if (!finding.message.empty()) {
    finding.message =
        absl::StrCat("not known to require what --require asks for: ", finding.message);
    finding.fix = "give a store that can be read and that requires it";
    finding.place = policy::PlaceOf(input.status);
    return finding;
  }
  std::vector<std::string> faults;
  std::vector<std::string> fixes;
  for (const PolicySetting& setting : input.settings) {
    const std::optional<uint32_t>& least = requirement.least[static_cast<size_t>(setting.id)];
    if (!least.has_value()) continue;
    std::string fault = Fault(input, setting, *least, defaults);
    if (fault.empty()) continue;
    if (finding.place == policy::Place() && !setting.sources.empty()) {
      const policy::SettingSource& source = setting.sources.front();
      finding.place = source.place;
      if (source.file != input.path) finding.file = source.file;
    }
    faults.push_back(std::move(fault));
    fixes.push_back(SetTo(setting.id, Mended(setting, *least)));
  }
  if (faults.empty()) return std::nullopt;
  finding.message = absl::StrJoin(faults, "; ");
  finding.fix = absl::StrJoin(fixes, "; ");
  return finding;
}

}  // namespace ntlmatrix::compliance
