// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/comparison.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace ntlmatrix::expected {
namespace {

using conformance::Cell;
using conformance::CellResult;
using conformance::Check;
using conformance::CheckResult;
using conformance::Outcome;
using conformance::RunResult;
using conformance::Strength;

constexpr absl::CivilDay kToday(2026, 11, 26);
constexpr char kAllTests[] = "policy/*";

// The places of the cells of a run below: servers that grant nothing, 56, 128 and both.
enum { kNone, k56, k128, kBoth };
constexpr char kNoneName[] = "policy/min=undefined-legacy/lm=0/app=none/server=none";
constexpr char k56Name[] = "policy/min=undefined-legacy/lm=0/app=none/server=56";

CheckResult& At(RunResult* run, size_t cell, Check check) {
  return run->cells[cell].checks[static_cast<size_t>(check)];
}

// Four cells in which the verdict and the flags pass and nothing else applies.
RunResult PassingRun() {
  RunResult run = {.subject = {"samba", "Samba", "4.17"}, .cells = {}};
  const std::vector<Cell> all = conformance::AllCells();
  for (size_t i = 0; i < 4; ++i) {
    CellResult cell = {.cell = all[i], .situation = {}, .expectation = {}};
    for (const Check check : conformance::kAllChecks) {
      cell.checks[static_cast<size_t>(check)].check = check;
    }
    run.cells.push_back(std::move(cell));
    At(&run, i, Check::kVerdict).outcome = Outcome::kPass;
    At(&run, i, Check::kFlags).outcome = Outcome::kPass;
  }
  return run;
}

// The same, where the flags of these cells fail.
RunResult FailingRun(const std::vector<size_t>& cells, Strength strength = Strength::kRequired) {
  RunResult run = PassingRun();
  for (const size_t cell : cells) {
    At(&run, cell, Check::kFlags).outcome = Outcome::kFail;
    At(&run, cell, Check::kFlags).strength = strength;
  }
  return run;
}

ExpectedLine Line(std::vector<std::string> tests, Check check = Check::kFlags,
                  Outcome outcome = Outcome::kFail) {
  return {.tests = std::move(tests),
          .check = check,
          .outcome = outcome,
          .reason = "it is so",
          .reviewed = kToday,
          .place = 7};
}

ExpectedFile FileOf(std::vector<ExpectedLine> lines) {
  return {
      .subject = "samba", .implementation = "Samba", .version = "4.17", .lines = std::move(lines)};
}

Comparison CompareToday(const RunResult& run, ExpectedFile file) {
  return Compare(run, std::move(file), {.today = kToday});
}

// The one problem of a comparison.
Problem Only(const Comparison& comparison) {
  EXPECT_EQ(comparison.problems.size(), 1u);
  return comparison.problems.empty() ? Problem{} : comparison.problems[0];
}

void ExpectGreen(const Comparison& comparison) {
  EXPECT_TRUE(comparison.AsExpected());
  for (const Problem& problem : comparison.problems) ADD_FAILURE() << problem.text;
  EXPECT_TRUE(comparison.warnings.empty());
}

TEST(ComparisonTest, IsGreenWhereEveryFailureHasALine) {
  const RunResult run = FailingRun({kNone, k128});
  const Comparison comparison =
      CompareToday(run, FileOf({Line({kNoneName}), Line({"policy/*/server=128"})}));
  ExpectGreen(comparison);
  EXPECT_EQ(comparison.covered, (std::vector<size_t>{1, 1}));
}

TEST(ComparisonTest, IsGreenWhereNothingFailsAndNothingIsExpected) {
  ExpectGreen(CompareToday(PassingRun(), FileOf({})));
  ExpectGreen(CompareWithNothing(PassingRun(), {.today = kToday}));
}

TEST(ComparisonTest, UnderstandsExtendedGlobs) {
  const RunResult run = FailingRun({kNone, k128, kBoth});
  const Comparison comparison = CompareToday(run, FileOf({Line({"policy/*/server=@(none|128*)"})}));
  ExpectGreen(comparison);
  EXPECT_EQ(comparison.covered, std::vector<size_t>{3});
}

TEST(ComparisonTest, SaysHowEachResultStands) {
  const RunResult run = FailingRun({kNone, k128});
  const Comparison comparison = CompareToday(run, FileOf({Line({"policy/*/server=@(none|56)"})}));
  const auto standing = [&](size_t cell, Check check) {
    return comparison.StandingOf(run.cells[cell].checks[static_cast<size_t>(check)]);
  };
  EXPECT_EQ(standing(kNone, Check::kFlags), Standing::kExpected);
  EXPECT_EQ(standing(k56, Check::kFlags), Standing::kUnexpectedPass);
  EXPECT_EQ(standing(k128, Check::kFlags), Standing::kNotCovered);
  EXPECT_EQ(standing(kNone, Check::kVerdict), Standing::kNotCovered);
}

TEST(ComparisonTest, ReportsAFailureThatNoLineExpects) {
  const RunResult run = FailingRun({k56, kBoth});
  const std::string text =
      "2 results `fail` of the check flags that no line expects, the first is policy/"
      "min=undefined-legacy/lm=0/app=none/server=56:flags";
  // A line about another check, another outcome or other tests expects nothing of it.
  const Problem problem = Only(CompareToday(run, FileOf({})));
  EXPECT_EQ(problem.kind, ProblemKind::kUnexpectedResult);
  EXPECT_EQ(problem.place, 0u);
  EXPECT_EQ(problem.text, text);
  EXPECT_EQ(Only(CompareWithNothing(run, {.today = kToday})).text, text);
}

TEST(ComparisonTest, NeedsALineForRecommendationsOnlyWhenStrict) {
  const RunResult run = FailingRun({k56}, Strength::kRecommended);
  ExpectGreen(CompareToday(run, FileOf({})));
  const Problem problem = Only(Compare(run, FileOf({}), {.strict = true, .today = kToday}));
  EXPECT_EQ(problem.kind, ProblemKind::kUnexpectedResult);
  // A line may expect them in any case, and is needed then.
  ExpectGreen(CompareToday(run, FileOf({Line({k56Name})})));
  EXPECT_EQ(Only(CompareToday(PassingRun(), FileOf({Line({k56Name})}))).kind, ProblemKind::kStale);
}

// What no document decides is never unexpected, and a glob may run over it.
TEST(ComparisonTest, PassesOverWhatIsNotJudged) {
  RunResult run = FailingRun({kNone});
  At(&run, k56, Check::kFlags).outcome = Outcome::kUndocumented;
  At(&run, k128, Check::kFlags).outcome = Outcome::kNotObservable;
  At(&run, kBoth, Check::kFlags).outcome = Outcome::kNotApplicable;
  const Comparison comparison = CompareToday(run, FileOf({Line({kAllTests})}));
  ExpectGreen(comparison);
  EXPECT_EQ(comparison.covered, std::vector<size_t>{1});
}

TEST(ComparisonTest, ReportsWhatNoLongerComesAbout) {
  for (const Outcome outcome : {Outcome::kUnsupported, Outcome::kCannotRequire, Outcome::kBroke}) {
    RunResult run = PassingRun();
    At(&run, k56, Check::kVerdict).outcome = outcome;
    At(&run, k56, Check::kVerdict).strength = Strength::kUndocumented;
    const Problem problem = Only(CompareToday(run, FileOf({})));
    EXPECT_EQ(problem.kind, ProblemKind::kUnexpectedResult);
    EXPECT_TRUE(absl::StrContains(problem.text, conformance::OutcomeName(outcome)));
    ExpectGreen(CompareToday(run, FileOf({Line({k56Name}, Check::kVerdict, outcome)})));
    // A failure that was expected does not expect this.
    const Comparison other = CompareToday(run, FileOf({Line({k56Name}, Check::kVerdict)}));
    ASSERT_EQ(other.problems.size(), 2u);
    EXPECT_EQ(other.problems[0].kind, ProblemKind::kStale);
    EXPECT_EQ(other.problems[0].text, "no verdict of 1 test is `fail`: remove the line");
    EXPECT_EQ(other.problems[1].kind, ProblemKind::kUnexpectedResult);
  }
}

TEST(ComparisonTest, ReportsALineThatCoversAPassToo) {
  const Problem problem =
      Only(CompareToday(FailingRun({kNone, kBoth}), FileOf({Line({kAllTests})})));
  EXPECT_EQ(problem.kind, ProblemKind::kUnexpectedPass);
  EXPECT_EQ(problem.place, 7u);
  EXPECT_EQ(problem.text,
            "covers 2 results and also 2 checks that pass, the first is policy/"
            "min=undefined-legacy/lm=0/app=none/server=56:flags: narrow the line");
}

TEST(ComparisonTest, ReportsALineWhoseTestsAllPassNow) {
  const Problem problem = Only(CompareToday(PassingRun(), FileOf({Line({kNoneName, k56Name})})));
  EXPECT_EQ(problem.kind, ProblemKind::kStale);
  EXPECT_EQ(problem.place, 7u);
  EXPECT_EQ(problem.text,
            "no flags is `fail` any more, 2 tests pass, the first is policy/min=undefined-legacy/"
            "lm=0/app=none/server=none:flags: remove the line");
}

TEST(ComparisonTest, ReportsALineThatNamesNoTest) {
  const Problem problem = Only(CompareToday(PassingRun(), FileOf({Line({"policy/lm=9"})})));
  EXPECT_EQ(problem.kind, ProblemKind::kStale);
  EXPECT_EQ(problem.text, "names no test: remove the line or correct the names");
}

TEST(ComparisonTest, ReportsANameThatCoversNothingBesideOthersThatDo) {
  const Problem problem =
      Only(CompareToday(FailingRun({kNone}), FileOf({Line({kNoneName, "policy/x", "y*"})})));
  EXPECT_EQ(problem.kind, ProblemKind::kStale);
  EXPECT_EQ(problem.text, "2 names in `tests` cover nothing: policy/x, y*");
}

// A part of the tests says nothing about the lines of the other part.
TEST(ComparisonTest, KeepsLinesAboutTestsThatWereNotRunWhenFiltered) {
  const Scope filtered = {.filtered = true, .today = kToday};
  ExpectGreen(Compare(FailingRun({kNone}),
                      FileOf({Line({kNoneName, "policy/x"}), Line({"message/*"})}), filtered));
  const Problem problem = Only(Compare(PassingRun(), FileOf({Line({kNoneName})}), filtered));
  EXPECT_EQ(problem.kind, ProblemKind::kStale);
}

TEST(ComparisonTest, ReportsTwoLinesAboutOneResult) {
  ExpectedLine second = Line({kNoneName});
  second.place = 12;
  const Comparison comparison =
      CompareToday(FailingRun({kNone, k56}), FileOf({Line({kNoneName, k56Name}), second}));
  const Problem problem = Only(comparison);
  EXPECT_EQ(problem.kind, ProblemKind::kDuplicate);
  EXPECT_EQ(problem.place, 12u);
  EXPECT_EQ(problem.text,
            "covers 1 result that line 7 covers too, the first is policy/min=undefined-legacy/"
            "lm=0/app=none/server=none:flags: take them out of one of the two");
}

// Two names of one line may overlap: no reason contradicts another.
TEST(ComparisonTest, CountsAResultThatTwoNamesOfALineCoverOnce) {
  const Comparison comparison =
      CompareToday(FailingRun({kNone}), FileOf({Line({kNoneName, "policy/*/server=none"})}));
  ExpectGreen(comparison);
  EXPECT_EQ(comparison.covered, std::vector<size_t>{1});
}

TEST(ComparisonTest, ReportsAFileAboutAnotherSubject) {
  ExpectedFile file = FileOf({});
  file.subject = "samba-ntlmv1";
  EXPECT_EQ(Only(CompareToday(PassingRun(), file)).kind, ProblemKind::kOtherSubject);
  file = FileOf({});
  file.implementation = "WinPR";
  EXPECT_EQ(Only(CompareToday(PassingRun(), file)).text,
            "the file is about samba (WinPR), the run about samba (Samba)");
}

TEST(ComparisonTest, WarnsOfAnotherVersion) {
  ExpectedFile file = FileOf({});
  file.version = "4.13";
  const Comparison comparison = CompareToday(PassingRun(), file);
  EXPECT_TRUE(comparison.AsExpected());
  EXPECT_EQ(
      comparison.warnings,
      std::vector<std::string>{"the file is about version 4.13 of Samba, the run about 4.17"});
}

TEST(ComparisonTest, WarnsOfALineThatNobodyLookedAtForAYear) {
  const auto warnings = [](absl::CivilDay reviewed) {
    ExpectedLine line = Line({kNoneName});
    line.reviewed = reviewed;
    const Comparison comparison = CompareToday(FailingRun({kNone}), FileOf({line}));
    EXPECT_TRUE(comparison.AsExpected());
    return comparison.warnings;
  };
  EXPECT_TRUE(warnings(absl::CivilDay(2025, 11, 26)).empty());
  EXPECT_EQ(warnings(absl::CivilDay(2025, 11, 25)),
            std::vector<std::string>{"line 7 was reviewed more than a year ago, on 2025-11-25"});
  EXPECT_TRUE(warnings(absl::CivilDay(2026, 11, 27)).empty());
  EXPECT_EQ(warnings(absl::CivilDay(2027, 1, 1)),
            std::vector<std::string>{"line 7 was reviewed in the future, on 2027-01-01"});
}

TEST(ComparisonTest, ReportsABreakBetweenTests) {
  RunResult run = PassingRun();
  run.stray_breaks = {"it exited"};
  const Problem problem = Only(CompareToday(run, FileOf({})));
  EXPECT_EQ(problem.kind, ProblemKind::kStrayBreak);
  EXPECT_EQ(problem.text, "the subject broke between two tests: it exited");
}

TEST(ComparisonTest, ReportsDeparturesFromTheOfferWhenStrict) {
  RunResult run = PassingRun();
  run.cells[0].offer = conformance::OfferFinding{.missing = 0x80000};
  ExpectGreen(CompareToday(run, FileOf({})));
  const Problem problem = Only(Compare(run, FileOf({}), {.strict = true, .today = kToday}));
  EXPECT_EQ(problem.kind, ProblemKind::kDepartureFromOffer);
  EXPECT_EQ(problem.text, "NEGOTIATE_MESSAGE departs from the documented offer in 1 cell");
}

TEST(ComparisonTest, CoversMessagesByTheirNames) {
  RunResult run = PassingRun();
  const conformance::messages::MessageTest& test = conformance::messages::MessageTests()[0];
  run.messages = {{.test = &test, .checks = {{.outcome = Outcome::kFail}}}};
  const Problem problem = Only(CompareToday(run, FileOf({})));
  EXPECT_TRUE(absl::StrContains(problem.text, test.Name()));
  ExpectGreen(CompareToday(run, FileOf({Line({test.Name()}, Check::kVerdict)})));
}

TEST(ComparisonTest, GivesStatusesAndKindsTheirNamesInReports) {
  RunResult run = FailingRun({kNone, k128});
  At(&run, k56, Check::kVerdict).outcome = Outcome::kBroke;
  const Comparison comparison =
      CompareToday(run, FileOf({Line({"policy/*/server=@(none|56)"}),
                                Line({k56Name}, Check::kVerdict, Outcome::kBroke)}));
  EXPECT_EQ(StatusName(At(&run, kNone, Check::kFlags), &comparison), "expected-fail");
  EXPECT_EQ(StatusName(At(&run, kNone, Check::kFlags), nullptr), "fail");
  EXPECT_EQ(StatusName(At(&run, k56, Check::kFlags), &comparison), "unexpected-pass");
  EXPECT_EQ(StatusName(At(&run, k56, Check::kFlags), nullptr), "pass");
  EXPECT_EQ(StatusName(At(&run, k128, Check::kFlags), &comparison), "fail");
  EXPECT_EQ(StatusName(At(&run, k56, Check::kVerdict), &comparison), "broke");
  EXPECT_EQ(comparison.CountExpectedFailures(), 1u);
  EXPECT_EQ(ProblemKindName(ProblemKind::kOtherSubject), "other-subject");
  EXPECT_EQ(ProblemKindName(ProblemKind::kStale), "stale");
  EXPECT_EQ(ProblemKindName(ProblemKind::kUnexpectedPass), "unexpected-pass");
  EXPECT_EQ(ProblemKindName(ProblemKind::kDuplicate), "duplicate");
  EXPECT_EQ(ProblemKindName(ProblemKind::kUnexpectedResult), "unexpected-result");
  EXPECT_EQ(ProblemKindName(ProblemKind::kStrayBreak), "stray-break");
  EXPECT_EQ(ProblemKindName(ProblemKind::kDepartureFromOffer), "departure-from-offer");
}

}  // namespace
}  // namespace ntlmatrix::expected
