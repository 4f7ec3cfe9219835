// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_CONTROL_SET_H_
#define NTLMATRIX_PARSERS_POLICY_CONTROL_SET_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/hive.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// Which control sets the key \Select of a SYSTEM hive names, by number.
struct ControlSetSelection {
  uint32_t current = 0;                 // 1 to 999
  uint32_t current_cell = 0;            // of the value Current
  std::optional<uint32_t> default_set;  // nothing unless it is a REG_DWORD
  std::optional<uint32_t> last_known_good;
  absl::Status damage;  // of the values of the key, where Current could be read all the same
};

// "ControlSet001"
std::string ControlSetName(uint32_t number);

// InvalidArgument when Current is missing, not a REG_DWORD of 4 bytes, or outside 1 to 999: no
// control set is guessed then.
absl::StatusOr<ControlSetSelection> ReadControlSetSelection(const Hive& hive,
                                                            const KeyNode& select);

// What a control set says of a setting, for comparison and for people: "0x20080000", "not set",
// "type 1, 22 bytes", "unreadable".
std::string SettingInControlSet(const Hive& hive, const KeyNode& control_set, SettingId id);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_CONTROL_SET_H_
