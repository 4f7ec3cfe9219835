// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_JUDGE_H_
#define NTLMATRIX_CONFORMANCE_JUDGE_H_

#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/cell.h"
#include "conformance/fault.h"
#include "conformance/oracle.h"
#include "conformance/subjects/account.h"
#include "conformance/subjects/subject.h"
#include "conformance/terms.h"

namespace ntlmatrix::conformance {

// How a check ended.
enum class Outcome {
  kPass,
  kFail,
  kUndocumented,   // seen and reported; no document says what is right
  kNotApplicable,  // the exchange did not come so far, or there is nothing to judge
  kNotObservable,  // the subject does not show it
  kUnsupported,    // the subject can't be put into this place
  kCannotRequire,  // the subject has no such setting; seen is what it does as it comes
  kBroke,          // the subject broke off
};

inline constexpr Outcome kAllOutcomes[] = {Outcome::kPass,          Outcome::kFail,
                                           Outcome::kUndocumented,  Outcome::kNotApplicable,
                                           Outcome::kNotObservable, Outcome::kUnsupported,
                                           Outcome::kCannotRequire, Outcome::kBroke};

absl::string_view OutcomeName(Outcome outcome);

// One check of one exchange.
struct CheckResult {
  Check check = Check::kVerdict;
  Outcome outcome = Outcome::kNotApplicable;
  Strength strength = Strength::kRequired;
  std::string expected = {};
  std::string actual = {};
  std::vector<absl::string_view> rules = {};  // ids that the expectation stands on, static lifetime
  std::vector<Fault> faults = {};  // of a failing check, and of one that the subject can't require
};

// A departure of NEGOTIATE_MESSAGE from the documented offer; it changes no verdict.
struct OfferFinding {
  ntlm::NegotiateFlags missing = 0;
  ntlm::NegotiateFlags extra = 0;
  bool undocumented = false;          // the documents disagree about every bit of it
  ntlm::NegotiateFlags disputed = 0;  // the bits about which they do
};

// Everything there is to say about one cell.
struct CellResult {
  Cell cell;
  Situation situation;  // as seen in the messages
  Expectation expectation;
  bool accepted = false;
  std::array<CheckResult, std::size(kAllChecks)> checks = {};  // in the order of kAllChecks
  std::optional<OfferFinding> offer = {};
  std::optional<int> weak_key_bits = {};  // 128 bits were negotiated, and so many sealed
  Handling handling = Handling::kDone;
  std::optional<Exchange> exchange = {};  // the messages, where IsBad(checks)
};

// Whether a check failed or the subject broke off.
bool IsBad(absl::Span<const CheckResult> checks);

// Judges an exchange in a reading. InvalidArgument when NEGOTIATE or CHALLENGE can't be read.
//
// Where the handling is not kDone the verdict has it as its outcome and the other checks do not
// apply; the situation is then that of the cell at the documented offer, unless there was one.
absl::StatusOr<CellResult> Judge(const Cell& cell, const Exchange& exchange, const Account& account,
                                 Reading reading);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_JUDGE_H_
