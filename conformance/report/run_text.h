// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_

#include <string>
#include <vector>

#include "conformance/run.h"

namespace ntlmatrix::conformance {

// A run for people: what the subject did, the failures, the counts, the two readings, and whether
// that is as expected, see CountUnexpected(). At most 100 columns but for test names.
std::string RunText(const RunResult& result, bool strict);

// The same of several subjects, with an empty line between two.
std::string RunsText(const std::vector<const RunResult*>& results, bool strict);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_
