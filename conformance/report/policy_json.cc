// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_json.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include <nlohmann/json.hpp>

#include "conformance/report/defaults_json.h"
#include "conformance/report/finding_json.h"
#include "conformance/report/policy_words.h"

namespace ntlmatrix::report {
namespace {

using Json = nlohmann::ordered_json;
using policy::PolicySetting;
using policy::SettingState;

std::string Text(absl::string_view view) { return std::string(view); }

std::string Hex(uint32_t value) { return absl::StrCat("0x", absl::Hex(value, absl::kZeroPad8)); }

Json SettingJson(const PolicyInput& input, const PolicySetting& setting, const PolicyScope& scope,
                 PolicyDetail detail) {
  const bool defined = setting.state == SettingState::kDefined;
  const bool hidden = setting.state == SettingState::kNotDefined && input.torn;
  Json json;
  json["state"] = Text(policy::SettingStateName(hidden ? SettingState::kMalformed : setting.state));
  json["value"] = defined ? Json(setting.value) : Json();
  json["hex"] = defined ? Json(Hex(setting.value)) : Json();
  json["sources"] = Json::array();
  for (const policy::SettingSource& source : setting.sources) {
    Json row = PlaceJson(stores::FileOf(input, source.file), source.place);
    row["raw_type"] = source.raw_type;
    row["raw"] = source.raw;
    json["sources"].push_back(row);
  }
  json["effective"] = Json::array();
  if (defined && !input.torn) {
    json["effective"].push_back(
        {{"os", scope.os.has_value() ? Text(policy::OsName(*scope.os)) : "any"},
         {"role", scope.role.has_value() ? Text(policy::RoleName(*scope.role)) : "any"},
         {"value", setting.value},
         {"origin", PlaceInFile(stores::FileOf(input, setting.sources.front().file),
                                setting.sources.front().place)}});
  } else if (setting.state == SettingState::kNotDefined && !stores::HasErrors(input) &&
             (detail == PolicyDetail::kAll || scope.os.has_value())) {
    json["effective"] = DefaultsJson(setting.id, scope);
  }
  return json;
}

Json InputJson(const PolicyInput& input, const PolicyScope& scope, PolicyDetail detail) {
  Json json = {{"path", input.path},
               {"format", input.format.empty() ? Json() : Json(input.format)}};
  if (!input.name.empty()) json["name"] = input.name;
  json["settings"] = Json::object();
  json["findings"] = Json::array();
  if (!input.status.ok()) {
    json["findings"].push_back(FindingJson(
        input.path, {"unreadable", Severity::kError, std::string(input.status.message()),
                     "give a complete file of a known format", policy::PlaceOf(input.status)}));
  }
  for (const PolicySetting& setting : input.settings) {
    if (input.status.ok()) {
      json["settings"][Text(policy::SettingName(setting.id))] =
          SettingJson(input, setting, scope, detail);
      continue;
    }
    for (const policy::SettingSource& source : setting.sources) {
      json["findings"].push_back(FindingJson(
          input.path, {"seen-before-error", Severity::kNote,
                       absl::StrCat(policy::SettingName(setting.id), " was seen as type ",
                                    source.raw_type, ", data ", policy::Shown(source.raw)),
                       "", source.place}));
    }
  }
  for (const policy::PolicyFinding& finding : input.findings) {
    json["findings"].push_back(FindingJson(stores::FileOf(input, finding.file), finding));
  }
  for (const policy::PolicyFinding& verdict : input.verdicts) {
    json["findings"].push_back(FindingJson(stores::FileOf(input, verdict.file), verdict));
  }
  return json;
}

}  // namespace

std::string PolicyJsonHead() { return "{\n  \"schema\": \"ntlmatrix/policy/1\",\n  \"inputs\": ["; }

std::string PolicyJsonInput(const PolicyInput& input, const PolicyScope& scope, bool first,
                            PolicyDetail detail) {
  const std::string json =
      InputJson(input, scope, detail).dump(2, ' ', true, Json::error_handler_t::replace);
  return absl::StrCat(first ? "\n    " : ",\n    ", absl::StrReplaceAll(json, {{"\n", "\n    "}}));
}

std::string PolicyJsonTail(bool any_input, size_t passed_over) {
  return absl::StrCat(any_input ? "\n  ]" : "]",
                      passed_over > 0 ? absl::StrCat(",\n  \"passed_over\": ", passed_over) : "",
                      "\n}\n");
}

std::string PolicyJson(const std::vector<PolicyInput>& inputs, const PolicyScope& scope) {
  std::string json = PolicyJsonHead();
  for (const PolicyInput& input : inputs) {
    absl::StrAppend(&json, PolicyJsonInput(input, scope, &input == &inputs.front()));
  }
  return json + PolicyJsonTail(!inputs.empty());
}

}  // namespace ntlmatrix::report
