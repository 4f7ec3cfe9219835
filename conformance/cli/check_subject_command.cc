// SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"
#include "conformance/cli/interrupt.h"
#include "conformance/cli/output.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"
#include "conformance/subjects/check/check_subject.h"

namespace ntlmatrix::cli {
namespace {

using conformance::check::CheckMark;
using conformance::check::CheckOptions;
using conformance::check::CheckSummary;

constexpr char kHanging[] = "     ";

struct Options {
  std::vector<std::string> command;
  double timeout = 0;  // seconds; 0: those of the protocol
};

CheckOptions LimitsOf(const Options& options) {
  CheckOptions check = {.command = options.command, .stop = [] { return Interrupt::seen(); }};
  if (options.timeout > 0) {
    const std::chrono::milliseconds limit(static_cast<int64_t>(options.timeout * 1000));
    check.hello_limit = check.answer_limit = check.exit_limit = limit;
  }
  return check;
}

// Written at once: a step may take long.
class Output {
 public:
  void Write(const std::string& text) { good_ = good_ && WriteReport("-", text); }
  bool good() const { return good_; }

 private:
  bool good_ = true;
};

std::string StandardErrorText(const std::string& said) {
  constexpr size_t kMostLines = 10;
  std::vector<std::string> lines =
      absl::StrSplit(absl::StripAsciiWhitespace(said), '\n', absl::SkipWhitespace());
  if (lines.empty()) return "";
  if (lines.size() > kMostLines) lines.erase(lines.begin(), lines.end() - kMostLines);
  std::string text = "standard error of the shim ends:\n";
  for (const std::string& line : lines) absl::StrAppend(&text, kHanging, Printable(line), "\n");
  return text;
}

std::string VerdictText(const CheckSummary& summary) {
  const std::string notes =
      summary.notes == 0
          ? ""
          : absl::StrCat(", ", summary.notes, summary.notes == 1 ? " note" : " notes");
  if (summary.problems > 0) {
    return absl::StrCat("NOT READY: ", summary.problems,
                        summary.problems == 1 ? " problem" : " problems", notes, "\n");
  }
  return absl::StrCat("READY: ", Printable(summary.subject), notes,
                      "; ntlmatrix run --shim NAME=COMMAND judges it\n");
}

// The command follows the options and is none of them.
class CommandFormatter : public CLI::Formatter {
 public:
  // CLI::Formatter:
  std::string make_usage(const CLI::App*, std::string name) const override {
    return absl::StrCat("Usage: ", name, " [OPTIONS] [--] COMMAND...\n");
  }
};

ExitStatus Run(const Options& options) {
  const Interrupt interrupt;
  Output output;
  const auto summary = conformance::check::CheckSubject(
      LimitsOf(options), [&](CheckMark mark, const std::string& text) {
        const std::string word(conformance::check::CheckMarkName(mark));
        output.Write(Wrapped(absl::StrFormat("%-5s", word), Printable(text)));
      });
  if (absl::IsFailedPrecondition(summary.status())) {
    PrintError(absl::StrCat("not installed, says the shim: ", summary.status().message()));
    return kInfrastructure;
  }
  if (!summary.ok()) {
    PrintError(absl::IsCancelled(summary.status())
                   ? std::string("stopped")
                   : absl::StrCat("the shim can't be started: ", summary.status().message()));
    return kInfrastructure;
  }
  output.Write(StandardErrorText(summary->standard_error));
  output.Write(VerdictText(*summary));
  if (!output.good()) return kInfrastructure;
  return summary->problems > 0 ? kUnexpected : kAsExpected;
}

}  // namespace

std::vector<std::string> WithoutSeparator(std::vector<std::string> words) {
  if (words.empty() || words.front() != "check-subject") return words;
  for (size_t i = 1; i < words.size() && words[i][0] == '-'; ++i) {
    if (words[i] == "--") {
      words.erase(words.begin() + static_cast<ptrdiff_t>(i));
      break;
    }
    if (words[i] == "--timeout") ++i;  // its value
  }
  return words;
}

void AddCheckSubjectCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "check-subject", "Walk a shim of your own through the subject protocol: is it ready?");
  command
      ->add_option("--timeout", options->timeout,
                   "Limit of an answer, of hello and of the exit (default: 10, 30 and 5)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, 600.0).description(""));
  // What follows the first word that is no option of ours belongs to the shim.
  command->prefix_command();
  command->formatter(std::make_shared<CommandFormatter>());
  command->footer(
      "The protocol is in conformance/subjects/PROTOCOL.md, an example to copy in\n"
      "conformance/subjects/impacket/impacket_shim.py. One line for each step: ok; FAIL, to be\n"
      "mended; note, to be known; info, a figure. Whether the implementation itself is right is\n"
      "judged by ntlmatrix run --shim NAME=COMMAND.\n"
      "Exit status: 0 ready; 1 not ready; 2 usage; 3 the shim can't be started, or says that its\n"
      "implementation is not installed.");
  command->callback([options, command, exit_status] {
    options->command = command->remaining();
    if (options->command.empty())
      throw CLI::ValidationError("COMMAND is missing: how is the shim started?");
    *exit_status = Run(*options);
  });
}

}  // namespace ntlmatrix::cli
