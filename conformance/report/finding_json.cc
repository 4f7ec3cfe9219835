// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/finding_json.h"

namespace ntlmatrix::report {

using Json = nlohmann::ordered_json;

Json PlaceJson(const std::string& file, const policy::Place& place) {
  Json json = {{"file", file}};
  if (place.kind == policy::Place::Kind::kLine) json["line"] = place.number;
  if (place.kind == policy::Place::Kind::kOffset) json["offset"] = place.number;
  return json;
}

Json FindingJson(const std::string& file, const policy::PolicyFinding& finding) {
  return {{"id", std::string(finding.id)},
          {"severity", std::string(SeverityName(finding.severity))},
          {"message", finding.message},
          {"fix", finding.fix},
          {"place", PlaceJson(file, finding.place)}};
}

}  // namespace ntlmatrix::report
