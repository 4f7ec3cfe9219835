// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_

#include <set>
#include <string>

#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// One input for people, 100 columns wide where paths allow.
std::string PolicyText(const PolicyInput& input, const PolicyScope& scope,
                       PolicyDetail detail = PolicyDetail::kAll);

// What applies where a setting is not defined, as it stands below a setting.
std::string PolicyDefaultsText(policy::SettingId id, const PolicyScope& scope);

// When a change of these settings takes effect, to stand below all inputs; empty without settings.
std::string PolicyFooter(const std::set<policy::SettingId>& defined, const PolicyScope& scope);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_
