// SPDX-License-Identifier: Apache-2.0

#include "conformance/checker/expected_value.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/checker/evaluate.h"
#include "parsers/policy/min_session_security.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/setting_key.h"

namespace ntlmatrix::conformance {
namespace {

using checker::Operator;
using checker::RegistryTest;
using checker::Term;
using policy::SettingId;

constexpr absl::string_view kDigits = "0123456789";
constexpr size_t kMaxNumbers = 64;

// The masks that checks are written for.
constexpr uint32_t kMeant[] = {
    policy::kRequireExtendedSessionSecurity | policy::kRequire128Bit,
    policy::kRequire128Bit,
    policy::kRequireExtendedSessionSecurity,
    policy::kKnownMinSessionSecurity & ~policy::kRequire56Bit,
    policy::kKnownMinSessionSecurity,
};

bool IsMeant(uint64_t value) {
  return std::find(std::begin(kMeant), std::end(kMeant), value) != std::end(kMeant);
}

bool ComparesText(const Term& term) {
  return term.op == Operator::kEqualsText || term.op == Operator::kNotEqualsText ||
         term.op == Operator::kContainsText || term.op == Operator::kMatches;
}

bool AreDigits(absl::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == absl::string_view::npos;
}

// Runs of digits in a pattern, with the 0x before them.
void AddRuns(absl::string_view pattern, std::vector<std::string>* numbers) {
  for (size_t at = pattern.find_first_of(kDigits); at != absl::string_view::npos;
       at = pattern.find_first_of(kDigits, at)) {
    const bool hex = absl::StartsWithIgnoreCase(pattern.substr(at), "0x");
    const size_t end = std::min(
        pattern.find_first_not_of(hex ? "0123456789abcdefABCDEF" : kDigits, hex ? at + 2 : at),
        pattern.size());
    numbers->emplace_back(pattern.substr(at, end - at));
    at = end;
    if (numbers->size() >= kMaxNumbers) return;
  }
}

std::optional<BaseSlip> SlipOf(const Term& term, const std::string& written) {
  uint64_t number = 0;
  if (AreDigits(written) && written.size() <= 8 && absl::SimpleHexAtoi(written, &number) &&
      IsMeant(number)) {
    return BaseSlip{written, static_cast<uint32_t>(number),
                    absl::StrCat(written,
                                 " is read as decimal; it is the hexadecimal form without "
                                 "0x of the mask ",
                                 number)};
  }
  if (!absl::StartsWithIgnoreCase(written, "0x")) return std::nullopt;
  const std::string digits = written.substr(2);
  if (AreDigits(digits) && absl::SimpleAtoi(digits, &number) && IsMeant(number)) {
    return BaseSlip{written, static_cast<uint32_t>(number),
                    absl::StrCat(written, " is the decimal form of a mask behind 0x")};
  }
  if (ComparesText(term) && digits.size() <= 8 && absl::SimpleHexAtoi(digits, &number)) {
    return BaseSlip{written, static_cast<uint32_t>(number),
                    absl::StrCat(written, " is compared with decimal text, which it never equals")};
  }
  return std::nullopt;
}

// Long enough a beginning to mean one setting and no other.
std::optional<SettingId> TruncatedName(absl::string_view name) {
  for (const SettingId id : policy::AllSettings()) {
    constexpr size_t kLeast = 8;  // "LmCompat", "NtlmMinC"
    if (name.size() >= kLeast && absl::StartsWithIgnoreCase(policy::SettingName(id), name)) {
      return id;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> StatedNumbers(const RegistryTest& test) {
  std::vector<std::string> numbers;
  for (const Term& term : test.terms) {
    if (numbers.size() >= kMaxNumbers) break;
    if (term.op == Operator::kMatches) {
      AddRuns(term.operand, &numbers);
    } else {
      numbers.push_back(term.operand);
      if (term.op == Operator::kInRange) numbers.push_back(term.upper);
    }
  }
  return numbers;
}

std::optional<BaseSlip> FindBaseSlip(const RegistryTest& test) {
  for (const Term& term : test.terms) {
    std::vector<std::string> numbers;
    if (term.op == Operator::kMatches) {
      AddRuns(term.operand, &numbers);
    } else {
      numbers = {term.operand, term.upper};
    }
    for (const std::string& number : numbers) {
      if (auto slip = SlipOf(term, number)) return slip;
    }
  }
  return std::nullopt;
}

std::optional<SettingGuess> SettingOf(const RegistryTest& test) {
  if (const auto id = policy::SettingNamed(test.name)) return SettingGuess{*id, true};
  if (const auto id = policy::SettingMeantBy(test.name)) return SettingGuess{*id, false};
  if (const auto id = TruncatedName(test.name)) return SettingGuess{*id, false};
  return std::nullopt;
}

bool IsAtItsKey(SettingId id, const RegistryTest& test) {
  absl::string_view key = test.key;
  absl::ConsumeSuffix(&key, "\\");
  return policy::IsLocalMachine(test.hive) && policy::IsKeyOf(id, absl::StrSplit(key, '\\'));
}

}  // namespace ntlmatrix::conformance
