// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/explain_report.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include <nlohmann/json.hpp>

#include "conformance/cli/json.h"
#include "conformance/cli/output.h"
#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Citation;
using conformance::Expectation;
using conformance::Explanation;
using conformance::Fix;
using conformance::Obstacle;
using conformance::OpenPoint;
using conformance::PlaceOf;
using conformance::Question;
using conformance::SettingOption;
using conformance::SettingOptions;
using conformance::SettingPlace;
using conformance::Verdict;
using conformance::VerdictRule;
using Json = nlohmann::ordered_json;

constexpr absl::string_view kTakesEffect =
    "A change takes effect without restart, saved locally or distributed by Group Policy.";

std::string Hex(uint32_t value) { return absl::StrFormat("0x%08x", value); }

// The bits of NegotiateFlags that decide over session security.
constexpr ntlm::NegotiateFlags kSessionSecurity =
    ntlm::flags::kSign | ntlm::flags::kSeal | ntlm::flags::kLmKey |
    ntlm::flags::kExtendedSessionSecurity | ntlm::flags::k128 | ntlm::flags::kKeyExch |
    ntlm::flags::k56;

// "EXTENDED_SESSIONSECURITY", "128": the document's names without their common start.
std::vector<absl::string_view> SecurityFlagNames(ntlm::NegotiateFlags flags) {
  std::vector<absl::string_view> names;
  for (ntlm::NegotiateFlags bit = 1; bit != 0; bit <<= 1) {
    if ((flags & kSessionSecurity & bit) == 0) continue;
    names.push_back(absl::StripPrefix(ntlm::FlagName(bit), "NTLMSSP_NEGOTIATE_"));
  }
  return names;
}

std::vector<absl::string_view> OptionWords(uint32_t setting) {
  std::vector<absl::string_view> words;
  for (const SettingOption& option : SettingOptions()) {
    if (setting & option.bit) words.push_back(option.words);
  }
  return words;
}

std::string Codes(const Expectation& expectation) {
  return absl::StrJoin(expectation.codes, " or ", [](std::string* out, uint32_t code) {
    absl::StrAppend(out, Hex(code), " ", conformance::StatusName(code));
  });
}

std::string RuleIds(const Expectation& expectation) {
  return absl::StrJoin(expectation.failing, ", ", [](std::string* out, const VerdictRule* rule) {
    absl::StrAppend(out, rule->rule.id);
  });
}

// One line of the table at the top.
std::string Row(absl::string_view name, absl::string_view text) {
  return Wrapped(absl::StrFormat("  %-12s ", name), text);
}

std::string FlagsRow(absl::string_view name, std::optional<ntlm::NegotiateFlags> flags) {
  if (!flags) return "";
  const auto names = SecurityFlagNames(*flags);
  return Row(name,
             absl::StrCat(Hex(*flags), " ",
                          names.empty() ? "(no session security)" : absl::StrJoin(names, " | ")));
}

std::string BlockedByRow(const Obstacle& obstacle) {
  const absl::string_view strength = StrengthName(obstacle.rule->rule.strength);
  if (obstacle.option == nullptr) {
    return Row("blocked by", absl::StrCat("what the application asks for (",
                                          absl::StrJoin(SecurityFlagNames(obstacle.missing), " | "),
                                          "), ", strength));
  }
  const std::string option =
      absl::StrCat("'", obstacle.option->words, "' ", Hex(obstacle.option->bit));
  if (obstacle.rule->rule.strength == conformance::Strength::kUndocumented) {
    return Row("missing", absl::StrCat(option, ", ", conformance::kUndocumentedSeenAccepted));
  }
  return Row("blocked by",
             absl::StrCat(option, " (", ntlm::FlagName(obstacle.option->bit), "), ", strength));
}

std::string BlockedByRows(const Explanation& explanation) {
  std::string rows;
  for (const Obstacle& obstacle : explanation.obstacles) {
    absl::StrAppend(&rows, BlockedByRow(obstacle));
  }
  return rows;
}

