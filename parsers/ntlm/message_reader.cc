// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_reader.h"

#include <algorithm>
#include <array>

#include "parsers/ntlm/fields.h"

namespace ntlmatrix::ntlm {

bool MessageReader::ReadPrologue(MessageType type) {
  const std::array<uint8_t, 4> wanted = {static_cast<uint8_t>(type), 0, 0, 0};
  return reader_.Expect(kSignature) && reader_.Expect(wanted);
}

bool MessageReader::ReadFields(Bytes* out) {
  Fields fields;
  if (!reader_.ReadU16(&fields.len) || !reader_.ReadU16(&fields.max_len) ||
      !reader_.ReadU32(&fields.buffer_offset)) {
    return false;
  }
  if (fields.len == 0) {
    *out = Bytes();
    return true;
  }
  if (!reader_.ReadAt(fields.buffer_offset, fields.len, out)) return false;
  if (fields.buffer_offset >= smallest_header_) {
    header_end_ = std::min<size_t>(header_end_, fields.buffer_offset);
  }
  return true;
}

bool MessageReader::HasRoom(size_t size) {
  const size_t at = reader_.offset();
  if (at <= header_end_ && size <= header_end_ - at) return true;
  header_end_ = 0;
  return false;
}

bool MessageReader::ReadOptional(std::optional<uint32_t>* out) {
  return !HasRoom(sizeof(uint32_t)) || reader_.ReadU32(&out->emplace());
}

bool MessageReader::ReadOptional(std::optional<Challenge>* out) {
  return !HasRoom(sizeof(Challenge)) || reader_.CopyBytes(absl::MakeSpan(out->emplace()));
}

bool MessageReader::ReadOptional(std::optional<Hash>* out) {
  return !HasRoom(sizeof(Hash)) || reader_.CopyBytes(absl::MakeSpan(out->emplace()));
}

bool MessageReader::ReadOptional(std::optional<Version>* out) {
  if (!HasRoom(8)) return true;
  Version& version = out->emplace();
  return reader_.ReadU8(&version.product_major_version) &&
         reader_.ReadU8(&version.product_minor_version) &&
         reader_.ReadU16(&version.product_build) &&
         reader_.CopyBytes(absl::MakeSpan(version.reserved)) &&
         reader_.ReadU8(&version.ntlm_revision_current);
}

bool MessageReader::ReadOptionalFields(std::optional<Bytes>* out) {
  return !HasRoom(8) || ReadFields(&out->emplace());
}

}  // namespace ntlmatrix::ntlm
