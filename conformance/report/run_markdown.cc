// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/run_markdown.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/expected/comparison.h"
#include "conformance/report/printable.h"
#include "conformance/report/subject_summary.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

constexpr ntlm::NegotiateFlags kEss = flags::kExtendedSessionSecurity;
constexpr uint32_t kSettings[] = {kEss, flags::k128, kEss | flags::k128};
constexpr ntlm::NegotiateFlags kServers[] = {0, flags::k128, kEss, kEss | flags::k128};
constexpr int kUsualLevel = 3;
constexpr absl::string_view kMarkup = "\\`*|";

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

// Before a letter or digit an underscore ends no emphasis, and so none begins.
bool MayEndEmphasis(absl::string_view text, size_t at) {
  return text[at] == '_' && (at + 1 == text.size() || !IsAlnum(text[at + 1]));
}

// Text of a subject or a person inside a table or a paragraph.
std::string Escaped(absl::string_view raw) {
  const std::string text = Printable(raw);
  std::string escaped;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins_link = absl::StartsWith(absl::string_view(text).substr(i), "](");
    const bool is_markup = kMarkup.find(text[i]) != kMarkup.npos || MayEndEmphasis(text, i);
    if (is_markup || begins_link) escaped.push_back('\\');
    text[i] == '<' ? escaped.append("&lt;") : escaped.append(1, text[i]);
  }
  return escaped;
}

