// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_STORE_TEXT_H_
#define NTLMATRIX_PARSERS_POLICY_STORE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::policy {

enum class TextEncoding {
  kUtf16LittleEndian,  // with byte order mark
  kUtf16BigEndian,     // with byte order mark
  kUtf8WithMark,
  kUtf8,
  kUtf16LittleEndianGuess,  // no mark, but every other byte of the first four is zero
  kUtf16BigEndianGuess,
  k8Bit,  // no mark and no UTF-8: a Windows code page nobody names; bytes stand for U+0000..U+00FF
};

absl::string_view TextEncodingName(TextEncoding encoding);

bool IsUtf16(TextEncoding encoding);

// The text of a store as UTF-8 without byte order mark.
//
// When the bytes are not text in their encoding (half a code unit, a lone surrogate, malformed
// UTF-8 after a mark, U+0000) `error` says so, with the offset of the first bad byte, and `utf8`
// is the text before it.
//
// Reading 8-bit text byte by byte is safe for what matters: in every Windows code page, the
// double-byte ones included, line feeds, `=` and digits are always themselves.
struct StoreText {
  std::string utf8;
  TextEncoding encoding = TextEncoding::kUtf8;
  absl::Status error;
};

StoreText DecodeStoreText(Bytes bytes);

// The same of the first bytes alone, for a look at what the store is. `size` is even, so that it
// cuts no UTF-16 code unit.
StoreText DecodeStoreHead(Bytes bytes, size_t size);

// The text, or where it stops in a bad byte the lines before that byte: half a line could mean
// something.
absl::string_view WholeLines(const StoreText& text);

// The error at the line in which the text stops; OK without one.
absl::Status TextErrorAtLine(const StoreText& text);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_STORE_TEXT_H_
