// SPDX-License-Identifier: Apache-2.0

// The reference behind a shim has to be judged as it is in process.

#include "conformance/subjects/external/external_subject.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "conformance/messages/message_judge.h"
#include "conformance/messages/message_tests.h"
#include "conformance/run.h"
#include "conformance/subjects/external/subject_list.h"
#include "conformance/subjects/reference/reference.h"
#include "gmock/gmock.h"

namespace ntlmatrix::conformance::external {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<ExternalSubject> ReferenceShim(std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), NTLMATRIX_REFERENCE_SHIM);
  auto subject = ExternalSubject::Start("reference-shim", {.command = std::move(arguments)});
  EXPECT_TRUE(subject.ok()) << subject.status();
  return *std::move(subject);
}

void ExpectSameChecks(const CheckResult& a, const CheckResult& b, const std::string& name) {
  EXPECT_EQ(a.check, b.check) << name;
  EXPECT_EQ(a.outcome, b.outcome) << name << ":" << CheckName(a.check);
  EXPECT_EQ(a.strength, b.strength) << name << ":" << CheckName(a.check);
  EXPECT_EQ(a.expected, b.expected) << name << ":" << CheckName(a.check);
  EXPECT_EQ(a.rules, b.rules) << name << ":" << CheckName(a.check);
}

class SameAsInProcess : public ::testing::TestWithParam<const char*> {};

TEST_P(SameAsInProcess, InEveryCheckOfEveryCellAndMessage) {
  const std::string fault = GetParam();
  const auto inside = reference::MakeReference(reference::FindFault(fault));
  const auto outside = ReferenceShim(fault.empty() ? std::vector<std::string>()
                                                   : std::vector<std::string>{"--fault", fault});
  const std::vector<Cell> cells = AllCells();
  const auto expected = RunSubject(*inside, cells, Reading::kCorrected);
  const auto actual = RunSubject(*outside, cells, Reading::kCorrected);
  ASSERT_TRUE(expected.ok() && actual.ok());
  for (size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(actual->cells[i].handling, Handling::kDone);
    for (size_t j = 0; j < actual->cells[i].checks.size(); ++j) {
      ExpectSameChecks(expected->cells[i].checks[j], actual->cells[i].checks[j], cells[i].Name());
    }
  }
  std::vector<const messages::MessageTest*> tests;
  for (const messages::MessageTest& test : messages::MessageTests()) {
    if (test.message == ntlm::MessageType::kChallenge) tests.push_back(&test);
  }
  const auto expected_messages = messages::RunMessages(*inside, tests);
  const auto actual_messages = messages::RunMessages(*outside, tests);
  ASSERT_TRUE(expected_messages.ok() && actual_messages.ok());
  for (size_t i = 0; i < tests.size(); ++i) {
    const messages::MessageResult& a = (*expected_messages)[i];
    const messages::MessageResult& b = (*actual_messages)[i];
    ASSERT_EQ(a.checks.size(), b.checks.size()) << tests[i]->Name();
    for (size_t j = 0; j < a.checks.size(); ++j) {
      ExpectSameChecks(a.checks[j], b.checks[j], tests[i]->Name());
    }
  }
  outside->Finish();
  EXPECT_TRUE(outside->stray_breaks().empty());
}

INSTANTIATE_TEST_SUITE_P(Faults, SameAsInProcess, ::testing::Values("", "ignore-128"));

TEST(ExternalSubjectTest, ASubjectWithoutTheSettingCannotRequireAndIsWatched) {
  auto subject = ExternalSubject::Start(
      "hostile", {.command = {"python3", NTLMATRIX_HOSTILE_SHIM, "correct"}});
  ASSERT_TRUE(subject.ok()) << subject.status();
  std::vector<Cell> cells;
  for (const Cell& cell : AllCells()) {
    if (cell.app == Application::kConfidentiality && (cell.lm == 3 || cell.lm == 1)) {
      cells.push_back(cell);
    }
  }
  const auto result = RunSubject(**subject, cells, Reading::kCorrected);
  ASSERT_TRUE(result.ok()) << result.status();
  for (const CellResult& cell : result->cells) {
    const CheckResult& verdict = cell.checks[0];
    if (cell.cell.lm == 1) {
      EXPECT_EQ(verdict.outcome, Outcome::kUnsupported) << cell.cell.Name();
    } else if (cell.cell.min.Effective() == 0) {
      EXPECT_EQ(verdict.outcome, Outcome::kPass) << cell.cell.Name();
    } else {
      EXPECT_EQ(verdict.outcome, Outcome::kCannotRequire) << cell.cell.Name();
      EXPECT_EQ(verdict.actual, "accept") << cell.cell.Name();
      EXPECT_EQ(cell.checks[2].outcome, Outcome::kNotApplicable);
    }
  }
}

// A refusal before anything was shown is no judgement of what was to be shown.
TEST(ExternalSubjectTest, AMessageThatWasNeverShownIsNotRefused) {
  auto subject = ExternalSubject::Start(
      "hostile", {.command = {"python3", NTLMATRIX_HOSTILE_SHIM, "refuses-to-start"}});
  ASSERT_TRUE(subject.ok()) << subject.status();
  const auto cells =
      RunSubject(**subject, {CellFromName("policy/min=0/lm=3/app=none/server=none").value()},
                 Reading::kCorrected);
  ASSERT_TRUE(cells.ok()) << cells.status();
  EXPECT_EQ(cells->cells[0].checks[0].actual, "fail (not today)");
  std::vector<const messages::MessageTest*> tests;
  for (const messages::MessageTest& test : messages::MessageTests()) tests.push_back(&test);
  const auto shown = messages::RunMessages(**subject, tests);
  ASSERT_TRUE(shown.ok());
  size_t broke = 0;
  for (const messages::MessageResult& message : *shown) {
    broke += message.handling == Handling::kBroke;
    EXPECT_NE(message.handling, Handling::kDone) << message.test->Name();
  }
  EXPECT_GT(broke, 50u);
}

