// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_BASE64_TEXT_H_
#define NTLMATRIX_CONFORMANCE_DECODE_BASE64_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/decode/text_bytes.h"

namespace ntlmatrix::decode {

// Whether a character belongs to base64 or base64url, RFC 4648 4 and 5, padding apart.
bool IsBase64Character(char c);

// Reads a character of base64 at `*position` and moves past it: itself, or as URLs and JSON write
// it ("%2B", "\/", "\u002b"). Padding is '='. 0 where there is none.
char TakeBase64Character(absl::string_view text, size_t* position);

// Puts base64 together that is wrapped into lines.
class Base64Text {
 public:
  explicit Base64Text(TextBytesSink sink) : sink_(sink) {}

  // Takes a word and the padding after it. It goes on in the next line if it ends this one, is
  // long enough to have been wrapped, and the next line is such a word and nothing else.
  void TakeWord(const TextLine& line, size_t begin, size_t end);

  // Whether the word is what the text of the lines before goes on with.
  bool Continues(const TextLine& line, size_t begin, size_t end) const;

  bool active() const { return !parts_.empty(); }
  void Finish();

 private:
  struct Part {
    TextLine line;
    size_t begin;
    size_t end;
    size_t characters;  // in characters_ before it
  };

  bool Decode(size_t from);

  TextBytesSink sink_;
  std::string characters_;
  std::vector<Part> parts_;
  bool padded_ = false;
  TextBytes text_;
};

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_BASE64_TEXT_H_
