// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_PIECE_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_PIECE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::conformance::messages {

using Data = std::vector<uint8_t>;

// Some bytes of a message that a person reads together, "NegotiateFlags" or one AV_PAIR.
struct Piece {
  std::string name;
  Data bytes;
  std::string comment;  // what the bytes say; "" where the name says it
};

using Pieces = std::vector<Piece>;

// The bytes of all pieces.
Data Join(const Pieces& pieces);

// Little-endian numbers.
Data U16(uint16_t value);
Data U32(uint32_t value);
Data U64(uint64_t value);

// ASCII text as it is and as UTF-16LE.
Data Oem(absl::string_view text);
Data Utf16(absl::string_view text);

Data Zeros(size_t size);
Data Copy(Bytes bytes);

// A value that is one piece.
Pieces One(absl::string_view name, Data bytes, absl::string_view comment);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_PIECE_H_
