// SPDX-License-Identifier: Apache-2.0

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"
#include "conformance/cli/explain_message.h"
#include "conformance/cli/explain_report.h"
#include "conformance/cli/output.h"
#include "conformance/explain.h"
#include "conformance/messages/message_tests.h"
#include "conformance/security_event.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Application;
using conformance::Question;
using conformance::Side;

struct Options {
  std::vector<std::string> what;
  std::string event_file;
  std::string required;
  std::string negotiated;
  std::optional<int> lm;
  std::string app;
  std::string side;
  std::string json;
};

constexpr Side kSides[] = {Side::kClient, Side::kServer};

std::optional<Application> AppOf(const Options& options) {
  for (const Application app : conformance::kAllApplications) {
    if (ApplicationName(app) == options.app) return app;
  }
  return std::nullopt;
}

std::optional<Side> SideOf(const Options& options) {
  for (const Side side : kSides) {
    if (SideName(side) == options.side) return side;
  }
  return std::nullopt;
}

// The words that an option takes.
template <typename T, typename Name>
CLI::Validator OneOf(absl::Span<const T> values, Name name) {
  std::vector<std::string> words;
  for (const T value : values) words.emplace_back(name(value));
  return CLI::IsMember(words);
}

[[noreturn]] void UsageError(absl::string_view message) {
  throw CLI::ValidationError(std::string(message));
}

uint32_t FlagWordOrUsageError(absl::string_view option, absl::string_view text) {
  const auto word = conformance::ParseFlagWord(text);
  if (!word.ok()) UsageError(absl::StrCat(option, ": ", word.status().message()));
  return *word;
}

// At most one byte more than an event may have, so that too much is seen and not cut.
absl::StatusOr<std::string> ReadEventFile(const std::string& path) {
  const bool from_stdin = path == "-";
  std::FILE* const file = from_stdin ? stdin : std::fopen(path.c_str(), "rb");
  std::string text(conformance::kMaxSecurityEventText + 1, '\0');
  const size_t size = file == nullptr ? 0 : std::fread(text.data(), 1, text.size(), file);
  const bool failed = file == nullptr || std::ferror(file) != 0;
  const std::string why = failed ? std::strerror(errno) : "";
  if (file != nullptr && !from_stdin) std::fclose(file);
  if (failed) {
    return absl::NotFoundError(
        absl::StrCat(from_stdin ? "standard input" : path, ": cannot be read: ", why));
  }
  text.resize(size);
  return text;
}

Question QuestionOfEvent(absl::string_view text, const Options& options) {
  const auto event = conformance::ParseSecurityEvent(text);
  if (!event.ok()) UsageError(event.status().message());
  const std::optional<Side> side = SideOf(options);
  if (!event->side && !side) {
    UsageError(
        "the text does not say whether it is event 4010 (client) or 4011 (server): add --side "
        "client or --side server");
  }
  if (event->side && side && event->side != side) {
    UsageError(absl::StrCat("--side ", options.side, " contradicts the text, an event of the ",
                            SideName(*event->side)));
  }
  return {.reported = true,
          .side = event->side.value_or(side.value_or(Side::kClient)),
          .required = event->required,
          .negotiated = event->negotiated,
          .lm = options.lm,
          .app = AppOf(options)};
}

Question QuestionOfFlagWords(const Options& options) {
  return {.side = SideOf(options).value_or(Side::kClient),
          .required = FlagWordOrUsageError("--required", options.required),
          .negotiated = FlagWordOrUsageError("--negotiated", options.negotiated),
          .lm = options.lm,
          .app = AppOf(options)};
}

bool LooksLikeCellName(absl::string_view text) {
  return absl::StartsWith(text, "policy/") || absl::StartsWith(text, "policy-odd/");
}

// A cell's name, or the name of one of its checks as reports print it.
Question QuestionOfCellName(absl::string_view name, const Options& options) {
  if (options.lm || AppOf(options) || SideOf(options)) {
    UsageError("a cell has its own level, application and side: leave out --lm, --app and --side");
  }
  for (const conformance::Check check : conformance::kAllChecks) {
    absl::ConsumeSuffix(&name, absl::StrCat(":", CheckName(check)));
  }
  const auto cell = conformance::CellFromName(name);
  if (!cell.ok()) UsageError(cell.status().message());
  return conformance::QuestionOfCell(*cell);
}

