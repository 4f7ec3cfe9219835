// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_RUN_H_
#define NTLMATRIX_CONFORMANCE_RUN_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/judge.h"
#include "conformance/messages/message_result.h"
#include "conformance/subjects/subject.h"
#include "conformance/terms.h"

namespace ntlmatrix::conformance {

// Everything that a run of one subject found.
struct RunResult {
  SubjectInfo subject;
  std::string asked_as = {};  // on the command line, where that is not the subject's name
  Reading reading = Reading::kCorrected;
  std::vector<CellResult> cells;                       // in the order of the cells asked for
  std::vector<messages::MessageResult> messages = {};  // see RunMessages()
  std::vector<std::string> stray_breaks = {};          // of a shim, that belong to no test
};

// How often each check ended in each way.
using Counts = std::map<Check, std::map<Outcome, int>>;

// Takes a subject through the cells and judges each exchange.
//
// An error means that the run broke; a subject that leaves out a cell is one (Internal).
absl::StatusOr<RunResult> RunSubject(Subject& subject, absl::Span<const Cell> cells,
                                     Reading reading);

// The counts over the cells of one family.
Counts CountOutcomes(const RunResult& result, Family family);

// Failing checks of one strength over all cells and messages.
int CountFailures(const RunResult& result, Strength strength);

// Cells and messages at which the subject broke off, and breaks that belong to none.
int CountBroke(const RunResult& result);

// Departures from the documented offer that some document rules out.
int CountOfferFindings(const RunResult& result);

// What a run must not have: breaks and failures of strength required; when strict the recommended
// ones and the offer findings too.
int CountUnexpected(const RunResult& result, bool strict);

// "ID, DOCUMENT SECTION", the first sentence that a rule stands on; "" without a rule.
std::string RuleCitation(absl::string_view id);

// A failing check in words.
struct FailureWords {
  std::string test;      // NAME:CHECK
  std::string expected;  // with strength, rule and its document
  std::string seen;      // what the subject did, and the flags on the wire
};
FailureWords DescribeFailure(const CellResult& cell, const CheckResult& check);

// The same in one line.
std::string FailureText(const CellResult& cell, const CheckResult& check);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_RUN_H_
