// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_BLANKS_H_
#define NTLMATRIX_PARSERS_POLICY_BLANKS_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

// Blanks of a line of a text store: spaces and tabs. By loops, since find_first_not_of fills a
// table of 256 entries each time.

inline bool IsBlank(char c) { return c == ' ' || c == '\t'; }

inline absl::string_view TrimLeadingBlanks(absl::string_view text) {
  size_t blanks = 0;
  while (blanks < text.size() && IsBlank(text[blanks])) ++blanks;
  return text.substr(blanks);
}

inline absl::string_view TrimBlanks(absl::string_view text) {
  text = TrimLeadingBlanks(text);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_BLANKS_H_
