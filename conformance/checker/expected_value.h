// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CHECKER_EXPECTED_VALUE_H_
#define NTLMATRIX_CONFORMANCE_CHECKER_EXPECTED_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parsers/checker/checker_rule.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::conformance {

// The numbers that a test states, as text: operands, and runs of digits in patterns.
std::vector<std::string> StatedNumbers(const checker::RegistryTest& test);

// A number written in one base and meant in the other.
struct BaseSlip {
  std::string written;
  uint32_t meant = 0;
  std::string why;  // "20080000 stands where a decimal number is read"
};

// The slip that a test makes, if any: `20080000` as decimal, `0x537395200`, or hexadecimal where
// the checker compares decimal text.
std::optional<BaseSlip> FindBaseSlip(const checker::RegistryTest& test);

// Which setting a test is about, going by its name; a misspelt or truncated one included.
struct SettingGuess {
  policy::SettingId id = policy::SettingId::kNtlmMinClientSec;
  bool exact = true;
};

std::optional<SettingGuess> SettingOf(const checker::RegistryTest& test);

// Whether hive and key are those of the setting.
bool IsAtItsKey(policy::SettingId id, const checker::RegistryTest& test);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_CHECKER_EXPECTED_VALUE_H_
