// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/wrapped.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace ntlmatrix {

std::string Wrapped(absl::string_view first, absl::string_view text, size_t hanging) {
  const std::string indent(first.size() + hanging, ' ');
  std::string lines(first);
  size_t column = first.size();
  bool line_is_empty = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (!line_is_empty && column + 1 + word.size() > kTextWidth) {
      absl::StrAppend(&lines, "\n", indent, word);
      column = indent.size() + word.size();
    } else {
      const absl::string_view blank = line_is_empty ? "" : " ";
      absl::StrAppend(&lines, blank, word);
      column += blank.size() + word.size();
    }
    line_is_empty = false;
  }
  return lines + "\n";
}

}  // namespace ntlmatrix
