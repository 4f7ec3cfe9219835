// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_
#define NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::cli {

// Writes a report; "-" is standard output. An Internal error names the file and the reason.
absl::Status WriteOutput(const std::string& path, absl::string_view text);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_
