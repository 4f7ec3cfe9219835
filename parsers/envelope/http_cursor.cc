// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/http_cursor.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace ntlmatrix::envelope {

bool IsTokenCharacter(char c) {
  constexpr absl::string_view kMarks = "!#$%&'*+-.^_`|~";
  return absl::ascii_isalnum(static_cast<uint8_t>(c)) || kMarks.find(c) != absl::string_view::npos;
}

HttpCursor::HttpCursor(absl::string_view text, size_t begin, size_t end)
    : text_(absl::ClippedSubstr(text, 0, end)), offset_(std::min(begin, text_.size())) {}

absl::string_view HttpCursor::MoveTo(size_t offset) {
  const size_t begin = offset_;
  offset_ = std::min(offset, text_.size());
  return absl::ClippedSubstr(text_, begin, offset_ - begin);
}

bool HttpCursor::Skip(char c) {
  if (!At(c)) return false;
  ++offset_;
  return true;
}

bool HttpCursor::SkipBlanks() {
  const size_t begin = offset_;
  while (At(' ') || At('\t')) ++offset_;
  return offset_ > begin;
}

bool HttpCursor::SkipSpace() {
  const size_t begin = offset_;
  while (At(' ') || At('\t') || At('\r') || At('\n')) ++offset_;
  return offset_ > begin;
}

absl::string_view HttpCursor::ReadToken() {
  size_t end = offset_;
  while (end < text_.size() && IsTokenCharacter(text_[end])) ++end;
  return MoveTo(end);
}

bool HttpCursor::ReadQuotedString(absl::string_view* out) {
  for (size_t end = offset_ + 1; end < text_.size(); ++end) {
    if (text_[end] == '"') {
      *out = MoveTo(end + 1);
      return true;
    }
    // A quoted-pair: what follows the backslash ends nothing.
    if (text_[end] == '\\') ++end;
  }
  return false;
}

absl::string_view HttpCursor::ReadUntil(absl::string_view ends) {
  return MoveTo(text_.find_first_of(ends, offset_));
}

}  // namespace ntlmatrix::envelope
