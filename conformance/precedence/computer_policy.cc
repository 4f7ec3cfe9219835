// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/computer_policy.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/files/file_bytes.h"
#include "conformance/stores/policy_path.h"
#include "parsers/policy/defaults.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::precedence {
namespace {

using policy::EffectiveSetting;
using policy::PolicyFinding;
using policy::SettingId;
using policy::SettingState;
using stores::PolicyInput;

constexpr absl::string_view kNeverSatisfiable = "never-satisfiable";

std::string BesideFile(const std::string& file, const std::string& path) {
  const size_t slash = file.rfind('/');
  if (path[0] == '/' || slash == std::string::npos) return path;
  return absl::StrCat(file.substr(0, slash + 1), path);
}

// Without the scope of the computer: what one GPO does not define another may.
PolicyInput ReadGpoAt(const std::string& path) {
  std::vector<PolicyInput> inputs;
  stores::ReadPolicyPath(path, {}, [&](PolicyInput input) {
    inputs.push_back(std::move(input));
    return inputs.size() < 2;
  });
  if (inputs.size() == 1) return std::move(inputs[0]);
  return stores::UnreadablePolicyInput(
      path, absl::InvalidArgumentError(
                "is not one GPO: it holds several policy stores; give the folder of one"));
}

uint8_t ExtensionOf(const PolicyInput& input, const policy::SettingSource& source) {
  const absl::string_view file = source.file;
  if (input.format == "registry-pol" || absl::EndsWithIgnoreCase(file, "registry.pol")) {
    return policy::kRegistryExtension;
  }
  if (input.format == "security-template" || absl::EndsWithIgnoreCase(file, "gpttmpl.inf")) {
    return policy::kSecurityExtension;
  }
  if (input.format == "gpp-registry" || absl::EndsWithIgnoreCase(file, "registry.xml")) {
    return policy::kPreferencesExtension;
  }
  return 0;
}

const EffectiveSetting& Setting(const ComputerPolicy& computer, SettingId id) {
  return computer.settings[static_cast<size_t>(id)];
}

// Whether a document gives level 0 to that Windows in any role of the scope.
bool DefaultLevelIs0(const stores::PolicyScope& scope) {
  if (!scope.os.has_value()) return false;
  const auto roles = policy::AllRoles();
  return std::any_of(roles.begin(), roles.end(), [&](policy::Role role) {
    if (scope.role.value_or(role) != role) return false;
    const auto claims = policy::DefaultsOf(SettingId::kLmCompatibilityLevel, *scope.os, role);
    return std::any_of(claims.begin(), claims.end(), [](const policy::DefaultClaim& claim) {
      return claim.kind == policy::DefaultClaim::Kind::kValue && claim.value == 0;
    });
  });
}

// GPOs that are sound one by one can shut a computer out together.
void FindLockOut(const stores::PolicyScope& scope, ComputerPolicy* computer) {
  const EffectiveSetting& client = Setting(*computer, SettingId::kNtlmMinClientSec);
  const EffectiveSetting& level = Setting(*computer, SettingId::kLmCompatibilityLevel);
  const bool level_0 = level.state == SettingState::kDefined
                           ? level.value == 0
                           : level.state == SettingState::kNotDefined && DefaultLevelIs0(scope);
  if (client.state != SettingState::kDefined || !level_0 ||
      (client.value & policy::kRequireExtendedSessionSecurity) == 0) {
    return;
  }
  computer->findings.push_back(
      {kNeverSatisfiable,
       Severity::kError,
       absl::StrCat("NtlmMinClientSec requires NTLMv2 session security, which a client at "
                    "LmCompatibilityLevel 0",
                    level.state == SettingState::kDefined ? "" : ", the default,",
                    " never uses: every connection is refused (KB 932461, KB 239869)"),
       "raise LmCompatibilityLevel to 1 or more, or do not require NTLMv2 session security",
       {}});
}

// Whether an error may hide a setting. What is never satisfiable is plain to read.
bool MayHideSettings(const PolicyInput& input) {
  return std::any_of(input.findings.begin(), input.findings.end(), [](const PolicyFinding& one) {
    return one.severity == Severity::kError && one.id != kNeverSatisfiable;
  });
}

// The document and the console of Windows disagree on the order of links in gPLink.
void FindDisputedOrder(const LinkOrder& order, const std::vector<policy::Gpo>& gpos,
                       ComputerPolicy* computer) {
  const auto other = policy::EffectivePolicy(InOrderOfDocument(order), gpos);
  std::vector<std::string> names;
  for (size_t i = 0; i < other.size(); ++i) {
    const EffectiveSetting& setting = computer->settings[i];
    if (other[i].state != setting.state || other[i].value != setting.value) {
      names.emplace_back(policy::SettingName(setting.id));
    }
  }
  if (names.empty()) return;
  computer->findings.push_back(
      {"gplink-order-disputed",
       Severity::kWarning,
       absl::StrCat("the answer for ", absl::StrJoin(names, ", "),
                    " depends on the order of links in gPLink: the Group Policy Management Console "
                    "gives the last one link order 1, which is followed here; to the letter, "
                    "[MS-GPOL] 3.2.5.1.5 gives the first one that is not enforced the highest "
                    "precedence"),
       "compare the link order that the console shows, or write `links` instead of `gPLink`",
       {}});
}

}  // namespace

policy::Gpo GpoOf(const PolicyInput& input) {
  policy::Gpo gpo;
  gpo.name = input.path;
  gpo.settings = input.settings;
  if (!input.status.ok() || input.torn) {
    gpo.reading = policy::GpoReading::kUnreadable;
  } else if (MayHideSettings(input)) {
    gpo.reading = policy::GpoReading::kWithErrors;
  }
  for (size_t i = 0; i < std::min(gpo.settings.size(), gpo.extensions.size()); ++i) {
    for (const policy::SettingSource& source : gpo.settings[i].sources) {
      gpo.extensions[i] = static_cast<uint8_t>(gpo.extensions[i] | ExtensionOf(input, source));
    }
  }
  return gpo;
}

absl::StatusOr<ComputerPolicy> ReadComputerPolicy(const std::string& path,
                                                  const stores::PolicyScope& scope) {
  const auto file = files::ReadPath(path, kMaxLinkOrderSize, files::OtherFiles::kPipes);
  if (!file.ok()) return file.status();
  const std::string text(file->bytes().begin(), file->bytes().end());
  const auto order = ParseLinkOrder(text);
  if (!order.ok()) return order.status();
  ComputerPolicy computer;
  computer.link_order = path;
  computer.containers = order->containers;
  std::vector<policy::Gpo> gpos;
  for (const std::string& gpo : order->gpos) {
    computer.inputs.push_back(ReadGpoAt(BesideFile(path, gpo)));
    gpos.push_back(GpoOf(computer.inputs.back()));
  }
  computer.settings = policy::EffectivePolicy(computer.containers, gpos);
  FindLockOut(scope, &computer);
  FindDisputedOrder(*order, gpos, &computer);
  return computer;
}

bool HasErrors(const ComputerPolicy& computer) {
  return std::any_of(computer.inputs.begin(), computer.inputs.end(), stores::HasErrors) ||
         std::any_of(computer.settings.begin(), computer.settings.end(),
                     [](const EffectiveSetting& one) {
                       return one.state != SettingState::kDefined &&
                              one.state != SettingState::kNotDefined;
                     }) ||
         std::any_of(computer.findings.begin(), computer.findings.end(),
                     [](const PolicyFinding& one) { return one.severity == Severity::kError; });
}

}  // namespace ntlmatrix::precedence
