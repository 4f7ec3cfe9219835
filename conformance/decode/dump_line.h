// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DUMP_LINE_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DUMP_LINE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace ntlmatrix::decode {

// One line of a hexdump with an offset column, as Wireshark, xxd, hexdump, od and Samba print it:
//   [0000] 4E 54 4C 4D 53 53 50 00   02 00 00 00 0C 00 0C 00   NTLMSSP. ........
//
// What follows the bytes is not read. Where it can be taken for bytes too, only the offset of the
// next line tells: `bytes` may then hold more than the line has.
struct DumpLine {
  // The values that the offset column has in base 16, 10 and 8; nullopt where it is no such number.
  std::array<std::optional<uint64_t>, 3> offsets;
  bool marked = false;  // brackets, a colon or 0x say that it is an offset
  size_t offset_digits = 0;
  size_t group_digits = 0;  // of a group of bytes: 2, 4, 8 …
  std::array<uint8_t, 64> bytes = {};
  size_t count = 0;  // of bytes; 0: an offset alone, as hexdump ends

  // How many bytes this line is after `before`, in the first base in which that is 1 to `most`.
  std::optional<size_t> DistanceFrom(const DumpLine& before, uint64_t most) const;
  bool begins_at_zero() const { return offsets[0] == uint64_t{0}; }
  // An offset that is told apart from the bytes by its looks.
  bool is_distinct() const { return marked || offset_digits != group_digits; }
};

// Reads a line from its offset column on; nullopt where there is none.
std::optional<DumpLine> ParseDumpLine(absl::string_view text);

// The value of a hexadecimal digit; nullopt for another character.
std::optional<uint8_t> HexDigit(char c);

bool IsHex(absl::string_view digits);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DUMP_LINE_H_
