// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_CHECK_CHECKER_H_
#define NTLMATRIX_CONFORMANCE_CLI_CHECK_CHECKER_H_

#include <string>
#include <vector>

#include "conformance/cli/exit_status.h"

namespace ntlmatrix::cli {

// Judges checkers' files, `policy --check-checker`. `json` is where the report goes as JSON, "-"
// standard output, empty nowhere; strict: warnings fail too.
ExitStatus CheckCheckers(const std::vector<std::string>& paths, const std::string& json, bool quiet,
                         bool strict);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_CHECK_CHECKER_H_
