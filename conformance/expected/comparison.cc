// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/comparison.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/expected/run_tests.h"

namespace ntlmatrix::expected {
namespace {

using conformance::Check;
using conformance::CheckResult;
using conformance::Outcome;
using conformance::RunResult;
using conformance::Strength;

std::string Counted(size_t count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

// What a name of a line, or the whole line, is about in a run.
struct Reach {
  size_t tests = 0;    // with that name
  size_t covered = 0;  // results with that check and outcome
  size_t passes = 0;   // results with that check that pass
  std::string first_pass = {};
};

// Holds the tests of one run against the lines of a file.
class Comparer {
 public:
  Comparer(const RunResult& run, const Scope& scope, Comparison* comparison)
      : run_(run), scope_(scope), tests_(TestsOf(run)), out_(*comparison) {}

  void CompareFile() {
    CompareHead();
    for (size_t i = 0; i < out_.file.lines.size(); ++i) CompareLine(i);
    for (const auto& [lines, results] : duplicates_) {
      Add(ProblemKind::kDuplicate, out_.file.lines[lines.second].place,
          absl::StrCat("covers ", Counted(results.count, "result"), " that line ",
                       out_.file.lines[lines.first].place, " covers too, the first is ",
                       results.first, ": take them out of one of the two"));
    }
  }

  // What no line is about, once all lines have been held against the run.
  void CompareRest() {
    std::map<std::pair<Check, Outcome>, Results> unexpected;
    for (const RunTest& test : tests_) {
      for (const CheckResult& result : test.checks) {
        if (!NeedsLine(result) || coverer_.count(&result) != 0) continue;
        unexpected[{result.check, result.outcome}].Add(ResultName(test, result));
      }
    }
    for (const auto& [key, results] : unexpected) {
      Add(ProblemKind::kUnexpectedResult, 0,
          absl::StrCat(Counted(results.count, "result"), " `", conformance::OutcomeName(key.second),
                       "` of the check ", conformance::CheckName(key.first),
                       " that no line expects, the first is ", results.first));
    }
    for (const std::string& text : run_.stray_breaks) {
      Add(ProblemKind::kStrayBreak, 0, absl::StrCat("the subject broke between two tests: ", text));
    }
    const int offers = scope_.strict ? CountOfferFindings(run_) : 0;
    if (offers > 0) {
      Add(ProblemKind::kDepartureFromOffer, 0,
          absl::StrCat("NEGOTIATE_MESSAGE departs from the documented offer in ",
                       Counted(static_cast<size_t>(offers), "cell")));
    }
  }

 private:
  struct Results {
    size_t count = 0;
    std::string first = {};

    void Add(std::string name) {
      if (count++ == 0) first = std::move(name);
    }
  };

  void Add(ProblemKind kind, size_t place, std::string text) {
    out_.problems.push_back({kind, place, std::move(text)});
  }

  bool NeedsLine(const CheckResult& result) const {
    if (result.outcome != Outcome::kFail) return IsDeviation(result.outcome);
    return result.strength == Strength::kRequired ||
           (scope_.strict && result.strength == Strength::kRecommended);
  }

  void CompareHead() {
    const ExpectedFile& file = out_.file;
    const conformance::SubjectInfo& subject = run_.subject;
    if (file.subject != subject.name || file.implementation != subject.implementation) {
      Add(ProblemKind::kOtherSubject, 0,
          absl::StrCat("the file is about ", file.subject, " (", file.implementation,
                       "), the run about ", subject.name, " (", subject.implementation, ")"));
    } else if (file.version != subject.version) {
      out_.warnings.push_back(absl::StrCat("the file is about version ", file.version, " of ",
                                           file.implementation, ", the run about ",
                                           subject.version));
    }
    for (const ExpectedLine& line : file.lines) {
      const std::string day = absl::FormatCivilTime(line.reviewed);
      const absl::CivilDay due(line.reviewed.year() + 1, line.reviewed.month(),
                               line.reviewed.day());
      if (due < scope_.today) {
        out_.warnings.push_back(
            absl::StrCat("line ", line.place, " was reviewed more than a year ago, on ", day));
      } else if (line.reviewed >
                 scope_.today + 1) {  // there is always a place where it is tomorrow
        out_.warnings.push_back(
            absl::StrCat("line ", line.place, " was reviewed in the future, on ", day));
      }
    }
  }

  // Counts what one name of a line reaches and has not been counted for the whole line before.
  Reach Follow(size_t index, const std::string& glob, std::vector<bool>* counted, Reach* whole) {
    const ExpectedLine& line = out_.file.lines[index];
    Reach reach;
    for (size_t i = 0; i < tests_.size(); ++i) {
      const RunTest& test = tests_[i];
      if (!IsNamed(glob, test.name)) continue;
      ++reach.tests;
      const bool again = (*counted)[i];
      (*counted)[i] = true;
      whole->tests += !again;
      for (const CheckResult& result : test.checks) {
        if (result.check != line.check) continue;
        if (result.outcome == line.outcome) {
          ++reach.covered;
          if (again) continue;
          ++whole->covered;
          Cover(index, test, result);
        } else if (result.outcome == Outcome::kPass) {
          ++reach.passes;
          if (!again && whole->passes++ == 0) whole->first_pass = ResultName(test, result);
          out_.standings[&result] = Standing::kUnexpectedPass;
        }
      }
    }
    return reach;
  }

  void Cover(size_t index, const RunTest& test, const CheckResult& result) {
    const auto [coverer, first] = coverer_.emplace(&result, index);
    if (!first) duplicates_[{coverer->second, index}].Add(ResultName(test, result));
    out_.standings[&result] = Standing::kExpected;
  }

  void CompareLine(size_t index) {
    const ExpectedLine& line = out_.file.lines[index];
    std::vector<bool> counted(tests_.size());
    Reach whole;
    std::vector<std::string> idle;  // names that cover nothing
    for (const std::string& glob : line.tests) {
      const Reach reach = Follow(index, glob, &counted, &whole);
      const bool not_run = scope_.filtered && reach.passes == 0;
      if (reach.covered == 0 && !not_run) idle.push_back(glob);
    }
    out_.covered.push_back(whole.covered);
    const std::string outcome = absl::StrCat("`", conformance::OutcomeName(line.outcome), "`");
    if (whole.covered == 0 && whole.passes > 0) {
      Add(ProblemKind::kStale, line.place,
          absl::StrCat("no ", conformance::CheckName(line.check), " is ", outcome, " any more, ",
                       Counted(whole.passes, "test"), " pass, the first is ", whole.first_pass,
                       ": remove the line"));
    } else if (whole.covered == 0 && !idle.empty()) {
      Add(ProblemKind::kStale, line.place,
          whole.tests == 0
              ? std::string("names no test: remove the line or correct the names")
              : absl::StrCat("no ", conformance::CheckName(line.check), " of ",
                             Counted(whole.tests, "test"), " is ", outcome, ": remove the line"));
    } else if (whole.passes > 0) {
      Add(ProblemKind::kUnexpectedPass, line.place,
          absl::StrCat("covers ", Counted(whole.covered, "result"), " and also ",
                       Counted(whole.passes, "check"), " that pass, the first is ",
                       whole.first_pass, ": narrow the line"));
    } else if (!idle.empty()) {
      Add(ProblemKind::kStale, line.place,
          absl::StrCat(Counted(idle.size(), "name"),
                       " in `tests` cover nothing: ", absl::StrJoin(idle, ", ")));
    }
  }

  const RunResult& run_;
  const Scope& scope_;
  const std::vector<RunTest> tests_;
  Comparison& out_;
  std::unordered_map<const CheckResult*, size_t> coverer_;  // the first line that covers it
  std::map<std::pair<size_t, size_t>, Results> duplicates_;
};

}  // namespace

absl::string_view ProblemKindName(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::kOtherSubject:
      return "other-subject";
    case ProblemKind::kStale:
      return "stale";
    case ProblemKind::kUnexpectedPass:
      return "unexpected-pass";
    case ProblemKind::kDuplicate:
      return "duplicate";
    case ProblemKind::kUnexpectedResult:
      return "unexpected-result";
    case ProblemKind::kStrayBreak:
      return "stray-break";
    case ProblemKind::kDepartureFromOffer:
      break;
  }
  return "departure-from-offer";
}

Standing Comparison::StandingOf(const CheckResult& result) const {
  const auto found = standings.find(&result);
  return found == standings.end() ? Standing::kNotCovered : found->second;
}

size_t Comparison::CountExpectedFailures() const {
  return static_cast<size_t>(
      std::count_if(standings.begin(), standings.end(), [](const auto& entry) {
        return entry.second == Standing::kExpected && entry.first->outcome == Outcome::kFail;
      }));
}

absl::string_view StatusName(const CheckResult& result, const Comparison* known) {
  const Standing standing = known == nullptr ? Standing::kNotCovered : known->StandingOf(result);
  if (standing == Standing::kUnexpectedPass) return "unexpected-pass";
  if (standing == Standing::kExpected && result.outcome == Outcome::kFail) return "expected-fail";
  return conformance::OutcomeName(result.outcome);
}

Comparison Compare(const RunResult& run, ExpectedFile file, const Scope& scope) {
  Comparison comparison = {.file = std::move(file), .covered = {}};
  Comparer comparer(run, scope, &comparison);
  comparer.CompareFile();
  comparer.CompareRest();
  return comparison;
}

Comparison CompareWithNothing(const RunResult& run, const Scope& scope) {
  Comparison comparison = {.file = {}, .covered = {}};
  Comparer(run, scope, &comparison).CompareRest();
  return comparison;
}

}  // namespace ntlmatrix::expected
