// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/checker_report.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/report/policy_report.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::report {
namespace {

using checker::Verdict;
using conformance::JudgedRule;
using policy::PolicyFinding;

std::string RuleText(const JudgedRule& rule) {
  std::string head(policy::SettingName(rule.requirement.id));
  head.resize(22, ' ');
  absl::StrAppend(&head, "line ", policy::PlaceText(rule.place));
  if (!rule.id.empty()) absl::StrAppend(&head, ", ", policy::Shown(rule.id));
  if (!rule.title.empty()) absl::StrAppend(&head, ": ", policy::Shown(rule.title));
  std::string out = Wrapped("  ", head, 22);
  const std::string indent(24, ' ');
  if (!rule.condition.empty()) out += Wrapped(indent, absl::StrCat("holds ", rule.condition));
  if (!rule.judged) return out + indent + "not judged\n";
  out += Wrapped(indent, absl::StrCat("has to find ", conformance::Missing(rule.requirement, 0)));
  return out + Wrapped(indent, absl::StrCat("of ", rule.answers.size(), " values tried passes ",
                                            rule.FalsePasses().size(), " wrongly and fails ",
                                            rule.FalseFails().size(), " wrongly"));
}

}  // namespace

CheckerInput ReadCheckerInput(std::string path, Bytes bytes, const checker::CheckerFormat* format) {
  if (format == nullptr) format = checker::GuessCheckerFormat(bytes);
  if (format == nullptr) {
    std::vector<std::string> known;
    for (const checker::CheckerFormat& one : checker::CheckerFormats()) {
      known.emplace_back(one.description);
    }
    return UnreadableCheckerInput(
        std::move(path),
        absl::InvalidArgumentError(bytes.empty()
                                       ? std::string("the file is empty")
                                       : absl::StrCat("not a checker's file that is known here: ",
                                                      absl::StrJoin(known, ", "))));
  }
  CheckerInput input;
  input.path = std::move(path);
  input.format = std::string(format->name);
  conformance::CheckerJudge judge;
  bool whole = true;
  input.status = format->read(
      bytes, [&](const checker::CheckerRule& rule) { judge.Add(rule); },
      [&](PolicyFinding finding) {
        whole &= finding.severity != Severity::kError;
        input.findings.push_back(std::move(finding));
      });
  conformance::JudgedChecker judged = judge.Result(whole && input.status.ok());
  input.rules = std::move(judged.rules);
  for (PolicyFinding& finding : judged.findings) input.findings.push_back(std::move(finding));
  return input;
}

CheckerInput UnreadableCheckerInput(std::string path, absl::Status status) {
  CheckerInput input;
  input.path = std::move(path);
  input.status = std::move(status);
  return input;
}

size_t CountFindings(const CheckerInput& input, Severity severity) {
  return static_cast<size_t>(
      std::count_if(input.findings.begin(), input.findings.end(),
                    [&](const PolicyFinding& finding) { return finding.severity == severity; }));
}

bool HasErrors(const CheckerInput& input) {
  return !input.status.ok() || CountFindings(input, Severity::kError) > 0;
}

std::string CheckerErrorLine(const CheckerInput& input) {
  if (!input.status.ok()) {
    return absl::StrCat(PlaceInFile(input.path, policy::PlaceOf(input.status)), ": ",
                        std::string(input.status.message()));
  }
  const auto first = std::find_if(
      input.findings.begin(), input.findings.end(),
      [](const PolicyFinding& finding) { return finding.severity == Severity::kError; });
  const size_t more = CountFindings(input, Severity::kError) - 1;
  return absl::StrCat(
      PlaceInFile(input.path, first->place), ": ", first->message,
      more == 0 ? "" : absl::StrCat(" (and ", more, more == 1 ? " more error)" : " more errors)"));
}

std::string CheckerText(const CheckerInput& input) {
  std::string out = PlaceInFile(input.path, {});
  if (!input.status.ok()) {
    absl::StrAppend(&out, ": unreadable\n");
    out += Wrapped("  ", absl::StrCat("error: ", CheckerErrorLine(input)), 2);
  } else {
    absl::StrAppend(&out, " (", input.format, ")\n");
  }
  for (const JudgedRule& rule : input.rules) out += RuleText(rule);
  constexpr size_t kMost = 100;
  for (size_t i = 0; i < std::min(input.findings.size(), kMost); ++i) {
    const PolicyFinding& finding = input.findings[i];
    out += Wrapped(
        "  ",
        absl::StrCat(SeverityName(finding.severity), ": ", PlaceInFile(input.path, finding.place),
                     ": ", finding.message, " [", finding.id, "]"),
        2);
    if (!finding.fix.empty()) out += Wrapped("    ", absl::StrCat("fix: ", finding.fix), 2);
  }
  if (input.findings.size() > kMost) {
    absl::StrAppend(&out, "  and ", input.findings.size() - kMost,
                    " more findings; --json has all\n");
  }
  return out + "\n";
}

}  // namespace ntlmatrix::report
