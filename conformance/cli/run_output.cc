// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/run_output.h"

#include <cstdlib>
#include <deque>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "conformance/cli/output.h"
#include "conformance/expected/comparison.h"
#include "conformance/expected/proposal.h"
#include "conformance/report/reported_run.h"
#include "conformance/report/run_json.h"
#include "conformance/report/run_markdown.h"
#include "conformance/report/run_text.h"

namespace ntlmatrix::cli {
namespace {

using conformance::ReportedRun;

// A subject that could not be run. Those that are not installed are no error of a run of all,
// unless the environment says that nothing may be left out.
ExitStatus ReportMissing(const conformance::MissingRun& run, bool every) {
  if (run.installed) {
    PrintError(absl::StrCat(run.subject, ": the run broke: ", run.why));
    return kInfrastructure;
  }
  PrintError(absl::StrCat(run.subject, ": skipped, it is not installed: ", run.why));
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

}  // namespace

ExitStatus ReportRuns(const RunOptions& options, const Known& known,
                      const std::vector<SubjectRun>& runs, bool every) {
  ExitStatus status = kAsExpected;
  std::vector<ReportedRun> reported;
  std::vector<conformance::MissingRun> missing;
  std::deque<expected::Comparison> comparisons;
  for (const SubjectRun& run : runs) {
    if (!run.result.ok()) {
      missing.push_back({.subject = run.name,
                         .installed = !NotInstalled(run),
                         .why = std::string(run.result.status().message())});
      Worsen(ReportMissing(missing.back(), every), &status);
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
    Worsen(WriteOutput("-", conformance::RunsText(reported, options.strict)), &status);
  }
  if (!options.json.empty()) {
    Worsen(WriteOutput(options.json, conformance::RunsJson(reported, missing)), &status);
  }
  if (!options.markdown.empty() && !reported.empty()) {
    Worsen(WriteOutput(options.markdown, conformance::RunsMarkdown(reported, missing)), &status);
  }
  Worsen(WriteProposals(options, known, reported), &status);
  return status;
}

}  // namespace ntlmatrix::cli
