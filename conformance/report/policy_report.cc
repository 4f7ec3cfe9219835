// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_report.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"

#include "conformance/report/printable.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/defaults.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::report {
namespace {

using policy::DefaultClaim;
using policy::PolicyFinding;
using policy::PolicySetting;
using policy::SettingId;
using policy::SettingState;

const PolicySetting& Setting(const PolicyInput& input, SettingId id) {
  return input.settings[static_cast<size_t>(id)];
}

// The level page says that a client at level 0 never uses NTLMv2 session security; at such a
// default, a store that requires it locks its clients out.
void FindLockOutByDefault(const PolicyScope& scope, PolicyInput* input) {
  const PolicySetting& client = Setting(*input, SettingId::kNtlmMinClientSec);
  const PolicySetting& level = Setting(*input, SettingId::kLmCompatibilityLevel);
  if (!scope.os.has_value() || client.state != SettingState::kDefined ||
      level.state != SettingState::kNotDefined ||
      (client.value & policy::kRequireExtendedSessionSecurity) == 0) {
    return;
  }
  const auto roles = policy::AllRoles();
  const bool level_0 = std::any_of(roles.begin(), roles.end(), [&](policy::Role role) {
    if (scope.role.value_or(role) != role) return false;
    const auto claims = policy::DefaultsOf(SettingId::kLmCompatibilityLevel, *scope.os, role);
    return std::any_of(claims.begin(), claims.end(), [](const DefaultClaim& claim) {
      return claim.kind == DefaultClaim::Kind::kValue && claim.value == 0;
    });
  });
  if (!level_0) return;
  input->findings.push_back(
      {"never-satisfiable", Severity::kError,
       absl::StrCat("NtlmMinClientSec requires NTLMv2 session security, which a client at "
                    "LmCompatibilityLevel 0, the default of Windows ",
                    policy::OsName(*scope.os),
                    ", never uses: every connection is refused (KB 932461, KB 239869)"),
       "set LmCompatibilityLevel to 1 or more, or do not require NTLMv2 session security",
       client.sources.front().place});
}

}  // namespace

PolicyInput ReadPolicyInput(std::string path, Bytes bytes, const policy::StoreFormat* format,
                            const PolicyScope& scope) {
  if (format == nullptr) {
    if (const checker::CheckerFormat* checker = checker::GuessCheckerFormat(bytes)) {
      return UnreadablePolicyInput(
          std::move(path),
          absl::InvalidArgumentError(absl::StrCat(
              checker->description,
              ": says what a scanner expects and sets nothing; --check-checker judges it")));
    }
    format = policy::GuessStoreFormat(bytes);
  }
  if (format == nullptr) {
    return UnreadablePolicyInput(
        std::move(path),
        absl::InvalidArgumentError(bytes.empty() ? "the file is empty"
                                                 : "not a policy store that is known here: no line "
                                                   "at its start opens a section"));
  }
  PolicyInput input;
  input.path = std::move(path);
  input.format = std::string(format->name);
  policy::Interpreter interpreter(input.path);
  input.status = format->read(
      {bytes}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
      [&](PolicyFinding finding) {
        input.torn |= finding.severity == Severity::kError;
        input.findings.push_back(std::move(finding));
      });
  input.torn |= !input.status.ok();
  input.settings = interpreter.Settings();
  for (PolicyFinding& finding : interpreter.Findings()) {
    input.findings.push_back(std::move(finding));
  }
  FindLockOutByDefault(scope, &input);
  return input;
}

PolicyInput UnreadablePolicyInput(std::string path, absl::Status status) {
  PolicyInput input;
  input.path = std::move(path);
  input.status = std::move(status);
  input.torn = true;
  return input;
}

size_t CountFindings(const PolicyInput& input, Severity severity) {
  return static_cast<size_t>(
      std::count_if(input.findings.begin(), input.findings.end(),
                    [&](const PolicyFinding& finding) { return finding.severity == severity; }));
}

bool HasErrors(const PolicyInput& input) {
  return !input.status.ok() || CountFindings(input, Severity::kError) > 0;
}

std::vector<policy::SettingId> DefinedSettings(const PolicyInput& input) {
  std::vector<policy::SettingId> defined;
  if (input.torn) return defined;
  for (const PolicySetting& setting : input.settings) {
    if (setting.state == SettingState::kDefined) defined.push_back(setting.id);
  }
  return defined;
}

std::string PlaceInFile(const std::string& path, const policy::Place& place) {
  std::string text = Printable(path);
  const std::string where = policy::PlaceText(place);
  return where.empty() ? text : absl::StrCat(text, ":", where);
}

std::string PolicyErrorLine(const PolicyInput& input) {
  if (!input.status.ok()) {
    return absl::StrCat(PlaceInFile(input.path, policy::PlaceOf(input.status)), ": ",
                        std::string(input.status.message()));
  }
  const auto first = std::find_if(
      input.findings.begin(), input.findings.end(),
      [](const PolicyFinding& finding) { return finding.severity == Severity::kError; });
  const size_t more = CountFindings(input, Severity::kError) - 1;
  return absl::StrCat(
      PlaceInFile(input.path, first->place), ": ", first->message,
      more == 0 ? "" : absl::StrCat(" (and ", more, more == 1 ? " more error)" : " more errors)"));
}

}  // namespace ntlmatrix::report
