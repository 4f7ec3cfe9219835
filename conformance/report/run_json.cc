// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/run_json.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include <nlohmann/json.hpp>

#include "conformance/matrix.h"
#include "conformance/report/exchange_json.h"
#include "conformance/report/expected_report.h"
#include "conformance/report/message_json.h"

namespace ntlmatrix::conformance {
namespace {

using Json = nlohmann::ordered_json;

std::string ToString(absl::string_view text) { return {text.data(), text.size()}; }

Json SummaryJson(const RunResult& result) {
  Json summary;
  for (const Family family : kAllFamilies) {
    Counts counts = CountOutcomes(result, family);
    for (const Check check : kAllChecks) {
      for (const Outcome outcome : kAllOutcomes) {
        summary[ToString(FamilyName(family))][ToString(CheckName(check))]
               [ToString(OutcomeName(outcome))] = counts[check][outcome];
      }
    }
  }
  if (!result.messages.empty()) summary["message"] = MessageSummaryJson(result.messages);
  summary["failed"] = {{"required", CountFailures(result, Strength::kRequired)},
                       {"recommended", CountFailures(result, Strength::kRecommended)}};
  summary["exchanges"] = result.cells.size();
  summary["messages"] = result.messages.size();
  return summary;
}

Json CheckJson(const CellResult& cell, const CheckResult& check,
               const expected::Comparison* known) {
  Json rules = Json::array();
  for (const absl::string_view rule : check.rules) rules.push_back(ToString(rule));
  Json json = {{"test", cell.cell.Name()},
               {"check", ToString(CheckName(check.check))},
               {"expected", check.expected},
               {"actual", check.actual},
               {"strength", ToString(StrengthName(check.strength))},
               {"status", ToString(expected::StatusName(check, known))},
               {"rules", std::move(rules)}};
  AppendExchange(check, cell.exchange, &json);
  return json;
}

Json OfferJson(const CellResult& cell) {
  return {{"test", cell.cell.Name()},
          {"id", "offer"},
          {"severity", cell.offer->undocumented ? "note" : "warning"},
          {"missing", absl::StrFormat("0x%08x", cell.offer->missing)},
          {"extra", absl::StrFormat("0x%08x", cell.offer->extra)}};
}

Json WeakKeyJson(const CellResult& cell) {
  return {{"test", cell.cell.Name()},
          {"id", "weak-key"},
          {"severity", "error"},
          {"negotiated_bits", 128},
          {"sealed_bits", *cell.weak_key_bits}};
}

Json ToJson(const RunResult& result, const expected::Comparison* known) {
  Json results = Json::array();
  Json findings = Json::array();
  for (const CellResult& cell : result.cells) {
    for (const CheckResult& check : cell.checks) results.push_back(CheckJson(cell, check, known));
    if (cell.offer) findings.push_back(OfferJson(cell));
    if (cell.weak_key_bits) findings.push_back(WeakKeyJson(cell));
  }
  AppendMessageResults(result.messages, known, &results);
  Json json = {{"schema", "ntlmatrix/run/1"},
               {"suite_version", NTLMATRIX_VERSION},
               {"vectors_version", kVectorsVersion},
               {"reading", ToString(ReadingName(result.reading))},
               {"subject",
                {{"name", result.subject.name},
                 {"implementation", result.subject.implementation},
                 {"version", result.subject.version}}},
               {"summary", SummaryJson(result)},
               {"results", std::move(results)},
               {"stray_breaks", result.stray_breaks},
               {"findings", std::move(findings)}};
  if (known != nullptr) json["expected"] = ExpectedJson(*known);
  return json;
}

// A subject's own words may hold any bytes.
std::string Dump(const Json& json) {
  return absl::StrCat(json.dump(1, ' ', false, Json::error_handler_t::replace), "\n");
}

}  // namespace

std::string RunJson(const RunResult& result, const expected::Comparison* known) {
  return Dump(ToJson(result, known));
}

std::string RunsJson(const std::vector<ReportedRun>& runs, const std::vector<MissingRun>& missing) {
  if (runs.size() == 1 && missing.empty()) return RunJson(*runs.front().result, runs.front().known);
  Json list = Json::array();
  for (const ReportedRun& run : runs) list.push_back(ToJson(*run.result, run.known));
  Json absent = Json::array();
  for (const MissingRun& run : missing) {
    absent.push_back({{"subject", run.subject}, {"installed", run.installed}, {"why", run.why}});
  }
  return Dump(
      {{"schema", "ntlmatrix/runs/1"}, {"runs", std::move(list)}, {"missing", std::move(absent)}});
}

}  // namespace ntlmatrix::conformance
