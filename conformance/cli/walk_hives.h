// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_WALK_HIVES_H_
#define NTLMATRIX_CONFORMANCE_CLI_WALK_HIVES_H_

#include <string>
#include <vector>

#include "conformance/cli/exit_status.h"
#include "conformance/stores/policy_path.h"

namespace ntlmatrix::cli {

// Lists every key and value of registry hives, `policy --walk`; what can't be read is said on
// standard error and makes the status kUnexpected.
ExitStatus WalkHives(const std::vector<std::string>& paths, const stores::PathOptions& options);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_WALK_HIVES_H_
