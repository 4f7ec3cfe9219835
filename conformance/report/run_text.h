// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_

#include <string>
#include <vector>

#include "conformance/report/reported_run.h"
#include "conformance/run.h"

namespace ntlmatrix::conformance {

// A run for people: what the subject did, the failures, the counts, the two readings, and whether
// that is as expected, see CountUnexpected(). At most 100 columns but for test names. With `known`
// the failures are those that no line expects, and the comparison says whether all is as expected.
std::string RunText(const RunResult& result, bool strict,
                    const expected::Comparison* known = nullptr);

// The same of one subject; of several only where each broke off, what was expected, and the result.
std::string RunsText(const std::vector<ReportedRun>& runs, bool strict);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_
