// SPDX-License-Identifier: Apache-2.0

#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "conformance/cli/commands.h"
#include "conformance/cli/interrupt.h"
#include "conformance/cli/output.h"
#include "conformance/cli/run_expected.h"
#include "conformance/cli/run_selection.h"
#include "conformance/cli/run_subjects.h"
#include "conformance/expected/comparison.h"
#include "conformance/expected/proposal.h"
#include "conformance/report/reported_run.h"
#include "conformance/report/run_json.h"
#include "conformance/report/run_markdown.h"
#include "conformance/report/run_text.h"
#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Reading;
using conformance::ReportedRun;
using conformance::RunResult;
using conformance::external::ListedSubject;

constexpr char kReference[] = "reference";
constexpr char kEverySubject[] = "all";

struct RunOptions {
  std::vector<std::string> subjects;
  std::vector<std::string> shims;  // NAME=COMMAND
  std::string subject_list = NTLMATRIX_SUBJECT_LIST;
  std::string json;
  std::string markdown;
  std::string filter;
  std::string reading = "corrected";
  std::string depth = "core";
  std::string fault;
  KnownOptions known;
  bool list = false;
  bool tsv = false;
  bool strict = false;
  bool quiet = false;
  bool list_faults = false;
  bool list_subjects = false;
};

ExitStatus Write(const std::string& path, absl::string_view text) {
  return WriteReport(path, text) ? kAsExpected : kInfrastructure;
}

std::string FaultList() {
  std::string text;
  for (const auto& fault : conformance::reference::Faults()) {
    absl::StrAppendFormat(&text, "%-26s%s\n", fault.name, fault.says);
  }
  return text;
}

// Who is to be run, and why nothing may be missing.
struct Subjects {
  bool reference = false;
  std::vector<ListedSubject> shims;
  bool every = false;  // those that are not installed are left out
};

std::vector<ListedSubject> ListedSubjects(const RunOptions& options) {
  auto listed = conformance::external::ReadSubjectList(options.subject_list);
  if (!listed.ok()) throw CLI::ValidationError(std::string(listed.status().message()));
  return *std::move(listed);
}

std::string SubjectListText(const RunOptions& options) {
  std::string text = absl::StrFormat("%-18s%s\n", kReference, "in process");
  for (const ListedSubject& subject : ListedSubjects(options)) {
    const std::string packages = absl::StrJoin(subject.packages, ", ");
    absl::StrAppendFormat(&text, "%-18s%s\n", subject.name,
                          packages.empty() ? "part of the suite" : packages);
  }
  return text;
}

void AddNamed(const RunOptions& options, const std::string& name, Subjects* subjects) {
  if (name == kReference) {
    subjects->reference = true;
    return;
  }
  std::vector<std::string> names = {kReference};
  for (ListedSubject& subject : ListedSubjects(options)) {
    names.push_back(subject.name);
    if (name == kEverySubject || name == subject.name) {
      subjects->shims.push_back(std::move(subject));
      if (name != kEverySubject) return;
    }
  }
  subjects->every |= name == kEverySubject;
  if (name != kEverySubject) {
    throw CLI::ValidationError(absl::StrCat("unknown subject '", name, "'; there are: ",
                                            absl::StrJoin(names, ", "), ", ", kEverySubject));
  }
}

Subjects ChooseSubjects(const RunOptions& options) {
  Subjects subjects;
  for (const std::string& name : options.subjects) AddNamed(options, name, &subjects);
  for (const std::string& shim : options.shims) {
    const size_t equals = shim.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == shim.size()) {
      throw CLI::ValidationError(absl::StrCat("--shim wants NAME=COMMAND, not '", shim, "'"));
    }
    // The shell understands what people write, `ssh host shim.exe` included.
    subjects.shims.push_back(
        {.name = shim.substr(0, equals),
         .command = {"/bin/sh", "-c", absl::StrCat("exec ", shim.substr(equals + 1))},
         .packages = {}});
  }
  subjects.reference |= subjects.shims.empty();
  return subjects;
}

// The argument that runs the subject once more; "" where that is its name.
std::string AskedAs(const RunOptions& options, const std::string& name) {
  for (const std::string& shim : options.shims) {
    if (!absl::StartsWith(shim, absl::StrCat(name, "="))) continue;
    return absl::StrCat("--shim '", absl::StrReplaceAll(shim, {{"'", "'\\''"}}), "'");
  }
  return "";
}

