// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/challenge_diff_report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include <nlohmann/json.hpp>

#include "conformance/decode/value_words.h"
#include "conformance/explain.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"
#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::report {
namespace {

using conformance::Expectation;
using conformance::Situation;
using conformance::Strength;
using conformance::Verdict;
using decode::ChallengeDiff;
using decode::DiffCase;
using decode::DiffSetting;
using decode::DiffValue;
using Json = nlohmann::ordered_json;

constexpr absl::string_view kScope =
    "What a client makes of them, by its LmCompatibilityLevel and by what the application asks of "
    "NTLM (none: RPC connect; integrity; confidentiality: RPC privacy). "
    "Judged at the offer that the documents have a client make. A CHALLENGE_MESSAGE answers the "
    "offer of one client: what that client did not offer could not be granted to it.";

std::vector<absl::string_view> Names(ntlm::NegotiateFlags flags) {
  std::vector<absl::string_view> names;
  for (ntlm::NegotiateFlags bit = 1; bit != 0; bit <<= 1) {
    if ((flags & bit) != 0) names.push_back(ntlm::FlagName(bit));
  }
  return names;
}

// What the failing rules need and do not get.
std::vector<absl::string_view> Missing(const Situation& situation, const Expectation& expectation) {
  ntlm::NegotiateFlags flags = 0;
  bool netbios_names = false;
  for (const conformance::VerdictRule* const rule : expectation.failing) {
    flags |= rule->negotiated & ~situation.Negotiated();
    netbios_names |= rule->netbios_names && !situation.netbios_names;
  }
  std::vector<absl::string_view> missing = Names(flags);
  if (netbios_names) missing.push_back("both NetBIOS names in TargetInfo");
  return missing;
}

std::string OutcomeWords(const Situation& situation, const Expectation& expectation) {
  if (expectation.verdict == Verdict::kAccept) return "accepted";
  std::string words;
  switch (expectation.strength) {
    case Strength::kRequired:
      words = "refused";
      break;
    case Strength::kRecommended:
      words = "refused (recommended)";
      break;
    case Strength::kUndocumented:
      words = std::string(conformance::kUndocumentedSeenAccepted);
      break;
  }
  const auto missing = Missing(situation, expectation);
  return missing.empty() ? words : absl::StrCat(words, "; missing: ", absl::StrJoin(missing, ", "));
}

// Cases with the same outcome for both messages.
struct Group {
  std::string a;
  std::string b;
  std::vector<const DiffCase*> cases;
};

std::vector<Group> Grouped(const DiffSetting& setting) {
  std::vector<Group> groups;
  for (const DiffCase& one : setting.cases) {
    std::string a = OutcomeWords(one.situation_a, one.a);
    std::string b = OutcomeWords(one.situation_b, one.b);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const Group& g) { return g.a == a && g.b == b; });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {std::move(a), std::move(b), {}});
    }
    group->cases.push_back(&one);
  }
  return groups;
}

// "level 0: none, integrity; level 3: every application"
std::string CaseWords(const std::vector<const DiffCase*>& cases) {
  std::string words;
  for (size_t i = 0; i < cases.size();) {
    std::vector<absl::string_view> apps;
    const int level = cases[i]->lm;
    for (; i < cases.size() && cases[i]->lm == level; ++i) {
      apps.push_back(ApplicationName(cases[i]->app));
    }
    const bool all = apps.size() == std::size(conformance::kAllApplications);
    absl::StrAppend(
        &words, words.empty() ? "" : "; ", "level ", level, ", ",
        all ? "every application" : absl::StrCat("application ", absl::StrJoin(apps, " or ")));
  }
  return words;
}

std::string SettingText(const DiffSetting& setting) {
  std::string out =
      Wrapped("  ", absl::StrCat(decode::HexNumber(setting.value), " ", setting.words), 4);
  for (const Group& group : Grouped(setting)) {
    absl::StrAppend(&out, Wrapped("      ", absl::StrCat(CaseWords(group.cases), ":")));
    if (group.a == group.b) {
      absl::StrAppend(&out, Wrapped("        both ", group.a));
    } else {
      absl::StrAppend(&out, Wrapped("        A ", group.a), Wrapped("        B ", group.b));
    }
  }
  return out;
}

