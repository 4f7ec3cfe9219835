// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_EXIT_STATUS_H_
#define NTLMATRIX_CONFORMANCE_CLI_EXIT_STATUS_H_

namespace ntlmatrix::cli {

// What the exit status of `ntlmatrix` says to a pipeline.
enum ExitStatus : int {
  kAsExpected = 0,      // nothing to object to
  kUnexpected = 1,      // unexpected results, findings of severity error, unreadable input
  kUsage = 2,           // the arguments make no sense
  kInfrastructure = 3,  // the run itself broke: an output can't be written, a subject can't start
};

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_EXIT_STATUS_H_
