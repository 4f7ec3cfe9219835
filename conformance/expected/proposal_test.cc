// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/proposal.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

#include "conformance/messages/message_judge.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::expected {
namespace {

using conformance::Check;
using conformance::Outcome;
using conformance::RunResult;

constexpr absl::CivilDay kToday(2026, 11, 26);
constexpr Scope kScope = {.strict = true, .today = kToday};

// A whole run of the reference.
RunResult RunWith(absl::string_view fault) {
  const auto subject =
      conformance::reference::MakeReference(conformance::reference::FindFault(fault));
  RunResult run =
      conformance::RunSubject(*subject, conformance::AllCells(), conformance::Reading::kCorrected)
          .value();
  std::vector<const conformance::messages::MessageTest*> tests;
  for (const auto& test : conformance::messages::MessageTests()) tests.push_back(&test);
  run.messages = conformance::messages::RunMessages(*subject, tests).value();
  return run;
}

// A proposal whose reasons someone has written.
ExpectedFile Written(ExpectedFile file) {
  for (ExpectedLine& line : file.lines) line.reason = "it is so";
  return ParseExpectedFile(ExpectedFileText(file)).value();
}

ExpectedFile ProposeFor(const RunResult& run) {
  return Propose(run, CompareWithNothing(run, kScope), kToday);
}

TEST(ProposalTest, IsEmptyForASubjectThatIsRight) {
  const RunResult run = RunWith("");
  const ExpectedFile file = ProposeFor(run);
  EXPECT_EQ(file.subject, "reference");
  EXPECT_EQ(file.implementation, run.subject.implementation);
  EXPECT_EQ(file.version, run.subject.version);
  EXPECT_TRUE(file.lines.empty());
}

// Whatever a subject gets wrong, a proposal covers it and nothing else.
TEST(ProposalTest, MakesEveryFaultOfTheReferenceExpected) {
  for (const auto& fault : conformance::reference::Faults()) {
    const RunResult run = RunWith(fault.name);
    const ExpectedFile file = Written(ProposeFor(run));
    EXPECT_FALSE(file.lines.empty()) << fault.name;
    const Comparison comparison = Compare(run, file, {.today = kToday});
    for (const Problem& problem : comparison.problems) {
      ADD_FAILURE() << fault.name << ": " << problem.text;
    }
  }
}

TEST(ProposalTest, LeavesTheReasonsToPeople) {
  const ExpectedFile file = ProposeFor(RunWith("ignore-128"));
  ASSERT_FALSE(file.lines.empty());
  EXPECT_EQ(file.lines[0].reason, kNoReason);
  EXPECT_EQ(file.lines[0].reviewed, kToday);
  EXPECT_FALSE(ParseExpectedFile(ExpectedFileText(file)).ok());
}

TEST(ProposalTest, NamesCellsByGlobs) {
  const ExpectedFile file = ProposeFor(RunWith("ignore-128"));
  size_t names = 0;
  for (const ExpectedLine& line : file.lines) {
    EXPECT_EQ(line.check, Check::kVerdict);
    names += line.tests.size();
  }
  EXPECT_LT(names, 30u);  // of 204 results
}

TEST(ProposalTest, NamesAllTestsOfAMessageByOneGlobAndSomeByName) {
  RunResult run = RunWith("");
  for (auto& message : run.messages) {
    if (message.test->message != ntlm::MessageType::kNegotiate) continue;
    message.checks = {{.outcome = Outcome::kUnsupported}};
  }
  auto& one = run.messages.back();
  one.checks = {{.outcome = Outcome::kUnsupported}};
  const ExpectedFile file = ProposeFor(run);
  ASSERT_EQ(file.lines.size(), 1u);
  EXPECT_EQ(file.lines[0].tests,
            (std::vector<std::string>{"message/negotiate/*", one.test->Name()}));
  EXPECT_EQ(file.lines[0].outcome, Outcome::kUnsupported);
}

TEST(ProposalTest, KeepsGoodLinesAndProposesForTheRest) {
  const RunResult run = RunWith("ignore-128");
  const ExpectedFile file = Written(ProposeFor(run));
  ASSERT_FALSE(file.lines.empty());
  ExpectedFile partly = file;
  partly.lines[0].tests = {partly.lines[0].tests.front()};
  partly.lines[0].reason = "written by a person";
  partly.lines.push_back(partly.lines[0]);
  partly.lines.back().tests = {"policy/stale"};
  partly.lines.back().place = 1;
  const ExpectedFile next = Propose(run, Compare(run, partly, kScope), kToday);
  ASSERT_GE(next.lines.size(), 1u);
  EXPECT_EQ(next.lines[0].reason, "written by a person");
  for (const ExpectedLine& line : next.lines) {
    EXPECT_NE(line.tests.front(), "policy/stale");
  }
  EXPECT_TRUE(Compare(run, Written(next), kScope).AsExpected());
}

TEST(ProposalTest, KeepsNoLineAboutAnotherSubject) {
  const RunResult run = RunWith("ignore-128");
  ExpectedFile file = Written(ProposeFor(run));
  file.implementation = "another";
  const ExpectedFile next = Propose(run, Compare(run, file, kScope), kToday);
  ASSERT_FALSE(next.lines.empty());
  EXPECT_EQ(next.lines[0].reason, kNoReason);
}

}  // namespace
}  // namespace ntlmatrix::expected
