// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/setting_source.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/lm_compatibility_level.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {
namespace {

// No number is as long, and one record may speak of a setting many times.
constexpr size_t kMaxRaw = 512;  // bytes

std::string Kept(absl::string_view text) {
  return text.size() <= kMaxRaw ? std::string(text) : absl::StrCat(text.substr(0, kMaxRaw), "...");
}

std::string RawText(const RegistryValue& value) {
  if (!value.written.empty()) return Kept(value.written);
  if (const auto* text = std::get_if<absl::string_view>(&value.data)) return Kept(*text);
  const Bytes bytes = std::get<Bytes>(value.data);
  std::string hex;
  for (size_t i = 0; i < std::min(bytes.size(), kMaxRaw); ++i) {
    absl::StrAppend(&hex, absl::Hex(bytes[i], absl::kZeroPad2));
  }
  return bytes.size() <= kMaxRaw ? hex : hex + "...";
}

// A decimal number, or a hexadecimal one after 0x ([MS-GPSB] 2.2.5), of 32 bits; nothing else.
std::optional<uint32_t> ParseNumber(absl::string_view text) {
  const bool hex = absl::ConsumePrefix(&text, "0x") || absl::ConsumePrefix(&text, "0X");
  const uint32_t base = hex ? 16 : 10;
  if (text.empty()) return std::nullopt;
  uint64_t number = 0;
  for (const char c : text) {
    const bool is_digit = absl::ascii_isdigit(static_cast<unsigned char>(c));
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
    if (!is_digit && !(hex && lower >= 'a' && lower <= 'f')) return std::nullopt;
    number = number * base + static_cast<uint32_t>(is_digit ? c - '0' : lower - 'a' + 10);
    if (number > UINT32_MAX) return std::nullopt;
  }
  return static_cast<uint32_t>(number);
}

// The number a value states or, in another type than REG_DWORD, seems to mean.
std::optional<uint32_t> NumberOf(const RegistryValue& value) {
  if (const auto* text = std::get_if<absl::string_view>(&value.data)) {
    absl::string_view digits = *text;
    if (value.type != kRegDword && absl::ConsumePrefix(&digits, "\"")) {
      absl::ConsumeSuffix(&digits, "\"");
    }
    return ParseNumber(digits);
  }
  ByteReader reader(std::get<Bytes>(value.data));
  uint32_t number = 0;
  if (!reader.ReadU32(&number) || !reader.done()) return std::nullopt;
  return number;
}

}  // namespace

SettingSource JudgeSource(SettingId id, const RegistryValue& value, absl::string_view file) {
  SettingSource source{std::string(value.file.empty() ? file : value.file),
                       value.where,
                       value.type,
                       RawText(value),
                       SettingState::kMalformed,
                       0,
                       ""};
  if (value.operation != RegistryValue::Operation::kSet) {
    source.state = SettingState::kDeleted;
    source.problem = value.operation == RegistryValue::Operation::kDelete
                         ? "the store deletes the value"
                         : absl::StrCat("the store deletes ",
                                        value.operation == RegistryValue::Operation::kDeleteKey
                                            ? "the key "
                                            : "every value of the key ",
                                        Shown(value.key));
    return source;
  }
  const auto number = NumberOf(value);
  if (value.type != kRegDword) {
    source.state = SettingState::kWrongType;
    source.problem = absl::StrCat("type ", value.type, " instead of 4 (REG_DWORD)");
    if (number.has_value()) absl::StrAppend(&source.problem, "; it would be the number ", *number);
  } else if (value.cut_off) {
    source.problem = absl::StrCat("the file ends after `", Shown(source.raw),
                                  "` without line end; the number may be cut off");
  } else if (!number.has_value()) {
    source.problem = absl::StrCat("`", Shown(source.raw), "` is not a number of 32 bits");
  } else if (id == SettingId::kLmCompatibilityLevel && *number > kMaxLmCompatibilityLevel) {
    source.problem = absl::StrCat("level ", *number, " is outside 0 to 5");
  } else if (!value.condition.empty()) {
    source.state = SettingState::kConflicting;
    source.problem = absl::StrCat("`", Shown(source.raw), "` ", value.condition);
  } else {
    source.state = SettingState::kDefined;
    source.value = *number;
  }
  return source;
}

SettingSource MisnamedSource(SettingId id, const RegistryValue& value, absl::string_view file,
                             std::string problem) {
  SettingSource source = JudgeSource(id, value, file);
  source.state = SettingState::kMalformed;
  source.value = 0;
  source.problem = std::move(problem);
  return source;
}

}  // namespace ntlmatrix::policy
