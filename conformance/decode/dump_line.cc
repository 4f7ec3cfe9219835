// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/dump_line.h"

#include <algorithm>

namespace ntlmatrix::decode {
namespace {

constexpr size_t kFewestOffsetDigits = 3;  // tcpdump of old: [000]
constexpr size_t kMostOffsetDigits = 16;
constexpr size_t kMostGroupDigits = 16;
constexpr size_t kUsualBytes = 16;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

size_t CountWhile(absl::string_view text, bool (*holds)(char)) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), holds) - text.begin());
}

bool IsHexCharacter(char c) { return HexDigit(c).has_value(); }

std::optional<uint64_t> Number(absl::string_view digits, uint64_t base) {
  uint64_t value = 0;
  for (const char c : digits) {
    const uint64_t digit = HexDigit(c).value_or(16);
    if (digit >= base) return std::nullopt;
    value = value * base + digit;  // 16 digits of base 16 fit
  }
  return value;
}

bool Consume(absl::string_view* text, absl::string_view prefix) {
  if (text->substr(0, prefix.size()) != prefix) return false;
  text->remove_prefix(prefix.size());
  return true;
}

bool ReadOffset(absl::string_view* text, DumpLine* line) {
  const bool bracket = Consume(text, "[");
  const bool prefix = Consume(text, "0x") || Consume(text, "0X");
  const absl::string_view digits = text->substr(0, CountWhile(*text, IsHexCharacter));
  if (digits.size() < kFewestOffsetDigits || digits.size() > kMostOffsetDigits) return false;
  text->remove_prefix(digits.size());
  if (bracket && !Consume(text, "]")) return false;
  const bool colon = Consume(text, ":");
  if (!text->empty() && !IsBlank(text->front())) return false;
  line->marked = bracket || prefix || colon;
  line->offset_digits = digits.size();
  line->offsets = {Number(digits, 16), Number(digits, 10), Number(digits, 8)};
  return true;
}

// Two or three blanks in the middle are a wider gap between groups of four bytes; more, or any at
// the usual end of the bytes, come before what is no longer bytes.
bool GapEndsBytes(size_t gap, size_t count) {
  if (count == 0 || gap < 2) return false;
  return gap > 3 || count % 4 != 0 || count >= kUsualBytes;
}

// A group of as many digits as the first one, or fewer at the end.
bool ReadGroup(absl::string_view* text, DumpLine* line) {
  const size_t digits = CountWhile(*text, IsHexCharacter);
  if (digits == 0 || digits % 2 != 0 || digits > kMostGroupDigits) return false;
  if (line->group_digits != 0 && digits > line->group_digits) return false;
  const char after = digits < text->size() ? (*text)[digits] : ' ';
  if (!IsBlank(after) && after != '-' && after != '|') return false;
  if (line->group_digits == 0) line->group_digits = digits;
  for (size_t i = 0; i < digits && line->count < line->bytes.size(); i += 2) {
    line->bytes[line->count++] =
        static_cast<uint8_t>(*HexDigit((*text)[i]) << 4 | *HexDigit((*text)[i + 1]));
  }
  text->remove_prefix(digits);
  return true;
}

}  // namespace

std::optional<uint8_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

bool IsHex(absl::string_view digits) {
  return !digits.empty() && std::all_of(digits.begin(), digits.end(), IsHexCharacter);
}

std::optional<size_t> DumpLine::DistanceFrom(const DumpLine& before, uint64_t most) const {
  for (size_t base = 0; base < offsets.size(); ++base) {
    if (!offsets[base] || !before.offsets[base] || *offsets[base] <= *before.offsets[base]) {
      continue;
    }
    const uint64_t distance = *offsets[base] - *before.offsets[base];
    if (distance <= most) return static_cast<size_t>(distance);
  }
  return std::nullopt;
}

std::optional<DumpLine> ParseDumpLine(absl::string_view text) {
  DumpLine line;
  if (!ReadOffset(&text, &line)) return std::nullopt;
  while (line.count < line.bytes.size()) {
    const size_t gap = CountWhile(text, IsBlank);
    if (GapEndsBytes(gap, line.count)) break;
    text.remove_prefix(gap);
    // WinDbg has a hyphen in the middle.
    if (line.count > 0 && gap == 0 && !Consume(&text, "-")) break;
    const size_t last_group = line.count;
    if (!ReadGroup(&text, &line)) break;
    if ((line.count - last_group) * 2 < line.group_digits) break;
  }
  // So many bytes in a line are no dump but digits behind a word that looks like an offset.
  if (line.count == line.bytes.size() && !text.empty() && IsBlank(text.front())) {
    const absl::string_view rest = text.substr(CountWhile(text, IsBlank));
    if (CountWhile(rest, IsHexCharacter) == line.group_digits) return std::nullopt;
  }
  const bool alone = CountWhile(text, IsBlank) == text.size();
  if (line.count == 0 && !alone) return std::nullopt;
  return line;
}

}  // namespace ntlmatrix::decode
