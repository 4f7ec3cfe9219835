// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_

#include <string>
#include <vector>

#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// The inputs for people, 100 columns wide where paths allow.
std::string PolicyText(const std::vector<PolicyInput>& inputs, const PolicyScope& scope);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_
