// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/baseline.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"

#include "conformance/compliance/requirement.h"
#include "conformance/report/policy_words.h"

namespace ntlmatrix::compliance {
namespace {

using policy::PolicyFinding;
using policy::PolicySetting;
using policy::SettingId;
using policy::SettingState;
using stores::PolicyInput;

constexpr uint32_t kBothOptions = 0x20080000;

// In the order of policy::AllSettings().
constexpr Baseline kBaselines[] = {
    {"stig",
     "DISA STIG",
     {{{kBothOptions, "Windows Server 2022 STIG WN22-SO-000330, Windows 11 STIG WN11-SO-000215"},
       {kBothOptions, "Windows 10 STIG WN10-SO-000220"},
       {5, "Windows Server 2022 STIG WN22-SO-000310, Windows 11 STIG WN11-SO-000205"}}}},
    {"cis",
     "CIS Benchmark",
     {{{kBothOptions, "CIS Microsoft Windows 10 Enterprise Benchmark (1909) 2.3.11.9"},
       {kBothOptions, "CIS Microsoft Windows 10 Enterprise Benchmark (1909) 2.3.11.10"},
       {5, "CIS Microsoft Windows 10 Enterprise Benchmark (1909) 2.3.11.7"}}}},
    {"msft",
     "Microsoft security baseline",
     {{{kBothOptions, "baseline of Windows Server 1909, member server, GptTmpl.inf"},
       {kBothOptions, "baseline of Windows Server 1909, member server, GptTmpl.inf"},
       {5, "baseline of Windows Server 1909, member server, GptTmpl.inf"}}}},
};

PolicyFinding AboutInput(const PolicyInput& input, absl::string_view id, std::string message) {
  return {id, Severity::kError, std::move(message),
          "give a store that can be read and that defines the settings",
          policy::PlaceOf(input.status)};
}

// Of a setting with a value: empty when it is the wanted one.
PolicyFinding CompareValue(const PolicySetting& setting, const Baseline& baseline,
                           const BaselineSetting& wanted) {
  const std::string is = absl::StrCat(policy::SettingName(setting.id), " is ",
                                      report::ValueNumber(setting.id, setting.value));
  const std::string lacking = LackingWords(setting.id, setting.value, wanted.value);
  if (!lacking.empty()) {
    return {"weaker-than-baseline", Severity::kError,
            absl::StrCat(is, ", weaker than the ", baseline.title, ": it lacks ", lacking, " (",
                         wanted.source, ")"),
            SetTo(setting.id, wanted.value), setting.sources.front().place};
  }
  return {"stricter-than-baseline", Severity::kNote,
          absl::StrCat(is, ", stricter than the ", baseline.title, ", which wants ",
                       report::ValueNumber(setting.id, wanted.value),
                       "; a scan that tests for equality will report it (", wanted.source, ")"),
          absl::StrCat("where such a scan has to pass, ", SetTo(setting.id, wanted.value)),
          setting.sources.front().place};
}

PolicyFinding CompareSetting(const PolicyInput& input, const PolicySetting& setting,
                             const Baseline& baseline, const BaselineSetting& wanted) {
  if (setting.state == SettingState::kDefined) return CompareValue(setting, baseline, wanted);
  const absl::string_view name = policy::SettingName(setting.id);
  const bool absent = setting.state == SettingState::kNotDefined;
  const bool silent = absent && !stores::HasErrors(input);
  PolicyFinding finding{
      silent ? "weaker-than-baseline" : "baseline-not-comparable",
      Severity::kError,
      silent ? absl::StrCat(name, " is not defined, and the ", baseline.title, " wants ",
                            report::ValueNumber(setting.id, wanted.value), " (", wanted.source, ")")
             : absl::StrCat(name, " is ",
                            absent ? "not found in a store with errors"
                                   : policy::SettingStateName(setting.state),
                            ": it can't be compared with the ", baseline.title),
      SetTo(setting.id, wanted.value),
      {}};
  if (!setting.sources.empty()) finding.place = setting.sources.front().place;
  return finding;
}

}  // namespace

absl::Span<const Baseline> Baselines() { return kBaselines; }

const Baseline* FindBaseline(absl::string_view name) {
  for (const Baseline& baseline : kBaselines) {
    if (baseline.name == name) return &baseline;
  }
  return nullptr;
}

std::vector<PolicyFinding> CompareWithBaseline(const Baseline& baseline, const PolicyInput& input) {
  const std::string why = WhyNothingCounts(input);
  if (!why.empty()) {
    return {AboutInput(input,
                       CanRequire(input) ? "baseline-not-comparable" : "weaker-than-baseline",
                       absl::StrCat("no comparison with the ", baseline.title, ": ", why))};
  }
  std::vector<PolicyFinding> findings;
  for (const PolicySetting& setting : input.settings) {
    const BaselineSetting& wanted = baseline.settings[static_cast<size_t>(setting.id)];
    if (setting.state == SettingState::kDefined && setting.value == wanted.value) continue;
    findings.push_back(CompareSetting(input, setting, baseline, wanted));
    if (setting.sources.empty() || setting.sources.front().file == input.path) continue;
    findings.back().file = setting.sources.front().file;
  }
  return findings;
}

}  // namespace ntlmatrix::compliance
