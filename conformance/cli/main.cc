// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"
#include "conformance/cli/output.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"

namespace {

using ntlmatrix::Printable;
using ntlmatrix::Wrapped;

// The usage line of the innermost subcommand that was named.
std::string UsageLine(const CLI::App* app) {
  const auto named = app->get_subcommands();
  if (!named.empty()) return UsageLine(named.front());
  const std::string parent = app->get_parent() == nullptr ? "" : app->get_parent()->get_name();
  for (const absl::string_view line : absl::StrSplit(app->help(parent), '\n')) {
    if (absl::StartsWith(line, "Usage: ")) return std::string(line);
  }
  return "";
}

// "ntlmatrix policy --help" of the innermost subcommand that was named.
std::string HelpCommand(const CLI::App* app) {
  const auto named = app->get_subcommands();
  return absl::StrCat("ntlmatrix ", named.empty() ? "" : named.front()->get_name() + " ", "--help");
}

// A first word that is no subcommand; the library says only that one is missing.
std::string UnknownSubcommand(const CLI::App* app) {
  const std::vector<std::string> words = app->remaining();
  if (!app->get_subcommands().empty() || words.empty() || absl::StartsWith(words.front(), "-")) {
    return "";
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app->get_subcommands({})) names.push_back(command->get_name());
  return absl::StrCat("there is no subcommand ", words.front(), "; there are ",
                      absl::StrJoin(names, ", "));
}

std::string FailureMessage(const CLI::App* app, const CLI::Error& error) {
  const std::string unknown = UnknownSubcommand(app);
  const std::string message =
      Printable(unknown.empty() ? absl::StripSuffix(error.what(), "\n") : unknown);
  return absl::StrCat(Wrapped("", absl::StrCat("ntlmatrix: ", message)), UsageLine(app), "\n",
                      HelpCommand(app), " says more\n");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace ntlmatrix::cli;
  ReserveStandardStreams();
  CLI::App app{"NTLMatrix: does an NTLM client really refuse what its policy says it must refuse?",
               "ntlmatrix"};
  app.set_version_flag("--version", "ntlmatrix " NTLMATRIX_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 as expected, 1 unexpected results or unreadable input, 2 usage, 3 "
      "infrastructure.");
  app.failure_message(FailureMessage);
  ExitStatus status = kAsExpected;
  AddRunCommand(app, &status);
  AddPolicyCommand(app, &status);
  AddImpactCommand(app, &status);
  AddDecodeCommand(app, &status);
  AddExplainCommand(app, &status);
  AddRulesCommand(app, &status);
  AddCheckSubjectCommand(app, &status);
  try {
    std::vector<std::string> words = WithoutSeparator({argv + 1, argv + argc});
    std::reverse(words.begin(), words.end());  // as the library takes them
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    std::ostringstream text;
    const bool asked_for_text = app.exit(error, text, std::cerr) == 0;  // --help, --version
    if (!asked_for_text) return kUsage;
    return WriteOutput("-", text.str());
  }
  return status;
}
