// SPDX-License-Identifier: Apache-2.0

#include "conformance/checker/requirement.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "parsers/policy/defaults.h"
#include "parsers/policy/lm_compatibility_level.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::conformance {
namespace {

using policy::kKnownMinSessionSecurity;
using policy::kRequire128Bit;
using policy::kRequireExtendedSessionSecurity;
using policy::SettingId;

constexpr uint32_t kBothOptions = kRequireExtendedSessionSecurity | kRequire128Bit;
constexpr uint32_t kMaxLevel = policy::kMaxLmCompatibilityLevel;

// Every combination of documented bits, numbers of the Intune API's choice, and 0x20040000, which
// public pages give for both options.
std::vector<uint32_t> MasksToTry() {
  constexpr uint32_t kBits[] = {policy::kRequireIntegrity, policy::kRequireConfidentiality,
                                kRequireExtendedSessionSecurity, kRequire128Bit,
                                policy::kRequire56Bit};
  std::vector<uint32_t> values;
  for (uint32_t choice = 0; choice < 1u << std::size(kBits); ++choice) {
    uint32_t mask = 0;
    for (size_t i = 0; i < std::size(kBits); ++i) mask |= (choice >> i & 1) != 0 ? kBits[i] : 0;
    values.push_back(mask);
  }
  for (const uint32_t odd : {1u, 2u, 3u, 0x40000u, 0x20040000u, 0x40000000u, 0xFFFFFFFFu}) {
    values.push_back(odd);
  }
  return values;
}

// What a pattern without anchors, or a comparison with an open end, takes for the number too.
void AddNeighbours(uint32_t number, std::vector<uint32_t>* values) {
  const auto add = [&](uint64_t value) {
    if (value <= std::numeric_limits<uint32_t>::max()) {
      values->push_back(static_cast<uint32_t>(value));
    }
  };
  const std::string text = absl::StrCat(number);
  for (const char digit : absl::string_view("123")) {
    uint64_t value = 0;
    if (absl::SimpleAtoi(absl::StrCat(std::string(1, digit), text), &value)) add(value);
  }
  for (const uint64_t near :
       {uint64_t{number}, uint64_t{number} + 1, uint64_t{number} * 10, uint64_t{number} * 10 + 5}) {
    add(near);
  }
  if (number > 0) add(number - 1);
}

}  // namespace

Requirement RequirementOf(SettingId id, absl::string_view title, uint32_t least_level) {
  const std::string lower = absl::AsciiStrToLower(title);
  const auto has = [&](absl::string_view words) { return absl::StrContains(lower, words); };
  if (id == SettingId::kLmCompatibilityLevel) {
    if (has("refuse lm & ntlm") || has("refuse lm and ntlm")) return {id, 5, false};
    if (has("refuse lm")) return {id, 4, false};
    if (has("ntlmv2 response")) return {id, 3, false};
    return {id, std::clamp(least_level, 3u, kMaxLevel), true};
  }
  uint32_t value = 0;
  if (has("ntlmv2") || has("ntlm v2") || has("ntlm 2") || has("extended session security")) {
    value |= kRequireExtendedSessionSecurity;
  }
  if (has("128-bit") || has("128 bit") || has("128bit")) value |= kRequire128Bit;
  return {id, value == 0 ? kBothOptions : value, value == 0};
}

Truth TruthOf(const Requirement& requirement, uint32_t value) {
  if (requirement.id == SettingId::kLmCompatibilityLevel) {
    return requirement.value <= value && value <= kMaxLevel ? Truth::kMustPass : Truth::kMustFail;
  }
  if ((value & requirement.value) != requirement.value) return Truth::kMustFail;
  return (value & ~kKnownMinSessionSecurity) == 0 ? Truth::kMustPass : Truth::kEither;
}

AbsenceTruth TruthOfAbsence(const Requirement& requirement) {
  AbsenceTruth result;
  bool does = false;
  for (const policy::Os os : policy::AllOses()) {
    bool weaker = false;
    for (const policy::Role role : policy::AllRoles()) {
      if (policy::IsGpo(role)) continue;
      for (const policy::DefaultClaim& claim : policy::DefaultsOf(requirement.id, os, role)) {
        if (claim.kind != policy::DefaultClaim::Kind::kValue) continue;
        (TruthOf(requirement, claim.value) == Truth::kMustPass ? does : weaker) = true;
      }
    }
    if (weaker) result.weaker.emplace_back(policy::OsName(os));
  }
  if (!does) result.truth = Truth::kMustFail;
  return result;
}

std::vector<uint32_t> ValuesToTry(SettingId id, const std::vector<uint32_t>& stated) {
  std::vector<uint32_t> values;
  if (id == SettingId::kLmCompatibilityLevel) {
    for (uint32_t level = 0; level <= kMaxLevel + 2; ++level) values.push_back(level);
  } else {
    values = MasksToTry();
  }
  for (const uint32_t number : stated) AddNeighbours(number, &values);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::string ValueText(SettingId id, uint32_t value) {
  if (id == SettingId::kLmCompatibilityLevel) return absl::StrCat("level ", value);
  return absl::StrCat("0x", absl::Hex(value, absl::kZeroPad8), " (", value, ")");
}

std::string Missing(const Requirement& requirement, uint32_t value) {
  if (requirement.id == SettingId::kLmCompatibilityLevel) {
    return absl::StrCat("level ", requirement.value, " or more");
  }
  std::vector<std::string> missing;
  const uint32_t bits = requirement.value & ~value;
  if ((bits & kRequireExtendedSessionSecurity) != 0) {
    missing.emplace_back("NTLMv2 session security (extended session security)");
  }
  if ((bits & kRequire128Bit) != 0) missing.emplace_back("128-bit encryption");
  return absl::StrJoin(missing, " and ");
}

}  // namespace ntlmatrix::conformance
