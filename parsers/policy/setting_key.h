// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SETTING_KEY_H_
#define NTLMATRIX_PARSERS_POLICY_SETTING_KEY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// Where the settings live in the registry, and what is near enough to be meant. ASCII case never
// matters.

// "System\CurrentControlSet\Control\Lsa\MSV1_0": the key of a setting below HKEY_LOCAL_MACHINE.
absl::string_view SettingKey(SettingId id);

// The full name as a security template writes it: "MACHINE\System\...\NtlmMinClientSec".
std::string FullSettingName(SettingId id);

// Whether it names HKEY_LOCAL_MACHINE: MACHINE, HKLM or the name itself, with or without colon.
bool IsLocalMachine(absl::string_view hive);

// ControlSet001 to ControlSet999.
bool IsNumberedControlSet(absl::string_view name);

// The setting of that name.
std::optional<SettingId> SettingNamed(absl::string_view name);

// The setting whose name a text ends in.
std::optional<SettingId> SettingThatEnds(absl::string_view text);

// The setting that a name seems to mean: one slip away, or with a piece of the line before or
// after.
std::optional<SettingId> SettingMeantBy(absl::string_view name);

// Whether the name of a setting stands anywhere in a text.
bool MentionsSetting(absl::string_view text);

using KeyParts = std::vector<absl::string_view>;

// Whether the parts of a key are those of the setting's key, in the current control set or a
// numbered one.
bool IsKeyOf(SettingId id, const KeyParts& key);

// Whether the setting's key is the one with these parts or lies below it.
bool IsKeyOrBelow(SettingId id, const KeyParts& key);

// Whether any setting's key is this one or lies below it.
bool IsNearSetting(absl::string_view key);

// Whether a value of that key and name, or the deletion of the key where the name is empty, may be
// meant for a setting. The key may begin with separators or end in them.
bool MayConcernSetting(absl::string_view key, absl::string_view name);

// Whether a path below HKEY_LOCAL_MACHINE may be a setting, or a key that IsNearSetting, when the
// `%...%` in it stand for any text. Without a pair of `%` it is false.
bool MayBecomeNearSetting(absl::string_view path);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SETTING_KEY_H_
