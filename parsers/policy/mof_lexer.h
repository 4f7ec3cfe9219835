// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_MOF_LEXER_H_
#define NTLMATRIX_PARSERS_POLICY_MOF_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

struct MofToken {
  enum class Kind : uint8_t {
    kEnd,
    kWord,    // identifier, keyword or number
    kAlias,   // with its `$`
    kString,  // unescaped; strings next to each other are one
    kMark,    // one character such as `{`
  };

  Kind kind = Kind::kEnd;
  std::string text;
  uint64_t line = 1;

  bool Is(char mark) const { return kind == Kind::kMark && text[0] == mark; }

  // Without ASCII case, as MOF compares.
  bool IsWord(absl::string_view word) const;
};

// Splits MOF text into tokens, DSP0004 A.2; comments and white space separate them.
class MofLexer {
 public:
  explicit MofLexer(absl::string_view utf8) : text_(utf8) {}

  // The token last read; a kEnd of line 1 before the first Next().
  const MofToken& token() const { return token_; }

  // Reads the next token. A comment or string without end, an escape or a character that MOF does
  // not have are InvalidArgument with their line.
  absl::Status Next();

 private:
  absl::Status SkipSpace();
  absl::Status ReadString();
  absl::Status ReadEscape();
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  absl::Status Error(absl::string_view what, uint64_t line) const;

  absl::string_view text_;
  size_t at_ = 0;
  uint64_t line_ = 1;
  MofToken token_;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_MOF_LEXER_H_
