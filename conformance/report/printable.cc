// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/printable.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix {
namespace {

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

}  // namespace ntlmatrix
