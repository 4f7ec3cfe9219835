// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/subject_summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "conformance/report/faulty_runs.h"
#include "conformance/report/run_text.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

RunResult MineWith(absl::string_view fault, const std::vector<Cell>& cells) {
  return AsMine(RunWith(fault, cells));
}

RunResult ShowMine(absl::string_view fault) { return AsMine(ShowMessages(fault)); }

// The cells of the setting 0x20080000.
std::vector<Cell> StrictCells() {
  std::vector<Cell> cells;
  for (const Cell& cell : AllCells()) {
    if (cell.min == ClientSetting{SettingState::kDefined, 0x20080000}) cells.push_back(cell);
  }
  return cells;
}

std::vector<std::string> Words(const SummaryLine& line) {
  std::vector<std::string> words;
  for (const CellPattern& pattern : line.patterns) words.push_back(pattern.Words());
  return words;
}

TEST(SubjectSummaryTest, SaysNothingOfASubjectThatDoesEverythingRight) {
  EXPECT_EQ(SummaryText(MineWith("", AllCells())), "");
  EXPECT_EQ(SummaryText(ShowMine("")), "");
}

// Each failing check is in a line, and each line leads to a test that fails.
TEST(SubjectSummaryTest, HasEveryFailureAndNothingElse) {
  for (const reference::Fault& fault : reference::Faults()) {
    RunResult result = MineWith(fault.name, StrictCells());
    result.messages = ShowMine(fault.name).messages;
    std::set<std::string> failing, said;
    for (const CellResult& cell : result.cells) {
      for (const CheckResult& check : cell.checks) {
        if (check.outcome == Outcome::kFail) failing.insert(cell.cell.Name());
      }
    }
    for (const messages::MessageResult& message : result.messages) {
      for (const CheckResult& check : message.checks) {
        if (check.outcome == Outcome::kFail) failing.insert(message.test->Name());
      }
    }
    for (const SummaryLine& line : Summarize(result)) {
      if (line.kind != SummaryKind::kFail) continue;
      EXPECT_TRUE(failing.count(line.first)) << fault.name << " " << line.first;
      EXPECT_FALSE(line.citation.empty()) << fault.name << " " << line.fault;
      said.insert(line.messages.begin(), line.messages.end());
      for (const CellResult& cell : result.cells) {
        const bool covered =
            std::any_of(line.patterns.begin(), line.patterns.end(),
                        [&](const CellPattern& pattern) { return pattern.Covers(cell.cell); });
        const CheckResult& check = cell.checks[static_cast<size_t>(line.check)];
        if (covered && check.outcome == Outcome::kFail) said.insert(cell.cell.Name());
      }
    }
    EXPECT_EQ(said, failing) << fault.name;
  }
}

TEST(SubjectSummaryTest, SaysWhenASubjectAccepts) {
  const std::string text = SummaryText(MineWith("ignore-ess", StrictCells()));
  EXPECT_TRUE(absl::StartsWith(
      text,
      "\nWhat is wrong with mine (1.2); `ntlmatrix explain TEST`, `ntlmatrix rules` quote the "
      "documents\n"));
  EXPECT_TRUE(absl::StrContains(
      text,
      "\n\nFAIL verdict (required): accepts without extended session security where 0x80000 must "
      "refuse\n"
      "     in all 36 cells\n"
      "     min-security/ess-level-0, KB 239869 More information\n"
      "     ntlmatrix run mine --filter 'policy/min=0x20080000/lm=0/app=none/server=128'\n\n"));
}

TEST(SubjectSummaryTest, RepeatsASubjectAsItWasAskedFor) {
  RunResult result = MineWith("zero-mic", StrictCells());
  result.asked_as = "--shim 'mine=./shim'";
  EXPECT_TRUE(absl::StartsWith(Summarize(result).front().command,
                               "ntlmatrix run --shim 'mine=./shim' --filter 'policy/min="));
}

