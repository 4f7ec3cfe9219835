// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_WRITER_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_WRITER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/types.h"
#include "parsers/ntlm/version.h"

namespace ntlmatrix::ntlm {

// Writes a message: first Place() says where each value goes, then the header is written in wire
// order. Padding is never written.
class MessageWriter {
 public:
  explicit MessageWriter(size_t header_size) : header_size_(header_size), end_(header_size) {}

  // Puts a value behind those placed before, without a copy, so it must live until Finish().
  //
  // More than 65535 bytes make Finish() fail with ResourceExhausted and the `name`.
  Fields Place(absl::string_view name, Bytes value);

  void WritePrologue(MessageType type);
  void WriteU32(uint32_t value) { message_.WriteU32(value); }
  void WriteBytes(Bytes bytes) { message_.WriteBytes(bytes); }
  void WriteFields(const Fields& fields);

  // Nothing where the header has ended; zeros for an absent member with later ones behind it.
  void WriteOptional(const std::optional<uint32_t>& value);
  void WriteOptional(const std::optional<Challenge>& value);
  void WriteOptional(const std::optional<Hash>& value);
  void WriteOptional(const std::optional<Version>& value);
  void WriteOptionalFields(const Fields& fields);

  absl::StatusOr<std::vector<uint8_t>> Finish();

 private:
  static constexpr size_t kMostValues = 6;

  bool Ended() const { return message_.size() >= header_size_; }

  size_t header_size_;
  size_t end_;
  ByteWriter message_;
  std::array<Bytes, kMostValues> values_;
  size_t value_count_ = 0;
  absl::Status status_;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_WRITER_H_
