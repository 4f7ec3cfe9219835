// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_BYTES_UTF16_H_
#define NTLMATRIX_PARSERS_BYTES_UTF16_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix {

enum class Endian { kLittle, kBig };

// UTF-16 as UTF-8; a lone surrogate or half a code unit is InvalidArgument with its byte offset.
absl::StatusOr<std::string> Utf16ToUtf8(Bytes utf16, Endian endian = Endian::kLittle);

// UTF-8 as UTF-16 without byte order mark; malformed UTF-8 is InvalidArgument with its byte offset.
absl::StatusOr<std::vector<uint8_t>> Utf8ToUtf16(absl::string_view utf8,
                                                 Endian endian = Endian::kLittle);

// The byte offset of the first malformed UTF-8 sequence, or utf8.size() when there is none.
size_t FindInvalidUtf8(absl::string_view utf8);

// The byte offset of the first lone surrogate or half a code unit, or utf16.size() when there is
// none.
size_t FindInvalidUtf16(Bytes utf16, Endian endian = Endian::kLittle);

// The same for text that may have surrogates, one character after the other.
size_t FindInvalidSurrogate(Bytes utf16, Endian endian);

}  // namespace ntlmatrix

#include "parsers/bytes/utf16_inline.h"

#endif  // NTLMATRIX_PARSERS_BYTES_UTF16_H_
