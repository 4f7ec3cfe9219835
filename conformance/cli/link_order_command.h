// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_LINK_ORDER_COMMAND_H_
#define NTLMATRIX_CONFORMANCE_CLI_LINK_ORDER_COMMAND_H_

#include <string>

#include "conformance/cli/exit_status.h"
#include "conformance/stores/policy_input.h"

namespace ntlmatrix::cli {

// `ntlmatrix policy --link-order FILE`: what a computer gets, as text on standard output unless
// `quiet` or `json` is "-", and as JSON to the file `json` where that is not empty.
ExitStatus ReportLinkOrder(const std::string& path, const stores::PolicyScope& scope,
                           const std::string& json, bool quiet, bool strict);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_LINK_ORDER_COMMAND_H_
