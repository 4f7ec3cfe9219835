// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

absl::string_view SettingStateName(SettingState state) {
  switch (state) {
    case SettingState::kNotDefined:
      return "not-defined";
    case SettingState::kDefined:
      return "defined";
    case SettingState::kDeleted:
      return "deleted";
    case SettingState::kWrongType:
      return "wrong-type";
    case SettingState::kMalformed:
      return "malformed";
    case SettingState::kConflicting:
      return "conflicting";
  }
  return "";
}

}  // namespace ntlmatrix::policy
