// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_READER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/bytes.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix::envelope {

// Reads the fields of a PDU in the byte order that its drep names, [C706] 14.2.5.
//
// Fails as ByteReader does.
class RpcReader {
 public:
  RpcReader(Bytes data, Endian endian) : in_(data), endian_(endian) {}

  [[nodiscard]] bool ReadU8(uint8_t* out) { return in_.ReadU8(out); }

  [[nodiscard]] bool ReadU16(uint16_t* out) {
    if (!in_.ReadU16(out)) return false;
    if (endian_ == Endian::kBig) *out = static_cast<uint16_t>(*out << 8 | *out >> 8);
    return true;
  }

  [[nodiscard]] bool ReadU32(uint32_t* out) {
    if (!in_.ReadU32(out)) return false;
    if (endian_ == Endian::kBig) {
      *out = *out << 24 | (*out & 0xFF00) << 8 | (*out >> 8 & 0xFF00) | *out >> 24;
    }
    return true;
  }

  // Reads a view into the data.
  [[nodiscard]] bool ReadBytes(size_t size, Bytes* out) { return in_.ReadBytes(size, out); }

  // Fills `out` completely.
  [[nodiscard]] bool CopyBytes(absl::Span<uint8_t> out) { return in_.CopyBytes(out); }

  [[nodiscard]] bool Skip(size_t size) { return in_.Skip(size); }

  size_t remaining() const { return in_.remaining(); }
  absl::Status error(absl::string_view what) const { return in_.error(what); }

 private:
  ByteReader in_;
  Endian endian_;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_READER_H_
