// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/message_extent.h"

#include <algorithm>
#include <cstdint>

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::MessageLayout;

constexpr size_t kVersionSize = 8;

// Where Version begins in a message of this type that has no MIC.
size_t VersionOffset(ntlm::MessageType type) {
  switch (type) {
    case ntlm::MessageType::kNegotiate:
      return 32;
    case ntlm::MessageType::kChallenge:
      return 48;
    case ntlm::MessageType::kAuthenticate:
      break;
  }
  return 64;
}

bool AllZero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

// Without values nothing says where the header ends. Version is taken for a part of it if the flag
// says so or if it is zero, as it must be without the flag.
size_t HeaderWithoutValues(Bytes bytes, const MessageLayout& layout) {
  const size_t version = VersionOffset(layout.type);
  if (layout.header_size < version + kVersionSize) return layout.header_size;
  Bytes value;
  const bool said = (layout.negotiate_flags.value_or(0) & ntlm::flags::kVersion) != 0;
  const bool is_version =
      said || (ByteReader(bytes).ReadAt(version, kVersionSize, &value) && AllZero(value));
  return is_version ? version + kVersionSize : version;
}

}  // namespace

std::optional<size_t> FindSignature(Bytes bytes, size_t from) {
  const auto found = std::search(bytes.begin() + static_cast<ptrdiff_t>(from), bytes.end(),
                                 ntlm::kSignature.begin(), ntlm::kSignature.end());
  if (found == bytes.end()) return std::nullopt;
  return static_cast<size_t>(found - bytes.begin());
}

std::optional<size_t> FindMessage(Bytes bytes, size_t from) {
  for (auto at = FindSignature(bytes, from); at; at = FindSignature(bytes, *at + 1)) {
    Bytes type;
    uint32_t value = 0;
    const size_t type_at = *at + ntlm::kSignature.size();
    if (!ByteReader(bytes).ReadAt(type_at, sizeof(value), &type)) return std::nullopt;
    if (ByteReader(type).ReadU32(&value) && value >= 1 && value <= 3) return at;
  }
  return std::nullopt;
}

std::optional<size_t> MessageExtent(Bytes bytes) {
  const auto layout = MessageLayout::Parse(bytes);
  if (!layout.ok()) return std::nullopt;
  size_t end = layout->header_size;
  bool has_values = false;
  for (const ntlm::PlacedField& field : layout->fields()) {
    if (field.fields.len == 0) continue;
    if (!field.fits && !field.ignored) return std::nullopt;
    if (!field.fits) continue;
    has_values = true;
    end = std::max<size_t>(end, size_t{field.fields.buffer_offset} + field.fields.len);
  }
  return has_values ? end : HeaderWithoutValues(bytes, *layout);
}

}  // namespace ntlmatrix::decode
