// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_REPORTED_RUN_H_
#define NTLMATRIX_CONFORMANCE_REPORT_REPORTED_RUN_H_

#include <string>

#include "conformance/expected/comparison.h"
#include "conformance/run.h"

namespace ntlmatrix::conformance {

// What a report is about; both outlive it.
struct ReportedRun {
  const RunResult* result = nullptr;
  const expected::Comparison* known = nullptr;  // null: the run was held against no file
};

// A subject that was asked for and gave no results.
struct MissingRun {
  std::string subject;
  bool installed = false;
  std::string why;
};

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_REPORTED_RUN_H_
