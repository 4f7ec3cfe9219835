// SPDX-License-Identifier: Apache-2.0

#include "conformance/matrix.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/oracle.h"

namespace ntlmatrix::conformance {
namespace {

constexpr absl::string_view kExpectationColumns[] = {"verdict", "strength", "status", "rules",
                                                     "ambiguities"};

std::string OrDash(std::string text) { return text.empty() ? "-" : text; }

std::string StatusColumn(const Expectation& expectation) {
  if (expectation.verdict == Verdict::kAccept) return "-";
  if (expectation.codes.empty()) return "undocumented";
  return absl::StrJoin(expectation.codes, ",", [](std::string* out, uint32_t code) {
    absl::StrAppendFormat(out, "0x%08x", code);
  });
}

std::string RulesColumn(const Expectation& expectation) {
  return OrDash(absl::StrJoin(
      expectation.failing, ",",
      [](std::string* out, const VerdictRule* rule) { absl::StrAppend(out, rule->rule.id); }));
}

std::string Header() {
  std::string header = "test\trequired\toffered\tgranted\tnegotiated\tresponse";
  for (const Reading reading : kAllReadings) {
    for (const absl::string_view column : kExpectationColumns) {
      absl::StrAppend(&header, "\t", ReadingName(reading), ".", column);
    }
  }
  return absl::StrCat(header, "\tdiffers\n");
}

std::string Row(const Cell& cell) {
  const Situation situation = DocumentedSituation(cell);
  std::string row =
      absl::StrFormat("%s\t0x%08x\t0x%08x\t0x%08x\t0x%08x\t%s", cell.Name(), situation.setting,
                      situation.offered, situation.granted, situation.Negotiated(),
                      ResponseFormName(ExpectedResponse(situation.lm, situation.Negotiated())));
  std::vector<Verdict> verdicts;
  for (const Reading reading : kAllReadings) {
    const Expectation expectation = Expect(situation, reading);
    absl::StrAppend(&row, "\t", VerdictName(expectation.verdict), "\t",
                    StrengthName(expectation.strength), "\t", StatusColumn(expectation), "\t",
                    RulesColumn(expectation), "\t",
                    OrDash(absl::StrJoin(expectation.ambiguities, ",")));
    verdicts.push_back(expectation.verdict);
  }
  return absl::StrCat(row, verdicts.front() == verdicts.back() ? "\tno\n" : "\tyes\n");
}

}  // namespace

std::string MatrixTsv(const std::vector<Cell>& cells) {
  std::string tsv = Header();
  for (const Cell& cell : cells) absl::StrAppend(&tsv, Row(cell));
  return tsv;
}

}  // namespace ntlmatrix::conformance
