// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GRAPH_ENUM_H_
#define NTLMATRIX_PARSERS_POLICY_GRAPH_ENUM_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// The member of windows10EndpointProtectionConfiguration (Microsoft Graph) that sets it.
absl::string_view GraphMember(SettingId id);

// The setting that a member of that sets.
// ASCII case does not matter: PowerShell writes the names with other capitals.
std::optional<SettingId> GraphSetting(absl::string_view member);

// The value for which a member of the setting's enumeration stands, spelt as the API spells it
// ("requireNtmlV2SessionSecurity"); nothing for another word.
std::optional<uint32_t> GraphEnumValue(SettingId id, absl::string_view word);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GRAPH_ENUM_H_
