// SPDX-License-Identifier: Apache-2.0

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

#include "conformance/expected/proposal.h"
#include "conformance/report/faulty_runs.h"
#include "conformance/report/run_json.h"
#include "conformance/report/run_text.h"

namespace ntlmatrix::conformance {
namespace {

TEST(RunTextTest, SaysThatTheReferenceIsAsExpected) {
  const std::string text = RunText(RunWith("", AllCells()), true);
  EXPECT_TRUE(absl::StrContains(text, "AS EXPECTED: 2160 exchanges, 0 required and 0 recommended"));
  EXPECT_TRUE(absl::StrContains(text, "716 must fail in `corrected` and 728 in `page-2016`; 216"));
  EXPECT_FALSE(absl::StrContains(text, "FAIL"));
}

TEST(RunTextTest, ShowsTheFirstFailuresAndCountsTheRest) {
  const std::string text = RunText(RunWith("ignore-128", AllCells()), false);
  EXPECT_TRUE(absl::StrContains(text, "FAIL policy/min=undefined-modern/lm=0/app=integrity/"));
  EXPECT_TRUE(absl::StrContains(text, "... and 194 more; --json FILE has all"));
  EXPECT_TRUE(
      absl::StrContains(text, "UNEXPECTED: 2160 exchanges, 112 required and 92 recommended"));
}

// The last line and the exit status must not say different things.
TEST(RunTextTest, IsUnexpectedWhenStrictAndARecommendationFails) {
  const RunResult result = RunWith(
      "believe-challenge", {CellFromName("policy/min=0x80000/lm=0/app=none/server=ess").value()});
  EXPECT_TRUE(absl::StrContains(RunText(result, false), "\nAS EXPECTED: "));
  EXPECT_TRUE(absl::StrContains(RunText(result, true), "\nUNEXPECTED: "));
}

// An offer that a document disputes is a note, any other a warning, which --strict counts.
TEST(RunTextTest, ShowsOfferFindings) {
  RunResult result = RunWith("", {AllCells()[0], AllCells()[1]});
  result.cells[0].offer = OfferFinding{.missing = 0x80000, .undocumented = true};
  EXPECT_EQ(CountUnexpected(result, true), 0);
  EXPECT_FALSE(absl::StrContains(RunText(result, true), "departs from the documented offer"));
  result.cells[1].offer = OfferFinding{.missing = 0x20000000, .extra = 0x20};
  EXPECT_EQ(CountUnexpected(result, false), 0);
  EXPECT_EQ(CountUnexpected(result, true), 1);
  EXPECT_TRUE(absl::StrContains(
      RunText(result, true),
      "\noffer: NEGOTIATE_MESSAGE departs from the documented offer in 1 cell; the first is\n"
      "policy/min=undefined-legacy/lm=0/app=none/server=56: missing 0x20000000, extra "
      "0x00000020\n"));
  const auto json = nlohmann::json::parse(RunJson(result));
  ASSERT_EQ(json["findings"].size(), 2u);
  EXPECT_EQ(json["findings"][0]["severity"], "note");
  EXPECT_EQ(json["findings"][1]["severity"], "warning");
}

TEST(RunTextTest, StandsInAHundredColumns) {
  const std::string text = absl::StrCat(RunText(RunWith("any-option-suffices", AllCells()), false),
                                        RunText(ShowMessages("skips-mic-check"), false),
                                        RunText(ShowMessages("reads-ignored-fields"), false));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_TRUE(line.size() <= 100 || absl::StartsWith(line, "FAIL message/")) << line;
  }
}

TEST(RunTextTest, ShowsMessagesWithoutATableOfCells) {
  const std::string text = RunText(ShowMessages(""), false);
  EXPECT_TRUE(absl::StrContains(text, "\nNEGOTIATE_MESSAGE "));
  EXPECT_TRUE(absl::StrContains(text, "\nAS EXPECTED: 330 messages, 0 required"));
  EXPECT_FALSE(absl::StrContains(text, "NtlmMinClientSec"));
  EXPECT_FALSE(absl::StrContains(text, "FAIL"));
}

TEST(RunTextTest, ShowsFailuresOfMessagesWithTheirSentences) {
  const RunResult result = ShowMessages("skips-mic-check");
  const std::string text = RunText(result, false);
  EXPECT_TRUE(absl::StrContains(
      text,
      "\nFAIL message/authenticate/mic/promised-but-zero:verdict\n"
      "     expected fail (required; [MS-NLMP] v36.0 3.2.5.1.2)\n     subject: accept\n"));
  EXPECT_TRUE(absl::StrContains(text, "UNEXPECTED: 330 messages, 8 required and 1 recommended"));
  EXPECT_EQ(CountUnexpected(result, false), 8);
  EXPECT_EQ(CountUnexpected(result, true), 9);
}

TEST(RunTextTest, CountsTheFailuresOfMessagesThatItDoesNotShow) {
  RunResult result = ShowMessages("");
  for (messages::MessageResult& message : result.messages) {
    message.checks[0].outcome = Outcome::kFail;
  }
  EXPECT_TRUE(absl::StrContains(RunText(result, false), "... and 320 more; --json FILE has all\n"));
}

TEST(RunTextTest, CountsBothWhereBothAreRun) {
  RunResult result = ShowMessages("");
  result.cells = RunWith("", {AllCells()[0]}).cells;
  result.messages.resize(1);
  EXPECT_TRUE(absl::StrContains(RunText(result, false), "AS EXPECTED: 1 exchange and 1 message, "));
}

// A subject without the setting is accused of no more than the documents ask of it.
TEST(RunTextTest, MarksWhatASubjectWithoutTheSettingDoesByStrength) {
  std::vector<Cell> cells;
  for (const Cell& cell : AllCells()) {
    if (cell.lm == 3 && cell.min.value == 0x20000000) cells.push_back(cell);
  }
  RunResult result = AsWatched(RunWith("ignore-min-security", cells));
  EXPECT_TRUE(absl::StrContains(
      RunText(result, false),
      "\n0x20000000       none             .       .       .       .       ? 2     (ok)    ? 2"
      "     (ok)\n"
      "                 integrity        .       .       .       .       NO~ 2   (ok)    NO~ 2   "
      "(ok)\n"
      "                 confidentiality  .       .       .       .       NO 2    (ok)    NO 2    "
      "(ok)\n"));
  for (CellResult& cell : result.cells) cell.accepted = false;
  const std::string text = RunText(result, false);
  EXPECT_TRUE(absl::StrContains(
      text,
      "\n0x20000000       any              .       .       .       .       own 6   own 6   own 6"
      "   own 6\n"));
  for (const char* const mark : {"NO n, NO~ n, ? n: ", "own n: ", "(ok): "}) {
    EXPECT_TRUE(absl::StrContains(text, mark)) << mark;
  }
}

// A line that covers every failure of a run and, when `wide`, passes too.
expected::Comparison Known(const RunResult& run, bool wide) {
  const auto nothing = expected::CompareWithNothing(run, {});
  expected::ExpectedFile file = expected::Propose(run, nothing, absl::CivilDay(2026, 11, 26));
  // Required and recommended failures have a line each.
  for (; file.lines.size() > 1; file.lines.pop_back()) {
    const auto& tests = file.lines.back().tests;
    file.lines[0].tests.insert(file.lines[0].tests.end(), tests.begin(), tests.end());
  }
  file.lines[0].reason = "it ignores \x1b the option";
  file.lines[0].link = "https://example.org/1";
  file.lines[0].place = 6;
  if (wide) file.lines[0].tests = {"*"};
  expected::Comparison known = Compare(run, file, {.today = absl::CivilDay(2028, 1, 1)});
  known.path = "expected/subject.json";
  return known;
}

TEST(RunTextTest, SaysWhyWhatIsExpectedIsSo) {
  const RunResult run = RunWith("ignore-128", AllCells());
  const expected::Comparison known = Known(run, false);
  const std::string text = RunText(run, true, &known);
  EXPECT_TRUE(absl::StrContains(text,
                                "\nexpected by expected/subject.json\n   204 results: it ignores "
                                "\\u001b the option (https://example.org/1)\nwarning: line 6 was "
                                "reviewed more than a year ago, on 2026-11-26\n"));
  EXPECT_TRUE(absl::StrContains(text,
                                "\nAS EXPECTED: 2160 exchanges, 112 required and 92 recommended "
                                "checks failed,\n204 of them expected\n"));
  EXPECT_FALSE(absl::StrContains(text, "FAIL"));
}

TEST(RunTextTest, SaysWhatIsUnexpectedWithTheLineOfTheFile) {
  const RunResult run = RunWith("ignore-128", AllCells());
  const expected::Comparison known = Known(run, true);
  const std::string text = RunText(run, false, &known);
  EXPECT_TRUE(absl::StrContains(
      text, "\nUNEXPECTED expected/subject.json:6: covers 204 results and also "));
  EXPECT_TRUE(absl::StrContains(text, "\nUNEXPECTED: 2160 exchanges"));
  const auto nothing = expected::CompareWithNothing(run, {});
  const std::string without = RunText(run, false, &nothing);
  EXPECT_TRUE(absl::StrContains(without,
                                "\nexpected by no file: this subject has none\nUNEXPECTED 112 "
                                "results `fail` of the check verdict"));
  EXPECT_TRUE(absl::StrContains(without, "FAIL policy/"));
}

// What a shim says of itself must not reach a terminal as it is.
TEST(RunTextTest, EscapesWhatASubjectSaysOfItself) {
  RunResult run = RunWith("ignore-128", AllCells());
  run.subject = {
      .name = "m\x1b[1mine", .implementation = "lib\x1b]0;mine", .version = "1\n\u202e2"};
  run.asked_as = "--shim 'mine=./shim \x1b[31m'";
  for (const std::string& text : {RunText(run, false), RunsText({{&run}, {&run}}, false)}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\u202e"), std::string::npos);
    EXPECT_TRUE(
        absl::StrContains(text, "subject  m\\u001b[1mine (lib\\u001b]0;mine, 1\\u000a\\u202e2)\n"));
  }
  EXPECT_TRUE(absl::StrContains(RunText(run, false), "./shim \\u001b[31m' --filter"));
}

TEST(RunJsonTest, SaysWhatIsExpected) {
  const RunResult run = RunWith("ignore-128", AllCells());
  const expected::Comparison known = Known(run, true);
  const auto json = nlohmann::json::parse(RunJson(run, &known));
  std::map<std::string, int> statuses;
  for (const auto& result : json["results"]) ++statuses[result["status"].get<std::string>()];
  EXPECT_EQ(statuses["expected-fail"], 204);
  EXPECT_EQ(statuses["fail"], 0);
  EXPECT_GT(statuses["unexpected-pass"], 1000);
  EXPECT_EQ(json["expected"]["file"], "expected/subject.json");
  EXPECT_EQ(json["expected"]["as_expected"], false);
  EXPECT_EQ(json["expected"]["lines"][0]["results"], 204);
  EXPECT_EQ(json["expected"]["lines"][0]["link"], "https://example.org/1");
  EXPECT_EQ(json["expected"]["problems"][0]["kind"], "unexpected-pass");
  EXPECT_EQ(json["expected"]["problems"][0]["line"], 6);
  EXPECT_EQ(json["expected"]["warnings"].size(), 1u);
  const auto nothing = expected::CompareWithNothing(run, {});
  const auto without = nlohmann::json::parse(RunsJson({{&run, &nothing}, {&run}}));
  EXPECT_EQ(without["runs"][0]["expected"]["file"], nullptr);
  EXPECT_EQ(without["runs"][0]["expected"]["problems"][0]["line"], nullptr);
  EXPECT_FALSE(without["runs"][1].contains("expected"));
  EXPECT_TRUE(without["missing"].empty());
}

// What was asked for and gave no results is not left out, and the form does not hang on what is
// installed.
TEST(RunJsonTest, NamesWhoIsMissing) {
  const RunResult run = RunWith("", {AllCells()[0]});
  const MissingRun missing = {.subject = "other", .installed = true, .why = "it broke"};
  const auto json = nlohmann::json::parse(RunsJson({{&run}}, {missing}));
  EXPECT_EQ(json["schema"], "ntlmatrix/runs/1");
  EXPECT_EQ(json["runs"].size(), 1u);
  EXPECT_EQ(json["missing"],
            nlohmann::json::parse(R"([{"subject":"other","installed":true,"why":"it broke"}])"));
  EXPECT_EQ(nlohmann::json::parse(RunsJson({}, {missing}))["runs"].size(), 0u);
}

TEST(RunJsonTest, HasOneResultACheckAndASummaryThatAddsUp) {
  const auto json = nlohmann::json::parse(RunJson(RunWith("ignore-128", AllCells())));
  EXPECT_EQ(json["schema"], "ntlmatrix/run/1");
  EXPECT_EQ(json["reading"], "corrected");
  EXPECT_EQ(json["subject"]["name"], "reference+ignore-128");
  ASSERT_EQ(json["results"].size(), 6u * 2160u);
  int failed = 0;
  for (const auto& result : json["results"]) failed += result["status"] == "fail";
  EXPECT_EQ(failed, 204);
  EXPECT_EQ(json["summary"]["policy"]["verdict"]["fail"].get<int>() +
                json["summary"]["policy-odd"]["verdict"]["fail"].get<int>(),
            204);
  EXPECT_EQ(json["summary"]["failed"]["required"], 112);
}

TEST(RunJsonTest, HasMessagesInTheShapeOfCells) {
  RunResult result = ShowMessages("skips-mic-check");
  result.messages[0].handling = Handling::kUnsupported;
  result.messages[0].checks[0].outcome = Outcome::kUnsupported;
  const auto json = nlohmann::json::parse(RunJson(result));
  EXPECT_EQ(json["summary"]["messages"], 330);
  EXPECT_EQ(json["summary"]["message"]["authenticate"]["fail"], 9);
  EXPECT_EQ(json["summary"]["message"]["negotiate"]["unsupported"], 1);
  EXPECT_EQ(json["results"][0]["status"], "unsupported");
  int failed = 0;
  for (const auto& check : json["results"]) {
    for (const char* const key :
         {"test", "check", "expected", "actual", "strength", "status", "rules"}) {
      EXPECT_TRUE(check.contains(key)) << key;
    }
    EXPECT_FALSE(check["rules"].empty()) << check["test"];
    failed += check["status"] == "fail";
  }
  EXPECT_EQ(failed, 9);
}

// Who has to find a fault wants the bytes; who has none to find is not burdened with them.
TEST(RunJsonTest, HasTheBytesOfResultsThatFailed) {
  RunResult run = RunWith("zero-mic", {CellFromName("policy/min=0/lm=3/app=confidentiality/"
                                                    "server=ess,128")
                                           .value()});
  run.messages = ShowMessages("skips-mic-check").messages;
  int with_bytes = 0;
  const auto starts_like = [](const nlohmann::json& result, const char* name, char type) {
    return absl::StartsWith(result.value(name, ""), absl::StrCat("4e544c4d53535000"
                                                                 "0",
                                                                 std::string(1, type), "000000"));
  };
  const auto json = nlohmann::json::parse(RunJson(run));
  for (const auto& result : json["results"]) {
    const bool failed = result["status"] == "fail";
    for (const char* const name : {"negotiate", "challenge", "authenticate"}) {
      EXPECT_EQ(result.contains(name), failed) << result["test"];
    }
    if (!failed) continue;
    ++with_bytes;
    const bool cell = result["check"] == "mic";
    EXPECT_EQ(result.contains("sealed"), cell) << result["test"];
    EXPECT_EQ(result.value("signature", "").size(), cell ? 32u : 0u) << result["test"];
    EXPECT_TRUE(starts_like(result, "negotiate", '1')) << result["test"];
    EXPECT_TRUE(starts_like(result, "challenge", '2')) << result["test"];
    EXPECT_TRUE(starts_like(result, "authenticate", '3')) << result["test"];
  }
  EXPECT_EQ(with_bytes, 10);
}

TEST(RunJsonTest, HasTheBytesAsFarAsASubjectThatBrokeCame) {
  RunResult run = RunWith("", {AllCells()[0]});
  run.cells[0].checks[0].outcome = Outcome::kBroke;
  run.cells[0].exchange = Exchange{.negotiate = {0x4e, 0x54}};
  const auto json = nlohmann::json::parse(RunJson(run));
  EXPECT_EQ(json["results"][0]["negotiate"], "4e54");
  for (const char* const name : {"challenge", "authenticate", "sealed", "signature"}) {
    EXPECT_FALSE(json["results"][0].contains(name)) << name;
  }
  EXPECT_FALSE(json["results"][1].contains("negotiate"));
}

// A subject's own error text may hold any bytes; the report must still be JSON.
TEST(RunJsonTest, SurvivesTextThatIsNotUtf8) {
  RunResult result = RunWith("", {AllCells()[0]});
  result.subject.version = "\xff\xfe";
  EXPECT_TRUE(nlohmann::json::accept(RunJson(result)));
}

}  // namespace
}  // namespace ntlmatrix::conformance
