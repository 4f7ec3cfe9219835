// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_COMMANDS_H_
#define NTLMATRIX_CONFORMANCE_CLI_COMMANDS_H_

#include <string>
#include <vector>

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
void AddCheckSubjectCommand(CLI::App& app, ExitStatus* exit_status);

// The arguments of `ntlmatrix` without the "--" before the COMMAND of check-subject, at which the
// library would end the subcommand.
std::vector<std::string> WithoutSeparator(std::vector<std::string> words);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_COMMANDS_H_
