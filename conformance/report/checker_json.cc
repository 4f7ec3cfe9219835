// SPDX-License-Identifier: Apache-2.0

#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/report/checker_report.h"
#include "conformance/report/finding_json.h"

namespace ntlmatrix::report {
namespace {

using Json = nlohmann::ordered_json;
using checker::Verdict;
using conformance::JudgedRule;
using conformance::Truth;

std::string Text(absl::string_view view) { return std::string(view); }

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kFail:
      return "fail";
    case Verdict::kNotApplicable:
      return "not-applicable";
    case Verdict::kUnknown:
      break;
  }
  return "unknown";
}

const char* TruthName(Truth truth) {
  switch (truth) {
    case Truth::kMustPass:
      return "pass";
    case Truth::kMustFail:
      return "fail";
    case Truth::kEither:
      break;
  }
  return "either";
}

Json RuleJson(const std::string& file, const JudgedRule& rule) {
  Json json = {
      {"setting", Text(policy::SettingName(rule.requirement.id))},
      {"id", rule.id},
      {"title", rule.title},
      {"condition", rule.condition.empty() ? Json() : Json(rule.condition)},
      {"place", PlaceJson(file, rule.place)},
      {"judged", rule.judged},
      {"requires", {{"value", rule.requirement.value}, {"from_title", !rule.requirement.assumed}}}};
  if (!rule.judged) return json;
  json["false_passes"] = rule.FalsePasses();
  json["false_fails"] = rule.FalseFails();
  json["absent"] = {{"verdict", VerdictName(rule.absent)},
                    {"right", TruthName(rule.absence.truth)}};
  json["answers"] = Json::array();
  for (const conformance::CheckerAnswer& answer : rule.answers) {
    json["answers"].push_back({{"value", answer.value},
                               {"verdict", VerdictName(answer.verdict)},
                               {"right", TruthName(answer.truth)}});
  }
  return json;
}

}  // namespace

std::string CheckerJson(const std::vector<CheckerInput>& inputs) {
  Json json = {{"schema", "ntlmatrix/check-checker/1"}, {"inputs", Json::array()}};
  for (const CheckerInput& input : inputs) {
    Json one = {{"path", input.path},
                {"format", input.format.empty() ? Json() : Json(input.format)},
                {"rules", Json::array()},
                {"findings", Json::array()}};
    if (!input.status.ok()) {
      one["findings"].push_back(FindingJson(
          input.path, {"unreadable", Severity::kError, Text(input.status.message()),
                       "give a complete file of a known format", policy::PlaceOf(input.status)}));
    }
    for (const JudgedRule& rule : input.rules) one["rules"].push_back(RuleJson(input.path, rule));
    for (const policy::PolicyFinding& finding : input.findings) {
      one["findings"].push_back(FindingJson(input.path, finding));
    }
    json["inputs"].push_back(std::move(one));
  }
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace ntlmatrix::report
