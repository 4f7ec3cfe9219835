// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_

#include <string>
#include <vector>

#include "conformance/report/reported_run.h"
#include "conformance/run.h"

namespace ntlmatrix::conformance {

// A run as JSON, schema "ntlmatrix/run/1", one result a check, with a final line break. With
// `known` a member `expected` says how it stands against the known deviations, and so do the
// statuses. Results whose exchange was kept have its messages.
std::string RunJson(const RunResult& result, const expected::Comparison* known = nullptr);

// The same of all that were asked for: that of the one, or, schema "ntlmatrix/runs/1", an object
// with the list `runs` and a list `missing` of those that could not be run.
std::string RunsJson(const std::vector<ReportedRun>& runs,
                     const std::vector<MissingRun>& missing = {});

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_JSON_H_
