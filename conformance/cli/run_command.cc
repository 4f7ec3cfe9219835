// SPDX-License-Identifier: Apache-2.0

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include <fnmatch.h>

#include "conformance/cli/commands.h"
#include "conformance/cli/output.h"
#include "conformance/matrix.h"
#include "conformance/report/run_json.h"
#include "conformance/report/run_text.h"
#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Cell;
using conformance::Reading;

struct RunOptions {
  std::vector<std::string> subjects;
  std::string json;
  std::string filter;
  std::string reading = "corrected";
  std::string fault;
  bool list = false;
  bool tsv = false;
  bool strict = false;
  bool quiet = false;
  bool list_faults = false;
};

ExitStatus Write(const std::string& path, absl::string_view text) {
  return WriteReport(path, text) ? kAsExpected : kInfrastructure;
}

std::vector<Cell> SelectCells(const std::string& filter) {
  std::vector<Cell> selected;
  for (const Cell& cell : conformance::AllCells()) {
    if (filter.empty() || fnmatch(filter.c_str(), cell.Name().c_str(), 0) == 0) {
      selected.push_back(cell);
    }
  }
  return selected;
}

std::string FaultList() {
  std::string text;
  for (const auto& fault : conformance::reference::Faults()) {
    absl::StrAppendFormat(&text, "%-26s%s\n", fault.name, fault.says);
  }
  return text;
}

std::string CellList(const std::vector<Cell>& cells, bool tsv) {
  if (tsv) return conformance::MatrixTsv(cells);
  std::string text;
  for (const Cell& cell : cells) absl::StrAppend(&text, cell.Name(), "\n");
  return text;
}

ExitStatus Judge(const RunOptions& options, const std::vector<Cell>& cells,
                 const conformance::reference::Fault* fault) {
  const Reading reading = options.reading == "page-2016" ? Reading::kPage2016 : Reading::kCorrected;
  const auto subject = conformance::reference::MakeReference(fault);
  const auto result = conformance::RunSubject(*subject, cells, reading);
  if (!result.ok()) {
    std::cerr << "ntlmatrix: the run broke: " << result.status().message() << "\n";
    return kInfrastructure;
  }
  // With JSON on standard output the text would spoil it.
  if (!options.quiet && options.json != "-") {
    const std::string text = conformance::RunText(*result, options.strict);
    if (const ExitStatus status = Write("-", text); status != 0) return status;
  }
  if (!options.json.empty()) {
    if (const ExitStatus status = Write(options.json, conformance::RunJson(*result)); status != 0) {
      return status;
    }
  }
  return CountUnexpected(*result, options.strict) == 0 ? kAsExpected : kUnexpected;
}

ExitStatus Run(const RunOptions& options) {
  if (!options.json.empty() && (options.list || options.list_faults)) {
    throw CLI::ValidationError("--json goes with a run, not with a list");
  }
  if (options.list_faults) return Write("-", FaultList());
  if (options.tsv && !options.list) throw CLI::ValidationError("--tsv goes with --list");
  for (const std::string& subject : options.subjects) {
    if (subject != "reference") {
      throw CLI::ValidationError(
          absl::StrCat("unknown subject '", subject, "'; there is: reference"));
    }
  }
  const auto* fault = conformance::reference::FindFault(options.fault);
  if (!options.fault.empty() && fault == nullptr) {
    throw CLI::ValidationError(
        absl::StrCat("unknown fault '", options.fault, "'; --list-faults names them"));
  }
  const std::vector<Cell> cells = SelectCells(options.filter);
  if (cells.empty()) {
    throw CLI::ValidationError(
        absl::StrCat("no test matches '", options.filter, "'; --list names them"));
  }
  if (options.list) return Write("-", CellList(cells, options.tsv));
  return Judge(options, cells, fault);
}

}  // namespace

void AddRunCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App* const run =
      app.add_subcommand("run", "Run the conformance matrix on a subject and judge every cell");
  run->add_option("SUBJECT", options->subjects, "The subject: reference (default)")->expected(0, 1);
  run->add_option("--filter", options->filter,
                  "Only tests whose name matches, e.g. 'policy/min=0x80000/*'")
      ->type_name("GLOB");
  run->add_option("--reading", options->reading,
                  "How the documents are read: corrected (default) or page-2016")
      ->check(CLI::IsMember({"corrected", "page-2016"}));
  run->add_flag("--list", options->list, "Print the names of the tests and run nothing");
  run->add_flag("--tsv", options->tsv, "With --list: the expectations in both readings");
  run->add_option("--json", options->json, "Write every result as JSON; - is standard output")
      ->type_name("FILE");
  run->add_flag("--strict", options->strict,
                "Failed recommendations and offer findings make the exit status 1 too");
  run->add_option("--fault", options->fault, "Give the reference client a deliberate fault")
      ->type_name("NAME");
  run->add_flag("--list-faults", options->list_faults, "Print the faults and run nothing");
  run->add_flag("--quiet", options->quiet, "Print no text");
  run->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