TEST(ExternalSubjectTest, RefusesAShimThatClaimsAnInventedSetting) {
  const auto subject = ExternalSubject::Start(
      "hostile", {.command = {"python3", NTLMATRIX_HOSTILE_SHIM, "accepts-invented-setting"}});
  EXPECT_EQ(subject.status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(subject.status().message()), HasSubstr("'invented'"));
}

TEST(ExternalSubjectTest, ABrokenCellIsNeitherPassNorFail) {
  auto subject = ExternalSubject::Start(
      "hostile", {.command = {"python3", NTLMATRIX_HOSTILE_SHIM, "sigsegv", "--in-flight", "1"}});
  ASSERT_TRUE(subject.ok()) << subject.status();
  std::vector<Cell> cells = AllCells(Family::kPolicy);
  std::vector<Cell> some;
  for (const Cell& cell : cells) {
    if (cell.lm == 3 && cell.min.Effective() == 0 && cell.app == Application::kNone) {
      some.push_back(cell);
    }
  }
  const auto result = RunSubject(**subject, some, Reading::kCorrected);
  ASSERT_TRUE(result.ok()) << result.status();
  RunResult broken = *result;
  broken.cells.clear();
  for (const CellResult& cell : result->cells) {
    if (cell.handling != Handling::kBroke) continue;
    broken.cells.push_back(cell);
    EXPECT_EQ(cell.checks[0].outcome, Outcome::kBroke);
    EXPECT_THAT(cell.checks[0].actual, HasSubstr("signal 11"));
    for (const CheckResult& check : cell.checks) {
      EXPECT_NE(check.outcome, Outcome::kPass);
      EXPECT_NE(check.outcome, Outcome::kFail);
    }
  }
  ASSERT_FALSE(broken.cells.empty());
  EXPECT_LT(broken.cells.size(), result->cells.size());
  EXPECT_EQ(CountUnexpected(broken, false), static_cast<int>(broken.cells.size()));
}

TEST(ExternalSubjectTest, IsJudgedByTheMessageThatItWasShown) {
  auto subject = ReferenceShim();
  const messages::MessageTest* const test =
      messages::FindMessageTest("message/challenge/target-name/padding-before");
  ASSERT_NE(test, nullptr);
  Stimulus stimulus = test->ToStimulus();
  stimulus.app = Application::kNone;  // that offers neither SIGN, SEAL nor KEY_EXCH
  int reactions = 0;
  const absl::Status ran = subject->Show({stimulus}, [&](size_t, const Reaction& reaction) {
    ++reactions;
    EXPECT_EQ(reaction.handling, Handling::kDone) << reaction.why;
    ASSERT_TRUE(reaction.shown.has_value());
    ASSERT_EQ(reaction.shown->message.size(), stimulus.message.size());
    EXPECT_EQ(stimulus.message[20], 0x35);  // the lowest byte of NegotiateFlags
    EXPECT_EQ(reaction.shown->message[20], 0x05);
    EXPECT_EQ(stimulus.message[23], 0xE0);  // and the highest
    EXPECT_EQ(reaction.shown->message[23], 0xA0);
    const auto result = messages::JudgeMessage(*test, reaction);
    ASSERT_TRUE(result.ok()) << result.status();
    for (const CheckResult& check : result->checks) {
      EXPECT_NE(check.outcome, Outcome::kFail) << CheckName(check.check);
    }
  });
  EXPECT_TRUE(ran.ok()) << ran;
  EXPECT_EQ(reactions, 1);
}

TEST(SubjectListTest, ReadsAListAndNamesWhatIsWrong) {
  const auto list =
      ParseSubjectList(R"({"subjects":[{"name":"a","command":["x","y"],"packages":["p"]}]})");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ((*list)[0].name, "a");
  EXPECT_EQ((*list)[0].command, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ((*list)[0].packages, std::vector<std::string>{"p"});
  const struct {
    const char* text;
    const char* words;
  } kBad[] = {
      {"", "is no JSON object with a list `subjects`"},
      {"{}", "is no JSON object with a list `subjects`"},
      {R"({"subjects":[1]})", "subject 1 is no object"},
      {R"({"subjects":[{"name":"a","command":[],"packages":[]}]})",
       "subject 1 has an empty `command`"},
      {R"({"subjects":[{"name":"a","command":["x"]}]})",
       "subject 1 has a `packages` that is missing"},
      {R"({"subjects":[{"name":"a","command":["x"],"packages":[],"z":1}]})",
       "subject 1 has a member `z`, which is not known"},
      {R"({"subjects":[{"name":"a","command":["x"],"packages":[]},)"
       R"({"name":"a","command":["x"],"packages":[]}]})",
       "subject 2 is called 'a' as one before it"},
  };
  for (const auto& bad : kBad) {
    EXPECT_EQ(std::string(ParseSubjectList(bad.text).status().message()), bad.words);
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance::external
