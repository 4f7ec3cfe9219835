// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SETTING_SOURCE_H_
#define NTLMATRIX_PARSERS_POLICY_SETTING_SOURCE_H_

#include <string>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_setting.h"
#include "parsers/policy/registry_value.h"

namespace ntlmatrix::policy {

// What one registry value says about the setting it names. `file` is the store.
SettingSource JudgeSource(SettingId id, const RegistryValue& value, absl::string_view file);

// The same for a value that names the setting in a way no document explains: malformed, whatever
// its data.
SettingSource MisnamedSource(SettingId id, const RegistryValue& value, absl::string_view file,
                             std::string problem);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SETTING_SOURCE_H_
