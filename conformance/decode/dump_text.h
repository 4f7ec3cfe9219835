// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DUMP_TEXT_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DUMP_TEXT_H_

#include <cstddef>
#include <optional>

#include "conformance/decode/dump_line.h"
#include "conformance/decode/text_bytes.h"

namespace ntlmatrix::decode {

// Puts the lines of hexdumps together.
//
// A dump may begin at any offset where the line begins with it; behind something else in the line,
// such as what a logger puts first, only at offset 0. It goes on as long as offsets do. What
// hexdump and xxd leave out behind a line `*`, and Samba as zeros, is filled in again, as far as
// that takes no more bytes than the text itself has, and 64 KiB.
class DumpText {
 public:
  explicit DumpText(TextBytesSink sink) : sink_(sink) {}

  // Whether the line belongs to a dump. One that does not ends the dump before it.
  bool Take(const TextLine& line);

  // Ends the dump.
  void Finish();

 private:
  enum class LeftOut { kNothing, kRepeated, kZeros };

  std::optional<DumpLine> Find(const TextLine& line, size_t* begin) const;
  std::optional<size_t> Continues(const DumpLine& line) const;
  bool TakesMarker(const TextLine& line);
  void AddPending(size_t count);
  void Fill(size_t count);

  TextBytesSink sink_;
  TextBytes text_;
  std::optional<DumpLine> pending_;  // the last line, until the next one tells its length
  TextLine pending_line_;
  size_t pending_begin_ = 0;
  std::optional<size_t> width_;
  LeftOut left_out_ = LeftOut::kNothing;
  bool may_be_numbers_ = false;
  size_t fill_budget_ = size_t{1} << 16;
};

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DUMP_TEXT_H_
