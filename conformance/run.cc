// SPDX-License-Identifier: Apache-2.0

#include "conformance/run.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/subjects/account.h"

namespace ntlmatrix::conformance {
namespace {

const Rule* FindRule(absl::string_view id) {
  for (const VerdictRule& rule : VerdictRules()) {
    if (rule.rule.id == id) return &rule.rule;
  }
  for (const ExchangeRule& rule : ExchangeRules()) {
    if (rule.rule.id == id) return &rule.rule;
  }
  return nullptr;
}

// The first sentence of the first rule that is as strong as the failure, or of the first rule.
std::string CitationText(const CheckResult& check) {
  if (check.rules.empty()) return "no rule requires a refusal";
  const Rule* cited = FindRule(check.rules.front());
  for (const absl::string_view id : check.rules) {
    if (cited == nullptr || cited->strength == check.strength) break;
    if (const Rule* rule = FindRule(id); rule->strength == check.strength) cited = rule;
  }
  return RuleCitation(cited == nullptr ? check.rules.front() : cited->id);
}

}  // namespace

absl::StatusOr<RunResult> RunSubject(Subject& subject, absl::Span<const Cell> cells,
                                     Reading reading) {
  std::vector<std::optional<CellResult>> judged(cells.size());
  absl::Status broken;
  const absl::Status ran = subject.Run(cells, [&](size_t index, const Exchange& exchange) {
    auto result = Judge(cells[index], exchange, TestAccount(), reading);
    if (result.ok()) {
      if (IsBad(result->checks)) result->exchange = exchange;
      judged[index] = *std::move(result);
    } else if (broken.ok()) {
      broken =
          absl::InternalError(absl::StrCat(cells[index].Name(), ": ", result.status().message()));
    }
  });
  if (!ran.ok()) return ran;
  if (!broken.ok()) return broken;
  RunResult run = {.subject = subject.Info(), .reading = reading, .cells = {}};
  run.cells.reserve(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!judged[i]) {
      return absl::InternalError(absl::StrCat(cells[i].Name(), ": the subject gave no exchange"));
    }
    run.cells.push_back(*std::move(judged[i]));
  }
  return run;
}

Counts CountOutcomes(const RunResult& result, Family family) {
  Counts counts;
  for (const CellResult& cell : result.cells) {
    if (cell.cell.family != family) continue;
    for (const CheckResult& check : cell.checks) ++counts[check.check][check.outcome];
  }
  return counts;
}

int CountFailures(const RunResult& result, Strength strength) {
  int failures = 0;
  for (const CellResult& cell : result.cells) {
    for (const CheckResult& check : cell.checks) {
      failures += check.outcome == Outcome::kFail && check.strength == strength;
    }
  }
  return failures + messages::CountFailures(result.messages, strength);
}

int CountBroke(const RunResult& result) {
  auto broke = static_cast<int>(result.stray_breaks.size());
  for (const CellResult& cell : result.cells) broke += cell.handling == Handling::kBroke;
  for (const messages::MessageResult& message : result.messages) {
    broke += message.handling == Handling::kBroke;
  }
  return broke;
}

int CountOfferFindings(const RunResult& result) {
  int findings = 0;
  for (const CellResult& cell : result.cells) {
    findings += cell.offer.has_value() && !cell.offer->undocumented;
  }
  return findings;
}

int CountUnexpected(const RunResult& result, bool strict) {
  const int required = CountFailures(result, Strength::kRequired) + CountBroke(result);
  if (!strict) return required;
  return required + CountFailures(result, Strength::kRecommended) + CountOfferFindings(result);
}

std::string RuleCitation(absl::string_view id) {
  const Rule* const rule = FindRule(id);
  if (rule == nullptr) return std::string(id);
  const Citation& citation = rule->citations.front();
  return absl::StrCat(rule->id, ", ", citation.document.title, " ", citation.section);
}

FailureWords DescribeFailure(const CellResult& cell, const CheckResult& check) {
  return {.test = absl::StrCat(cell.cell.Name(), ":", CheckName(check.check)),
          .expected = absl::StrCat("expected ", check.expected, " (", StrengthName(check.strength),
                                   "; ", CitationText(check), ")"),
          .seen = absl::StrFormat("subject: %s; offered 0x%08x, granted 0x%08x, negotiated 0x%08x",
                                  check.actual, cell.situation.offered, cell.situation.granted,
                                  cell.situation.Negotiated())};
}

std::string FailureText(const CellResult& cell, const CheckResult& check) {
  const FailureWords words = DescribeFailure(cell, check);
  return absl::StrCat(words.test, ": ", words.expected, ", ", words.seen);
}

}  // namespace ntlmatrix::conformance
