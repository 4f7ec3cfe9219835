// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/run_text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/oracle.h"
#include "conformance/report/expected_report.h"
#include "conformance/report/message_text.h"
#include "conformance/report/printable.h"
#include "conformance/report/subject_summary.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

constexpr int kMostFailuresShown = 10;

// A column of the table: the verdict depends on no more than this of level and server.
struct Column {
  bool level_0;
  ntlm::NegotiateFlags server;  // without the 56 bit
};

constexpr ntlm::NegotiateFlags kEss = flags::kExtendedSessionSecurity;
constexpr std::array<Column, 8> kColumns = {{
    {true, 0},
    {true, flags::k128},
    {true, kEss},
    {true, kEss | flags::k128},
    {false, 0},
    {false, flags::k128},
    {false, kEss},
    {false, kEss | flags::k128},
}};

// What happened in the cells that share a place in the table.
struct Square {
  int cells = 0;
  int failed = 0;                   // with a failing check
  int broke = 0;                    // at which the subject broke off
  int unsupported = 0;              // in which it can't be put
  int watched = 0;                  // in which it was watched as it comes
  int refused = 0;                  // of these, for a reason of its own
  std::array<int, 3> went_on = {};  // of these, where it is to refuse, by Strength
  Verdict expected = Verdict::kAccept;
  Strength strength = Strength::kRequired;
};

using Row = std::array<Square, kColumns.size()>;

bool HasFailure(const CellResult& cell) {
  return std::any_of(cell.checks.begin(), cell.checks.end(),
                     [](const CheckResult& check) { return check.outcome == Outcome::kFail; });
}

size_t ColumnOf(const Cell& cell) {
  const auto found = std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& column) {
    return column.level_0 == (cell.lm == 0) && column.server == (cell.server & ~flags::k56);
  });
  return static_cast<size_t>(found - kColumns.begin());
}

