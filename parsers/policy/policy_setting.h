// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_POLICY_SETTING_H_
#define NTLMATRIX_PARSERS_POLICY_POLICY_SETTING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {

enum class SettingId : uint8_t { kNtlmMinClientSec, kNtlmMinServerSec, kLmCompatibilityLevel };

inline constexpr SettingId kAllSettings[] = {
    SettingId::kNtlmMinClientSec, SettingId::kNtlmMinServerSec, SettingId::kLmCompatibilityLevel};

inline absl::Span<const SettingId> AllSettings() { return kAllSettings; }

// The name of the registry value: "NtlmMinClientSec". Inline, since every name of a store is
// compared with it.
constexpr absl::string_view SettingName(SettingId id) {
  switch (id) {
    case SettingId::kNtlmMinClientSec:
      return "NtlmMinClientSec";
    case SettingId::kNtlmMinServerSec:
      return "NtlmMinServerSec";
    case SettingId::kLmCompatibilityLevel:
      return "LmCompatibilityLevel";
  }
  return "";
}

// What a store says about a setting. Only kNotDefined and kDefined may lead to a requirement.
enum class SettingState : uint8_t {
  kNotDefined,
  kDefined,
  kDeleted,      // the store removes the value
  kWrongType,    // not REG_DWORD
  kMalformed,    // no number, a number cut off, or out of the setting's range
  kConflicting,  // several sources that do not agree
};

// "not-defined", "defined", ...
absl::string_view SettingStateName(SettingState state);

// One place that speaks of a setting, and what it says there.
struct SettingSource {
  std::string file;
  Place place;
  uint32_t raw_type = 0;
  std::string raw;  // text as written, or bytes in hexadecimal; "..." after 512 bytes of either
  SettingState state = SettingState::kMalformed;  // kConflicting: on some computers only
  uint32_t value = 0;                             // when kDefined
  std::string problem;                            // when not kDefined

  bool operator==(const SettingSource&) const = default;
};

struct PolicySetting {
  SettingId id = SettingId::kNtlmMinClientSec;
  SettingState state = SettingState::kNotDefined;
  uint32_t value = 0;                  // when kDefined
  std::vector<SettingSource> sources;  // in file order; empty when kNotDefined

  bool operator==(const PolicySetting&) const = default;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_POLICY_SETTING_H_
