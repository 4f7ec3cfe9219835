// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_RUN_OUTPUT_H_
#define NTLMATRIX_CONFORMANCE_CLI_RUN_OUTPUT_H_

#include <vector>

#include "conformance/cli/exit_status.h"
#include "conformance/cli/run_expected.h"
#include "conformance/cli/run_options.h"
#include "conformance/cli/run_subjects.h"

namespace ntlmatrix::cli {

// Prints and writes what the options ask for and returns how the runs stand. With `every` subjects
// that are not installed are left out and named; NTLMATRIX_NO_SKIP=1 makes them unexpected.
ExitStatus ReportRuns(const RunOptions& options, const Known& known,
                      const std::vector<SubjectRun>& runs, bool every);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_RUN_OUTPUT_H_
