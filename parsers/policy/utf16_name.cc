// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/utf16_name.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix::policy {
namespace {

constexpr size_t kUnit = 2;  // bytes

// A bit in each of four code units that is not printable ASCII or U+007F; nothing is certain of the
// units above the lowest marked one.
uint64_t MarkUnprintable(uint64_t four) {
  constexpr uint64_t kNotAscii = 0xFF80FF80FF80FF80;
  constexpr uint64_t kFromBlankTo80 = 0x0060006000600060;
  constexpr uint64_t k80 = 0x0080008000800080;
  return (four & kNotAscii) | (~(four + kFromBlankTo80) & k80);
}

// The low bytes of four code units, in their order.
std::array<char, 4> LowBytes(uint64_t four) {
  four = (four | four >> 8) & 0x0000FFFF0000FFFF;
  const auto bytes = static_cast<uint32_t>(four | four >> 16);
  return {static_cast<char>(bytes), static_cast<char>(bytes >> 8), static_cast<char>(bytes >> 16),
          static_cast<char>(bytes >> 24)};
}

}  // namespace

// Whether the whole name is printable ASCII, as nearly every name is, and not at the very end of
// the data. The cursor stays where not.
bool Utf16NameReader::ReadAscii(ByteReader* reader) {
  ByteReader ahead = *reader;
  size_t size = 0;
  for (uint64_t four = 0; ahead.remaining() >= 4 * kUnit && ahead.ReadU64(&four); size += 4) {
    if (size + 4 > buffer_.size()) buffer_.resize(std::max<size_t>(256, 2 * buffer_.size()));
    const std::array<char, 4> chars = LowBytes(four);
    std::copy(chars.begin(), chars.end(), buffer_.begin() + static_cast<ptrdiff_t>(size));
    const uint64_t marks = MarkUnprintable(four);
    if (marks == 0) continue;
    const int first = std::countr_zero(marks) / 16;
    if ((four >> 16 * first & 0xFFFF) != 0) return false;
    size_ = size + static_cast<size_t>(first);
    return reader->Skip((size_ + 1) * kUnit);
  }
  return false;
}

absl::Status Utf16NameReader::ReadAnything(absl::string_view what, ByteReader* reader) {
  ByteReader ahead = *reader;
  const size_t start = ahead.offset();
  uint16_t unit = 1;
  while (unit != 0) {
    const size_t offset = ahead.offset();
    if (!ahead.ReadU16(&unit)) {
      return absl::InvalidArgumentError(
          absl::StrCat(what, ": no NUL behind the name at offset ", start));
    }
    if (unit > 0 && unit < 0x20) {
      if (!reader->Skip(offset - start)) return reader->error(what);
      return absl::InvalidArgumentError(
          absl::StrCat(what, ": control character in a name at offset ", offset));
    }
  }
  Bytes units;
  if (!reader->ReadAt(start, ahead.offset() - start - kUnit, &units)) return reader->error(what);
  if (const size_t bad = FindInvalidUtf16(units); bad != units.size()) {
    if (!reader->Skip(bad)) return reader->error(what);
    return absl::InvalidArgumentError(
        absl::StrCat(what, ": lone UTF-16 surrogate in a name at offset ", start + bad));
  }
  buffer_ = Utf16ToUtf8(units).value_or("");
  size_ = buffer_.size();
  *reader = ahead;
  return absl::OkStatus();
}

absl::Status Utf16NameReader::Read(absl::string_view what, ByteReader* reader) {
  if (ReadAscii(reader)) return absl::OkStatus();
  return ReadAnything(what, reader);
}

}  // namespace ntlmatrix::policy
