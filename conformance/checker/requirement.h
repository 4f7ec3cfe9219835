// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CHECKER_REQUIREMENT_H_
#define NTLMATRIX_CONFORMANCE_CHECKER_REQUIREMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_setting.h"

// What a check of a setting has to say, computed from what the setting's values mean.
namespace ntlmatrix::conformance {

// What a check means to find: at least these bits, or at least this level.
struct Requirement {
  policy::SettingId id = policy::SettingId::kNtlmMinClientSec;
  uint32_t value = 0;    // a mask, or a level of 3 to 5
  bool assumed = false;  // nothing in the check's title says so

  bool operator==(const Requirement&) const = default;
};

// What the title of a check says that it requires. A title that names neither option means both, as
// the STIGs, the CIS Benchmarks and Microsoft's baselines have it; one that names no level means 3
// or more, the least that sends NTLMv2 responses only: there the value is `least_level`.
Requirement RequirementOf(policy::SettingId id, absl::string_view title, uint32_t least_level);

// What a check has to say of a computer.
enum class Truth : uint8_t { kMustPass, kMustFail, kEither };

// The truth about a value. Undocumented bits beside all that is required, and nothing else, leave
// it open; a level outside 0 to 5 must fail.
Truth TruthOf(const Requirement& requirement, uint32_t value);

// The truth about a computer without the value: its default decides. kEither where the defaults of
// Windows versions differ; `weaker` are those whose default does not do.
struct AbsenceTruth {
  Truth truth = Truth::kEither;
  std::vector<std::string> weaker;  // OsName
};

AbsenceTruth TruthOfAbsence(const Requirement& requirement);

// The values to try on a check: each that a document or a known mistake names, and neighbours of
// the numbers that the check itself states.
std::vector<uint32_t> ValuesToTry(policy::SettingId id, const std::vector<uint32_t>& stated);

// "0x20080000 (537395200)", or "level 3".
std::string ValueText(policy::SettingId id, uint32_t value);

// What the value lacks of the requirement: "NTLMv2 session security (extended session security)".
std::string Missing(const Requirement& requirement, uint32_t value);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_CHECKER_REQUIREMENT_H_
