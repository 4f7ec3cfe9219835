// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_SUMMARY_GROUPS_H_
#define NTLMATRIX_CONFORMANCE_REPORT_SUMMARY_GROUPS_H_

#include <optional>
#include <string>
#include <vector>

#include "conformance/expected/comparison.h"
#include "conformance/fault.h"
#include "conformance/run.h"

namespace ntlmatrix::conformance {

// What a line of a summary is about; the order is that of the lines.
enum class SummaryKind {
  kBroke,          // the subject broke off
  kFail,           // a check failed
  kWeakKey,        // fewer bits sealed than were negotiated
  kCannotRequire,  // went on where an option that it does not have would refuse
  kOffer,          // NEGOTIATE_MESSAGE departs from the documented offer
};

// Where a subject has one fault. Points into the run, which must outlive it.
struct FaultGroup {
  SummaryKind kind = SummaryKind::kFail;
  Check check = Check::kVerdict;
  Fault fault;
  std::optional<messages::BugClass> bug_class = {};  // of messages that are judged as such
  std::vector<const CellResult*> cells = {};
  std::vector<const messages::MessageResult*> messages = {};
  std::string seen = {};  // the end of what the subject said the first time, where that tells more
  std::string citation = {};  // of messages that are judged as such
};

// The faults of a run, those of equal cells and messages that differ in one word as one; the worst
// kind first, the required before the recommended. Messages that are judged as such share a group
// where they have class, document and the subject's words in common.
// Results that a line of `known` expects are left out; it may be null.
std::vector<FaultGroup> GroupFaults(const RunResult& result, const expected::Comparison* known);

// The cells in which a subject could have had the fault.
std::vector<const CellResult*> CellsAtRisk(const RunResult& result, const FaultGroup& group);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_SUMMARY_GROUPS_H_
