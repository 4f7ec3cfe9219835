// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_BYTES_BYTE_READER_H_
#define NTLMATRIX_PARSERS_BYTES_BYTE_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix {

// Reads little-endian fields from a byte string it does not own.
//
// A read that does not fit returns false, leaves its output untouched and is
// remembered; every later read on the same reader fails too. error() then
// says which offset could not be read.
class ByteReader {
 public:
  explicit ByteReader(Bytes data) : data_(data) {}

  [[nodiscard]] bool ReadU8(uint8_t* out);
  [[nodiscard]] bool ReadU16(uint16_t* out);
  [[nodiscard]] bool ReadU32(uint32_t* out);
  [[nodiscard]] bool ReadU64(uint64_t* out);

  // Reads a view into the data.
  [[nodiscard]] bool ReadBytes(size_t size, Bytes* out);

  // Fills `out` completely.
  [[nodiscard]] bool CopyBytes(absl::Span<uint8_t> out);

  [[nodiscard]] bool Skip(size_t size);

  // Reads as many bytes as `expected` has; other bytes are a failure at the first that differs.
  [[nodiscard]] bool Expect(Bytes expected);

  // Reads a view at an offset from the start of the data; the cursor stays.
  [[nodiscard]] bool ReadAt(size_t offset, size_t size, Bytes* out);

  size_t offset() const { return offset_; }
  size_t remaining() const { return data_.size() - offset_; }
  bool done() const { return remaining() == 0; }

  // Whether every read so far has fitted.
  bool ok() const { return failure_ == Failure::kNone; }

  // The first failure as an InvalidArgument status that begins with `what`; OK without one.
  absl::Status error(absl::string_view what) const;

 private:
  enum class Failure { kNone, kTooShort, kMismatch };

  void RememberTooShort(size_t offset, size_t size);
  void RememberMismatch(Bytes bytes, Bytes expected);
  template <typename T>
  bool ReadLittleEndian(T* out);

  Bytes data_;
  size_t offset_ = 0;
  Failure failure_ = Failure::kNone;
  size_t failure_offset_ = 0;
  size_t failure_size_ = 0;
};

}  // namespace ntlmatrix

#include "parsers/bytes/byte_reader_inline.h"

#endif  // NTLMATRIX_PARSERS_BYTES_BYTE_READER_H_
