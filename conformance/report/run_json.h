// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_

#include <string>
#include <vector>

#include "conformance/run.h"

namespace ntlmatrix::conformance {

// A run as JSON, schema "ntlmatrix/run/1", one result a check, with a final line break.
std::string RunJson(const RunResult& result);

// The same of several subjects: that of the one, or an object with a list `runs`.
std::string RunsJson(const std::vector<const RunResult*>& results);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_
