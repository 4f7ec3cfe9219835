// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/value_words.h"

#include <algorithm>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::decode {
namespace {

constexpr uint64_t kTicksPerSecond = 10'000'000;
constexpr int64_t kSecondsFrom1601To1970 = 11'644'473'600;

// Cc, and what breaks lines or turns their direction.
bool IsUnprintable(uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x061C ||
         (code_point >= 0x200B && code_point <= 0x200F) ||
         (code_point >= 0x2028 && code_point <= 0x202E) ||
         (code_point >= 0x2060 && code_point <= 0x206F) || code_point == 0xFEFF ||
         (code_point >= 0xFFF9 && code_point <= 0xFFFB) ||
         (code_point >= 0xE0000 && code_point <= 0xE007F);
}

// The code point of a well-formed sequence that begins with `lead`.
uint32_t CodePoint(absl::string_view sequence) {
  const auto lead = static_cast<uint8_t>(sequence[0]);
  if (sequence.size() == 1) return lead;
  uint32_t value = lead & (0x7Fu >> sequence.size());
  for (const char c : sequence.substr(1)) value = value << 6 | (static_cast<uint8_t>(c) & 0x3Fu);
  return value;
}

size_t SequenceLength(char lead) {
  const auto byte = static_cast<uint8_t>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

void AppendPrintable(absl::string_view valid, std::string* out) {
  while (!valid.empty()) {
    const absl::string_view sequence = valid.substr(0, SequenceLength(valid[0]));
    const uint32_t code_point = CodePoint(sequence);
    if (!IsUnprintable(code_point)) {
      absl::StrAppend(out, sequence);
    } else if (code_point <= 0xFFFF) {
      absl::StrAppendFormat(out, "\\u%04x", code_point);
    } else {
      absl::StrAppendFormat(out, "\\U%08x", code_point);
    }
    valid.remove_prefix(sequence.size());
  }
}

}  // namespace

std::string HexWords(Bytes bytes) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string HexNumber(uint32_t value) { return absl::StrFormat("0x%08x", value); }

std::string FileTimeWords(uint64_t file_time) {
  if (file_time == 0) return "0, no time";
  if (file_time > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return absl::StrFormat("0x%016x, no time", file_time);
  }
  const auto seconds = static_cast<int64_t>(file_time / kTicksPerSecond) - kSecondsFrom1601To1970;
  const auto ticks = static_cast<int64_t>(file_time % kTicksPerSecond);
  const absl::Time time = absl::FromUnixSeconds(seconds) + absl::Nanoseconds(ticks * 100);
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E7SZ", time, absl::UTCTimeZone());
}

std::string Printable(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t valid = FindInvalidUtf8(text);
    AppendPrintable(text.substr(0, valid), &out);
    if (valid == text.size()) break;
    absl::StrAppendFormat(&out, "\\x%02x", static_cast<uint8_t>(text[valid]));
    text.remove_prefix(valid + 1);
  }
  return out;
}

void SetUtf16(Bytes value, DescribedField* field) {
  const auto text = Utf16ToUtf8(value);
  field->is_text = text.ok();
  field->value = text.ok() ? *text : HexWords(value);
  if (text.ok()) return;
  field->notes.push_back(value.size() % 2 != 0
                             ? absl::StrCat("no UTF-16: an odd number of bytes, ", value.size())
                             : std::string(text.status().message()));
}

void SetOem(Bytes value, DescribedField* field) {
  field->is_text = true;
  for (const uint8_t byte : value) {
    if (byte < 0x80) {
      field->value.push_back(static_cast<char>(byte));
    } else {
      absl::StrAppendFormat(&field->value, "\\x%02x", byte);
    }
  }
  if (std::any_of(value.begin(), value.end(), [](uint8_t byte) { return byte >= 0x80; })) {
    field->notes.emplace_back("OEM characters outside of ASCII: their code page is not known");
  }
}

}  // namespace ntlmatrix::decode
