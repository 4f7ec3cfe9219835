// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_

#include <string>

#include "conformance/run.h"

namespace ntlmatrix::conformance {

// A run for people: what the subject did, the failures, the counts, the two readings, and whether
// that is as expected, see CountUnexpected(). At most 100 columns but for test names.
std::string RunText(const RunResult& result, bool strict);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_TEXT_H_
