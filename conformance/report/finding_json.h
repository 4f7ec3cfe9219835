// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_FINDING_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_FINDING_JSON_H_

#include <string>

#include <nlohmann/json.hpp>

#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::report {

// {file}, with `line` or `offset` where the place has one.
nlohmann::ordered_json PlaceJson(const std::string& file, const policy::Place& place);

// {id, severity, message, fix, place}.
nlohmann::ordered_json FindingJson(const std::string& file, const policy::PolicyFinding& finding);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_FINDING_JSON_H_