// Where the heading `name` is, as GitHub names it.
std::string Anchor(absl::string_view name) {
  std::string anchor;
  for (const char c : name) {
    if (IsAlnum(c) || c == '-' || c == '_')
      anchor.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return anchor;
}

// A command as code, between more backticks than it has in a row.
std::string Code(absl::string_view command) {
  std::string fence = "`";
  while (absl::StrContains(command, fence)) fence.push_back('`');
  const absl::string_view blank = fence.size() > 1 ? " " : "";
  return absl::StrCat(fence, blank, command, blank, fence);
}

// Where a subject stands on the wall: the usual level if it has it, else its highest, and the most
// protection that it can be asked for.
struct Place {
  int lm = 0;
  Application app = Application::kNone;
};

bool IsThere(const CellResult& cell) { return cell.handling != Handling::kUnsupported; }

std::optional<Place> PlaceOf(const RunResult& run) {
  std::optional<Place> place;
  for (const CellResult& cell : run.cells) {
    if (!IsThere(cell)) continue;
    if (!place) place = Place{.lm = cell.cell.lm, .app = cell.cell.app};
    if (place->lm != kUsualLevel && (cell.cell.lm == kUsualLevel || cell.cell.lm > place->lm)) {
      place->lm = cell.cell.lm;
    }
    place->app = std::max(place->app, cell.cell.app);
  }
  return place;
}

const CellResult* FindCell(const RunResult& run, uint32_t setting, ntlm::NegotiateFlags server,
                           const Place& place) {
  const Cell wanted = {.family = Family::kPolicy,
                       .min = {.state = SettingState::kDefined, .value = setting},
                       .lm = place.lm,
                       .app = place.app,
                       .server = server};
  const auto found = std::find_if(run.cells.begin(), run.cells.end(),
                                  [&](const CellResult& cell) { return cell.cell == wanted; });
  return found == run.cells.end() ? nullptr : &*found;
}

// What a subject did that went on where the setting asks for a refusal, as strongly as it asks.
std::string WentOnMark(Strength strength) {
  switch (strength) {
    case Strength::kUndocumented:
      return "?";
    case Strength::kRecommended:
      return "NO~";
    case Strength::kRequired:
      break;
  }
  return "**NO**";
}

std::string WallMark(const CellResult* cell) {
  if (cell == nullptr || !IsThere(*cell)) return "–";
  if (cell->handling == Handling::kBroke) return "broke";
  const bool may_accept = cell->expectation.verdict == Verdict::kAccept;
  if (cell->accepted) return may_accept ? "ok" : WentOnMark(cell->expectation.strength);
  // What it has no setting for it refuses for a reason of its own.
  if (cell->handling == Handling::kCannotRequire) return "own";
  return may_accept ? "refuses" : "ok";
}

std::string WallRow(const RunResult& run) {
  std::string row = absl::StrCat("| ", Escaped(run.subject.name), " |");
  const std::optional<Place> place = PlaceOf(run);
  for (const uint32_t setting : kSettings) {
    for (const ntlm::NegotiateFlags server : kServers) {
      const CellResult* const cell = place ? FindCell(run, setting, server, *place) : nullptr;
      absl::StrAppend(&row, " ", WallMark(cell), " |");
    }
  }
  return absl::StrCat(row, "\n");
}

// Whether the subject can be put to a setting that has this bit.
std::string CanRequire(const RunResult& run, uint32_t bit) {
  const bool can = std::any_of(run.cells.begin(), run.cells.end(), [&](const CellResult& cell) {
    return cell.handling == Handling::kDone && (cell.cell.min.Effective() & bit) != 0;
  });
  return can ? "yes" : "no";
}

// "FAILING of JUDGED" cells, of those in which the check was judged; only required failures count.
std::string Share(const RunResult& run, Check check) {
  size_t judged = 0;
  size_t failing = 0;
  for (const CellResult& cell : run.cells) {
    const CheckResult& result = cell.checks[static_cast<size_t>(check)];
    const bool failed = result.outcome == Outcome::kFail;
    judged += failed || result.outcome == Outcome::kPass;
    failing += failed && result.strength == Strength::kRequired;
  }
  return judged == 0 ? "–" : absl::StrCat(failing, " of ", judged);
}

std::string OverviewRow(const RunResult& run) {
  const messages::MessageCounts counts =
      messages::CountMessages(run.messages, ntlm::MessageType::kChallenge);
  const int decided = counts.passed + counts.failed;
  return absl::StrFormat(
      "| [%s](#%s) | %s | %s | %s | %s | %s | %s | %s | %s | %d |\n", Escaped(run.subject.name),
      Anchor(run.subject.name), Escaped(run.subject.version), CanRequire(run, kEss),
      CanRequire(run, flags::k128), Share(run, Check::kFlags), Share(run, Check::kResponse),
      Share(run, Check::kKey), Share(run, Check::kMic),
      decided == 0 ? "–" : absl::StrCat(counts.failed, " of ", decided), CountBroke(run));
}

std::string OverviewMarkdown(const std::vector<ReportedRun>& runs) {
  std::string text =
      "## Overview\n\nCells in which a check of strength required failed, of those in which it was "
      "judged; CHALLENGE_MESSAGEs with a failed check, of those that the documents decide; and how "
      "often the subject broke off.\n\n"
      "| subject | version | can require ESS | can require 128 | flags | response | key | MIC | "
      "messages | broke |\n|---|---|---|---|---|---|---|---|---|---|\n";
  for (const ReportedRun& run : runs) absl::StrAppend(&text, OverviewRow(*run.result));
  return text;
}

std::string Bullet(const SummaryLine& line) {
  std::string text = absl::StrCat("- ", SummaryHead(line), ": **", Escaped(line.fault), "**");
  for (const std::string& part : {SummaryCells(line), SummaryMessages(line)}) {
    if (!part.empty()) absl::StrAppend(&text, "  \n  ", Escaped(part));
  }
  const std::string seen = SummarySeen(line);
  if (!seen.empty()) absl::StrAppend(&text, "  \n  ", Escaped(seen));
  if (!line.citation.empty()) absl::StrAppend(&text, "  \n  ", Escaped(line.citation));
  return absl::StrCat(text, "  \n  ", Code(Printable(line.command)), "\n");
}

// What people wrote down about deviations that they know.
std::string KnownMarkdown(const expected::Comparison* known) {
  if (known == nullptr || known->file.lines.empty()) return "";
  std::string text = "\nWhy, as far as it is known:\n";
  std::vector<std::string> told;
  for (size_t i = 0; i < known->file.lines.size(); ++i) {
    const expected::ExpectedLine& line = known->file.lines[i];
    if (line.outcome == Outcome::kUnsupported || line.outcome == Outcome::kCannotRequire) continue;
    std::string reason = Escaped(line.reason);
    if (!line.link.empty()) absl::StrAppend(&reason, " (", line.link, ")");
    if (std::find(told.begin(), told.end(), reason) != told.end()) continue;
    told.push_back(reason);
    absl::StrAppend(&text, "- ", CheckName(line.check), ": ", reason, "\n");
  }
  return told.empty() ? "" : text;
}

std::string MissingMarkdown(const std::vector<MissingRun>& missing) {
  std::string text;
  for (const MissingRun& run : missing) {
    absl::StrAppend(
        &text, "- ", Escaped(run.subject), ": ",
        run.installed ? absl::StrCat("the run broke, ", Escaped(run.why)) : "it is not installed",
        "\n");
  }
  if (text.empty()) return "";
  return absl::StrCat("\nNot in this table, as there are no results:\n\n", text);
}

std::string SubjectMarkdown(const ReportedRun& run) {
  const RunResult& result = *run.result;
  std::string text = absl::StrCat("\n## ", Escaped(result.subject.name), "\n\n",
                                  Escaped(result.subject.implementation), ", ",
                                  Escaped(result.subject.version), ".");
  const std::vector<SummaryLine> lines = Summarize(result);
  absl::StrAppend(&text, lines.empty() ? " Nothing to object to.\n" : "\n\n");
  for (const SummaryLine& line : lines) absl::StrAppend(&text, Bullet(line));
  return absl::StrCat(text, KnownMarkdown(run.known));
}

}  // namespace

