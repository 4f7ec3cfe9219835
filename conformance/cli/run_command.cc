// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/cli/commands.h"
#include "conformance/cli/interrupt.h"
#include "conformance/cli/output.h"
#include "conformance/cli/run_expected.h"
#include "conformance/cli/run_options.h"
#include "conformance/cli/run_output.h"
#include "conformance/cli/run_selection.h"
#include "conformance/cli/run_subjects.h"
#include "conformance/cli/subject_choice.h"
#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Reading;
using conformance::external::ListedSubject;

std::string FaultList() {
  std::string text;
  for (const auto& fault : conformance::reference::Faults()) {
    absl::StrAppendFormat(&text, "%-26s%s\n", fault.name, fault.says);
  }
  return text;
}

void ForgetExchanges(SubjectRun* run) {
  if (!run->result.ok()) return;
  for (auto& cell : run->result->cells) cell.exchange.reset();
  for (auto& message : run->result->messages) message.exchange.reset();
}

ExitStatus Judge(const RunOptions& options, const Selection& selected, const Subjects& subjects,
                 const conformance::reference::Fault* fault) {
  const auto reference = conformance::reference::MakeReference(fault);
  std::vector<std::string> names;
  if (subjects.reference) names.push_back(reference->Info().name);
  for (const ListedSubject& shim : subjects.shims) names.push_back(shim.name);
  const auto known = ReadKnown(options.known, names);
  if (!known.ok()) {
    PrintError(known.status().message());
    return kUnexpected;
  }
  const Reading reading = options.reading == "page-2016" ? Reading::kPage2016 : Reading::kCorrected;
  std::vector<SubjectRun> runs;
  if (subjects.reference) {
    runs.push_back({.name = kReference, .result = RunSelected(*reference, selected, reading)});
    if (fault != nullptr && runs.back().result.ok()) {
      runs.back().result->asked_as = absl::StrCat("--fault ", fault->name);
    }
  }
  const Interrupt interrupt;
  std::vector<SubjectRun> shims =
      RunShims(subjects.shims, selected, reading, [] { return Interrupt::seen(); });
  for (SubjectRun& run : shims) {
    if (run.result.ok()) run.result->asked_as = AskedAs(options, run.name);
    runs.push_back(std::move(run));
  }
  if (!options.messages) {
    for (SubjectRun& run : runs) ForgetExchanges(&run);
  }
  return ReportRuns(options, *known, runs, subjects.every);
}

ExitStatus Run(const RunOptions& options) {
  const bool lists = options.list || options.list_faults || options.list_subjects;
  if (options.known.Any() && lists) {
    throw CLI::ValidationError("--expected and --write-expected go with a run, not with a list");
  }
  if (!options.json.empty() && lists) {
    throw CLI::ValidationError("--json goes with a run, not with a list");
  }
  if (options.messages && options.json.empty()) {
    throw CLI::ValidationError("--messages goes with --json");
  }
  if (options.list_faults) return WriteOutput("-", FaultList());
  if (options.list_subjects) return WriteOutput("-", SubjectListText(options));
  if (options.tsv && !options.list) throw CLI::ValidationError("--tsv goes with --list");
  if (options.known.Any() && options.reading != "corrected") {
    throw CLI::ValidationError("--expected and --write-expected go with --reading corrected");
  }
  if (!options.known.write.empty() && !options.filter.empty()) {
    throw CLI::ValidationError("--write-expected goes with a run of all tests, not with --filter");
  }
  const Subjects subjects = ChooseSubjects(options);
  const auto* fault = conformance::reference::FindFault(options.fault);
  if (!options.fault.empty() && fault == nullptr) {
    throw CLI::ValidationError(
        absl::StrCat("unknown fault '", options.fault, "'; --list-faults names them"));
  }
  if (fault != nullptr && !subjects.reference) {
    throw CLI::ValidationError("--fault goes with the reference");
  }
  const Selection selected = Select(options.filter);
  if (selected.empty()) {
    throw CLI::ValidationError(
        absl::StrCat("no test matches '", options.filter, "'; --list names them"));
  }
  if (options.list) return WriteOutput("-", SelectionList(selected, options.tsv));
  return Judge(options, selected, subjects, fault);
}

}  // namespace

void AddRunCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App* const run =
      app.add_subcommand("run", "Run the matrix and the messages on a subject and judge them");
  run->add_option("SUBJECT", options->subjects,
                  "By name: reference (default), one of --list-subjects, or all")
      ->expected(0, -1);
  run->add_option("--shim", options->shims,
                  "A subject of your own, by a shell command that speaks the protocol\n"
                  "of conformance/subjects/PROTOCOL.md")
      ->type_name("NAME=COMMAND");
  run->add_flag("--list-subjects", options->list_subjects,
                "Print the names of the subjects and what they need, and run nothing");
  run->add_option("--subject-list", options->subject_list,
                  "A list of subjects instead of that of the build")
      ->type_name("FILE");
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
  run->add_flag("--messages", options->messages,
                "With --json: the messages of what failed or broke, in\n"
                "hexadecimal; they hold random bytes, so two runs differ");
  run->add_option("--markdown", options->markdown,
                  "Write what the subjects do as Markdown; - is standard output")
      ->type_name("FILE");
  run->add_flag("--strict", options->strict,
                "Failed recommendations and offer findings make the exit status 1 too");
  run->add_flag("--expected", options->known.expected,
                "Exit status 0 for the known deviations of the subject and no others");
  run->add_option("--expected-dir", options->known.folder,
                  "The same with the files SUBJECT.json of another folder")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory.description(""));
  run->add_option("--write-expected", options->known.write,
                  "Propose known deviations, for people to write the reasons")
      ->type_name("FILE|DIR");
  run->add_option("--fault", options->fault, "Give the reference a deliberate fault")
      ->type_name("NAME");
  run->add_flag("--list-faults", options->list_faults, "Print the faults and run nothing");
  run->add_flag("--quiet", options->quiet, "Print no text");
  run->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
