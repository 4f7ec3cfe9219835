// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/mof_lexer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kMarks = "{}[]()=;,:#";

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-' ||
         c == '+';
}

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
    return;
  }
  if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | code >> 6));
  } else {
    out->push_back(static_cast<char>(0xE0 | code >> 12));
    out->push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
  }
  out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
}

}  // namespace

bool MofToken::IsWord(absl::string_view word) const {
  return kind == Kind::kWord && absl::EqualsIgnoreCase(text, word);
}

absl::Status MofLexer::Error(absl::string_view what, uint64_t line) const {
  return AtPlace(absl::InvalidArgumentError(what), Place::Line(line));
}

absl::Status MofLexer::SkipSpace() {
  while (at_ < text_.size()) {
    if (absl::ascii_isspace(static_cast<unsigned char>(Peek()))) {
      line_ += Peek() == '\n' ? 1 : 0;
      ++at_;
    } else if (Peek() == '/' && Peek(1) == '/') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (Peek() == '/' && Peek(1) == '*') {
      const uint64_t line = line_;
      const size_t end = text_.find("*/", at_ + 2);
      if (end == absl::string_view::npos) return Error("comment without end", line);
      for (; at_ < end + 2; ++at_) line_ += Peek() == '\n' ? 1 : 0;
    } else {
      break;
    }
  }
  return absl::OkStatus();
}

// The escapes of DSP0004 A.2; what follows any other backslash is up to the reader.
absl::Status MofLexer::ReadEscape() {
  constexpr absl::string_view kLetters = "btnfr\"'\\";
  constexpr absl::string_view kMeanings = "\b\t\n\f\r\"'\\";
  const char letter = Peek(1);
  if (const size_t index = kLetters.find(letter); index != absl::string_view::npos) {
    token_.text.push_back(kMeanings[index]);
    at_ += 2;
    return absl::OkStatus();
  }
  const bool is_code = letter == 'x' || letter == 'X';
  uint32_t code = 0;
  size_t digits = 0;
  while (is_code && digits < 4 &&
         absl::ascii_isxdigit(static_cast<unsigned char>(Peek(2 + digits)))) {
    const char c = absl::ascii_tolower(static_cast<unsigned char>(Peek(2 + digits)));
    code = code * 16 + static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    ++digits;
  }
  const bool is_surrogate = code >= 0xD800 && code < 0xE000;
  if (digits == 0 || code == 0 || is_surrogate) {
    return Error(absl::StrCat("MOF has no escape `", Shown(text_.substr(at_, 2 + digits)), "`"),
                 line_);
  }
  AppendUtf8(code, &token_.text);
  at_ += 2 + digits;
  return absl::OkStatus();
}

absl::Status MofLexer::ReadString() {
  const uint64_t line = line_;
  while (Peek() == '"') {
    ++at_;
    while (at_ < text_.size() && Peek() != '"') {
      if (Peek() == '\\') {
        if (absl::Status status = ReadEscape(); !status.ok()) return status;
        continue;
      }
      line_ += Peek() == '\n' ? 1 : 0;
      token_.text.push_back(text_[at_++]);
    }
    if (at_ == text_.size()) return Error("string without end", line);
    ++at_;
    if (absl::Status status = SkipSpace(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status MofLexer::Next() {
  if (absl::Status status = SkipSpace(); !status.ok()) return status;
  token_ = {MofToken::Kind::kEnd, "", line_};
  if (at_ == text_.size()) return absl::OkStatus();
  const char first = Peek();
  if (first == '"') {
    token_.kind = MofToken::Kind::kString;
    return ReadString();
  }
  if (kMarks.find(first) != absl::string_view::npos) {
    token_.kind = MofToken::Kind::kMark;
    token_.text = std::string(1, first);
    ++at_;
    return absl::OkStatus();
  }
  size_t end = first == '$' ? at_ + 1 : at_;
  while (end < text_.size() && IsWordCharacter(text_[end])) ++end;
  if (end == at_ || (first == '$' && end == at_ + 1)) {
    return Error(absl::StrCat("MOF has no character `", Shown(text_.substr(at_, 1)), "` here"),
                 line_);
  }
  token_.kind = first == '$' ? MofToken::Kind::kAlias : MofToken::Kind::kWord;
  token_.text = std::string(text_.substr(at_, end - at_));
  at_ = end;
  return absl::OkStatus();
}

}  // namespace ntlmatrix::policy
