// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/hex_text.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

#include "conformance/decode/dump_line.h"

namespace ntlmatrix::decode {
namespace {

// Fewer bytes have no room for a signature.
constexpr size_t kFewestBytes = 8;

// The digits of "4e", "0x4e" and, behind a backslash, "x4e"; empty for another word. 0x may have
// one digit alone, and what may be cut off any number.
absl::string_view DigitsOf(absl::string_view word, bool behind_backslash, bool may_be_cut_off) {
  const bool prefix = absl::StartsWithIgnoreCase(word, "0x");
  absl::string_view digits = word;
  if (prefix) digits.remove_prefix(2);
  if (!prefix && behind_backslash && absl::StartsWith(word, "x")) digits.remove_prefix(1);
  const bool whole_bytes = digits.size() % 2 == 0 || (prefix && digits.size() == 1);
  return (whole_bytes || may_be_cut_off) && IsHex(digits) ? digits : absl::string_view();
}

void AddDigits(absl::string_view digits, TextBytes* text) {
  if (digits.size() == 1) text->Add(*HexDigit(digits[0]));
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    text->Add(static_cast<uint8_t>(*HexDigit(digits[i]) << 4 | *HexDigit(digits[i + 1])));
  }
}

// "4e-54-4c", which is also a word of base64url.
bool IsHyphenated(absl::string_view word) {
  if (word.size() < 3 || word.size() % 3 != 2) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (i % 3 == 2 ? word[i] != '-' : !HexDigit(word[i])) return false;
  }
  return true;
}

}  // namespace

bool HexText::IsSeparator(char c) { return absl::StrContains(" \t,:;\"'\\{}()[]", c); }

bool HexText::TakeWord(const TextLine& line, size_t begin, size_t end) {
  const absl::string_view word = line.text.substr(begin, end - begin);
  const bool hyphenated = IsHyphenated(word);
  // A copy that was cut off inside a byte: a long word, or the last of a run.
  const bool ends_run = text_.size() >= kFewestBytes && end == line.text.size();
  const bool may_be_cut_off = word.size() > 2 * kFewestBytes || ends_run;
  const absl::string_view digits =
      DigitsOf(word, begin > 0 && line.text[begin - 1] == '\\', may_be_cut_off);
  if (digits.empty() && !hyphenated) return false;
  if (line.number != last_line_) words_in_line_ = 0;
  if (words_in_line_++ == 0) size_before_line_ = text_.size();
  last_line_ = line.number;
  text_.AddPart(line, begin, end);
  if (hyphenated) {
    for (size_t i = 0; i < word.size(); i += 3) AddDigits(word.substr(i, 2), &text_);
  } else {
    AddDigits(digits, &text_);
  }
  const bool prefix = absl::StartsWithIgnoreCase(word, "0x");
  is_source_ = is_source_ || prefix;
  if (digits.size() % 2 != 0 && !(prefix && digits.size() == 1)) {
    text_.SetOddDigit();
    Finish();
  }
  return true;
}

void HexText::Break(const TextLine& line) {
  // One short word that looks like digits begins a sentence, "be", rather than ends the run.
  const bool is_sentence =
      line.number == last_line_ && words_in_line_ == 1 && text_.size() - size_before_line_ <= 2;
  if (is_sentence) text_.Truncate(size_before_line_);
  Finish();
}

void HexText::Finish() {
  if (text_.size() >= kFewestBytes) sink_("hex", text_);
  text_.Clear();
  is_source_ = false;
  words_in_line_ = 0;
}

}  // namespace ntlmatrix::decode
