// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_

#include <string>

#include "conformance/run.h"

namespace ntlmatrix::conformance {

// A run as JSON, schema "ntlmatrix/run/1", one result a check, with a final line break.
std::string RunJson(const RunResult& result);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_
