// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_EXPECTED_COMPARISON_H_
#define NTLMATRIX_CONFORMANCE_EXPECTED_COMPARISON_H_

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "conformance/expected/expected_file.h"
#include "conformance/run.h"

namespace ntlmatrix::expected {

// Why a run is not as expected.
enum class ProblemKind {
  kOtherSubject,        // the file is about another subject
  kStale,               // a line, or one of its names, covers no result
  kUnexpectedPass,      // a line covers a check that passes
  kDuplicate,           // two lines cover one result
  kUnexpectedResult,    // no line covers a failure, or a test that did not come about
  kStrayBreak,          // a shim broke between two tests
  kDepartureFromOffer,  // when strict
};

struct Problem {
  ProblemKind kind = ProblemKind::kUnexpectedResult;
  size_t place = 0;  // the line of the file's text; 0: about no line of it
  std::string text;  // one or more sentences for people
};

// "stale", "unexpected-pass": the kind in reports.
absl::string_view ProblemKindName(ProblemKind kind);

// What a run is held against a file with.
struct Scope {
  bool strict = false;    // failed recommendations and offer findings need a reason too
  bool filtered = false;  // only a part of the tests was run
  absl::CivilDay today;   // a line that was reviewed more than a year before it is a warning
};

// What a line of a file says of one result.
enum class Standing { kNotCovered, kExpected, kUnexpectedPass };

// How a run stands against the known deviations of its subject.
struct Comparison {
  ExpectedFile file;
  std::string path = {};        // of the file; "" where the subject has none
  std::vector<size_t> covered;  // how many results each line of the file covers
  std::vector<Problem> problems = {};
  std::vector<std::string> warnings = {};

  // By the results of the run, which must outlive this; one that is missing is not covered.
  std::unordered_map<const conformance::CheckResult*, Standing> standings = {};

  Standing StandingOf(const conformance::CheckResult& result) const;

  // Failing checks that a line covers.
  size_t CountExpectedFailures() const;

  bool AsExpected() const { return problems.empty(); }
};

// Holds a run against a file: a result is covered by a line when test, check and outcome are those
// of the line. What is undocumented, not applicable or not observable is neither covered nor
// unexpected. A file without lines expects nothing but passes.
//
// When filtered, a line is no problem for tests that were not run.
Comparison Compare(const conformance::RunResult& run, ExpectedFile file, const Scope& scope);

// The same without a file.
Comparison CompareWithNothing(const conformance::RunResult& run, const Scope& scope);

// The status of a result in reports: its outcome, but expected-fail for a failure that a line
// covers, and unexpected-pass. `known` may be null.
absl::string_view StatusName(const conformance::CheckResult& result, const Comparison* known);

}  // namespace ntlmatrix::expected

#endif  // NTLMATRIX_CONFORMANCE_EXPECTED_COMPARISON_H_
