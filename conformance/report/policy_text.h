// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_

#include <string>

#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// One input for people, 100 columns wide where paths allow.
std::string PolicyText(const PolicyInput& input, const PolicyScope& scope);

// What holds for all inputs, to stand below them: when a change takes effect.
std::string PolicyFooter(const PolicyScope& scope);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_TEXT_H_