std::string ValueText(const DiffValue& value) {
  std::string out = absl::StrCat("  ", value.name, "\n");
  const auto side = [&](absl::string_view name, const std::optional<std::string>& text) {
    absl::StrAppend(&out, Wrapped(absl::StrCat("    ", name, " "),
                                  text ? Printable(*text) : std::string("(absent)")));
  };
  side("A", value.a);
  side("B", value.b);
  return out;
}

std::string FlagsText(const ChallengeDiff& diff) {
  std::string out = absl::StrCat("NegotiateFlags: A ", decode::HexNumber(diff.flags_a), ", B ",
                                 decode::HexNumber(diff.flags_b), "\n");
  for (ntlm::NegotiateFlags bit = 1; bit != 0; bit <<= 1) {
    if (((diff.flags_a ^ diff.flags_b) & bit) == 0) continue;
    absl::StrAppend(&out, "  only ", (diff.flags_a & bit) != 0 ? "A" : "B", "  ",
                    decode::HexNumber(bit), " ", ntlm::FlagName(bit), "\n");
  }
  if (diff.flags_a == diff.flags_b) absl::StrAppend(&out, "  no difference\n");
  return out;
}

// The answer in one sentence.
std::string Verdicts(const ChallengeDiff& diff) {
  std::vector<std::string> settings;
  for (const DiffSetting& setting : diff.settings) {
    const bool alike = std::all_of(setting.cases.begin(), setting.cases.end(),
                                   [](const DiffCase& one) { return one.IsAlike(); });
    if (!alike) settings.push_back(decode::HexNumber(setting.value));
  }
  return settings.empty() ? "No setting of NtlmMinClientSec below tells A and B apart."
                          : absl::StrCat("NtlmMinClientSec tells A and B apart where it is ",
                                         absl::StrJoin(settings, ", "), ".");
}

Json TextJson(absl::string_view text) { return std::string(text); }

Json NamesJson(const std::vector<absl::string_view>& names) {
  Json json = Json::array();
  for (const absl::string_view name : names) json.push_back(TextJson(name));
  return json;
}

Json OutcomeJson(const Situation& situation, const Expectation& expectation) {
  return {{"verdict", TextJson(VerdictName(expectation.verdict))},
          {"strength", TextJson(StrengthName(expectation.strength))},
          {"missing", NamesJson(Missing(situation, expectation))}};
}

Json SettingJson(const DiffSetting& setting) {
  Json json = {{"value", decode::HexNumber(setting.value)},
               {"words", setting.words},
               {"cases", Json::array()}};
  for (const DiffCase& one : setting.cases) {
    json["cases"].push_back({{"lm", one.lm},
                             {"application", TextJson(ApplicationName(one.app))},
                             {"a", OutcomeJson(one.situation_a, one.a)},
                             {"b", OutcomeJson(one.situation_b, one.b)}});
  }
  return json;
}

}  // namespace

std::string ChallengeDiffText(absl::string_view a, absl::string_view b, const ChallengeDiff& diff) {
  std::string out = absl::StrCat("A  ", a, "\nB  ", b, "\n\n", FlagsText(diff), "\nValues\n");
  for (const DiffValue& value : diff.values) absl::StrAppend(&out, ValueText(value));
  if (diff.values.empty()) {
    absl::StrAppend(&out, "  no difference in TargetName, Version and AV_PAIRs\n");
  }
  absl::StrAppend(&out, "\n", Wrapped("", Verdicts(diff)), Wrapped("", kScope), "\n");
  for (const DiffSetting& setting : diff.settings) absl::StrAppend(&out, SettingText(setting));
  return out;
}

std::string ChallengeDiffJson(absl::string_view a, absl::string_view b, const ChallengeDiff& diff) {
  Json json = {{"schema", "ntlmatrix/decode-diff/1"},
               {"a", TextJson(a)},
               {"b", TextJson(b)},
               {"flags",
                {{"a", decode::HexNumber(diff.flags_a)},
                 {"b", decode::HexNumber(diff.flags_b)},
                 {"only_a", NamesJson(Names(diff.flags_a & ~diff.flags_b))},
                 {"only_b", NamesJson(Names(diff.flags_b & ~diff.flags_a))}}},
               {"values", Json::array()},
               {"settings", Json::array()}};
  for (const DiffValue& value : diff.values) {
    json["values"].push_back({{"name", value.name},
                              {"a", value.a ? Json(*value.a) : Json()},
                              {"b", value.b ? Json(*value.b) : Json()}});
  }
  for (const DiffSetting& setting : diff.settings) {
    json["settings"].push_back(SettingJson(setting));
  }
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace ntlmatrix::report