TEST(SubjectSummaryTest, GroupsMessagesByBugClass) {
  const std::vector<SummaryLine> lines = Summarize(ShowMine("skips-mic-check"));
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front().fault, "accepts what it must refuse");
  EXPECT_EQ(lines.front().citation, "[MS-NLMP] v36.0 3.2.5.1.2");
  EXPECT_EQ(lines.front().first, lines.front().messages.front());
  EXPECT_TRUE(absl::StrContains(SummaryText(ShowMine("skips-mic-check")),
                                "): message/authenticate/mic/promised-but-zero"));
  size_t messages = 0;
  for (const SummaryLine& line : lines) {
    ASSERT_TRUE(line.bug_class.has_value());
    messages += line.messages.size();
  }
  EXPECT_EQ(messages, 9u);
}

// The CHALLENGE_MESSAGEs of a class of bugs, each accepted where it must be refused or the other
// way round; `said` goes with a refusal.
RunResult FailingMessages(messages::BugClass bug_class, absl::string_view does,
                          absl::string_view said) {
  RunResult result = ShowMine("");
  std::vector<messages::MessageResult> failing;
  for (messages::MessageResult& message : result.messages) {
    if (message.test->bug_class != bug_class) continue;
    message.checks.resize(1);
    CheckResult& verdict = message.checks.front();
    verdict.outcome = Outcome::kFail;
    verdict.actual = absl::StrCat("fail (", said, ")");
    verdict.faults = {{.does = std::string(does), .what = "what it must not"}};
    failing.push_back(message);
  }
  result.messages = std::move(failing);
  return result;
}

// A line must not cite a section that is about another of its messages.
TEST(SubjectSummaryTest, CitesOfEachMessageItsOwnSection) {
  const RunResult result = FailingMessages(messages::BugClass::kFlags, "accepts", "");
  const std::vector<SummaryLine> lines = Summarize(result);
  std::map<std::string, std::string> citations;
  for (const messages::MessageResult& message : result.messages) {
    citations[message.test->Name()] = messages::CitationNames(*message.test).front();
  }
  size_t shown = 0;
  for (const SummaryLine& line : lines) {
    for (const std::string& name : line.messages) EXPECT_EQ(line.citation, citations[name]) << name;
    shown += line.messages.size();
  }
  EXPECT_EQ(shown, result.messages.size());
  EXPECT_LT(lines.size(), result.messages.size());
}

// Different words come from different places in the subject's code; the log before them may differ.
TEST(SubjectSummaryTest, SaysOfEachRefusalItsOwnWords) {
  RunResult result = FailingMessages(messages::BugClass::kFlags, "refuses", "log\nno flag");
  const size_t alike = Summarize(result).size();
  result.messages.back().checks.front().actual = "fail (another log\nno flag)";
  EXPECT_EQ(Summarize(result).size(), alike);
  result.messages.push_back(result.messages.back());
  result.messages.back().checks.front().actual = "fail (no name)";
  const std::vector<SummaryLine> lines = Summarize(result);
  ASSERT_EQ(lines.size(), alike + 1);
  EXPECT_EQ(lines.back().messages, std::vector{result.messages.back().test->Name()});
  EXPECT_EQ(SummarySeen(lines.back()), "the first time it says: no name");
}

TEST(SubjectSummaryTest, SaysBitsOfTheSameCellsAtOnce) {
  RunResult result = MineWith("", StrictCells());
  for (CellResult& cell : result.cells) {
    cell.offer = OfferFinding{.missing = flags::kUnicode | flags::k56 | flags::kLmKey,
                              .extra = cell.cell.lm == 3 ? flags::kOem : 0,
                              .disputed = flags::kLmKey};
  }
  const std::vector<SummaryLine> lines = Summarize(result);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].fault, "NEGOTIATE_MESSAGE leaves out UNICODE, 56 of the documented offer");
  EXPECT_EQ(lines[0].cells, 144u);
  EXPECT_EQ(lines[1].fault, "NEGOTIATE_MESSAGE offers OEM beyond the documented offer");
  EXPECT_EQ(Words(lines[1]), std::vector<std::string>{"at level 3"});
  const std::string text = SummaryText(result);
  EXPECT_TRUE(absl::StrContains(text, "\n     in all 144 cells\n"));
  EXPECT_TRUE(absl::StrContains(text, "\n     in 24 of 144 cells: at level 3\n"));
}

