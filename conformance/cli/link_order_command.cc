// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/link_order_command.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "conformance/cli/output.h"
#include "conformance/precedence/computer_policy.h"
#include "conformance/report/effective_report.h"

namespace ntlmatrix::cli {
namespace {

bool HasWarnings(const precedence::ComputerPolicy& computer) {
  return std::any_of(computer.inputs.begin(), computer.inputs.end(),
                     [](const stores::PolicyInput& input) {
                       return stores::CountFindings(input, Severity::kWarning) > 0;
                     }) ||
         std::any_of(computer.findings.begin(), computer.findings.end(),
                     [](const policy::PolicyFinding& finding) {
                       return finding.severity == Severity::kWarning;
                     });
}

void PrintErrors(const precedence::ComputerPolicy& computer) {
  for (const stores::PolicyInput& input : computer.inputs) {
    if (stores::HasErrors(input)) PrintError(report::PolicyErrorLine(input));
  }
  for (const policy::EffectiveSetting& setting : computer.settings) {
    if (setting.problem.empty()) continue;
    PrintError(absl::StrCat(computer.link_order, ": ", std::string(policy::SettingName(setting.id)),
                            ": ", setting.problem));
  }
  for (const policy::PolicyFinding& finding : computer.findings) {
    if (finding.severity != Severity::kError) continue;
    PrintError(absl::StrCat(computer.link_order, ": ", finding.message));
  }
}

}  // namespace

ExitStatus ReportLinkOrder(const std::string& path, const stores::PolicyScope& scope,
                           const std::string& json, bool quiet, bool strict) {
  const auto computer = precedence::ReadComputerPolicy(path, scope);
  if (!computer.ok()) {
    PrintError(absl::StrCat(path, ": ", std::string(computer.status().message())));
    return kUnexpected;
  }
  PrintErrors(*computer);
  if (!quiet && json != "-" && !WriteReport("-", report::EffectiveText(*computer, scope))) {
    return kInfrastructure;
  }
  if (!json.empty() && !WriteReport(json, report::EffectiveJson(*computer, scope))) {
    return kInfrastructure;
  }
  return precedence::HasErrors(*computer) || (strict && HasWarnings(*computer)) ? kUnexpected
                                                                                : kAsExpected;
}

}  // namespace ntlmatrix::cli
