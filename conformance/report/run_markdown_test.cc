// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/run_markdown.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

#include "conformance/report/faulty_runs.h"

namespace ntlmatrix::conformance {
namespace {

bool Has(const std::string& text, absl::string_view part) { return absl::StrContains(text, part); }

TEST(WallMarkdownTest, SaysNoWhereTheSubjectGoesOnAndMustRefuse) {
  const RunResult good = AsMine(RunWith("", AllCells()));
  const RunResult bad = RunWith("ignore-128", AllCells());
  EXPECT_EQ(
      WallMarkdown({{&good}, {&bad}}),
      "| NtlmMinClientSec | 0x80000 | | | | 0x20000000 | | | | 0x20080000 | | | |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
      "| **server grants** | none | 128 | ess | ess,128 | none | 128 | ess | ess,128 | none | "
      "128 | ess | ess,128 |\n"
      "| mine | ok | ok | ok | ok | ok | ok | ok | ok | ok | ok | ok | ok |\n"
      "| reference+ignore-128 | ok | ok | ok | ok | **NO** | ok | **NO** | ok | ok | ok | "
      "**NO** | ok |\n");
}

TEST(WallMarkdownTest, TellsRefusalsBreaksAndAbsenceApart) {
  RunResult run = AsMine(RunWith("require-both", AllCells()));
  for (CellResult& cell : run.cells) {
    if (cell.cell.min.value == 0x80000) cell.handling = Handling::kUnsupported;
    if (cell.cell.min.value == 0x20080000) cell.handling = Handling::kBroke;
  }
  EXPECT_TRUE(Has(WallMarkdown({{&run}}),
                  "| mine | – | – | – | – | ok | refuses | ok | ok | broke | broke | broke | "
                  "broke |\n"));
}

// Cells of one application alone: a subject stands on the wall at the most that it can be asked.
std::vector<Cell> CellsFor(Application app) {
  std::vector<Cell> cells;
  for (const Cell& cell : AllCells()) {
    if (cell.app == app) cells.push_back(cell);
  }
  return cells;
}

// [MS-NLMP] 3.1.5.1.2 and KB 239869 ask for 128-bit encryption as strongly as it is of use.
TEST(WallMarkdownTest, AccusesNoMoreThanTheDocumentsDo) {
  const auto row = [](Application app) {
    const RunResult run = RunWith("ignore-min-security", CellsFor(app));
    const RunResult watched = AsWatched(run), has_it = AsMine(run);
    const std::string text = WallMarkdown({{&watched}});
    EXPECT_EQ(text, WallMarkdown({{&has_it}}));
    return text.substr(text.find("| mine"));
  };
  EXPECT_EQ(row(Application::kNone),
            "| mine | **NO** | **NO** | ok | ok | ? | ok | ? | ok | **NO** | **NO** | ? | ok |\n");
  EXPECT_EQ(row(Application::kIntegrity),
            "| mine | **NO** | **NO** | ok | ok | NO~ | ok | NO~ | ok | **NO** | **NO** | NO~ | ok "
            "|\n");
  EXPECT_EQ(row(Application::kConfidentiality),
            "| mine | **NO** | **NO** | ok | ok | **NO** | ok | **NO** | ok | **NO** | **NO** | "
            "**NO** | ok |\n");
}

// A refusal is no merit and no fault of a setting that the subject does not have.
TEST(WallMarkdownTest, SaysOwnWhereASubjectWithoutTheSettingRefuses) {
  const RunResult run = AsWatched(RunWith("require-both", AllCells()));
  EXPECT_TRUE(Has(WallMarkdown({{&run}}),
                  "| mine | own | own | own | ok | own | own | own | ok | own | own | own | ok "
                  "|\n"));
}

TEST(RunsMarkdownTest, ExplainsEveryMark) {
  const RunResult run = AsMine(RunWith("", AllCells()));
  const std::string text = RunsMarkdown({{&run}});
  for (const char* const mark :
       {"**NO**: ", "NO~: ", "?: ", "ok: ", "refuses: ", "own: ", "broke: ", "–: "}) {
    EXPECT_TRUE(Has(text, mark)) << mark;
  }
}

// The usual level is 3; a subject without it stands at its highest.
TEST(WallMarkdownTest, ShowsTheHighestLevelOfASubjectWithoutTheUsualOne) {
  std::vector<Cell> cells;
  for (const Cell& cell : AllCells()) {
    if (cell.lm <= 1) cells.push_back(cell);
  }
  const RunResult run = AsMine(RunWith("", cells));
  EXPECT_TRUE(Has(WallMarkdown({{&run}}), "| mine | ok | ok | ok | ok |"));
}

TEST(RunsMarkdownTest, LeadsFromEveryFaultToADocumentAndACommand) {
  RunResult run = AsMine(RunWith("ignore-128", AllCells()));
  run.subject.version = "1.2|<3*";
  const std::string text = RunsMarkdown({{&run}});
  EXPECT_TRUE(Has(text, "| [mine](#mine) | 1.2\\|&lt;3\\* | yes | yes | 0 of "));
  EXPECT_TRUE(Has(text,
                  "- FAIL verdict (required): **accepts without 128-bit encryption where "
                  "0x20000000 must refuse**  \n  in all 112 cells  \n"
                  "  min-security/128-confidentiality, KB 239869 More information  \n"
                  "  `ntlmatrix run mine --filter "));
  EXPECT_FALSE(Has(text, "Not in this table"));
  EXPECT_EQ(text, RunsMarkdown({{&run}}));
}

// Neither a column nor a link nor a style of its own.
TEST(RunsMarkdownTest, EscapesWhatASubjectSaysOfItself) {
  RunResult run = AsMine(RunWith("ignore-128", AllCells()));
  run.subject = {.name = "_a_|b", .implementation = "[x](http://y) [MS-NLMP]", .version = "\\|`1`"};
  run.asked_as = "--shim 'mine=`which shim`'";
  const std::string text = RunsMarkdown({{&run}}, {{.subject = "c|d_", .why = "_no_"}});
  EXPECT_TRUE(Has(text, "| _a\\_\\|b | ok |"));
  EXPECT_TRUE(Has(text, "\n| [_a\\_\\|b](#_a_b) | \\\\\\|\\`1\\` | yes |"));
  EXPECT_TRUE(Has(text, "\n## _a\\_\\|b\n\n[x\\](http://y) [MS-NLMP], \\\\\\|\\`1\\`."));
  EXPECT_TRUE(Has(text, "\n- c\\|d\\_: "));
  EXPECT_TRUE(Has(text, "  \n  `` ntlmatrix run --shim 'mine=`which shim`' --filter "));
  EXPECT_TRUE(Has(text, "' ``\n"));
}

// As in the names of flags and functions: it ends no emphasis.
TEST(RunsMarkdownTest, LeavesAnUnderscoreBeforeALetter) {
  RunResult run = AsMine(RunWith("", AllCells()));
  run.subject.version = "CHALLENGE_MESSAGE 1__2 (_x) y_";
  EXPECT_TRUE(Has(RunsMarkdown({{&run}}), "libmine, CHALLENGE_MESSAGE 1\\__2 (_x) y\\_."));
}

TEST(RunsMarkdownTest, SaysThatThereIsNothingToObjectTo) {
  const RunResult run = AsMine(RunWith("", AllCells()));
  EXPECT_TRUE(Has(RunsMarkdown({{&run}}), "\n## mine\n\nlibmine, 1.2. Nothing to object to.\n"));
}

TEST(RunsMarkdownTest, NamesWhoIsMissingUnderTheWall) {
  const RunResult run = AsMine(RunWith("", AllCells()));
  const std::string text = RunsMarkdown(
      {{&run}}, {{.subject = "gone", .installed = false, .why = "not in /here"},
                 {.subject = "broken", .installed = true, .why = "it exited with status 3"}});
  EXPECT_TRUE(Has(text,
                  " ok |\n\nNot in this table, as there are no results:\n\n"
                  "- gone: it is not installed\n"
                  "- broken: the run broke, it exited with status 3\n\n## Overview\n"));
}

}  // namespace
}  // namespace ntlmatrix::conformance