// A subject that could not be run, in words. Those that are not installed are no error of a run of
// all, unless the environment says that nothing may be left out.
ExitStatus ReportMissing(const SubjectRun& run, bool every) {
  const std::string message(run.result.status().message());
  if (!NotInstalled(run)) {
    PrintError(absl::StrCat(run.name, ": the run broke: ", message));
    return kInfrastructure;
  }
  PrintError(absl::StrCat(run.name, ": skipped, it is not installed: ", message));
  if (!every) return kInfrastructure;
  const char* const no_skip = std::getenv("NTLMATRIX_NO_SKIP");
  return no_skip != nullptr && absl::string_view(no_skip) == "1" ? kUnexpected : kAsExpected;
}

// Other output on standard output would be spoiled by text.
bool PrintsText(const RunOptions& options) {
  return !options.quiet && options.json != "-" && options.markdown != "-" &&
         options.known.write != "-";
}

void Worsen(ExitStatus status, ExitStatus* worst) {
  if (status > *worst) *worst = status;
}

expected::Scope ScopeOf(const RunOptions& options) {
  return {.strict = options.strict,
          .filtered = !options.filter.empty(),
          .today = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone())};
}

ExitStatus WriteProposals(const RunOptions& options, const Known& known,
                          const std::vector<ReportedRun>& reported) {
  ExitStatus status = kAsExpected;
  if (!known.target) return status;
  const expected::Scope scope = ScopeOf(options);
  for (const ReportedRun& run : reported) {
    const auto file = expected::Propose(
        *run.result, run.known == nullptr ? CompareWithNothing(*run.result, scope) : *run.known,
        scope.today);
    Worsen(known.target->Write(run.result->subject.name, file, !PrintsText(options)), &status);
  }
  return status;
}

ExitStatus Report(const RunOptions& options, const Known& known,
                  const std::vector<SubjectRun>& runs, bool every) {
  ExitStatus status = kAsExpected;
  std::vector<ReportedRun> reported;
  std::deque<expected::Comparison> comparisons;
  for (const SubjectRun& run : runs) {
    if (!run.result.ok()) {
      Worsen(ReportMissing(run, every), &status);
      continue;
    }
    reported.push_back({.result = &*run.result});
    bool good = CountUnexpected(*run.result, options.strict) == 0;
    if (known.files) {
      comparisons.push_back(known.files->Compare(*run.result, ScopeOf(options)));
      reported.back().known = &comparisons.back();
      good = comparisons.back().AsExpected();
    }
    if (!good) Worsen(kUnexpected, &status);
  }
  if (PrintsText(options) && !reported.empty()) {
    Worsen(Write("-", conformance::RunsText(reported, options.strict)), &status);
  }
  if (!options.json.empty() && !reported.empty()) {
    Worsen(Write(options.json, conformance::RunsJson(reported)), &status);
  }
  if (!options.markdown.empty() && !reported.empty()) {
    Worsen(Write(options.markdown, conformance::RunsMarkdown(reported)), &status);
  }
  Worsen(WriteProposals(options, known, reported), &status);
  return status;
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
  }
  const Interrupt interrupt;
  std::vector<SubjectRun> shims =
      RunShims(subjects.shims, selected, reading, [] { return Interrupt::seen(); });
  for (SubjectRun& run : shims) {
    if (run.result.ok()) run.result->asked_as = AskedAs(options, run.name);
    runs.push_back(std::move(run));
  }
  return Report(options, *known, runs, subjects.every);
}

ExitStatus Run(const RunOptions& options) {
  const bool lists = options.list || options.list_faults || options.list_subjects;
  if (options.known.Any() && lists) {
    throw CLI::ValidationError("--expected and --write-expected go with a run, not with a list");
  }
  if (!options.json.empty() && lists) {
    throw CLI::ValidationError("--json goes with a run, not with a list");
  }
  if (options.list_faults) return Write("-", FaultList());
  if (options.list_subjects) return Write("-", SubjectListText(options));
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
  if (options.list) return Write("-", SelectionList(selected, options.tsv));
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
