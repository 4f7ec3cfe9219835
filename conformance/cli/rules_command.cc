// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "conformance/ambiguities.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/json.h"
#include "conformance/cli/output.h"
#include "conformance/rules.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Ambiguities;
using conformance::Ambiguity;
using conformance::Citation;
using conformance::Document;
using conformance::ExchangeRule;
using conformance::ExchangeRules;
using conformance::Reading;
using conformance::Rule;
using conformance::VerdictRule;
using conformance::VerdictRules;
using Json = nlohmann::ordered_json;

struct Options {
  std::string id;
  bool conflicts = false;
  std::string json;
};

// A rule of either table.
struct ListedRule {
  const Rule* rule = nullptr;
  absl::string_view looks_at;
  std::vector<Reading> readings;
  std::optional<uint32_t> status;
};

struct Listing {
  std::vector<ListedRule> rules;
  std::vector<const Ambiguity*> ambiguities;
};

std::vector<ListedRule> AllRules() {
  const std::vector<Reading> every(std::begin(conformance::kAllReadings),
                                   std::end(conformance::kAllReadings));
  std::vector<ListedRule> rules;
  for (const VerdictRule& rule : VerdictRules()) {
    rules.push_back(
        {&rule.rule, "verdict", rule.readings.empty() ? every : rule.readings, rule.status});
  }
  for (const ExchangeRule& rule : ExchangeRules()) {
    rules.push_back({&rule.rule, rule.looks_at, every, {}});
  }
  return rules;
}

// What the arguments select: an id selects itself and everything that begins with it.
Listing Select(const Options& options) {
  Listing listing;
  if (!options.conflicts) {
    for (const ListedRule& rule : AllRules()) {
      if (absl::StartsWith(rule.rule->id, options.id)) listing.rules.push_back(rule);
    }
  }
  if (options.conflicts || !options.id.empty()) {
    for (const Ambiguity& ambiguity : Ambiguities()) {
      if (absl::StartsWith(ambiguity.id, options.id)) listing.ambiguities.push_back(&ambiguity);
    }
  }
  return listing;
}

std::string KnownIds(bool conflicts) {
  std::vector<absl::string_view> ids;
  if (!conflicts) {
    for (const ListedRule& rule : AllRules()) ids.push_back(rule.rule->id);
  }
  for (const Ambiguity& ambiguity : Ambiguities()) ids.push_back(ambiguity.id);
  return absl::StrJoin(ids, " ");
}

std::string ReadingNames(const std::vector<Reading>& readings) {
  if (readings.size() > 1) return "both readings";
  return absl::StrCat("reading ", ReadingName(readings.front()));
}

std::string RuleText(const ListedRule& listed) {
  const Rule& rule = *listed.rule;
  std::string text = absl::StrCat(rule.id, "\n  ", listed.looks_at, ", ",
                                  StrengthName(rule.strength), ", ", ReadingNames(listed.readings));
  if (listed.status) absl::StrAppendFormat(&text, ", returns 0x%08x", *listed.status);
  absl::StrAppend(&text, "\n", Wrapped("  ", rule.says));
  for (const Citation& citation : rule.citations) {
    absl::StrAppend(&text, CitationText("    ", citation));
  }
  if (!rule.ambiguities.empty()) {
    absl::StrAppend(&text, Wrapped("  open: ", absl::StrJoin(rule.ambiguities, ", ")));
  }
  return text + "\n";
}

std::string AmbiguityText(const Ambiguity& ambiguity) {
  std::string text = absl::StrCat(
      ambiguity.id, "\n  ", ambiguity.silence ? "the documents are silent" : "documents disagree",
      "\n", Wrapped("  ", ambiguity.question));
  for (const Citation& citation : ambiguity.quotes) {
    absl::StrAppend(&text, CitationText("    ", citation));
  }
  return absl::StrCat(text, Wrapped("  decision: ", ambiguity.decision), "\n");
}

// Where to read the documents that a listing quotes.
std::string DocumentsText(const Listing& listing) {
  std::set<std::string> lines;
  const auto add = [&](const std::vector<Citation>& citations) {
    for (const Citation& citation : citations) {
      lines.insert(
          Wrapped("  ", absl::StrCat(citation.document.title, ": ", citation.document.place), 2));
    }
  };
  for (const ListedRule& rule : listing.rules) add(rule.rule->citations);
  for (const Ambiguity* const ambiguity : listing.ambiguities) add(ambiguity->quotes);
  return absl::StrCat("Documents\n", absl::StrJoin(lines, ""));
}

std::string ListingText(const Listing& listing) {
  std::string text;
  for (const ListedRule& rule : listing.rules) absl::StrAppend(&text, RuleText(rule));
  for (const Ambiguity* const ambiguity : listing.ambiguities) {
    absl::StrAppend(&text, AmbiguityText(*ambiguity));
  }
  return text + DocumentsText(listing);
}

Json RuleJson(const ListedRule& listed) {
  const Rule& rule = *listed.rule;
  Json readings = Json::array();
  for (const Reading reading : listed.readings) {
    readings.push_back(ToJson(conformance::ReadingName(reading)));
  }
  return {{"id", ToJson(rule.id)},
          {"looks_at", ToJson(listed.looks_at)},
          {"strength", ToJson(conformance::StrengthName(rule.strength))},
          {"readings", readings},
          {"says", ToJson(rule.says)},
          {"code", listed.status ? Json(absl::StrFormat("0x%08x", *listed.status)) : Json()},
          {"citations", ToJson(rule.citations)},
          {"ambiguities", ToJson(rule.ambiguities)}};
}

Json AmbiguityJson(const Ambiguity& ambiguity) {
  return {{"id", ToJson(ambiguity.id)},
          {"question", ToJson(ambiguity.question)},
          {"silence", ambiguity.silence},
          {"quotes", ToJson(ambiguity.quotes)},
          {"decision", ToJson(ambiguity.decision)}};
}

std::string ListingJson(const Listing& listing) {
  Json json = {
      {"schema", "ntlmatrix/rules/1"}, {"rules", Json::array()}, {"ambiguities", Json::array()}};
  for (const ListedRule& rule : listing.rules) json["rules"].push_back(RuleJson(rule));
  for (const Ambiguity* const ambiguity : listing.ambiguities) {
    json["ambiguities"].push_back(AmbiguityJson(*ambiguity));
  }
  return json.dump(2) + "\n";
}

ExitStatus Run(const Options& options) {
  const Listing listing = Select(options);
  if (listing.rules.empty() && listing.ambiguities.empty()) {
    throw CLI::ValidationError(absl::StrCat("nothing is called '", options.id,
                                            "' or begins so; known are ",
                                            KnownIds(options.conflicts)));
  }
  if (!options.json.empty() && !WriteReport(options.json, ListingJson(listing))) {
    return kInfrastructure;
  }
  if (options.json != "-" && !WriteReport("-", ListingText(listing))) return kInfrastructure;
  return kAsExpected;
}

}  // namespace

void AddRulesCommand(CLI::App& app, ExitStatus* exit_status) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command =
      app.add_subcommand("rules", "The documented rules with their quotes and sources");
  command->add_option("ID", options->id,
                      "Only the rules and ambiguities whose id begins so, e.g. min-security");
  command->add_flag("--conflicts", options->conflicts,
                    "Where documents disagree or are silent, and what the suite decides");
  command->add_option("--json", options->json, "Write the list as JSON; - is standard output")
      ->type_name("FILE");
  command->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
