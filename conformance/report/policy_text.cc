// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/report/impact_report.h"
#include "conformance/report/policy_words.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"
#include "parsers/policy/defaults.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::report {
namespace {

using policy::DefaultClaim;
using policy::Os;
using policy::PolicySetting;
using policy::Role;
using policy::SettingId;
using policy::SettingState;
using Claims = std::vector<DefaultClaim>;

constexpr char kSettingIndent[] = "      ";
constexpr char kTableIndent[] = "        ";

std::string ClaimWords(SettingId id, const DefaultClaim& claim) {
  if (claim.kind != DefaultClaim::Kind::kValue) {
    return std::string(policy::DefaultKindName(claim.kind));
  }
  return absl::StrCat(ValueWords(id, claim.value), ", ", ValueNumber(id, claim.value));
}

// Whether two cells print as one: where documents disagree, each is named.
bool SameAnswer(const Claims& a, const Claims& b) {
  if (a.size() > 1) return a == b;
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const DefaultClaim& x, const DefaultClaim& y) {
                      return x.kind == y.kind && x.value == y.value;
                    });
}

// The Windows versions, per role, that share an answer.
struct DefaultGroup {
  Claims claims;
  std::vector<std::pair<Role, std::vector<Os>>> roles;
  std::vector<absl::string_view> sources;
};

void AddTo(DefaultGroup* group, Role role, Os os, const Claims& claims) {
  if (group->roles.empty() || group->roles.back().first != role) group->roles.push_back({role, {}});
  group->roles.back().second.push_back(os);
  for (const DefaultClaim& claim : claims) {
    if (!claim.source.empty() && std::find(group->sources.begin(), group->sources.end(),
                                           claim.source) == group->sources.end()) {
      group->sources.push_back(claim.source);
    }
  }
}

// What is not applicable comes last.
std::vector<DefaultGroup> GroupDefaults(SettingId id, const PolicyScope& scope) {
  std::vector<DefaultGroup> groups;
  for (const Role role : policy::AllRoles()) {
    if (scope.role.value_or(role) != role) continue;
    for (const Os os : policy::AllOses()) {
      if (scope.os.value_or(os) != os) continue;
      const Claims claims = policy::DefaultsOf(id, os, role);
      auto group = std::find_if(groups.begin(), groups.end(), [&](const DefaultGroup& one) {
        return SameAnswer(one.claims, claims);
      });
      if (group == groups.end()) group = groups.insert(groups.end(), DefaultGroup{claims, {}, {}});
      AddTo(&*group, role, os, claims);
    }
  }
  const auto last = std::find_if(groups.begin(), groups.end(), [](const DefaultGroup& group) {
    return group.claims.front().kind == DefaultClaim::Kind::kNotApplicable;
  });
  if (last != groups.end()) std::rotate(last, last + 1, groups.end());
  return groups;
}

std::string GroupText(SettingId id, const DefaultGroup& group, bool with_sources) {
  std::string out;
  if (group.claims.size() > 1) {
    absl::StrAppend(&out, kTableIndent, "disputed:\n");
    for (const DefaultClaim& claim : group.claims) {
      out += Wrapped(absl::StrCat(kTableIndent, "  "),
                     absl::StrCat(ClaimWords(id, claim), ": ", claim.source), 2);
    }
  } else {
    absl::StrAppend(&out, kTableIndent, ClaimWords(id, group.claims.front()), "\n");
    for (const absl::string_view source : group.sources) {
      if (with_sources) {
        out += Wrapped(absl::StrCat(kTableIndent, "    "), absl::StrCat("per ", source), 2);
      }
    }
  }
  for (size_t i = 0; i < group.roles.size();) {
    size_t same = i + 1;
    std::string roles(policy::RoleName(group.roles[i].first));
    while (same < group.roles.size() && group.roles[same].second == group.roles[i].second) {
      absl::StrAppend(&roles, ", ", policy::RoleName(group.roles[same++].first));
    }
    const auto& oses = group.roles[i].second;
    const std::string names = oses.size() == policy::AllOses().size()
                                  ? "every Windows"
                                  : absl::StrJoin(oses, " ", [](std::string* to, Os os) {
                                      absl::StrAppend(to, policy::OsName(os));
                                    });
    out += Wrapped(absl::StrCat(kTableIndent, "    "), absl::StrCat(roles, ": ", names), 2);
    i = same;
  }
  return out;
}

