// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/subject_summary.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::conformance {
namespace {

constexpr size_t kMostPatternsShown = 4;
constexpr size_t kMostSaid = 240;
constexpr char kIndent[] = "     ";

std::string Counted(size_t count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

std::vector<CellPattern> PatternsOf(const std::vector<const CellResult*>& at_risk,
                                    const std::vector<const CellResult*>& marked) {
  std::vector<Cell> cells;
  std::vector<bool> marks;
  for (const CellResult* const cell : at_risk) {
    cells.push_back(cell->cell);
    // Both are in the order of the run.
    marks.push_back(std::binary_search(marked.begin(), marked.end(), cell));
  }
  return FindPatterns(cells, marks);
}

std::string CitationOf(const FaultGroup& group) {
  if (!group.fault.rule.empty()) return RuleCitation(group.fault.rule);
  if (group.kind == SummaryKind::kFail && group.messages.empty()) {
    return "no rule requires a refusal";
  }
  return group.citation;
}

SummaryLine LineOf(const RunResult& result, const FaultGroup& group) {
  const std::vector<const CellResult*> at_risk = CellsAtRisk(result, group);
  SummaryLine line = {.kind = group.kind,
                      .check = group.check,
                      .strength = group.fault.strength,
                      .fault = group.fault.Text(),
                      .patterns = PatternsOf(at_risk, group.cells),
                      .cells = group.cells.size(),
                      .cells_at_risk = at_risk.size(),
                      .bug_class = group.bug_class,
                      .messages = {},
                      .seen = group.seen,
                      .citation = CitationOf(group),
                      .first = {},
                      .command = {}};
  for (const messages::MessageResult* const message : group.messages) {
    line.messages.push_back(message->test->Name());
  }
  line.first = group.cells.empty() ? line.messages.front() : group.cells.front()->cell.Name();
  line.command = absl::StrCat("ntlmatrix run ",
                              result.asked_as.empty() ? result.subject.name : result.asked_as,
                              " --filter '", line.first, "'");
  return line;
}

std::string LineText(const SummaryLine& line) {
  std::string text = Wrapped("", absl::StrCat(SummaryHead(line), ": ", line.fault), 5);
  std::string messages = SummaryMessages(line);
  if (line.cells > 0 && !messages.empty()) messages = absl::StrCat("and ", messages);
  for (const std::string& part : {SummaryCells(line), messages, SummarySeen(line), line.citation}) {
    if (!part.empty()) absl::StrAppend(&text, Wrapped(kIndent, part, 2));
  }
  return absl::StrCat(text, kIndent, Printable(line.command), "\n");
}

}  // namespace

std::string SummaryHead(const SummaryLine& line) {
  switch (line.kind) {
    case SummaryKind::kBroke:
      return "BROKE";
    case SummaryKind::kFail:
      return absl::StrCat("FAIL ", CheckName(line.check), " (", StrengthName(line.strength), ")");
    case SummaryKind::kWeakKey:
      return "WEAK KEY";
    case SummaryKind::kCannotRequire:
      return line.strength == Strength::kUndocumented ? "CANNOT REQUIRE (undocumented)"
                                                      : "CANNOT REQUIRE";
    case SummaryKind::kOffer:
      break;
  }
  return "OFFER";
}

std::string SummaryCells(const SummaryLine& line) {
  if (line.cells == 0) return "";
  if (line.cells == line.cells_at_risk) {
    return absl::StrCat("in ", line.cells == 1 ? "the only cell" : "all ",
                        line.cells == 1 ? "" : Counted(line.cells, "cell"));
  }
  std::vector<std::string> words;
  for (const CellPattern& pattern : line.patterns) {
    if (words.size() == kMostPatternsShown) break;
    words.push_back(pattern.Words());
  }
  std::string text = absl::StrCat("in ", line.cells, " of ", Counted(line.cells_at_risk, "cell"),
                                  ": ", absl::StrJoin(words, "; "));
  if (line.patterns.size() > words.size()) {
    absl::StrAppend(&text, "; and ", Counted(line.patterns.size() - words.size(), "condition"),
                    " more");
  }
  return text;
}

std::string SummaryMessages(const SummaryLine& line) {
  if (line.messages.empty()) return "";
  if (!line.bug_class) return absl::StrCat("in ", Counted(line.messages.size(), "message"));
  return absl::StrCat("in ", Counted(line.messages.size(), "message"), " (",
                      BugClassName(*line.bug_class), "): ", absl::StrJoin(line.messages, ", "));
}

std::string SummarySeen(const SummaryLine& line) {
  if (line.seen.empty()) return "";
  return absl::StrCat("the first time it says: ",
                      Printable(absl::string_view(line.seen).substr(0, kMostSaid)));
}

std::vector<SummaryLine> Summarize(const RunResult& result, const expected::Comparison* known) {
  std::vector<SummaryLine> lines;
  for (const FaultGroup& group : GroupFaults(result, known)) lines.push_back(LineOf(result, group));
  return lines;
}

std::string SummaryText(const RunResult& result, const expected::Comparison* known) {
  std::string text;
  for (const SummaryLine& line : Summarize(result, known))
    absl::StrAppend(&text, "\n", LineText(line));
  if (text.empty()) return "";
  return absl::StrCat(
      "\n",
      Wrapped("", absl::StrCat("What is wrong with ", Printable(result.subject.name), " (",
                               Printable(result.subject.version), ")",
                               known == nullptr ? "" : ", but for what is known",
                               "; `ntlmatrix explain TEST`, `ntlmatrix rules` quote "
                               "the documents")),
      text);
}

}  // namespace ntlmatrix::conformance