std::string Counted(size_t count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

// What a subject does as it comes; the worst stands for all.
std::string WatchedText(const Square& square) {
  const auto went_on = [&](Strength strength) {
    return square.went_on[static_cast<size_t>(strength)];
  };
  if (const int n = went_on(Strength::kRequired); n > 0) return absl::StrCat("NO ", n);
  if (const int n = went_on(Strength::kRecommended); n > 0) return absl::StrCat("NO~ ", n);
  if (const int n = went_on(Strength::kUndocumented); n > 0) return absl::StrCat("? ", n);
  if (square.refused > 0) return absl::StrCat("own ", square.refused);
  return "(ok)";
}

std::string SquareText(const Square& square) {
  if (square.cells == 0) return ".";
  if (square.broke > 0) return absl::StrCat("BROKE ", square.broke);
  if (square.failed > 0) return absl::StrCat("BAD ", square.failed);
  if (square.unsupported == square.cells) return "-";
  if (square.watched > 0) return WatchedText(square);
  absl::string_view mark;
  if (square.strength == Strength::kRecommended) mark = "~";
  if (square.strength == Strength::kUndocumented) mark = "?";
  return absl::StrCat(VerdictName(square.expected), mark);
}

std::vector<std::string> RowTexts(const Row& row) {
  std::vector<std::string> texts;
  for (const Square& square : row) texts.push_back(SquareText(square));
  return texts;
}

// The numbers of `more` added to those of squares that are otherwise alike.
void AddCounts(const Row& more, Row* row) {
  for (size_t i = 0; i < row->size(); ++i) {
    Square& square = (*row)[i];
    square.cells += more[i].cells;
    square.failed += more[i].failed;
    square.broke += more[i].broke;
    square.unsupported += more[i].unsupported;
    square.watched += more[i].watched;
    square.refused += more[i].refused;
    for (size_t j = 0; j < square.went_on.size(); ++j) square.went_on[j] += more[i].went_on[j];
  }
}

std::string TableLine(absl::string_view setting, absl::string_view app,
                      const std::vector<std::string>& squares) {
  std::string line = absl::StrFormat("%-17s%-17s", setting, app);
  for (const std::string& square : squares) absl::StrAppendFormat(&line, "%-8s", square);
  line.erase(line.find_last_not_of(' ') + 1);
  return absl::StrCat(line, "\n");
}

// The lines of one setting; applications with the same squares share a line.
std::string SettingLines(const ClientSetting& setting, const std::array<Row, 3>& rows) {
  std::string lines;
  for (size_t first = 0; first < rows.size();) {
    const std::vector<std::string> squares = RowTexts(rows[first]);
    std::vector<absl::string_view> apps;
    Row together = {};
    size_t next = first;
    while (next < rows.size() && RowTexts(rows[next]) == squares) {
      if (next == first) {
        together = rows[next];
      } else {
        AddCounts(rows[next], &together);
      }
      apps.push_back(ApplicationName(kAllApplications[next++]));
    }
    const bool every = apps.size() == rows.size();
    // Three names are wider than the column, and so are two with the longest.
    const bool no_cells = std::all_of(rows[first].begin(), rows[first].end(),
                                      [](const Square& square) { return square.cells == 0; });
    std::string label = every ? "any" : absl::StrJoin(apps, ", ");
    if (label.size() > 16) label = absl::StrCat("not ", ApplicationName(Application::kNone));
    if (!no_cells) {
      lines += TableLine(lines.empty() ? SettingName(setting) : "", label, RowTexts(together));
    }
    first = next;
  }
  return lines;
}

std::string FamilyLines(const RunResult& result, Family family) {
  std::vector<std::pair<ClientSetting, std::array<Row, 3>>> settings;
  for (const CellResult& cell : result.cells) {
    if (cell.cell.family != family) continue;
    if (settings.empty() || settings.back().first != cell.cell.min) {
      settings.push_back({cell.cell.min, {}});
    }
    Square& square =
        settings.back().second[static_cast<size_t>(cell.cell.app)][ColumnOf(cell.cell)];
    ++square.cells;
    square.failed += HasFailure(cell);
    square.broke += cell.handling == Handling::kBroke;
    square.unsupported += cell.handling == Handling::kUnsupported;
    if (cell.handling == Handling::kCannotRequire) {
      ++square.watched;
      square.refused += !cell.accepted;
      square.went_on[static_cast<size_t>(cell.expectation.strength)] +=
          cell.accepted && cell.expectation.verdict == Verdict::kFail;
    }
    square.expected = cell.expectation.verdict;
    square.strength = cell.expectation.strength;
  }
  std::string lines;
  for (const auto& [setting, rows] : settings) absl::StrAppend(&lines, SettingLines(setting, rows));
  return lines;
}

bool Has(const RunResult& result, Handling handling) {
  return std::any_of(result.cells.begin(), result.cells.end(),
                     [&](const CellResult& cell) { return cell.handling == handling; });
}

// What only subjects have that are not put where everything can be required of them.
std::string SubjectLegend(const RunResult& result) {
  std::string text;
  if (Has(result, Handling::kCannotRequire)) {
    text +=
        "NO n, NO~ n, ? n: it can't require this and, as it comes, went on in n cells where the\n"
        "documents require a refusal, recommend one, leave it open; own n: it can't require this "
        "and\nrefused n cells for a reason of its own; (ok): it can't require this and may go on "
        "here\n";
  }
  if (Has(result, Handling::kUnsupported))
    text += "-: it can't be put into this place (levels it does not have are not in the counts)\n";
  if (Has(result, Handling::kBroke)) text += "BROKE n: it broke off in n cells\n";
  return text;
}

std::string TableText(const RunResult& result) {
  std::string text =
      "What the client must do and did, by client setting, application request and server\n"
      "capability (fail: refuse; ~ recommended, ? undocumented; BAD n: a check failed in n "
      "cells)\n";
  absl::StrAppend(&text, SubjectLegend(result), "\n");
  absl::StrAppend(&text, absl::StrFormat("%-34s%-32s%s\n", "", "LmCompatibilityLevel 0",
                                         "LmCompatibilityLevel 1 to 5"));
  absl::StrAppend(&text,
                  TableLine("NtlmMinClientSec", "application",
                            {"none", "128", "ess", "ess,128", "none", "128", "ess", "ess,128"}));
  for (const Family family : kAllFamilies) {
    const std::string lines = FamilyLines(result, family);
    if (lines.empty()) continue;
    if (family == Family::kPolicyOdd) text += "policy-odd\n";
    text += lines;
  }
  return text;
}

std::string FailuresText(const RunResult& result, const expected::Comparison* known) {
  std::string text;
  int shown = 0, failures = 0;
  for (const CellResult& cell : result.cells) {
    for (const CheckResult& check : cell.checks) {
      if (expected::StatusName(check, known) != OutcomeName(Outcome::kFail)) continue;
      ++failures;
      if (shown == kMostFailuresShown) continue;
      ++shown;
      const FailureWords words = DescribeFailure(cell, check);
      absl::StrAppend(&text, "FAIL ", words.test, "\n", Wrapped("     ", words.expected, 2),
                      Wrapped("     ", words.seen, 2));
    }
  }
  if (failures > shown) {
    absl::StrAppend(&text, "... and ", failures - shown, " more; --json FILE has all\n");
  }
  if (failures > 0) text += "`ntlmatrix explain NAME` quotes the documents\n";
  return text.empty() ? text : absl::StrCat("\n", text);
}

std::string OffersText(const RunResult& result) {
  const int findings = CountOfferFindings(result);
  if (findings == 0) return "";
  for (const CellResult& cell : result.cells) {
    if (!cell.offer || cell.offer->undocumented) continue;
    return absl::StrFormat(
        "\noffer: NEGOTIATE_MESSAGE departs from the documented offer in %s; the first is\n"
        "%s: missing 0x%08x, extra 0x%08x\n",
        Counted(static_cast<size_t>(findings), "cell"), cell.cell.Name(), cell.offer->missing,
        cell.offer->extra);
  }
  return "";
}

std::string WeakKeysText(const RunResult& result) {
  size_t cells = 0;
  const CellResult* first = nullptr;
  for (const CellResult& cell : result.cells) {
    if (!cell.weak_key_bits) continue;
    ++cells;
    if (first == nullptr) first = &cell;
  }
  if (first == nullptr) return "";
  return absl::StrFormat(
      "\nweak-key: 128-bit encryption is negotiated and messages are sealed with less in %s; the\n"
      "first is %s: %d bits\n",
      Counted(cells, "cell"), first->cell.Name(), *first->weak_key_bits);
}

// The outcomes that only a subject behind a shim has.
std::string HandlingsText(const RunResult& result) {
  int counts[4] = {};
  for (const CellResult& cell : result.cells) ++counts[static_cast<int>(cell.handling)];
  if (counts[static_cast<int>(Handling::kDone)] == static_cast<int>(result.cells.size())) return "";
  return absl::StrFormat("\nOf %d cells: %d judged, %d unsupported, %d cannot require, %d broke\n",
                         result.cells.size(), counts[static_cast<int>(Handling::kDone)],
                         counts[static_cast<int>(Handling::kUnsupported)],
                         counts[static_cast<int>(Handling::kCannotRequire)],
                         counts[static_cast<int>(Handling::kBroke)]);
}

// The first breaks of a shim, those that belong to no test last.
std::string BreaksText(const RunResult& result) {
  std::vector<std::string> texts;
  for (const CellResult& cell : result.cells) {
    if (cell.handling == Handling::kBroke) {
      texts.push_back(absl::StrCat(cell.cell.Name(), ": ", cell.checks.front().actual));
    }
  }
  for (const messages::MessageResult& message : result.messages) {
    if (message.handling == Handling::kBroke) {
      texts.push_back(absl::StrCat(message.test->Name(), ": ", message.checks.front().actual));
    }
  }
  for (const std::string& text : result.stray_breaks) {
    texts.push_back(absl::StrCat("between two tests: ", text));
  }
  std::string lines;
  for (const std::string& text : texts) {
    if (&text == &texts[0]) lines += "\n";
    absl::StrAppend(&lines, Wrapped("BROKE ", Printable(text), 2));
    if (&text - &texts[0] + 1 == kMostFailuresShown && texts.size() > kMostFailuresShown) {
      absl::StrAppend(&lines, "... and ", texts.size() - kMostFailuresShown,
                      " more; --json FILE has all\n");
      break;
    }
  }
  return lines;
}

std::string CountsText(const RunResult& result) {
  std::string text = absl::StrFormat("\n%-20s%8s%8s%8s%14s%16s%16s\n", "check", "judged", "passed",
                                     "failed", "undocumented", "not applicable", "not observable");
  for (const Family family : kAllFamilies) {
    Counts counts = CountOutcomes(result, family);
    if (counts.empty()) continue;
    for (const Check check : kAllChecks) {
      std::map<Outcome, int>& of = counts[check];
      absl::StrAppendFormat(&text, "%-20s%8d%8d%8d%14d%16d%16d\n",
                            absl::StrCat(FamilyName(family), " ", CheckName(check)),
                            of[Outcome::kPass] + of[Outcome::kFail], of[Outcome::kPass],
                            of[Outcome::kFail], of[Outcome::kUndocumented],
                            of[Outcome::kNotApplicable], of[Outcome::kNotObservable]);
    }
  }
  return text;
}

// The decision at its barest: confidentiality, a level that offers extended session security, one
// option required (or the default), the other one granted.
std::vector<Cell> BaseCells() {
  std::vector<Cell> cells;
  const ClientSetting settings[] = {{SettingState::kUndefinedModern},
                                    {SettingState::kDefined, kEss},
                                    {SettingState::kDefined, flags::k128}};
  for (const ClientSetting& setting : settings) {
    for (const ntlm::NegotiateFlags server : {kEss, flags::k128}) {
      cells.push_back({Family::kPolicy, setting, 3, Application::kConfidentiality, server});
    }
  }
  return cells;
}

Verdict VerdictOf(const Cell& cell, Reading reading) {
  return Expect(DocumentedSituation(cell), reading).verdict;
}

std::string ReadingsText() {
  int corrected = 0, page = 0, differ = 0;
  const std::vector<Cell> cells = AllCells(Family::kPolicy);
  for (const Cell& cell : cells) {
    const Verdict by_name = VerdictOf(cell, Reading::kCorrected);
    const Verdict by_letter = VerdictOf(cell, Reading::kPage2016);
    corrected += by_name == Verdict::kFail;
    page += by_letter == Verdict::kFail;
    differ += by_name != by_letter;
  }
  std::string text = absl::StrFormat(
      "\nTwo readings: of the %d core cells %d must fail in `corrected` and %d in `page-2016`; %d\n"
      "verdicts differ. The six base cells:\n%-66s%-11s%s\n",
      cells.size(), corrected, page, differ, "", "corrected", "page-2016");
  for (const Cell& cell : BaseCells()) {
    absl::StrAppendFormat(&text, "%-66s%-11s%s\n", cell.Name(),
                          VerdictName(VerdictOf(cell, Reading::kCorrected)),
                          VerdictName(VerdictOf(cell, Reading::kPage2016)));
  }
  return text;
}

// The reference in process is part of the suite; its faults are planted one by one.
bool IsReference(const SubjectInfo& subject) {
  return subject.name == "reference" || absl::StartsWith(subject.name, "reference+");
}

std::string HeadText(const RunResult& result) {
  return absl::StrCat(
      "subject  ", Printable(result.subject.name), " (", Printable(result.subject.implementation),
      ", ", Printable(result.subject.version), ")\nreading  ", ReadingName(result.reading), "\n");
}

// What was judged, in words.
std::string Judged(const RunResult& result) {
  std::vector<std::string> parts;
  if (!result.cells.empty()) parts.push_back(Counted(result.cells.size(), "exchange"));
  if (!result.messages.empty()) parts.push_back(Counted(result.messages.size(), "message"));
  return absl::StrJoin(parts, " and ");
}

std::string ResultText(const RunResult& result, bool strict, const expected::Comparison* known) {
  const int required = CountFailures(result, Strength::kRequired);
  const int recommended = CountFailures(result, Strength::kRecommended);
  const bool good = known == nullptr ? CountUnexpected(result, strict) == 0 : known->AsExpected();
  std::string text =
      absl::StrFormat("\n%s: %s, %d required and %d recommended checks failed",
                      good ? "AS EXPECTED" : "UNEXPECTED", Judged(result), required, recommended);
  if (known != nullptr) {
    absl::StrAppend(&text, ",\n", known->CountExpectedFailures(), " of them expected");
  }
  text += "\n";
  if (result.reading == Reading::kPage2016 && result.subject.name == "reference" && required > 0) {
    text +=
        "The reference obeys the corrected documents, so it fails where the 2016 page's letter\n"
        "differs; `--fault swap-options` is a client that obeys that letter.\n";
  }
  return text;
}

}  // namespace