ExitStatus Write(const Options& options, absl::string_view text, absl::string_view json) {
  if (!options.json.empty() && !WriteReport(options.json, json)) return kInfrastructure;
  if (options.json != "-" && !WriteReport("-", text)) return kInfrastructure;
  return kAsExpected;
}

ExitStatus Report(const Question& question, const Options& options) {
  const conformance::Explanation explanation = conformance::Explain(question);
  return Write(options, ExplanationText(question, explanation),
               ExplanationJson(question, explanation));
}

// The test of a message, or one of its checks as reports print it.
ExitStatus ReportMessage(absl::string_view name, const Options& options) {
  if (options.lm || AppOf(options) || SideOf(options)) {
    UsageError(
        "a message test has its own level, application and side: leave out --lm, --app and --side");
  }
  for (const conformance::Check check : conformance::kAllChecks) {
    absl::ConsumeSuffix(&name, absl::StrCat(":", CheckName(check)));
  }
  const auto* const test = conformance::messages::FindMessageTest(name);
  if (test == nullptr) {
    UsageError(absl::StrCat("no message test is called '", name,
                            "'; ntlmatrix run --list --filter 'message/*' names them"));
  }
  return Write(options, MessageExplanationText(*test), MessageExplanationJson(*test));
}

ExitStatus Run(const Options& options) {
  const std::string what = absl::StrJoin(options.what, " ");
  const int forms = (what.empty() ? 0 : 1) + (options.event_file.empty() ? 0 : 1) +
                    (options.required.empty() ? 0 : 1);
  if (forms != 1) {
    UsageError(
        "give one of: a cell name; the text of event 4010 or 4011, or --event FILE; --required "
        "with --negotiated");
  }
  if (!options.event_file.empty()) {
    const auto text = ReadEventFile(options.event_file);
    if (!text.ok()) {
      PrintError(text.status().message());
      return kUnexpected;
    }
    return Report(QuestionOfEvent(*text, options), options);
  }
  if (!options.required.empty()) return Report(QuestionOfFlagWords(options), options);
  if (absl::StartsWith(what, "message/")) return ReportMessage(what, options);
  return Report(
      LooksLikeCellName(what) ? QuestionOfCellName(what, options) : QuestionOfEvent(what, options),
      options);
}

}  // namespace

void AddExplainCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand(
      "explain", "Which option blocks a connection, by which document, and what lifts it");
  command->add_option(
      "WHAT", options->what,
      "The name of a cell or message, or the pasted text of a Windows event 4010 or "
      "4011");
  command
      ->add_option("--event", options->event_file,
                   "File with the text or XML of an event 4010 or 4011; - is standard input")
      ->type_name("FILE");
  CLI::Option* const required =
      command
          ->add_option("--required", options->required,
                       "Value of NtlmMinClientSec (Minimum Security Flags), hex or decimal")
          ->type_name("FLAGS");
  CLI::Option* const negotiated =
      command
          ->add_option("--negotiated", options->negotiated,
                       "Negotiated NegotiateFlags (Negotiated Security Flags)")
          ->type_name("FLAGS");
  required->needs(negotiated);
  negotiated->needs(required);
  command->add_option("--lm", options->lm, "LmCompatibilityLevel of the client")
      ->check(CLI::Range(0, 5));
  command
      ->add_option("--app", options->app,
                   "What the application asks for; read from the negotiated bits otherwise")
      ->check(OneOf<Application>(conformance::kAllApplications, conformance::ApplicationName));
  command
      ->add_option("--side", options->side,
                   "Whose setting it is, where the input does not say; flags are the client's")
      ->check(OneOf<Side>(kSides, conformance::SideName));
  command
      ->add_option("--json", options->json, "Write the explanation as JSON; - is standard output")
      ->type_name("FILE");
  command->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
