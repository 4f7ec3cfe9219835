// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/header_members.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"

#include "conformance/decode/product_words.h"
#include "conformance/decode/value_words.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/flag_names.h"
#include "parsers/ntlm/version.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::MessageType;
using ntlm::MessageTypeName;

void Signature(Bytes, DescribedField* field) { field->value = "NTLMSSP\\0"; }

void Type(Bytes value, DescribedField* field) {
  uint32_t type = 0;
  (void)ByteReader(value).ReadU32(&type);
  const absl::string_view name = MessageTypeName(static_cast<MessageType>(type));
  field->value = absl::StrCat(type, ", ", name.empty() ? "unknown" : name);
}

void Hex(Bytes value, DescribedField* field) { field->value = HexWords(value); }

void Flags(Bytes value, DescribedField* field) {
  ntlm::NegotiateFlags flags = 0;
  (void)ByteReader(value).ReadU32(&flags);
  field->value = HexNumber(flags);
  for (ntlm::NegotiateFlags bit = 1; bit != 0; bit <<= 1) {
    if ((flags & bit) == 0) continue;
    field->flags.push_back(absl::StrCat(HexNumber(bit), " ", ntlm::FlagName(bit)));
  }
}

void Place(Bytes value, DescribedField* field) {
  ByteReader reader(value);
  uint16_t len = 0;
  uint16_t max_len = 0;
  uint32_t offset = 0;
  (void)(reader.ReadU16(&len) && reader.ReadU16(&max_len) && reader.ReadU32(&offset));
  field->value = absl::StrCat("Len ", len, ", MaxLen ", max_len, ", BufferOffset ", offset);
}

void Version(Bytes value, DescribedField* field) {
  ByteReader reader(value);
  ntlm::Version version;
  (void)(reader.ReadU8(&version.product_major_version) &&
         reader.ReadU8(&version.product_minor_version) && reader.ReadU16(&version.product_build) &&
         reader.CopyBytes(absl::MakeSpan(version.reserved)) &&
         reader.ReadU8(&version.ntlm_revision_current));
  field->value = ProductWords(version);
}

constexpr HeaderMember kPrologue[] = {
    {0, 8, "Signature", Signature},
    {8, 4, "MessageType", Type},
};
// [MS-NLMP] 2.2.1.1
constexpr HeaderMember kNegotiate[] = {
    {0, 8, "Signature", Signature},      {8, 4, "MessageType", Type},
    {12, 4, "NegotiateFlags", Flags},    {16, 8, "DomainNameFields", Place},
    {24, 8, "WorkstationFields", Place}, {32, 8, "Version", Version},
};
// [MS-NLMP] 2.2.1.2
constexpr HeaderMember kChallenge[] = {
    {0, 8, "Signature", Signature},     {8, 4, "MessageType", Type},
    {12, 8, "TargetNameFields", Place}, {20, 4, "NegotiateFlags", Flags},
    {24, 8, "ServerChallenge", Hex},    {32, 8, "Reserved", Hex},
    {40, 8, "TargetInfoFields", Place}, {48, 8, "Version", Version},
};
// [MS-NLMP] 2.2.1.3
constexpr HeaderMember kAuthenticate[] = {
    {0, 8, "Signature", Signature},
    {8, 4, "MessageType", Type},
    {12, 8, "LmChallengeResponseFields", Place},
    {20, 8, "NtChallengeResponseFields", Place},
    {28, 8, "DomainNameFields", Place},
    {36, 8, "UserNameFields", Place},
    {44, 8, "WorkstationFields", Place},
    {52, 8, "EncryptedRandomSessionKeyFields", Place},
    {60, 4, "NegotiateFlags", Flags},
    {64, 8, "Version", Version},
    {72, 16, "MIC", Hex},
};

}  // namespace

absl::Span<const HeaderMember> HeaderMembers(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return kNegotiate;
    case MessageType::kChallenge:
      return kChallenge;
    case MessageType::kAuthenticate:
      return kAuthenticate;
  }
  return kPrologue;
}

std::optional<MessageType> MessageTypeOf(Bytes message) {
  ByteReader reader(message);
  uint32_t type = 0;
  if (!reader.Skip(ntlm::kSignature.size()) || !reader.ReadU32(&type)) return std::nullopt;
  if (type < 1 || type > 3) return std::nullopt;
  return static_cast<MessageType>(type);
}

std::string MessageName(Bytes message) {
  ByteReader reader(message);
  uint32_t type = 0;
  if (!reader.Skip(ntlm::kSignature.size()) || !reader.ReadU32(&type)) {
    return "message without MessageType";
  }
  const absl::string_view name = MessageTypeName(static_cast<MessageType>(type));
  return name.empty() ? absl::StrCat("message of unknown type ", type) : std::string(name);
}

}  // namespace ntlmatrix::decode