std::string WallMarkdown(const std::vector<ReportedRun>& runs) {
  std::string text = "| NtlmMinClientSec |";
  std::string rule = "|---|";
  std::string servers = "| **server grants** |";
  for (const uint32_t setting : kSettings) {
    for (const ntlm::NegotiateFlags server : kServers) {
      absl::StrAppend(&text, server == 0 ? absl::StrFormat(" 0x%x", setting) : "", " |");
      absl::StrAppend(&rule, "---|");
      absl::StrAppend(&servers, " ", ServerName(server), " |");
    }
  }
  absl::StrAppend(&text, "\n", rule, "\n", servers, "\n");
  for (const ReportedRun& run : runs) absl::StrAppend(&text, WallRow(*run.result));
  return text;
}

std::string RunsMarkdown(const std::vector<ReportedRun>& runs,
                         const std::vector<MissingRun>& missing) {
  std::string text = absl::StrCat(
      "# What NTLM implementations do when the server offers less\n\n"
      "Written by `ci/run-subjects`; do not edit. NTLMatrix ",
      NTLMATRIX_VERSION,
      ", the core matrix and the messages, client role, versions as installed (Debian 12, npm). "
      "`ntlmatrix explain NAME` quotes the documents on any test; with `--json - --messages` the "
      "command under a fault shows the bytes of every message.\n\n## The wall\n\n"
      "The setting requires extended session security (0x80000), 128-bit encryption (0x20000000) "
      "or both; the server grants none, one or both (ess: extended session security). "
      "**NO**: it went on where the documents require a refusal; NO~: where they recommend one; "
      "?: where they leave it open; ok: as the documents have it; refuses: it refused where it "
      "must go on; own: it does not have this setting and refused for a reason of its own; broke: "
      "it broke off; –: it can't be put there. At LmCompatibilityLevel 3 where the subject has it, "
      "for the most protection that it can be asked for. A subject that does not have the setting "
      "is watched as it comes: it *cannot require*.\n\n");
  absl::StrAppend(&text, WallMarkdown(runs), MissingMarkdown(missing), "\n",
                  OverviewMarkdown(runs));
  for (const ReportedRun& run : runs) absl::StrAppend(&text, SubjectMarkdown(run));
  return text;
}

}  // namespace ntlmatrix::conformance
