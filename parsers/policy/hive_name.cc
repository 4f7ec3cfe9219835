// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_name.h"

#include <algorithm>
#include <vector>

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint32_t kHashFactor = 37;

bool IsSurrogate(uint16_t unit) { return unit >= 0xD800 && unit <= 0xDFFF; }

// The name as UTF-16LE, with `replaced` telling which units become U+FFFD.
template <typename Replaced>
std::vector<uint8_t> Utf16(const HiveName& name, Replaced replaced) {
  std::vector<uint8_t> utf16;
  utf16.reserve(name.size() * 2);
  for (size_t i = 0; i < name.size(); ++i) {
    const uint16_t unit = replaced(name.unit(i)) ? uint16_t{0xFFFD} : name.unit(i);
    utf16.push_back(static_cast<uint8_t>(unit));
    utf16.push_back(static_cast<uint8_t>(unit >> 8));
  }
  return utf16;
}

}  // namespace

absl::StatusOr<std::string> HiveName::Utf8() const {
  if (is_compressed && Examine().is_ascii) return std::string(bytes.begin(), bytes.end());
  if (!is_compressed) return Utf16ToUtf8(bytes);
  return Utf16ToUtf8(Utf16(*this, [](uint16_t) { return false; }));
}

std::string HiveName::Readable() const {
  if (const auto utf8 = Utf8(); utf8.ok()) return *utf8;
  return Utf16ToUtf8(Utf16(*this, IsSurrogate)).value_or("");
}

HiveName::Facts HiveName::Examine() const {
  Facts facts;
  const auto look = [&facts](uint16_t one) {
    facts.is_ascii &= one <= 0x7F;
    facts.has_nul |= one == 0;
    facts.hash = facts.hash * kHashFactor + Upper(one);
  };
  if (is_compressed) {
    for (const uint8_t byte : bytes) look(byte);
  } else {
    for (size_t i = 0; i < size(); ++i) look(unit(i));
  }
  return facts;
}

bool HiveName::Equals(std::u16string_view name) const {
  if (name.size() != size()) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if (Upper(unit(i)) != Upper(name[i])) return false;
  }
  return true;
}

bool HiveName::IsBefore(const HiveName& other) const {
  const size_t common = std::min(size(), other.size());
  for (size_t i = 0; i < common; ++i) {
    const uint16_t own = Upper(unit(i)), others = Upper(other.unit(i));
    if (own != others) return own < others;
  }
  return size() < other.size();
}

absl::StatusOr<std::u16string> HiveNameUnits(absl::string_view utf8) {
  const auto utf16 = Utf8ToUtf16(utf8);
  if (!utf16.ok()) return utf16.status();
  std::u16string units;
  units.reserve(utf16->size() / 2);
  ByteReader in(*utf16);
  for (uint16_t unit = 0; !in.done() && in.ReadU16(&unit);) units.push_back(unit);
  return units;
}

}  // namespace ntlmatrix::policy
