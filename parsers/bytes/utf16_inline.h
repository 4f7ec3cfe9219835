// SPDX-License-Identifier: Apache-2.0

// The check of utf16.h, which includes this file, for nearly all text: names of a few characters,
// for which a call takes as long as the check.

#ifndef NTLMATRIX_PARSERS_BYTES_UTF16_INLINE_H_
#define NTLMATRIX_PARSERS_BYTES_UTF16_INLINE_H_

#include <cstddef>
#include <cstdint>

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/bytes.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix {

// Whether every whole code unit is below U+8000, and so none is a surrogate; four at a time, the
// last four again rather than one by one.
inline bool AllBelow8000(Bytes utf16, Endian endian) {
  constexpr size_t kFour = 8;
  ByteReader reader(utf16);
  uint64_t seen = 0;
  for (uint64_t four; reader.remaining() >= kFour && reader.ReadU64(&four);) seen |= four;
  if (const size_t rest = reader.remaining() / 2 * 2; rest > 0 && reader.offset() > 0) {
    Bytes last;
    uint64_t four = 0;
    if (!reader.ReadAt(reader.offset() + rest - kFour, kFour, &last)) return false;
    if (!ByteReader(last).ReadU64(&four)) return false;
    seen |= four;
  } else {
    for (uint16_t one; reader.remaining() >= 2 && reader.ReadU16(&one);) seen |= one;
  }
  return (seen & (endian == Endian::kLittle ? 0x8000800080008000 : 0x0080008000800080)) == 0;
}

inline size_t FindInvalidUtf16(Bytes utf16, Endian endian) {
  // Half a code unit is all that can be wrong with it.
  if (AllBelow8000(utf16, endian)) return utf16.size() - utf16.size() % 2;
  return FindInvalidSurrogate(utf16, endian);
}

}  // namespace ntlmatrix

#endif  // NTLMATRIX_PARSERS_BYTES_UTF16_INLINE_H_
