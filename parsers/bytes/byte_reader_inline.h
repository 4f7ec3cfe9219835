// SPDX-License-Identifier: Apache-2.0

// The reads of byte_reader.h, which includes this file: they are most of what parsing costs, and
// inline in a parser the compiler keeps the cursor in a register. So must be what fails with a
// bounds check: a call would need the reader in memory.

#ifndef NTLMATRIX_PARSERS_BYTES_BYTE_READER_INLINE_H_
#define NTLMATRIX_PARSERS_BYTES_BYTE_READER_INLINE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "absl/base/attributes.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix {

inline void ByteReader::RememberTooShort(size_t offset, size_t size) {
  failure_ = Failure::kTooShort;
  failure_offset_ = offset;
  failure_size_ = size;
}

// The one bounds check of the project: `offset + size` could wrap, the subtraction can not.
ABSL_ATTRIBUTE_ALWAYS_INLINE inline bool ByteReader::ReadAt(size_t offset, size_t size,
                                                            Bytes* out) {
  if (!ok()) return false;
  if (offset > data_.size() || size > data_.size() - offset) {
    RememberTooShort(offset, size);
    return false;
  }
  *out = data_.subspan(offset, size);
  return true;
}

ABSL_ATTRIBUTE_ALWAYS_INLINE inline bool ByteReader::ReadBytes(size_t size, Bytes* out) {
  if (!ReadAt(offset_, size, out)) return false;
  offset_ += size;
  return true;
}

ABSL_ATTRIBUTE_ALWAYS_INLINE inline bool ByteReader::CopyBytes(absl::Span<uint8_t> out) {
  Bytes bytes;
  if (!ReadBytes(out.size(), &bytes)) return false;
  std::copy_n(bytes.begin(), out.size(), out.begin());
  return true;
}

template <typename T>
ABSL_ATTRIBUTE_ALWAYS_INLINE inline bool ByteReader::ReadLittleEndian(T* out) {
  std::array<uint8_t, sizeof(T)> bytes;
  if (!CopyBytes(absl::MakeSpan(bytes))) return false;
  if constexpr (std::endian::native == std::endian::big) std::reverse(bytes.begin(), bytes.end());
  *out = std::bit_cast<T>(bytes);
  return true;
}

inline bool ByteReader::ReadU8(uint8_t* out) { return ReadLittleEndian(out); }
inline bool ByteReader::ReadU16(uint16_t* out) { return ReadLittleEndian(out); }
inline bool ByteReader::ReadU32(uint32_t* out) { return ReadLittleEndian(out); }
inline bool ByteReader::ReadU64(uint64_t* out) { return ReadLittleEndian(out); }

inline bool ByteReader::Skip(size_t size) {
  Bytes ignored;
  return ReadBytes(size, &ignored);
}

ABSL_ATTRIBUTE_ALWAYS_INLINE inline bool ByteReader::Expect(Bytes expected) {
  Bytes bytes;
  if (!ReadAt(offset_, expected.size(), &bytes)) return false;
  if (bytes != expected) {
    RememberMismatch(bytes, expected);
    return false;
  }
  offset_ += expected.size();
  return true;
}

}  // namespace ntlmatrix

#endif  // NTLMATRIX_PARSERS_BYTES_BYTE_READER_INLINE_H_
