// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_FAULTY_RUNS_H_
#define NTLMATRIX_CONFORMANCE_REPORT_FAULTY_RUNS_H_

#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/messages/message_judge.h"
#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

// Runs for tests of reports.
namespace ntlmatrix::conformance {

// A run of the reference with a fault, "" for none, in these cells.
inline RunResult RunWith(absl::string_view fault, const std::vector<Cell>& cells) {
  const auto subject = reference::MakeReference(reference::FindFault(fault));
  return RunSubject(*subject, cells, Reading::kCorrected).value();
}

// The same of messages alone.
inline RunResult ShowMessages(absl::string_view fault) {
  const auto subject = reference::MakeReference(reference::FindFault(fault));
  std::vector<const messages::MessageTest*> tests;
  for (const messages::MessageTest& test : messages::MessageTests()) tests.push_back(&test);
  RunResult result = RunWith(fault, {});
  result.messages = messages::RunMessages(*subject, tests).value();
  return result;
}

// The run under another name, as if the subject were behind a shim.
inline RunResult AsMine(RunResult run) {
  run.subject = {.name = "mine", .implementation = "libmine", .version = "1.2"};
  return run;
}

// The run as if the subject had no setting and had been watched as it comes.
inline RunResult AsWatched(RunResult run) {
  for (CellResult& cell : run.cells) {
    cell.handling = Handling::kCannotRequire;
    for (CheckResult& check : cell.checks) check = {.check = check.check};
    cell.checks[static_cast<size_t>(Check::kVerdict)].outcome = Outcome::kCannotRequire;
  }
  return AsMine(std::move(run));
}

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_FAULTY_RUNS_H_
