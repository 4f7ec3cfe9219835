// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_HEX_TEXT_H_
#define NTLMATRIX_CONFORMANCE_DECODE_HEX_TEXT_H_

#include <cstddef>

#include "absl/strings/string_view.h"

#include "conformance/decode/text_bytes.h"

namespace ntlmatrix::decode {

// Puts hexadecimal digits without offsets together, over line ends: "4e544c4d", "4E 54 4c 4d",
// "4e:54", "4e-54", "0x4e, 0x54, // comment", "\x4e\x54".
class HexText {
 public:
  explicit HexText(TextBytesSink sink) : sink_(sink) {}

  // The bytes that a word stands for are taken, if it stands for bytes.
  bool TakeWord(const TextLine& line, size_t begin, size_t end);

  // Whether a run that has begun goes on behind this text between two words.
  static bool IsSeparator(char c);

  bool active() const { return !text_.empty(); }
  // Whether words so far had 0x, as in source text, which has comments.
  bool is_source() const { return is_source_; }

  // Ends the run before something else in a line.
  void Break(const TextLine& line);

  // Ends the run.
  void Finish();

 private:
  TextBytesSink sink_;
  TextBytes text_;
  bool is_source_ = false;
  size_t last_line_ = 0;
  size_t words_in_line_ = 0;  // taken from the last line
  size_t size_before_line_ = 0;
};

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_HEX_TEXT_H_
