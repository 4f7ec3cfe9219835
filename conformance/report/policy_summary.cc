// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_summary.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/report/policy_words.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::report {

using policy::SettingId;
using policy::SettingState;

void PolicySummary::Add(const PolicyInput& input) {
  ++inputs_;
  if (!input.status.ok()) {
    ++unreadable_;
  } else if (stores::HasErrors(input)) {
    ++with_errors_;
  } else if (!stores::DefinedSettings(input).empty()) {
    ++defining_;
  }
  if (!input.status.ok()) return;
  for (const policy::PolicySetting& setting : input.settings) AddSetting(input, setting);
}

void PolicySummary::AddSetting(const PolicyInput& input, const policy::PolicySetting& setting) {
  Counts& counts = counts_[static_cast<size_t>(setting.id)];
  const bool known = setting.state == SettingState::kDefined && !input.torn;
  if (known) {
    if (counts.values.size() < kMaxValues || counts.values.count(setting.value) > 0) {
      ++counts.values[setting.value];
    } else {
      ++counts.other_values;
    }
  } else if (setting.state == SettingState::kConflicting) {
    ++counts.conflicting;
  } else if (setting.state == SettingState::kNotDefined && !stores::HasErrors(input)) {
    ++counts.missing;
  } else {
    ++counts.unusable;
  }
}

std::string PolicySummary::Text() const {
  const size_t silent = inputs_ - defining_ - unreadable_ - with_errors_;
  std::string out =
      Wrapped("", absl::StrCat(inputs_, inputs_ == 1 ? " input: " : " inputs: ", defining_,
                               " define a setting, ", silent, " define none, ", with_errors_,
                               " have errors, ", unreadable_, " can't be read"));
  for (const SettingId id : policy::AllSettings()) {
    const Counts& counts = counts_[static_cast<size_t>(id)];
    std::vector<std::string> parts;
    const auto part = [&](size_t count, absl::string_view what) {
      if (count > 0) parts.push_back(absl::StrCat(what, " in ", count));
    };
    for (const auto& [value, count] : counts.values) part(count, ValueNumber(id, value));
    part(counts.other_values, "other values");
    part(counts.conflicting, "conflicting");
    part(counts.unusable, "no conclusion");
    part(counts.missing, "not defined");
    std::string name(policy::SettingName(id));
    name.resize(22, ' ');
    if (!parts.empty()) out += Wrapped(absl::StrCat("  ", name), absl::StrJoin(parts, ", "));
  }
  return out;
}

}  // namespace ntlmatrix::report
