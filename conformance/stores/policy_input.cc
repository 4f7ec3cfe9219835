// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/policy_input.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/stores/unknown_store.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/defaults.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::stores {
namespace {

using policy::DefaultClaim;
using policy::PolicyFinding;
using policy::PolicySetting;
using policy::SettingId;
using policy::SettingState;

const PolicySetting& Setting(const PolicyInput& input, SettingId id) {
  return input.settings[static_cast<size_t>(id)];
}

size_t Count(const std::vector<PolicyFinding>& findings, Severity severity) {
  return static_cast<size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [&](const PolicyFinding& finding) { return finding.severity == severity; }));
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
  const policy::SettingSource& source = client.sources.front();
  input->findings.push_back(
      {"never-satisfiable", Severity::kError,
       absl::StrCat("NtlmMinClientSec requires NTLMv2 session security, which a client at "
                    "LmCompatibilityLevel 0, the default of Windows ",
                    policy::OsName(*scope.os),
                    ", never uses: every connection is refused (KB 932461, KB 239869)"),
       "set LmCompatibilityLevel to 1 or more, or do not require NTLMv2 session security",
       source.place, source.file == input->path ? std::string() : source.file});
}

// Whether a path ends in these lower-case names, in any letter case.
bool EndsIn(const std::string& path, std::initializer_list<absl::string_view> names) {
  std::error_code error;
  std::filesystem::path rest = std::filesystem::absolute(path, error).lexically_normal();
  if (error) rest = path;
  for (auto name = std::rbegin(names); name != std::rend(names); ++name) {
    if (!absl::EqualsIgnoreCase(rest.filename().string(), std::string(*name))) return false;
    rest = rest.parent_path();
  }
  return true;
}

StoreSide SideOf(const std::string& path, const policy::StoreFormat& format) {
  if (format.name == "registry-pol" && EndsIn(path, {"user", "registry.pol"})) {
    return kUserPolicySide;
  }
  if (format.name == "gpp-registry" &&
      EndsIn(path, {"user", "preferences", "registry", "registry.xml"})) {
    return kUserPreferencesSide;
  }
  return {};
}

}  // namespace

PolicyInputBuilder::PolicyInputBuilder(std::string path, absl::string_view format)
    : interpreter_(path) {
  input_.path = std::move(path);
  input_.format = std::string(format);
}

absl::Status PolicyInputBuilder::Read(const std::string& file, const policy::StoreInput& store,
                                      const policy::StoreFormat& format, const StoreSide& side) {
  if (store.bytes.size() > format.max_size) {
    return absl::ResourceExhaustedError(absl::StrCat("a file of ", store.bytes.size(),
                                                     " bytes is over the limit of ",
                                                     format.max_size, " for ", format.name));
  }
  return format.read(
      store,
      [&](policy::RegistryValue value) {
        value.file = file;
        if (!side.hive.empty()) value.hive = side.hive;
        std::string condition(value.condition);
        if (!side.condition.empty()) {
          absl::StrAppend(&condition, condition.empty() ? "" : " and ", side.condition);
        }
        value.condition = condition;
        interpreter_.Add(value);
      },
      [&](PolicyFinding finding) {
        finding.file = file;
        Report(std::move(finding));
      });
}

void PolicyInputBuilder::ReadStore(const policy::StoreInput& store,
                                   const policy::StoreFormat& format, const StoreSide& side) {
  input_.status = Read("", store, format, side);
  input_.torn |= !input_.status.ok();
}

void PolicyInputBuilder::ReadFile(const std::string& file, const policy::StoreInput& store,
                                  const policy::StoreFormat& format, const StoreSide& side) {
  const absl::Status status = Read(file, store, format, side);
  if (status.ok()) return;
  Report({"unreadable-file", Severity::kError, std::string(status.message()),
          "give a complete file of a known format", policy::PlaceOf(status), file});
}

void PolicyInputBuilder::Report(PolicyFinding finding) {
  input_.torn |= finding.severity == Severity::kError;
  if (input_.findings.size() < kMaxFindings) {
    input_.findings.push_back(std::move(finding));
  } else {
    ++left_out_;
  }
}