std::string RunText(const RunResult& result, bool strict, const expected::Comparison* known) {
  std::string text = HeadText(result);
  const bool in_process = IsReference(result.subject);
  if (!result.cells.empty()) {
    absl::StrAppend(&text, "\n", TableText(result));
    if (in_process) {
      absl::StrAppend(&text, FailuresText(result, known), OffersText(result), WeakKeysText(result));
    }
    absl::StrAppend(&text, HandlingsText(result), CountsText(result));
    // Which reading is meant matters to who reads the documents, not to a subject.
    if (in_process) absl::StrAppend(&text, ReadingsText());
  }
  const std::string expected = known == nullptr ? "" : ExpectedText(*known);
  if (!in_process) {
    return absl::StrCat(text, MessageCountsText(result.messages), BreaksText(result),
                        SummaryText(result, known), expected, ResultText(result, strict, known));
  }
  return absl::StrCat(text, MessagesText(result.messages, known), BreaksText(result), expected,
                      ResultText(result, strict, known));
}

std::string RunsText(const std::vector<ReportedRun>& runs, bool strict) {
  if (runs.size() == 1) return RunText(*runs.front().result, strict, runs.front().known);
  std::string text;
  for (const ReportedRun& run : runs) {
    const RunResult& result = *run.result;
    absl::StrAppend(&text, text.empty() ? "" : "\n", HeadText(result), BreaksText(result),
                    run.known == nullptr ? "" : ExpectedText(*run.known),
                    ResultText(result, strict, run.known));
  }
  return absl::StrCat(text,
                      "\n`ntlmatrix run NAME` shows the whole of one; --json, --markdown FILE "
                      "of all\n");
}

}  // namespace ntlmatrix::conformance
