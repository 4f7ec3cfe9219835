// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_SUBJECT_SUMMARY_H_
#define NTLMATRIX_CONFORMANCE_REPORT_SUBJECT_SUMMARY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/pattern.h"
#include "conformance/report/summary_groups.h"
#include "conformance/run.h"

namespace ntlmatrix::conformance {

// One thing that is wrong with a subject, for someone who maintains it.
struct SummaryLine {
  SummaryKind kind = SummaryKind::kFail;
  Check check = Check::kVerdict;
  Strength strength = Strength::kRequired;
  std::string fault;                            // "accepts what it must refuse"
  std::vector<CellPattern> patterns;            // the cells, without the messages
  size_t cells = 0;                             // that have the fault
  size_t cells_at_risk = 0;                     // that could have had it
  std::optional<messages::BugClass> bug_class;  // of messages that are judged as such
  std::vector<std::string> messages;            // names of tests
  std::string seen;                             // the end of what it said the first time, or ""
  std::string citation;                         // rule, document and section
  std::string first;                            // name of the first test
  std::string command;                          // that repeats it
};

// Everything that is wrong, a line for each fault, the worst first. What a line of `known` expects
// is left out; it may be null.
std::vector<SummaryLine> Summarize(const RunResult& result,
                                   const expected::Comparison* known = nullptr);

// A line in parts: "FAIL flags (required)"; "in 24 of 48 cells: whenever ..." and "in 4 messages
// (length): ...", each "" where there is none; the end of what the subject said.
std::string SummaryHead(const SummaryLine& line);
std::string SummaryCells(const SummaryLine& line);
std::string SummaryMessages(const SummaryLine& line);
std::string SummarySeen(const SummaryLine& line);

// The lines as text of at most 100 columns, but for commands; "" where there is none.
std::string SummaryText(const RunResult& result, const expected::Comparison* known = nullptr);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_SUBJECT_SUMMARY_H_
