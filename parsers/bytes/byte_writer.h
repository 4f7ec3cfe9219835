// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_BYTES_BYTE_WRITER_H_
#define NTLMATRIX_PARSERS_BYTES_BYTE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix {

// Appends little-endian fields to a byte string it owns.
class ByteWriter {
 public:
  // Makes room for `size` bytes in all at once.
  void Reserve(size_t size) { data_.reserve(size); }

  void WriteU8(uint8_t value);
  void WriteU16(uint16_t value);
  void WriteU32(uint32_t value);
  void WriteU64(uint64_t value);
  void WriteBytes(Bytes bytes);
  void WriteZeros(size_t count);

  size_t size() const { return data_.size(); }

  // Gives the bytes away; the writer is empty afterwards.
  std::vector<uint8_t> Take();

 private:
  std::vector<uint8_t> data_;
};

}  // namespace ntlmatrix

#endif  // NTLMATRIX_PARSERS_BYTES_BYTE_WRITER_H_
