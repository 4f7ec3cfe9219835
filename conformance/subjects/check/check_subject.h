// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_SUBJECT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_SUBJECT_H_

#include <string>

#include "absl/status/statusor.h"

#include "conformance/subjects/check/check_report.h"
#include "conformance/subjects/check/conversation.h"

namespace ntlmatrix::conformance::check {

// What came of a check.
struct CheckSummary {
  std::string subject;  // implementation and version; empty without a hello
  int problems = 0;     // lines with kFail
  int notes = 0;
  std::string standard_error;  // the end of what the shim wrote to it
};

// Walks a new shim through the subject protocol, conformance/subjects/PROTOCOL.md, and gives each
// finding to `sink` as soon as it is there.
//
// NotFound and Unavailable: it can't be started. FailedPrecondition: it says that its
// implementation is not installed. Cancelled: `options.stop` said so.
absl::StatusOr<CheckSummary> CheckSubject(const CheckOptions& options, CheckSink sink);

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_SUBJECT_H_
