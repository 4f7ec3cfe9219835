// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/object_identifier.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::envelope {
namespace {

constexpr uint8_t kMore = 0x80;

std::string HexText(Bytes contents) {
  std::string text = "0x";
  for (const uint8_t byte : contents) absl::StrAppend(&text, absl::Hex(byte, absl::kZeroPad2));
  return text;
}

// The first subidentifier holds two arcs, 40 times the first plus the second; [X.690] 8.19.4.
void AppendArc(uint64_t subidentifier, std::string* text) {
  if (!text->empty()) {
    absl::StrAppend(text, ".", subidentifier);
    return;
  }
  const uint64_t first = std::min<uint64_t>(subidentifier / 40, 2);
  absl::StrAppend(text, first, ".", subidentifier - 40 * first);
}

}  // namespace

bool IsObjectIdentifier(Bytes contents) {
  bool at_start = true;
  for (const uint8_t byte : contents) {
    if (at_start && byte == kMore) return false;
    at_start = (byte & kMore) == 0;
  }
  return !contents.empty() && at_start;
}

std::string ObjectIdentifierText(Bytes contents) {
  if (!IsObjectIdentifier(contents)) return HexText(contents);
  std::string text;
  uint64_t subidentifier = 0;
  for (const uint8_t byte : contents) {
    if (subidentifier > std::numeric_limits<uint64_t>::max() >> 7) return HexText(contents);
    subidentifier = subidentifier << 7 | (byte & 0x7F);
    if ((byte & kMore) != 0) continue;
    AppendArc(subidentifier, &text);
    subidentifier = 0;
  }
  return text;
}

}  // namespace ntlmatrix::envelope
