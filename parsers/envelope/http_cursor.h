// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_HTTP_CURSOR_H_
#define NTLMATRIX_PARSERS_ENVELOPE_HTTP_CURSOR_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace ntlmatrix::envelope {

// A character of a token, RFC 9110 5.6.2.
bool IsTokenCharacter(char c);

// Walks a part of a text by the words of RFC 9110 5.6; a copy looks ahead.
class HttpCursor {
 public:
  // The part is [begin, end) and ends with the text where that is shorter.
  HttpCursor(absl::string_view text, size_t begin, size_t end);

  // From the start of the text, not of the part.
  size_t offset() const { return offset_; }
  bool done() const { return offset_ == text_.size(); }
  bool At(char c) const { return !done() && text_[offset_] == c; }
  bool AtTokenCharacter() const { return !done() && IsTokenCharacter(text_[offset_]); }

  // Whether the next character was `c`, which is passed.
  bool Skip(char c);
  // SP and HTAB; whether there were any.
  bool SkipBlanks();
  // SP, HTAB, and CR and LF for the folds of a value; whether there were any.
  bool SkipSpace();
  // The characters of a token, which has none where something else comes next.
  absl::string_view ReadToken();
  // A quoted-string with its quotes; false, and the cursor stays, when it does not end.
  bool ReadQuotedString(absl::string_view* out);
  // Everything before the next of `ends`.
  absl::string_view ReadUntil(absl::string_view ends);

 private:
  absl::string_view MoveTo(size_t offset);

  absl::string_view text_;
  size_t offset_;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_HTTP_CURSOR_H_
