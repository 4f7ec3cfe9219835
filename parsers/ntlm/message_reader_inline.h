// SPDX-License-Identifier: Apache-2.0

// The reads of message_reader.h, which includes this file, inline for the reason of
// parsers/bytes/byte_reader_inline.h.

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_READER_INLINE_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_READER_INLINE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/types/span.h"

#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/message_reader.h"

namespace ntlmatrix::ntlm {

inline bool MessageReader::ReadPrologue(MessageType type) {
  const std::array<uint8_t, 4> wanted = {static_cast<uint8_t>(type), 0, 0, 0};
  return reader_.Expect(kSignature) && reader_.Expect(wanted);
}

inline bool MessageReader::ReadFields(Bytes* out) {
  uint64_t bytes = 0;
  if (!reader_.ReadU64(&bytes)) return false;
  const Fields fields = {static_cast<uint16_t>(bytes), static_cast<uint16_t>(bytes >> 16),
                         static_cast<uint32_t>(bytes >> 32)};
  if (layout_ != nullptr) layout_->header_fields[layout_->field_count++] = fields;
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

inline bool MessageReader::HasRoom(size_t size) {
  const size_t at = reader_.offset();
  if (at <= header_end_ && size <= header_end_ - at) return true;
  header_end_ = 0;
  return false;
}

inline bool MessageReader::ReadOptional(std::optional<uint32_t>* out) {
  return !HasRoom(sizeof(uint32_t)) || reader_.ReadU32(&out->emplace());
}

inline bool MessageReader::ReadOptional(std::optional<Challenge>* out) {
  return !HasRoom(sizeof(Challenge)) || reader_.CopyBytes(absl::MakeSpan(out->emplace()));
}

inline bool MessageReader::ReadOptional(std::optional<Hash>* out) {
  return !HasRoom(sizeof(Hash)) || reader_.CopyBytes(absl::MakeSpan(out->emplace()));
}

inline bool MessageReader::ReadOptional(std::optional<Version>* out) {
  if (!HasRoom(8)) return true;
  uint64_t v = 0;
  if (!reader_.ReadU64(&v)) return false;
  const auto byte = [v](int i) { return static_cast<uint8_t>(v >> 8 * i); };
  out->emplace(Version{
      byte(0), byte(1), static_cast<uint16_t>(v >> 16), {byte(4), byte(5), byte(6)}, byte(7)});
  return true;
}

inline bool MessageReader::ReadOptionalFields(std::optional<Bytes>* out) {
  return !HasRoom(8) || ReadFields(&out->emplace());
}

inline void MessageReader::FinishLayout(MessageType type,
                                        std::optional<NegotiateFlags> negotiate_flags) {
  if (layout_ == nullptr) return;
  layout_->type = type;
  layout_->message_size = reader_.offset() + reader_.remaining();
  layout_->header_size = reader_.offset();
  layout_->negotiate_flags = negotiate_flags;
}

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_READER_INLINE_H_
