// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/check_subject.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "conformance/subjects/check/check_session.h"
#include "conformance/subjects/check/steps.h"

namespace ntlmatrix::conformance::check {
namespace {

using Step = void (*)(CheckSession*);

// The steps that make sense only once an exchange came to its end.
constexpr Step kWithExchanges[] = {CheckGarbage, CheckDrop, CheckCrossed, CheckInFlight,
                                   MeasureSpeed};

// Takes the steps until one is given up; whether all were taken.
bool TakeSteps(absl::Span<const Step> steps, CheckSession* session) {
  for (const Step step : steps) {
    step(session);
    if (session->gave_up()) return false;
  }
  return true;
}

void TakeAllSteps(CheckSession* session) {
  bool all = TakeSteps({CheckUnlisted, CheckListed}, session);
  if (all && session->authenticated()) {
    all = TakeSteps(kWithExchanges, session);
  } else if (all) {
    session->report().Info(
        "no exchange came to its end: garbage, drop, order and speed are not checked yet");
  }
  if (all) all = TakeSteps({CheckEnd, CheckLoaded}, session);
  const auto& stop = session->options().stop;
  if (!all && !(stop && stop())) {
    session->report().Info(
        "given up after too many breaks in a row: what comes later is not checked");
  }
}

}  // namespace

absl::StatusOr<CheckSummary> CheckSubject(const CheckOptions& options, CheckSink sink) {
  CheckReport report(std::move(sink));
  CheckSession session(options, &report);
  const absl::Status greeted = session.Greet();
  if (!greeted.ok() && !absl::IsAborted(greeted)) return greeted;
  CheckSummary summary;
  if (greeted.ok()) {
    summary.subject = absl::StrCat(session.hello().implementation, " ", session.hello().version);
    TakeAllSteps(&session);
    if (options.stop && options.stop()) return absl::CancelledError("stopped");
  }
  session.End();
  report.TellRepeats();
  summary.problems = report.fails();
  summary.notes = report.notes();
  summary.standard_error = session.standard_error();
  return summary;
}

}  // namespace ntlmatrix::conformance::check
