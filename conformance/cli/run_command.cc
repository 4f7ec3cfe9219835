// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include <fnmatch.h>

#include "conformance/cli/commands.h"
#include "conformance/cli/output.h"
#include "conformance/matrix.h"
#include "conformance/messages/message_judge.h"
#include "conformance/messages/message_tests.h"
#include "conformance/messages/messages_tsv.h"
#include "conformance/report/run_json.h"
#include "conformance/report/run_text.h"
#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Cell;
using conformance::Reading;
using conformance::messages::MessageTest;

struct RunOptions {
  std::vector<std::string> subjects;
  std::string json;
  std::string filter;
  std::string reading = "corrected";
  std::string depth = "core";
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

// What a run is about: the cells of the matrix, then the messages.
struct Selection {
  std::vector<Cell> cells;
  std::vector<const MessageTest*> messages;
};

Selection Select(const std::string& filter) {
  const auto matches = [&](const std::string& name) {
    return filter.empty() || fnmatch(filter.c_str(), name.c_str(), 0) == 0;
  };
  Selection selected;
  for (const Cell& cell : conformance::AllCells()) {
    if (matches(cell.Name())) selected.cells.push_back(cell);
  }
  for (const MessageTest& test : conformance::messages::MessageTests()) {
    if (matches(test.Name())) selected.messages.push_back(&test);
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

// The two tables have other columns, so only one of them is printed.
std::string List(const Selection& selected, bool tsv) {
  if (tsv && !selected.cells.empty()) return conformance::MatrixTsv(selected.cells);
  if (tsv) return conformance::messages::MessagesTsv(selected.messages);
  std::string text;
  for (const Cell& cell : selected.cells) absl::StrAppend(&text, cell.Name(), "\n");
  for (const MessageTest* const test : selected.messages) {
    absl::StrAppend(&text, test->Name(), "\n");
  }
  return text;
}

absl::StatusOr<conformance::RunResult> RunSelected(const Selection& selected, Reading reading,
                                                   const conformance::reference::Fault* fault) {
  const auto subject = conformance::reference::MakeReference(fault);
  auto result = conformance::RunSubject(*subject, selected.cells, reading);
  if (!result.ok()) return result;
  auto messages = conformance::messages::RunMessages(*subject, selected.messages);
  if (!messages.ok()) return messages.status();
  result->messages = *std::move(messages);
  return result;
}

ExitStatus Judge(const RunOptions& options, const Selection& selected,
                 const conformance::reference::Fault* fault) {
  const Reading reading = options.reading == "page-2016" ? Reading::kPage2016 : Reading::kCorrected;
  const auto result = RunSelected(selected, reading, fault);
  if (!result.ok()) {
    PrintError(absl::StrCat("the run broke: ", std::string(result.status().message())));
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
  const Selection selected = Select(options.filter);
  if (selected.cells.empty() && selected.messages.empty()) {
    throw CLI::ValidationError(
        absl::StrCat("no test matches '", options.filter, "'; --list names them"));
  }
  if (options.list) return Write("-", List(selected, options.tsv));
  return Judge(options, selected, fault);
}

}  // namespace

void AddRunCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App* const run =
      app.add_subcommand("run", "Run the matrix and the messages on a subject and judge them");
  run->add_option("SUBJECT", options->subjects, "The subject: reference (default)")->expected(0, 1);
  run->add_option("--filter", options->filter,
                  "Only tests whose name matches, e.g. 'policy/min=0x80000/*'")
      ->type_name("GLOB");
  run->add_option("--reading", options->reading,
                  "How the documents are read: corrected (default) or page-2016")
      ->check(CLI::IsMember({"corrected", "page-2016"}));
  run->add_flag("--list", options->list, "Print the names of the tests and run nothing");
  run->add_flag("--tsv", options->tsv,
                "With --list: the expectations; those of messages where no cell matches");
  run->add_option("--depth", options->depth, "How much is run: core (default)")
      ->check(CLI::IsMember({"core"}));
  run->add_option("--json", options->json, "Write every result as JSON; - is standard output")
      ->type_name("FILE");
  run->add_flag("--strict", options->strict,
                "Failed recommendations and offer findings make the exit status 1 too");
  run->add_option("--fault", options->fault, "Give the reference a deliberate fault")
      ->type_name("NAME");
  run->add_flag("--list-faults", options->list_faults, "Print the faults and run nothing");
  run->add_flag("--quiet", options->quiet, "Print no text");
  run->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