TEST(SubjectSummaryTest, SaysWhatASubjectTakesForTheOption) {
  const std::vector<SummaryLine> lines = Summarize(MineWith("56-satisfies-128", AllCells()));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].fault, "accepts without 128-bit encryption where 0x20000000 must refuse");
  EXPECT_EQ(Words(lines[0]), std::vector<std::string>{"whenever 56-bit encryption is granted"});
  EXPECT_EQ(lines[1].strength, Strength::kRecommended);
  EXPECT_EQ(Words(lines[1]), std::vector<std::string>{"whenever 56-bit encryption is granted"});
}

// Two rules ask for 128-bit encryption, of one option; without a request no document decides.
TEST(SubjectSummaryTest, HasOneLineForAnOptionThatASubjectDoesNotHave) {
  RunResult result = MineWith("", {});
  for (const Cell& cell : StrictCells()) {
    Exchange exchange;
    const auto subject = reference::MakeReference(reference::FindFault("ignore-min-security"));
    ASSERT_TRUE(subject->Run({cell}, [&](size_t, const Exchange& seen) { exchange = seen; }).ok());
    exchange.handling = Handling::kCannotRequire;
    result.cells.push_back(Judge(cell, exchange, TestAccount(), Reading::kCorrected).value());
  }
  std::vector<SummaryLine> lines = Summarize(result);
  ASSERT_EQ(lines.size(), 3u);
  const auto about = [&](absl::string_view fault) {
    return *std::find_if(lines.begin(), lines.end(),
                         [&](const SummaryLine& line) { return line.fault == fault; });
  };
  const SummaryLine bits =
      about("goes on without 128-bit encryption where 0x20000000 would refuse");
  EXPECT_EQ(bits.kind, SummaryKind::kCannotRequire);
  EXPECT_EQ(Words(bits), std::vector<std::string>{"for integrity or confidentiality, whenever "
                                                  "128-bit encryption is not granted"});
  EXPECT_EQ(bits.cells, 48u);
  EXPECT_EQ(bits.cells_at_risk, 144u);
  const SummaryLine unasked =
      about("goes on without 128-bit encryption where 0x20000000 could refuse");
  EXPECT_EQ(unasked.strength, Strength::kUndocumented);
  EXPECT_EQ(unasked.cells, 24u);
  EXPECT_TRUE(absl::StrContains(SummaryText(result), "\nCANNOT REQUIRE (undocumented): goes on "));
  EXPECT_TRUE(absl::StrContains(SummaryText(result), "\nCANNOT REQUIRE: goes on without "));
}

TEST(SubjectSummaryTest, PutsBreaksFirstAndShowsWhy) {
  RunResult result = MineWith("ignore-128", StrictCells());
  for (CellResult& cell : result.cells) {
    if (cell.cell.lm != 2) continue;
    cell.handling = Handling::kBroke;
    for (CheckResult& check : cell.checks) check = {.check = check.check};
    cell.checks[0].outcome = Outcome::kBroke;
    cell.checks[0].actual = "it said\nkilled by signal 11\x1b\n";
  }
  result.messages = ShowMine("").messages;
  result.messages[0].handling = Handling::kBroke;
  result.messages[0].checks[0].actual = "no answer";
  EXPECT_TRUE(absl::StrContains(SummaryText(result),
                                "\n\nBROKE: breaks off\n"
                                "     in 24 of 144 cells: at level 2\n"
                                "     and in 1 message\n"
                                "     the first time it says: killed by signal 11\\u001b\n"
                                "     ntlmatrix run mine --filter "
                                "'policy/min=0x20080000/lm=2/app=none/server=none'\n"
                                "\nFAIL verdict"));
}

