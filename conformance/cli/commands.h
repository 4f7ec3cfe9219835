// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_COMMANDS_H_
#define NTLMATRIX_CONFORMANCE_CLI_COMMANDS_H_

#include <CLI/CLI.hpp>

#include "conformance/cli/exit_status.h"

namespace ntlmatrix::cli {

// Each adds its subcommand to `app`; running the subcommand sets `*exit_status`.
// `exit_status` must outlive the parse.
void AddRunCommand(CLI::App& app, ExitStatus* exit_status);
void AddPolicyCommand(CLI::App& app, ExitStatus* exit_status);
void AddImpactCommand(CLI::App& app, ExitStatus* exit_status);
void AddDecodeCommand(CLI::App& app, ExitStatus* exit_status);
void AddExplainCommand(CLI::App& app, ExitStatus* exit_status);
void AddRulesCommand(CLI::App& app, ExitStatus* exit_status);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_COMMANDS_H_
