// SPDX-License-Identifier: Apache-2.0

#include <string>

#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"

int main(int argc, char** argv) {
  using namespace ntlmatrix::cli;
  CLI::App app{"NTLMatrix: does an NTLM client really refuse what its policy says it must refuse?",
               "ntlmatrix"};
  app.set_version_flag("--version", "ntlmatrix " NTLMATRIX_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 as expected, 1 unexpected results or unreadable input, 2 usage, 3 "
      "infrastructure.");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return std::string("ntlmatrix: ") + error.what() +
           "\nusage: ntlmatrix SUBCOMMAND [ARGUMENTS]; `ntlmatrix --help` and `ntlmatrix "
           "SUBCOMMAND "
           "--help` say more\n";
  });
  ExitStatus status = kAsExpected;
  AddRunCommand(app, &status);
  AddPolicyCommand(app, &status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_text = error.get_exit_code() == 0;  // --help, --version
    app.exit(error);
    return asked_for_text ? kAsExpected : kUsage;
  }
  return status;
}
