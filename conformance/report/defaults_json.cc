// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/defaults_json.h"

#include <string>

#include "parsers/policy/defaults.h"
#include "parsers/policy/os.h"
#include "parsers/policy/role.h"

namespace ntlmatrix::report {
namespace {

std::string Text(absl::string_view view) { return std::string(view); }

}  // namespace

nlohmann::ordered_json DefaultsJson(policy::SettingId id, const stores::PolicyScope& scope) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const policy::Os os : policy::AllOses()) {
    if (scope.os.value_or(os) != os) continue;
    for (const policy::Role role : policy::AllRoles()) {
      if (scope.role.value_or(role) != role) continue;
      for (const policy::DefaultClaim& claim : policy::DefaultsOf(id, os, role)) {
        nlohmann::ordered_json value = Text(policy::DefaultKindName(claim.kind));
        if (claim.kind == policy::DefaultClaim::Kind::kValue) value = claim.value;
        rows.push_back({{"os", Text(policy::OsName(os))},
                        {"role", Text(policy::RoleName(role))},
                        {"value", value},
                        {"origin", Text(claim.source)}});
      }
    }
  }
  return rows;
}

}  // namespace ntlmatrix::report