TEST(SubjectSummaryTest, ShowsWeakKeys) {
  RunResult result = MineWith("", StrictCells());
  for (CellResult& cell : result.cells) {
    if (cell.checks[static_cast<size_t>(Check::kKey)].outcome != Outcome::kPass) continue;
    cell.weak_key_bits = 56;
  }
  const std::vector<SummaryLine> lines = Summarize(result);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines[0].kind, SummaryKind::kWeakKey);
  EXPECT_EQ(lines[0].cells, lines[0].cells_at_risk);
  EXPECT_TRUE(
      absl::StrContains(SummaryText(result),
                        "\nWEAK KEY: seals with 56 bits where 128-bit encryption is negotiated\n"));
}

TEST(SubjectSummaryTest, SaysThatNothingRequiresARefusalAndWhatTheSubjectSays) {
  RunResult result = MineWith("require-both", AllCells());
  const std::string text = SummaryText(result);
  EXPECT_TRUE(absl::StrContains(text, "\nFAIL verdict (required): refuses what it must accept\n"));
  EXPECT_TRUE(absl::StrContains(text, "\n     no rule requires a refusal\n"));
  EXPECT_TRUE(absl::StrContains(text, "\n     the first time it says: "));
}

// A set without a pattern is long; the JSON has it all.
TEST(SubjectSummaryTest, CountsThePatternsThatItDoesNotShow) {
  RunResult result = MineWith("", AllCells());
  for (size_t i = 0; i < result.cells.size(); i += 211) {
    result.cells[i].offer = OfferFinding{.extra = flags::kOem};
  }
  EXPECT_TRUE(absl::StrContains(SummaryText(result), "; and 7 conditions more\n"));
}

TEST(SubjectSummaryTest, StandsInAHundredColumnsButForCommands) {
  RunResult result = MineWith("any-option-suffices", AllCells());
  result.messages = ShowMine("reads-ignored-fields").messages;
  const std::string text =
      absl::StrCat(SummaryText(result), SummaryText(MineWith("echo-offer", AllCells())));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_TRUE(line.size() <= 100 || absl::StartsWith(line, "     ntlmatrix run ")) << line;
  }
}

TEST(SubjectSummaryTest, LeavesOutWhatIsKnown) {
  const RunResult result = MineWith("zero-mic", StrictCells());
  expected::ExpectedFile file;
  file.subject = "mine";
  file.lines.emplace_back();
  file.lines[0].tests = {"policy/min=0x20080000/lm=3/*"};
  file.lines[0].check = Check::kMic;
  const expected::Comparison known = expected::Compare(result, file, {});
  const std::vector<SummaryLine> lines = Summarize(result, &known);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(Words(lines[0]), std::vector<std::string>{"at levels 4 and 5"});
  EXPECT_TRUE(absl::StrContains(SummaryText(result, &known), "mine (1.2), but for what is known;"));
}

// In process the failures are those that were planted; they stay as they are.
TEST(SubjectSummaryTest, StandsInTheTextOfSubjectsBehindAShimAlone) {
  RunResult result = MineWith("zero-mic", StrictCells());
  EXPECT_TRUE(absl::StrContains(RunText(result, false), "\nWhat is wrong with mine (1.2)"));
  EXPECT_FALSE(absl::StrContains(RunText(result, false), "\nFAIL policy/"));
  result.subject.name = "reference+zero-mic";
  EXPECT_FALSE(absl::StrContains(RunText(result, false), "What is wrong"));
  EXPECT_TRUE(absl::StrContains(RunText(result, false), "\nFAIL policy/"));
  result.subject.name = "reference-shim";
  EXPECT_TRUE(absl::StrContains(RunText(result, false), "What is wrong with reference-shim"));
}

}  // namespace
}  // namespace ntlmatrix::conformance
