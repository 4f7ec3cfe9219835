// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"
#include "conformance/cli/decode_input.h"
#include "conformance/cli/output.h"
#include "conformance/decode/challenge_diff.h"
#include "conformance/decode/decoded.h"
#include "conformance/report/challenge_diff_report.h"
#include "conformance/report/decode_finding_lines.h"
#include "conformance/report/decode_json.h"
#include "conformance/report/decode_text.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::cli {
namespace {

struct Options {
  std::vector<std::string> what;
  std::string json;
  bool diff = false;
  bool quiet = false;
  bool strict = false;
};

// One line for each input and each message with something wrong that has no rule.
void PrintErrors(const decode::Decoding& decoding) {
  for (const decode::DecodedInput& input : decoding.inputs()) {
    const std::string line = report::DecodeErrorLine(input);
    if (!line.empty()) PrintError(line);
  }
  for (const decode::DecodedToken& token : decoding.tokens()) {
    if (token.status.ok()) continue;
    PrintError(
        absl::StrCat(report::TokenPlaceText(decoding.inputs()[token.input], token.token.place),
                     ": ", std::string(token.status.message())));
  }
  if (decoding.cut()) {
    PrintError(absl::StrCat("more than ", decode::kMostTokens,
                            " tokens: the others were not read; give a part of the input"));
  }
}

Severity LeastThatFails(const Options& options) {
  return options.strict ? Severity::kWarning : Severity::kError;
}

// One line for each finding on the token that makes the exit status 1.
void PrintFindings(const decode::Decoding& decoding, const decode::DecodedToken& token,
                   const Options& options) {
  for (const std::string& line :
       report::DecodeFindingLines(decoding, token, LeastThatFails(options))) {
    PrintError(line);
  }
}

bool Fails(const decode::DecodedToken& token, const Options& options) {
  return !token.status.ok() || HasFinding(token, Severity::kError) ||
         (options.strict && HasFinding(token, Severity::kWarning));
}

// The first CHALLENGE_MESSAGE of an input.
const decode::DecodedToken* FindChallenge(const decode::Decoding& decoding, size_t input) {
  for (const decode::DecodedToken& token : decoding.tokens()) {
    if (token.input == input && token.type == ntlm::MessageType::kChallenge) return &token;
  }
  return nullptr;
}

ExitStatus Fail(absl::string_view message) {
  PrintError(message);
  return kUnexpected;
}

ExitStatus RunDiff(const Options& options) {
  if (options.what.size() != 2) {
    throw CLI::ValidationError("--diff: give two inputs with a CHALLENGE_MESSAGE each");
  }
  decode::Decoding decoding;
  for (const std::string& one : options.what) AddTo(&decoding, ReadDecodeInputs({one}).front());
  PrintErrors(decoding);
  const decode::DecodedToken* challenges[2] = {};
  std::string places[2];
  for (size_t i = 0; i < 2; ++i) {
    const decode::DecodedInput& input = decoding.inputs()[i];
    challenges[i] = FindChallenge(decoding, i);
    if (challenges[i] == nullptr) {
      return Fail(absl::StrCat(Printable(input.name), ": no CHALLENGE_MESSAGE to compare"));
    }
    places[i] = report::TokenPlaceText(input, challenges[i]->token.place);
    PrintFindings(decoding, *challenges[i], options);  // the comparison does not show them
  }
  const auto diff = decode::DiffChallenges(challenges[0]->token.bytes, challenges[1]->token.bytes);
  if (!diff.ok()) return kUnexpected;  // PrintErrors said so
  const bool print_text = !options.quiet && options.json != "-";
  if (print_text && !WriteReport("-", report::ChallengeDiffText(places[0], places[1], *diff))) {
    return kInfrastructure;
  }
  if (!options.json.empty() &&
      !WriteReport(options.json, report::ChallengeDiffJson(places[0], places[1], *diff))) {
    return kInfrastructure;
  }
  return Fails(*challenges[0], options) || Fails(*challenges[1], options) ? kUnexpected
                                                                          : kAsExpected;
}

ExitStatus Run(const Options& options) {
  if (options.diff) return RunDiff(options);
  decode::Decoding decoding;
  for (const DecodeInput& input : ReadDecodeInputs(options.what)) AddTo(&decoding, input);
  decoding.JudgeExchanges();
  PrintErrors(decoding);
  if (options.quiet) {
    for (const decode::DecodedToken& token : decoding.tokens()) {
      PrintFindings(decoding, token, options);
    }
  }
  const bool print_text = !options.quiet && options.json != "-";
  if (print_text && !WriteReport("-", report::DecodeText(decoding))) return kInfrastructure;
  if (!options.json.empty() && !WriteReport(options.json, report::DecodeJson(decoding))) {
    return kInfrastructure;
  }
  if (decoding.HasErrors()) return kUnexpected;
  return options.strict && decoding.HasWarnings() ? kUnexpected : kAsExpected;
}

}  // namespace

void AddDecodeCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "decode", "Explain any NTLM token: binary, hex, hexdump, base64, HTTP header, log");
  command->add_option("WHAT", options->what,
                      "Files, - for standard input, or the text itself; default: standard input");
  command->add_option("--json", options->json, "Write the report as JSON; - is standard output")
      ->type_name("FILE");
  command->add_flag("--diff", options->diff,
                    "Compare the first CHALLENGE_MESSAGEs of two inputs, and which clients that "
                    "matters for");
  command->add_flag("--quiet", options->quiet, "Print errors only");
  command->add_flag("--strict", options->strict, "Warnings fail too");
  command->footer(
      "Tokens of one input or several are one exchange and are checked against each other.\n"
      "Exit status: 0 tokens without findings of severity error; 1 such a finding, a token that\n"
      "can't be read, an input without token; 2 usage; 3 output can't be written. With --diff the\n"
      "two messages that are compared count.");
  command->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
