// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_COMPLIANCE_REQUIREMENT_H_
#define NTLMATRIX_CONFORMANCE_COMPLIANCE_REQUIREMENT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/stores/policy_input.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::compliance {

// What every input has to require.
struct Requirement {
  // Bits per mask, the least level for LmCompatibilityLevel; nothing: the setting does not matter.
  std::array<std::optional<uint32_t>, 3> least;
};

// Reads a list like "ntlmv2,128bit,level=5". InvalidArgument for an empty list, a word that does
// not exist, a level outside 0 to 5.
absl::StatusOr<Requirement> ParseRequirement(absl::string_view list);

// The words of such a list, with what they mean, a line each.
std::string RequirementHelp();

// The Windows whose documented defaults count where a setting is not defined; none when null. All
// roles of computers when the scope has no role. A default that is disputed, undocumented or not
// defined never counts, nor any in an input in which more may stand, FindMayBeMore.
using CountedDefaults = const stores::PolicyScope*;

// Why an input does not meet a requirement, or nothing when it does: finding `not-required` of
// severity error, at the first setting that falls short. Only a setting that is defined, in an
// input from which something may be concluded, and a default that counts can meet it.
std::optional<policy::PolicyFinding> FindUnmet(const Requirement& requirement,
                                               const stores::PolicyInput& input,
                                               CountedDefaults defaults);

// Why nothing an input says can count, or empty: it can't be read, has errors, or is of a format
// that can't require anything.
std::string WhyNothingCounts(const stores::PolicyInput& input);

// Whether stores of this format can require anything of NTLM.
bool CanRequire(const stores::PolicyInput& input);

// What of `least` a value lacks, in words: "128-bit encryption", "level 5"; empty when nothing.
std::string LackingWords(policy::SettingId id, uint32_t value, uint32_t least);

// The instruction to write a value: "set MACHINE\...\NtlmMinClientSec to 0x20080000 (537395200)".
std::string SetTo(policy::SettingId id, uint32_t value);

}  // namespace ntlmatrix::compliance

#endif  // NTLMATRIX_CONFORMANCE_COMPLIANCE_REQUIREMENT_H_
