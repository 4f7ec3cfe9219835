// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_layout.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::ntlm {
namespace {

// A member of a header. Those with a name are Fields.
struct Member {
  size_t at;
  size_t size;
  absl::string_view name = {};
  NegotiateFlags ignored_without = 0;
};

struct Header {
  absl::string_view message;
  size_t smallest;
  size_t flags_at;
  absl::Span<const Member> members;
};

// [MS-NLMP] 2.2.1.1
constexpr Member kNegotiate[] = {
    {12, 4},
    {16, 8, "DomainName", flags::kOemDomainSupplied},
    {24, 8, "Workstation", flags::kOemWorkstationSupplied},
    {32, 8},
};
// [MS-NLMP] 2.2.1.2
constexpr Member kChallenge[] = {
    {12, 8, "TargetName", flags::kRequestTarget}, {20, 4}, {24, 8}, {32, 8},
    {40, 8, "TargetInfo", flags::kTargetInfo},    {48, 8},
};
// [MS-NLMP] 2.2.1.3
constexpr Member kAuthenticate[] = {
    {12, 8, "LmChallengeResponse"},
    {20, 8, "NtChallengeResponse"},
    {28, 8, "DomainName"},
    {36, 8, "UserName"},
    {44, 8, "Workstation"},
    {52, 8, "EncryptedRandomSessionKey", flags::kKeyExch},
    {60, 4},
    {64, 8},
    {72, 16},
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

absl::StatusOr<MessageType> TypeOf(Bytes message) {
  ByteReader reader(message);
  uint32_t type = 0;
  if (!reader.Expect(kSignature) || !reader.ReadU32(&type)) return reader.error("NTLM message");
  if (type < 1 || type > 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("NTLM message: MessageType at offset 8 is ", type, ", not 1, 2 or 3"));
  }
  return static_cast<MessageType>(type);
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

bool Fits(Bytes message, const Fields& fields) {
  Bytes ignored;
  return fields.len == 0 || ByteReader(message).ReadAt(fields.buffer_offset, fields.len, &ignored);
}

}  // namespace

absl::StatusOr<MessageLayout> MessageLayout::Parse(Bytes message) {
  absl::StatusOr<MessageLayout> parsed(absl::in_place);
  if (const absl::Status status = parsed->Read(message); !status.ok()) parsed = status;
  return parsed;
}

absl::Status MessageLayout::Read(Bytes message) {
  const auto read_type = TypeOf(message);
  if (!read_type.ok()) return read_type.status();
  const Header header = HeaderOf(*read_type);
  ByteReader smallest(message);
  if (!smallest.Skip(header.smallest)) return smallest.error(header.message);

  type = *read_type;
  message_size = message.size();
  size_t header_end = message.size();
  std::array<NegotiateFlags, 6> ignored_without = {};
  for (const Member& member : header.members) {
    if (member.at + member.size > std::max(header_end, header.smallest)) break;
    header_size = member.at + member.size;
    if (member.name.empty()) continue;
    ignored_without[field_count_] = member.ignored_without;
    PlacedField& field = fields_[field_count_++];
    field.name = member.name;
    field.at = member.at;
    field.fields = FieldsAt(message, member.at);
    field.fits = Fits(message, field.fields);
    const Fields& fields = field.fields;
    if (fields.len > 0 && fields.buffer_offset >= header.smallest) {
      header_end = std::min<size_t>(header_end, fields.buffer_offset);
    }
  }
  if (header.flags_at + sizeof(NegotiateFlags) > header_size) return absl::OkStatus();
  negotiate_flags = FlagsAt(message, header.flags_at);
  for (size_t i = 0; i < field_count_; ++i) {
    fields_[i].ignored =
        ignored_without[i] != 0 && (negotiate_flags.value_or(0) & ignored_without[i]) == 0;
  }
  return absl::OkStatus();
}

const PlacedField* MessageLayout::Find(absl::string_view name) const {
  for (const PlacedField& field : fields()) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace ntlmatrix::ntlm
