// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_DEFAULTS_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_DEFAULTS_JSON_H_

#include <nlohmann/json.hpp>

#include "conformance/stores/policy_input.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::report {

// The documented defaults of a setting: [{os, role, value, origin}], a row for each claim.
nlohmann::ordered_json DefaultsJson(policy::SettingId id, const stores::PolicyScope& scope);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_DEFAULTS_JSON_H_