// Which named products a setting refuses is a command of its own.
std::string ImpactText(const PolicySetting& setting) {
  const bool client = setting.id == SettingId::kNtlmMinClientSec;
  if (setting.value == 0 || (!client && setting.id != SettingId::kNtlmMinServerSec)) return "";
  return Wrapped(
      kSettingIndent,
      ImpactLine({client ? conformance::Side::kClient : conformance::Side::kServer, setting.value}),
      2);
}

std::string DefinedText(const PolicySetting& setting, bool level_may_be_0) {
  std::string out = Wrapped(kSettingIndent, ValueWords(setting.id, setting.value), 2);
  for (const std::string& line : Refusals(setting.id, setting.value)) {
    out += Wrapped(kSettingIndent, line, 2);
  }
  out += ImpactText(setting);
  if (setting.id == SettingId::kNtlmMinClientSec && level_may_be_0 &&
      (setting.value & policy::kRequireExtendedSessionSecurity) != 0) {
    out += Wrapped(kSettingIndent,
                   "at LmCompatibilityLevel 0, the default of Windows 2000 and XP, never "
                   "satisfiable: every connection is refused (KB 932461)",
                   2);
  }
  return out;
}

std::string SourcesText(const PolicySetting& setting) {
  constexpr size_t kMost = 20;
  std::string out;
  for (size_t i = 0; i < std::min(setting.sources.size(), kMost); ++i) {
    const policy::SettingSource& source = setting.sources[i];
    out += Wrapped(kSettingIndent,
                   absl::StrCat(PlaceInFile(source.file, source.place), ": type ", source.raw_type,
                                ", data ", policy::Shown(source.raw)),
                   2);
  }
  if (setting.sources.size() > kMost) {
    absl::StrAppend(&out, kSettingIndent, "and ", setting.sources.size() - kMost, " more\n");
  }
  return out;
}

// What the default that follows depends on.
std::string AbsenceText(const PolicyInput& input, SettingId id) {
  if (input.format != "system-hive") return "";
  return Wrapped(
      kSettingIndent,
      absl::StrCat("absent from the hive",
                   id == SettingId::kLmCompatibilityLevel
                       ? ""
                       : ", in which many installations of Windows store it",
                   "; what applies then is the default of the Windows generation that the hive "
                   "belongs to, and of no other"),
      2);
}

std::string SettingText(const PolicyInput& input, const PolicySetting& setting,
                        const PolicyScope& scope, PolicyDetail detail) {
  std::string head(policy::SettingName(setting.id));
  head.resize(22, ' ');
  std::string out = absl::StrCat("  ", head);
  if (setting.state == SettingState::kDefined && input.torn) {
    absl::StrAppend(&out, "seen     ", ValueNumber(setting.id, setting.value),
                    "  in a file with errors: no conclusion\n", SourcesText(setting));
    return out;
  }
  if (setting.state == SettingState::kDefined) {
    absl::StrAppend(&out, "defined  ", ValueNumber(setting.id, setting.value), "\n");
    absl::StrAppend(&out, SourcesText(setting));
    const PolicySetting& level =
        input.settings[static_cast<size_t>(SettingId::kLmCompatibilityLevel)];
    return out +
           DefinedText(setting, level.state == SettingState::kNotDefined && !scope.os.has_value());
  }
  if (setting.state == SettingState::kNotDefined) {
    // What is wrong with the rest of the file may be what should have defined it.
    if (stores::HasErrors(input)) return absl::StrCat(out, "nothing found; see the errors\n");
    return absl::StrCat(out, "not defined\n",
                        detail == PolicyDetail::kAll
                            ? AbsenceText(input, setting.id) + PolicyDefaultsText(setting.id, scope)
                            : std::string());
  }
  absl::StrAppend(&out, policy::SettingStateName(setting.state),
                  "  no requirement can be derived from this\n", SourcesText(setting));
  return out;
}

