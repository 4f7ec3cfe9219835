// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include <nlohmann/json.hpp>

#include "conformance/explain.h"
#include "conformance/report/impact_report.h"

namespace ntlmatrix::report {
namespace {

using Json = nlohmann::ordered_json;
using impact::JudgedPeer;

Json Hex(uint32_t value) { return absl::StrFormat("0x%08x", value); }

Json Text(absl::string_view text) { return std::string(text); }

// The word of a verdict without its explanation.
Json OutcomeWord(impact::Outcome outcome) {
  switch (outcome) {
    case impact::Outcome::kRefused:
      return "refused";
    case impact::Outcome::kUndocumented:
      return "undocumented";
    case impact::Outcome::kUnknown:
      return "unknown";
    case impact::Outcome::kNotRefused:
      break;
  }
  return "not-refused";
}

Json Names(uint32_t bits) {
  Json names = Json::array();
  for (const conformance::SettingOption& option : conformance::SettingOptions()) {
    if ((bits & option.bit) != 0) names.push_back(Text(option.capability));
  }
  return names;
}

Json PeerJson(const JudgedPeer& judged) {
  const impact::Peer& peer = judged.peer;
  const impact::Judgement& judgement = judged.judgement;
  Json ambiguities = Json::array();
  for (const absl::string_view id : judgement.ambiguities) ambiguities.push_back(Text(id));
  return {{"kind", Text(PeerKindName(peer.kind))},
          {"id", peer.id.empty() ? Json() : Json(peer.id)},
          {"name", peer.name},
          {"seen", peer.seen},
          {"role", peer.role ? Text(conformance::SideName(*peer.role)) : Json()},
          {"count", peer.count},
          {"flags", peer.key_length || peer.flags.unknown != 0 ? Json() : Hex(peer.flags.set)},
          {"key_length", peer.key_length ? Json(*peer.key_length) : Json()},
          {"refused_by", peer.refused_by ? Hex(*peer.refused_by) : Json()},
          {"outcome", OutcomeWord(judgement.outcome)},
          {"words", Text(OutcomeName(judgement.outcome))},
          {"likely_refused", judged.likely_refused},
          {"missing", Hex(judgement.missing)},
          {"missing_names", Names(judgement.missing)},
          {"depends_on", Names(judgement.depends_on)},
          {"ambiguities", std::move(ambiguities)},
          {"errors", judged.errors},
          {"sources", peer.sources},
          {"confidence", Text(ConfidenceName(judged.confidence))},
          {"notes", judged.notes}};
}

Json RequirementJson(const ImpactReport& report, const impact::Requirement& requirement) {
  Json json = {{"side", Text(conformance::SideName(requirement.side))},
               {"setting", Text(conformance::PlaceOf(requirement.side).value)},
               {"value", requirement.value},
               {"hex", Hex(requirement.value)},
               {"own", Json::array()},
               {"products", Json::array()}};
  for (const JudgedPeer& judged : report.own) {
    if (judged.requirement.side == requirement.side) json["own"].push_back(PeerJson(judged));
  }
  for (const JudgedPeer& judged : impact::JudgeProducts(requirement)) {
    json["products"].push_back(PeerJson(judged));
  }
  return json;
}

}  // namespace

std::string ImpactJson(const ImpactReport& report) {
  Json json = {{"schema", "ntlmatrix/impact/1"},
               {"requirements", Json::array()},
               {"not_judged", report.not_judged},
               {"errors", report.errors},
               {"symptoms", impact::Symptoms()}};
  for (const impact::Requirement& requirement : report.requirements) {
    json["requirements"].push_back(RequirementJson(report, requirement));
  }
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace ntlmatrix::report
