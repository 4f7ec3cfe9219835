// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_layout.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::ntlm {
namespace {

// A member of a header.
struct Member {
  size_t at;
  size_t size;
  bool is_fields = false;  // and not flags, Version and the like
};

struct Header {
  absl::string_view message;
  size_t smallest;
  size_t flags_at;
  absl::Span<const Member> members;
};

// [MS-NLMP] 2.2.1.1
constexpr Member kNegotiate[] = {{12, 4}, {16, 8, true}, {24, 8, true}, {32, 8}};
// [MS-NLMP] 2.2.1.2
constexpr Member kChallenge[] = {
    {12, 8, true}, {20, 4}, {24, 8}, {32, 8}, {40, 8, true}, {48, 8},
};
// [MS-NLMP] 2.2.1.3
constexpr Member kAuthenticate[] = {
    {12, 8, true}, {20, 8, true}, {28, 8, true}, {36, 8, true}, {44, 8, true},
    {52, 8, true}, {60, 4},       {64, 8},       {72, 16},
};

Header HeaderOf(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return {"NEGOTIATE_MESSAGE", 16, 12, kNegotiate};
    case MessageType::kChallenge:
      return {"CHALLENGE_MESSAGE", 32, 20, kChallenge};
    case MessageType::kAuthenticate:
      break;
  }
  return {"AUTHENTICATE_MESSAGE", 52, 60, kAuthenticate};
}

Fields FieldsAt(Bytes message, size_t at) {
  Bytes bytes;
  if (!ByteReader(message).ReadAt(at, 8, &bytes)) return {};
  ByteReader reader(bytes);
  Fields fields;
  (void)(reader.ReadU16(&fields.len) && reader.ReadU16(&fields.max_len) &&
         reader.ReadU32(&fields.buffer_offset));
  return fields;
}

std::optional<NegotiateFlags> FlagsAt(Bytes message, size_t at) {
  Bytes bytes;
  NegotiateFlags flags = 0;
  if (!ByteReader(message).ReadAt(at, sizeof(flags), &bytes)) return std::nullopt;
  if (!ByteReader(bytes).ReadU32(&flags)) return std::nullopt;
  return flags;
}

bool Fits(const Fields& fields, size_t message_size) {
  return fields.len == 0 || uint64_t{fields.buffer_offset} + fields.len <= message_size;
}

// What the header has, up to where the payload begins.
void ReadMembers(Bytes message, const Header& header, MessageLayout* layout) {
  size_t header_end = message.size();
  for (const Member& member : header.members) {
    if (member.at + member.size > std::max(header_end, header.smallest)) break;
    layout->header_size = member.at + member.size;
    if (member.at == header.flags_at) layout->negotiate_flags = FlagsAt(message, member.at);
    if (!member.is_fields) continue;
    const Fields fields = FieldsAt(message, member.at);
    layout->header_fields[layout->field_count++] = fields;
    if (fields.len > 0 && fields.buffer_offset >= header.smallest) {
      header_end = std::min<size_t>(header_end, fields.buffer_offset);
    }
  }
}

}  // namespace

constinit const MessageLayout kNoLayout;

absl::StatusOr<MessageType> MessageTypeOf(Bytes message) {
  ByteReader reader(message);
  uint32_t type = 0;
  if (!reader.Expect(kSignature) || !reader.ReadU32(&type)) return reader.error("NTLM message");
  if (type < 1 || type > 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("NTLM message: MessageType at offset 8 is ", type, ", not 1, 2 or 3"));
  }
  return static_cast<MessageType>(type);
}

absl::StatusOr<MessageLayout> MessageLayout::Parse(Bytes message) {
  const auto type = MessageTypeOf(message);
  if (!type.ok()) return type.status();
  const Header header = HeaderOf(*type);
  ByteReader smallest(message);
  if (!smallest.Skip(header.smallest)) return smallest.error(header.message);
  MessageLayout layout;
  layout.type = *type;
  layout.message_size = message.size();
  ReadMembers(message, header, &layout);
  return layout;
}

absl::InlinedVector<PlacedField, kMostHeaderFields> MessageLayout::fields() const {
  absl::InlinedVector<PlacedField, kMostHeaderFields> placed;
  const absl::Span<const HeaderField> of_type = HeaderFieldsOf(type);
  for (size_t i = 0; i < field_count; ++i) {
    placed.push_back({of_type[i].name, of_type[i].at, header_fields[i], Ignores(of_type[i]),
                      Fits(header_fields[i], message_size)});
  }
  return placed;
}

std::optional<PlacedField> MessageLayout::Find(absl::string_view name) const {
  for (const PlacedField& field : fields()) {
    if (field.name == name) return field;
  }
  return std::nullopt;
}

}  // namespace ntlmatrix::ntlm