// "PATH (FORMAT)", with the name of a GPO.
std::string HeadOf(const PolicyInput& input) {
  const std::string name =
      input.name.empty() ? "" : absl::StrCat(", \"", Printable(input.name), "\"");
  return absl::StrCat(PlaceInFile(input.path, {}), " (", input.format, name, ")");
}

std::string FindingText(const PolicyInput& input, const policy::PolicyFinding& finding) {
  std::string out = Wrapped(
      "  ",
      absl::StrCat(SeverityName(finding.severity), ": ",
                   PlaceInFile(finding.file.empty() ? input.path : finding.file, finding.place),
                   ": ", finding.message, " [", finding.id, "]"),
      2);
  if (!finding.fix.empty()) out += Wrapped("    ", absl::StrCat("fix: ", finding.fix), 2);
  return out;
}

bool DefinesNothing(const PolicyInput& input) {
  return !stores::HasErrors(input) &&
         std::all_of(input.settings.begin(), input.settings.end(), [](const PolicySetting& one) {
           return one.state == SettingState::kNotDefined;
         });
}

}  // namespace

std::string PolicyDefaultsText(SettingId id, const PolicyScope& scope) {
  std::string out = absl::StrCat(kSettingIndent, "the documented default applies:\n");
  const auto groups = GroupDefaults(id, scope);
  for (const DefaultGroup& group : groups) {
    out += GroupText(id, group, scope.os.has_value());
  }
  for (const DefaultGroup& group : groups) {
    for (const DefaultClaim& claim : group.claims) {
      if (claim.kind != DefaultClaim::Kind::kValue) continue;
      for (const std::string& line : Refusals(id, claim.value)) {
        out += Wrapped(kSettingIndent,
                       groups.size() == 1
                           ? line
                           : absl::StrCat("where it is ", ValueWords(id, claim.value), ": ", line),
                       2);
      }
    }
  }
  return out;
}

std::string PolicyText(const PolicyInput& input, const PolicyScope& scope, PolicyDetail detail) {
  if (detail == PolicyDetail::kBrief && DefinesNothing(input) &&
      stores::CountFindings(input, Severity::kWarning) == 0 && input.verdicts.empty()) {
    return absl::StrCat(HeadOf(input), ": not defined\n");
  }
  std::string out;
  if (!input.status.ok()) {
    absl::StrAppend(&out, PlaceInFile(input.path, {}), ": unreadable\n");
    out += Wrapped("  ", absl::StrCat("error: ", PolicyErrorLine(input)), 2);
    for (const PolicySetting& setting : input.settings) {
      if (setting.sources.empty()) continue;
      absl::StrAppend(&out, "  ", policy::SettingName(setting.id), " seen before that:\n",
                      SourcesText(setting));
    }
  } else {
    absl::StrAppend(&out, HeadOf(input), "\n");
    for (const PolicySetting& setting : input.settings) {
      out += SettingText(input, setting, scope, detail);
    }
  }
  constexpr size_t kMost = 100;
  for (size_t i = 0; i < std::min(input.findings.size(), kMost); ++i) {
    out += FindingText(input, input.findings[i]);
  }
  if (input.findings.size() > kMost) {
    absl::StrAppend(&out, "  and ", input.findings.size() - kMost,
                    " more findings; --json has all\n");
  }
  for (const policy::PolicyFinding& verdict : input.verdicts) out += FindingText(input, verdict);
  return out + "\n";
}

std::string PolicyFooter(const std::set<SettingId>& defined, const PolicyScope& scope) {
  if (defined.empty()) return "";
  std::string out = "A change takes effect without restart. Policy page of 2016:\n";
  out += Wrapped("  ",
                 "\"None. Changes to this policy become effective without a computer restart when "
                 "they are saved locally or distributed through Group Policy.\"",
                 1);
  if (defined.count(SettingId::kLmCompatibilityLevel) > 0 &&
      scope.os.value_or(Os::k2000) == Os::k2000) {
    out += "But Windows 2000 must be restarted for LmCompatibilityLevel (TechNet cc960646).\n";
  }
  return out;
}

}  // namespace ntlmatrix::report