std::string RequiredRow(const Question& question) {
  const auto words = OptionWords(question.required);
  std::string text = absl::StrCat(Hex(question.required), " ",
                                  words.empty() ? "(nothing)" : absl::StrJoin(words, ", "));
  if (question.cell && question.cell->min.state != conformance::SettingState::kDefined) {
    absl::StrAppend(&text, "; not defined, the default of ",
                    question.cell->min.state == conformance::SettingState::kUndefinedLegacy
                        ? "Windows Vista / Server 2008 and before"
                        : "Windows 7 / Server 2008 R2 and later");
  }
  return Row("required", text);
}

std::string ApplicationRow(const Question& question, const Explanation& explanation) {
  return Row("application",
             absl::StrCat(ApplicationName(explanation.app),
                          question.app ? "" : " (read from SIGN and SEAL in the negotiated bits)"));
}

std::string LevelRow(const Question& question) {
  if (!question.lm)
    return Row("level", "LmCompatibilityLevel of the client not known, 1 or more assumed");
  return Row("level", absl::StrCat("LmCompatibilityLevel ", *question.lm));
}

std::string ErrorRow(const Explanation& explanation) {
  if (explanation.corrected.verdict == Verdict::kAccept) return "";
  const absl::string_view condition =
      explanation.corrected.strength == conformance::Strength::kUndocumented ? "if it refuses, "
                                                                             : "";
  if (explanation.corrected.codes.empty()) {
    return Row("error",
               "no document names a code; 0x80090302 SEC_E_UNSUPPORTED_FUNCTION is the "
               "one that [MS-NLMP] names for missing 128-bit encryption");
  }
  return Row("error", absl::StrCat(condition, Codes(explanation.corrected)));
}

std::string ReadingText(const Expectation& expectation) {
  std::string text =
      absl::StrCat(VerdictName(expectation.verdict), ", ", StrengthName(expectation.strength));
  if (!expectation.failing.empty()) absl::StrAppend(&text, ": ", RuleIds(expectation));
  return text;
}

std::string ReadingRows(const Explanation& explanation) {
  if (!explanation.readings_differ) return "";
  return absl::StrCat(
      Row("corrected", ReadingText(explanation.corrected)),
      Row("page-2016",
          absl::StrCat(ReadingText(explanation.page2016),
                       "; the 2016 page to the letter, its two explanations are exchanged")));
}

template <typename T, typename Line>
std::string Section(absl::string_view title, const std::vector<T>& list, Line line) {
  if (list.empty()) return "";
  std::string text = absl::StrCat("\n", title, "\n");
  for (const T& element : list) absl::StrAppend(&text, line(element));
  return text;
}

std::string Bullet(absl::string_view text) { return Wrapped("  - ", text); }

std::string PlaceText(const SettingPlace& place) {
  return absl::StrCat("\nWhere\n  ", place.path, "\n  ", place.policy, "\n  ", place.registry,
                      " (REG_DWORD)\n  ", kTakesEffect, "\n");
}

Json FlagsJson(std::optional<ntlm::NegotiateFlags> flags) {
  if (!flags) return nullptr;
  return {{"value", *flags}, {"hex", Hex(*flags)}, {"names", ToJson(SecurityFlagNames(*flags))}};
}

Json ObstacleJson(const Obstacle& obstacle) {
  const bool option = obstacle.option != nullptr;
  return {{"bit", Hex(option ? obstacle.option->bit : obstacle.missing)},
          {"name", option ? ToJson(obstacle.option->words) : Json()},
          {"flag", option ? ToJson(ntlm::FlagName(obstacle.option->bit)) : Json()},
          {"rule", ToJson(obstacle.rule->rule.id)},
          {"strength", ToJson(StrengthName(obstacle.rule->rule.strength))}};
}

Json CodesJson(const Expectation& expectation) {
  Json codes = Json::array();
  for (const uint32_t code : expectation.codes) codes.push_back(Hex(code));
  return codes;
}

