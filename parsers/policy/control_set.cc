// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/control_set.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/place.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/setting_key.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint32_t kMaxControlSet = 999;
constexpr absl::string_view kCurrent = "Current";

// The number of a REG_DWORD of 4 bytes.
std::optional<uint32_t> DwordOf(const Hive& hive, const KeyValue& value) {
  if (value.type != kRegDword || value.data_size != sizeof(uint32_t) || value.is_tombstone()) {
    return std::nullopt;
  }
  std::vector<uint8_t> joined;
  const absl::StatusOr<Bytes> data = hive.Data(value, &joined);
  uint32_t number = 0;
  if (!data.ok() || !ByteReader(*data).ReadU32(&number)) return std::nullopt;
  return number;
}

std::optional<uint32_t> DwordNamed(const Hive& hive, const KeyNode& key, absl::string_view name) {
  const HiveLookup<KeyValue> lookup = hive.FindValue(key, name);
  return lookup.found.has_value() ? DwordOf(hive, *lookup.found) : std::nullopt;
}

}  // namespace

std::string ControlSetName(uint32_t number) {
  return absl::StrCat("ControlSet", absl::Dec(number, absl::kZeroPad3));
}

absl::StatusOr<ControlSetSelection> ReadControlSetSelection(const Hive& hive,
                                                            const KeyNode& select) {
  const HiveLookup<KeyValue> current = hive.FindValue(select, kCurrent);
  if (!current.found.has_value()) {
    if (!current.damage.ok()) return current.damage;
    return HiveCellError("key Select", select.cell,
                         "it has no value Current, which says which control set is in use");
  }
  const auto error = [&](absl::string_view problem) {
    return HiveCellError("value Select\\Current", current.found->cell,
                         absl::StrCat(problem, "; no control set is guessed"));
  };
  const std::optional<uint32_t> number = DwordOf(hive, *current.found);
  if (!number.has_value()) {
    return error(absl::StrCat("type ", current.found->type, " with ", current.found->data_size,
                              " bytes instead of a REG_DWORD"));
  }
  if (*number == 0 || *number > kMaxControlSet) {
    return error(absl::StrCat(*number, " is outside 1 to ", kMaxControlSet));
  }
  return ControlSetSelection{*number, current.found->cell, DwordNamed(hive, select, "Default"),
                             DwordNamed(hive, select, "LastKnownGood"), current.damage};
}

std::string SettingInControlSet(const Hive& hive, const KeyNode& control_set, SettingId id) {
  constexpr absl::string_view kBelow = "System\\CurrentControlSet\\";
  constexpr absl::string_view kNotSet = "not set";
  constexpr absl::string_view kUnreadable = "unreadable";
  KeyNode key = control_set;
  for (const absl::string_view name : absl::StrSplit(SettingKey(id).substr(kBelow.size()), '\\')) {
    const HiveLookup<KeyNode> subkey = hive.FindSubkey(key, name);
    if (!subkey.found.has_value()) {
      return std::string(subkey.damage.ok() ? kNotSet : kUnreadable);
    }
    if (subkey.found->is_link()) return std::string(kUnreadable);
    key = *subkey.found;
  }
  const HiveLookup<KeyValue> value = hive.FindValue(key, SettingName(id));
  if (!value.found.has_value()) return std::string(value.damage.ok() ? kNotSet : kUnreadable);
  if (const std::optional<uint32_t> number = DwordOf(hive, *value.found); number.has_value()) {
    return absl::StrCat("0x", absl::Hex(*number, absl::kZeroPad8));
  }
  return absl::StrCat("type ", value.found->type, ", ", value.found->data_size, " bytes");
}

}  // namespace ntlmatrix::policy
