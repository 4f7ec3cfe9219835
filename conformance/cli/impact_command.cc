// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"
#include "conformance/cli/impact_input.h"
#include "conformance/cli/output.h"
#include "conformance/impact/impact.h"
#include "conformance/report/impact_report.h"
#include "conformance/security_event.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Side;

struct Options {
  std::string min;
  std::string server_min;
  std::vector<std::string> tokens;
  std::vector<std::string> flag_words;
  std::vector<std::string> events;
  std::string json;
  bool quiet = false;
};

uint32_t FlagWordOrUsageError(absl::string_view option, absl::string_view text) {
  const auto word = conformance::ParseFlagWord(text);
  if (!word.ok()) {
    throw CLI::ValidationError(absl::StrCat(option, ": ", word.status().message()));
  }
  return *word;
}

// A value of which some bits mean nothing is a slip, and whom it refuses is not what was asked.
uint32_t MaskOrUsageError(absl::string_view option, absl::string_view text) {
  const uint32_t mask = FlagWordOrUsageError(option, text);
  const uint32_t unknown = mask & ~policy::kKnownMinSessionSecurity;
  if (unknown == 0) return mask;
  std::string hint;
  const auto as_hex = conformance::ParseFlagWord(absl::StrCat("0x", text));
  if (as_hex.ok() && (*as_hex & ~policy::kKnownMinSessionSecurity) == 0) {
    hint = absl::StrCat("; for the hexadecimal number write 0x", text);
  }
  throw CLI::ValidationError(absl::StrCat(
      option, ": ", text, " has bits 0x", absl::Hex(unknown, absl::kZeroPad8),
      " that no document gives a meaning", hint, "; 0x20080000 requires both options"));
}

void AddRequirement(absl::string_view option, absl::string_view text, Side side,
                    report::ImpactReport* report) {
  if (text.empty()) return;
  report->requirements.push_back({side, MaskOrUsageError(option, text)});
}

ExitStatus Run(const Options& options) {
  report::ImpactReport report;
  AddRequirement("--min", options.min, Side::kClient, &report);
  AddRequirement("--server-min", options.server_min, Side::kServer, &report);
  if (report.requirements.empty()) {
    throw CLI::ValidationError(
        "give --min (judges servers), --server-min (judges clients) or both");
  }
  for (const std::string& word : options.flag_words) {
    AddPeer(impact::PeerOfFlagWord(FlagWordOrUsageError("--flags", word)), &report);
  }
  for (const std::string& token : options.tokens) AddTokens(token, &report);
  for (const std::string& event : options.events) AddEvents(event, &report);

  for (const std::string& error : report.errors) PrintError(error);
  const bool print_text = !options.quiet && options.json != "-";
  if (print_text && !WriteReport("-", report::ImpactText(report))) return kInfrastructure;
  if (!options.json.empty() && !WriteReport(options.json, report::ImpactJson(report))) {
    return kInfrastructure;
  }
  const bool trouble = std::any_of(report.own.begin(), report.own.end(), impact::IsTrouble);
  return trouble || !report.errors.empty() ? kUnexpected : kAsExpected;
}

}  // namespace

void AddImpactCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command =
      app.add_subcommand("impact", "Who is refused by a setting: named products, your own peers");
  command
      ->add_option("--min", options->min,
                   "Value of NtlmMinClientSec: which servers a client refuses")
      ->type_name("FLAGS");
  command
      ->add_option("--server-min", options->server_min,
                   "Value of NtlmMinServerSec: which clients a server refuses")
      ->type_name("FLAGS");
  command
      ->add_option("--token", options->tokens,
                   "Messages of your peers: what ntlmatrix decode reads, or - or the text")
      ->type_name("FILE");
  command
      ->add_option("--flags", options->flag_words,
                   "NegotiateFlags that are negotiated with a peer, 0xe2898235")
      ->type_name("FLAGS");
  command
      ->add_option("--event", options->events,
                   "Exported events: XML, CSV, JSON or text; - is standard input")
      ->type_name("FILE");
  command->add_option("--json", options->json, "Write the report as JSON; - is standard output")
      ->type_name("FILE");
  command->add_flag("--quiet", options->quiet, "Print errors only");
  command->footer(
      "A NEGOTIATE_MESSAGE is a client's offer, a CHALLENGE_MESSAGE a server's grant; messages of\n"
      "one exchange belong into one file, and what they negotiated is exact. Where only\n"
      "128-bit encryption is missing and nothing is signed or sealed the documents disagree: that\n"
      "is `undocumented (seen in the field: accepted)`, never yes or no.\n"
      "Events are read from wevtutil /f:xml, ToXml(), Export-Csv, ConvertTo-Json and text. 4010\n"
      "and 4011 are exact, but about peers that were refused already; KeyLength of\n"
      "event 4624 proves little; other events carry no flags.\n"
      "Exit status: 0 none of your own tokens, flag words and events is refused; 1 one is, or is\n"
      "likely to be, or an input can't be read or says nothing; 2 usage; 3 output can't be\n"
      "written. Named products and `undocumented` never change it.");
  command->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
