// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/token_kind.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/envelope/der_value.h"

namespace ntlmatrix::envelope {
namespace {

constexpr uint8_t kNtlmSignature[] = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};
constexpr uint8_t kSpnegoOidEncoding[] = {0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02};

// Reads an identifier octet and goes behind the length, whatever it says.
bool ReadHeader(ByteReader* reader, DerTag* tag) {
  uint8_t identifier = 0;
  uint8_t length = 0;
  if (!reader->ReadU8(&identifier) || !reader->ReadU8(&length)) return false;
  *tag = static_cast<DerTag>(identifier);
  return length <= 0x80 || reader->Skip(length - 0x80);
}

bool BeginsAsSequence(ByteReader reader) {
  DerTag tag{};
  if (!ReadHeader(&reader, &tag) || tag != DerTag::kSequence) return false;
  return reader.done() ||
         (ReadHeader(&reader, &tag) && tag >= DerTag::kContext0 && tag <= DerTag::kContext4);
}

}  // namespace

bool LooksLikeNtlm(Bytes token) { return ByteReader(token).Expect(kNtlmSignature); }

bool LooksLikeSpnego(Bytes token) {
  ByteReader reader(token);
  DerTag tag{};
  if (!ReadHeader(&reader, &tag)) return false;
  if (tag == DerTag::kApplication0) return reader.Expect(kSpnegoOidEncoding);
  return (tag == DerTag::kContext0 || tag == DerTag::kContext1) && BeginsAsSequence(reader);
}

std::optional<uint32_t> NtlmMessageType(Bytes token) {
  ByteReader reader(token);
  uint32_t type = 0;
  if (!reader.Expect(kNtlmSignature) || !reader.ReadU32(&type)) return std::nullopt;
  return type;
}

}  // namespace ntlmatrix::envelope
