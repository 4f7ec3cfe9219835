// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_WRITER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/bytes.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix::envelope {

// Appends the fields of a PDU in the byte order that its drep names, [C706] 14.2.5.
class RpcWriter {
 public:
  explicit RpcWriter(Endian endian) : endian_(endian) {}

  void WriteU8(uint8_t value) { out_.WriteU8(value); }
  void WriteU16(uint16_t value);
  void WriteU32(uint32_t value);
  void WriteBytes(Bytes bytes) { out_.WriteBytes(bytes); }

  // Writes a number of elements or bytes into a field that may be too narrow for it. The first one
  // that does not fit is remembered in status() as ResourceExhausted, under the name `what`.
  void WriteSizeAsU8(absl::string_view what, size_t size);
  void WriteSizeAsU16(absl::string_view what, size_t size);

  const absl::Status& status() const { return status_; }

  // Gives the bytes away; the writer is empty afterwards.
  std::vector<uint8_t> Take() { return out_.Take(); }

 private:
  void CheckSize(absl::string_view what, size_t size, size_t limit);

  ByteWriter out_;
  Endian endian_;
  absl::Status status_;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_WRITER_H_
