// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_CHECKER_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_CHECKER_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "conformance/checker/checker_judge.h"
#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::report {

// What was made of one checker's file.
struct CheckerInput {
  std::string path;
  std::string format;   // empty when unknown
  absl::Status status;  // not OK: unreadable, from the place it names on
  std::vector<conformance::JudgedRule> rules;
  std::vector<policy::PolicyFinding> findings;  // of the reader, then of the judge
};

// Reads and judges the bytes of a checker's file. A null `format` means: guess.
CheckerInput ReadCheckerInput(std::string path, Bytes bytes, const checker::CheckerFormat* format);

// An input of which not one byte could be had.
CheckerInput UnreadableCheckerInput(std::string path, absl::Status status);

size_t CountFindings(const CheckerInput& input, Severity severity);

// Whether the input can't be read or has a finding of severity error.
bool HasErrors(const CheckerInput& input);

// The first thing wrong with an input that HasErrors(), as one line: "FILE:LINE: reason".
std::string CheckerErrorLine(const CheckerInput& input);

// The report on one input for people.
std::string CheckerText(const CheckerInput& input);

// {schema: "ntlmatrix/check-checker/1", inputs: [{path, format, rules, findings}]}.
std::string CheckerJson(const std::vector<CheckerInput>& inputs);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_CHECKER_REPORT_H_
