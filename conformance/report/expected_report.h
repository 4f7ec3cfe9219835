// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_EXPECTED_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_EXPECTED_REPORT_H_

#include <string>

#include <nlohmann/json.hpp>

#include "conformance/expected/comparison.h"

namespace ntlmatrix::conformance {

// How a run stands against its file, for people: how many results each line covers and why they
// are so, then warnings, then what is unexpected with the line of the file.
std::string ExpectedText(const expected::Comparison& known);

// The same: {file, as_expected, lines: [{line, tests, check, outcome, reason, link, reviewed,
// results}], problems: [{kind, line, text}], warnings}. `line` is null where a problem is about
// none, `file` where the subject has none.
nlohmann::ordered_json ExpectedJson(const expected::Comparison& known);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_EXPECTED_REPORT_H_