PolicyInput PolicyInputBuilder::Build(const PolicyScope& scope) {
  if (left_out_ > 0) {
    input_.findings.push_back({"more-findings",
                               input_.torn ? Severity::kError : Severity::kWarning,
                               absl::StrCat(left_out_, " more findings are not listed"),
                               "mend those that are listed first",
                               {}});
  }
  input_.settings = interpreter_.Settings();
  for (PolicyFinding& finding : interpreter_.Findings()) {
    input_.findings.push_back(std::move(finding));
  }
  FindLockOutByDefault(scope, &input_);
  return std::move(input_);
}

PolicyInput ReadPolicyInput(std::string path, const policy::StoreInput& store,
                            const policy::StoreFormat* format, const PolicyScope& scope) {
  if (format == nullptr) {
    if (const auto* const checker = checker::GuessCheckerFormat(store.bytes)) {
      return UnreadablePolicyInput(
          std::move(path),
          absl::InvalidArgumentError(absl::StrCat(
              checker->description,
              ": says what a scanner expects and sets nothing; --check-checker judges it")));
    }
    format = policy::GuessStoreFormat(store.bytes);
  }
  if (format == nullptr) {
    return UnreadablePolicyInput(std::move(path), UnknownStoreError(store.bytes));
  }
  const StoreSide side = SideOf(path, *format);
  PolicyInputBuilder builder(path, format->name);
  builder.ReadStore(store, *format, side);
  if (side.hive.empty()) {
    PolicyInput input = builder.Build(scope);
    const policy::StoreFormat* const likely = policy::GuessStoreFormat(store.bytes);
    if (!input.torn || likely == nullptr || format->looks_like(store.bytes)) return input;
    return UnreadablePolicyInput(
        std::move(path), absl::InvalidArgumentError(absl::StrCat(
                             "can't be read as ", format->name, ", and looks like ", likely->name,
                             " (", likely->description, "): leave out --format")));
  }
  builder.Report({"user-policy",
                  Severity::kWarning,
                  "policies of users, as it is in a folder `User`: nothing in it reaches "
                  "HKEY_LOCAL_MACHINE, where Windows reads the settings of NTLM",
                  "give Machine/Registry.pol, or the folder of the whole GPO; if this is the "
                  "policy of a computer, copy it to a folder of another name",
                  {}});
  PolicyInput input = builder.Build(scope);
  for (policy::PolicyFinding& finding : input.findings) {
    if (finding.id == "wrong-location") finding.severity = Severity::kWarning;
  }
  input.settings = policy::Interpreter(input.path).Settings();
  return input;
}

std::string FileOf(const PolicyInput& input, const std::string& file) {
  if (file.empty() || file == input.path) return input.path;
  return absl::StrCat(input.path, "/", file);
}

PolicyInput UnreadablePolicyInput(std::string path, absl::Status status) {
  PolicyInput input;
  input.path = std::move(path);
  input.status = std::move(status);
  input.torn = true;
  return input;
}

size_t CountFindings(const PolicyInput& input, Severity severity) {
  return Count(input.findings, severity);
}

size_t CountVerdicts(const PolicyInput& input, Severity severity) {
  return Count(input.verdicts, severity);
}

bool Fails(const PolicyInput& input) {
  return HasErrors(input) || CountVerdicts(input, Severity::kError) > 0;
}

bool HasErrors(const PolicyInput& input) {
  return !input.status.ok() || CountFindings(input, Severity::kError) > 0;
}

const PolicyFinding* FindMayBeMore(const PolicyInput& input) {
  constexpr absl::string_view kIds[] = {"hive-log-unusable",    "more-findings",
                                        "no-line-end",          "no-machine-store",
                                        "policies-by-name",     "report-not-compared",
                                        "text-before-sections", "unknown-element",
                                        "unknown-section",      "user-side"};
  const auto finding =
      std::find_if(input.findings.begin(), input.findings.end(), [&](const PolicyFinding& one) {
        return std::find(std::begin(kIds), std::end(kIds), one.id) != std::end(kIds);
      });
  return finding == input.findings.end() ? nullptr : &*finding;
}

std::vector<policy::SettingId> DefinedSettings(const PolicyInput& input) {
  std::vector<policy::SettingId> defined;
  if (input.torn) return defined;
  for (const PolicySetting& setting : input.settings) {
    if (setting.state == SettingState::kDefined) defined.push_back(setting.id);
  }
  return defined;
}

}  // namespace ntlmatrix::stores
