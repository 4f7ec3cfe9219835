// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_DSC_OPTION_H_
#define NTLMATRIX_PARSERS_POLICY_DSC_OPTION_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// The words for a value of a setting in the resource SecurityOption of SecurityPolicyDsc.
struct DscChoice {
  absl::string_view words;
  uint32_t number;
};

// A setting as a property of that resource, with every choice that it has
// (SecurityOptionData.psd1).
struct DscOption {
  absl::string_view name;
  SettingId id;
  absl::Span<const DscChoice> choices;
};

absl::Span<const DscOption> DscOptions();

// The number that the words stand for, compared without ASCII case; nothing for other words.
std::optional<uint32_t> NumberOfChoice(const DscOption& option, absl::string_view words);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_DSC_OPTION_H_
