// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_JSON_H_

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// The inputs as JSON with a line end: {schema, inputs: [{path, format, settings, findings}]}.
//
// An input that can't be read has no settings and a finding `unreadable`. A setting that is absent
// from an input with holes in it is `malformed` without sources, never `not-defined`. A GPO has a
// `name` besides. Where a walk passed files over, their number is `passed_over`.
std::string PolicyJson(const std::vector<PolicyInput>& inputs, const PolicyScope& scope);

// The same document in pieces, for inputs that are not kept: the head, each input with what stands
// between it and the one before, the tail. kBrief leaves out the documented defaults of every
// Windows where the scope names none: of thousands of GPOs they would be nearly all of the text.
std::string PolicyJsonHead();
std::string PolicyJsonInput(const PolicyInput& input, const PolicyScope& scope, bool first,
                            PolicyDetail detail = PolicyDetail::kAll);
std::string PolicyJsonTail(bool any_input, size_t passed_over = 0);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_JSON_H_
