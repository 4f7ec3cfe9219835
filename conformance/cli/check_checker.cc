// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/check_checker.h"

#include <utility>

#include "conformance/cli/output.h"
#include "conformance/files/file_bytes.h"
#include "conformance/report/checker_report.h"
#include "parsers/checker/checker_format.h"

namespace ntlmatrix::cli {
namespace {

report::CheckerInput Read(const std::string& path) {
  if (path == "-") {
    const auto bytes = files::ReadStandardInput(checker::kMaxCheckerFileSize);
    if (!bytes.ok()) return report::UnreadableCheckerInput("standard input", bytes.status());
    return report::ReadCheckerInput("standard input", *bytes, nullptr);
  }
  const auto file = files::ReadPath(path, checker::kMaxCheckerFileSize, files::OtherFiles::kPipes);
  if (!file.ok()) return report::UnreadableCheckerInput(path, file.status());
  return report::ReadCheckerInput(path, file->bytes(), nullptr);
}

}  // namespace

ExitStatus CheckCheckers(const std::vector<std::string>& paths, const std::string& json, bool quiet,
                         bool strict) {
  const bool print_text = !quiet && json != "-";
  std::vector<report::CheckerInput> inputs;  // kept for JSON alone
  ExitStatus status = kAsExpected;
  for (const std::string& path : paths) {
    report::CheckerInput input = Read(path);
    if (report::HasErrors(input)) {
      PrintError(report::CheckerErrorLine(input));
      status = kUnexpected;
    }
    if (strict && report::CountFindings(input, Severity::kWarning) > 0) status = kUnexpected;
    if (print_text && !WriteReport("-", report::CheckerText(input))) return kInfrastructure;
    if (!json.empty()) inputs.push_back(std::move(input));
  }
  if (!json.empty() && !WriteReport(json, report::CheckerJson(inputs))) return kInfrastructure;
  return status;
}

}  // namespace ntlmatrix::cli
