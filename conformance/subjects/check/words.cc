// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/words.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

#include "conformance/subjects/external/protocol_lines.h"

namespace ntlmatrix::conformance::check {
namespace {

constexpr size_t kLongest = 64;

// In lower case and without what people put between words.
std::string Plain(absl::string_view word) {
  std::string plain = absl::AsciiStrToLower(word);
  plain.erase(std::remove_if(plain.begin(), plain.end(),
                             [](char c) { return c == '_' || c == '-' || c == ' '; }),
              plain.end());
  return plain;
}

// How many letters have to be put in, left out or changed (Levenshtein).
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Shown(absl::string_view text) {
  return absl::StrReplaceAll(external::Excerpt(text), {{"\\\"", "\""}, {"\\'", "'"}});
}

absl::string_view NearestWord(absl::string_view word, absl::Span<const absl::string_view> words) {
  if (word.size() > kLongest) return "";
  const std::string plain = Plain(word);
  absl::string_view nearest;
  size_t least = kLongest;
  for (const absl::string_view each : words) {
    const size_t distance = Distance(plain, Plain(each));
    // Two slips in a short word are another word.
    if (distance < least && distance <= 2 && 2 * distance < each.size()) {
      nearest = each;
      least = distance;
    }
  }
  return nearest;
}

}  // namespace ntlmatrix::conformance::check
