// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_VALUE_WORDS_H_
#define NTLMATRIX_CONFORMANCE_DECODE_VALUE_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

#include "conformance/decode/described_field.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// Two digits a byte: "4e544c4d".
std::string HexWords(Bytes bytes);

// "0xe28a8233"
std::string HexNumber(uint32_t value);

// A FILETIME, 100 ns since 1601, as "2019-07-05T08:15:30.1234567Z"; what it means where it is zero
// or no time.
std::string FileTimeWords(uint64_t file_time);

// Sets the value to a string of UTF-16, or to its digits with a note where it is malformed.
void SetUtf16(Bytes value, DescribedField* field);

// The same for OEM characters. Their code page is not known: those outside of ASCII are escaped.
void SetOem(Bytes value, DescribedField* field);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_VALUE_WORDS_H_
