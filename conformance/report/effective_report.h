// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_EFFECTIVE_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_EFFECTIVE_REPORT_H_

#include <string>
#include <vector>

#include "conformance/precedence/computer_policy.h"
#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// What a computer gets, for people: per setting the effective value, the link that wins, and every
// other link with the reason why it does not; then the findings about the whole.
std::string EffectiveText(const precedence::ComputerPolicy& computer, const PolicyScope& scope);

// The report of `policy` over the GPOs, PolicyJson, with a member `effective_policy` that has the
// same as EffectiveText: {link_order, settings: {NtlmMinClientSec: {state, value, hex, problem,
// defaults, links: [{container, link_order, gpo, standing, by, state, value}]}, ...}, findings}.
std::string EffectiveJson(const precedence::ComputerPolicy& computer, const PolicyScope& scope);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_EFFECTIVE_REPORT_H_