Json ReadingJson(conformance::Reading reading, const Expectation& expectation) {
  Json rules = Json::array();
  for (const VerdictRule* const rule : expectation.failing) rules.push_back(ToJson(rule->rule.id));
  return {{"reading", ToJson(ReadingName(reading))},
          {"verdict", ToJson(VerdictName(expectation.verdict))},
          {"strength", ToJson(StrengthName(expectation.strength))},
          {"codes", CodesJson(expectation)},
          {"rules", rules}};
}

Json FixJson(const Fix& fix) {
  return {{"kind", ToJson(FixKindName(fix.kind))},
          {"text", fix.text},
          {"value", fix.value ? Json(Hex(*fix.value)) : Json()}};
}

Json OpenPointJson(const OpenPoint& point) {
  return {{"ambiguity", ToJson(point.ambiguity)}, {"text", point.text}};
}

template <typename T, typename ElementJson>
Json ListJson(const std::vector<T>& list, ElementJson element_json) {
  Json json = Json::array();
  for (const T& element : list) json.push_back(element_json(element));
  return json;
}

}  // namespace

std::string ExplanationText(const Question& question, const Explanation& explanation) {
  return absl::StrCat(
      Wrapped("", explanation.verdict_line), "\n", BlockedByRows(explanation),
      RequiredRow(question), FlagsRow("offered", question.offered),
      FlagsRow("granted", question.granted), FlagsRow("negotiated", question.negotiated),
      ApplicationRow(question, explanation), LevelRow(question),
      Row("strength", StrengthName(explanation.corrected.strength)), ErrorRow(explanation),
      ReadingRows(explanation), Section("About the value", explanation.lint, Bullet),
      Section("Fix", explanation.fixes, [](const Fix& fix) { return Bullet(fix.text); }),
      PlaceText(PlaceOf(question.side)),
      Section("Why", explanation.citations,
              [](const Citation& citation) { return CitationText("  ", citation); }),
      Section("Open points (ntlmatrix rules --conflicts shows both sides)", explanation.open_points,
              [](const OpenPoint& point) {
                return Bullet(absl::StrCat(point.ambiguity, ": ", point.text));
              }),
      Section("Where else to look", explanation.hints, Bullet));
}

std::string ExplanationJson(const Question& question, const Explanation& explanation) {
  const SettingPlace& place = PlaceOf(question.side);
  const Json json = {{"schema", "ntlmatrix/explain/1"},
                     {"test", question.cell ? Json(question.cell->Name()) : Json()},
                     {"side", ToJson(SideName(question.side))},
                     {"setting", ToJson(place.value)},
                     {"reported", question.reported},
                     {"verdict", ToJson(VerdictName(explanation.corrected.verdict))},
                     {"strength", ToJson(StrengthName(explanation.corrected.strength))},
                     {"codes", CodesJson(explanation.corrected)},
                     {"summary", explanation.verdict_line},
                     {"required",
                      {{"value", question.required},
                       {"hex", Hex(question.required)},
                       {"names", ToJson(OptionWords(question.required))}}},
                     {"offered", FlagsJson(question.offered)},
                     {"granted", FlagsJson(question.granted)},
                     {"negotiated", FlagsJson(question.negotiated)},
                     {"application", ToJson(ApplicationName(explanation.app))},
                     {"application_assumed", !question.app.has_value()},
                     {"lm", question.lm ? Json(*question.lm) : Json()},
                     {"blocking", ListJson(explanation.obstacles, ObstacleJson)},
                     {"readings",
                      {ReadingJson(conformance::Reading::kCorrected, explanation.corrected),
                       ReadingJson(conformance::Reading::kPage2016, explanation.page2016)}},
                     {"citations", ToJson(explanation.citations)},
                     {"ambiguities", ListJson(explanation.open_points, OpenPointJson)},
                     {"lint", explanation.lint},
                     {"fix", ListJson(explanation.fixes, FixJson)},
                     {"where",
                      {{"policy", ToJson(place.policy)},
                       {"path", ToJson(place.path)},
                       {"registry", ToJson(place.registry)},
                       {"restart", false}}},
                     {"hints", explanation.hints}};
  return json.dump(2) + "\n";
}

}  // namespace ntlmatrix::cli
