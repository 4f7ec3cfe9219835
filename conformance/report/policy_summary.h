// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_SUMMARY_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_SUMMARY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// Counts what many inputs say, without keeping them.
class PolicySummary {
 public:
  static constexpr size_t kMaxValues = 1000;  // different values counted apart, per setting

  void Add(const PolicyInput& input);

  // How many inputs define a setting, none, or have errors; then per setting how often which value
  // is defined.
  std::string Text() const;

  // Whether an input without errors does not define the setting.
  bool Missing(policy::SettingId id) const { return counts_[static_cast<size_t>(id)].missing > 0; }

 private:
  struct Counts {
    std::map<uint32_t, size_t> values;
    size_t other_values = 0;
    size_t missing = 0;
    size_t conflicting = 0;
    size_t unusable = 0;  // in any other state, or in an input with errors
  };

  void AddSetting(const PolicyInput& input, const policy::PolicySetting& setting);

  size_t inputs_ = 0;
  size_t defining_ = 0;
  size_t unreadable_ = 0;
  size_t with_errors_ = 0;  // and readable
  std::array<Counts, 3> counts_;
};

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_SUMMARY_H_
