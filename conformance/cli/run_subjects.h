// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_RUN_SUBJECTS_H_
#define NTLMATRIX_CONFORMANCE_CLI_RUN_SUBJECTS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "conformance/cli/run_selection.h"
#include "conformance/run.h"
#include "conformance/subjects/external/subject_list.h"
#include "conformance/subjects/subject.h"
#include "conformance/terms.h"

namespace ntlmatrix::cli {

// What came of one subject.
struct SubjectRun {
  std::string name;
  // FailedPrecondition and NotFound: not installed. Anything else: the run broke.
  absl::StatusOr<conformance::RunResult> result;
};

// Takes a subject in process through the selection.
absl::StatusOr<conformance::RunResult> RunSelected(conformance::Subject& subject,
                                                   const Selection& selected,
                                                   conformance::Reading reading);

// Takes every listed subject through the selection, as many at a time as there are processors, and
// returns what came of them in the order of the list. `stop` is asked by several threads.
std::vector<SubjectRun> RunShims(absl::Span<const conformance::external::ListedSubject> subjects,
                                 const Selection& selected, conformance::Reading reading,
                                 const std::function<bool()>& stop);

// Whether a run came to nothing because the implementation is not there.
bool NotInstalled(const SubjectRun& run);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_RUN_SUBJECTS_H_
