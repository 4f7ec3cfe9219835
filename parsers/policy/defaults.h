// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_DEFAULTS_H_
#define NTLMATRIX_PARSERS_POLICY_DEFAULTS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/policy/os.h"
#include "parsers/policy/policy_setting.h"
#include "parsers/policy/role.h"

namespace ntlmatrix::policy {

// What documents say applies when nothing defines a setting.
struct DefaultClaim {
  enum class Kind {
    kValue,
    kNotDefined,     // the document says that it is not defined
    kNotApplicable,  // that Windows can't be in that role
    kUndocumented,   // no document found states it
  };

  Kind kind = Kind::kUndocumented;
  uint32_t value = 0;        // when kValue
  absl::string_view source;  // the documents, static storage

  bool operator==(const DefaultClaim&) const = default;
};

// The default of a setting: one claim, or several where documents disagree.
std::vector<DefaultClaim> DefaultsOf(SettingId id, Os os, Role role);

// "not-defined", "not-applicable", "undocumented"; "value" for a value.
absl::string_view DefaultKindName(DefaultClaim::Kind kind);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_DEFAULTS_H_
