// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/http_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::decode {
namespace {

// A name and a scheme stand closer than this.
constexpr size_t kMostBefore = 256;

constexpr absl::string_view kSchemes[] = {"Negotiate", "NTLM"};

// The longer names first: they end in the shorter ones.
constexpr absl::string_view kFields[] = {"Proxy-Authorization", "Proxy-Authenticate",
                                         "WWW-Authenticate", "Authorization"};

bool ContainsIgnoreCase(absl::string_view text, absl::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
           return absl::ascii_tolower(static_cast<unsigned char>(a)) ==
                  absl::ascii_tolower(static_cast<unsigned char>(b));
         }) != text.end();
}

}  // namespace

std::string Base64Envelope(absl::string_view text, size_t offset) {
  const size_t start = offset - std::min(offset, kMostBefore);
  absl::string_view before = text.substr(start, offset - start);
  const size_t line_end = before.rfind('\n');
  if (line_end != absl::string_view::npos) before.remove_prefix(line_end + 1);
  before = absl::StripTrailingAsciiWhitespace(before);
  for (const absl::string_view scheme : kSchemes) {
    if (!absl::EndsWithIgnoreCase(before, scheme)) continue;
    for (const absl::string_view field : kFields) {
      if (ContainsIgnoreCase(before, field)) return absl::StrCat("HTTP ", field, " ", scheme);
    }
  }
  return "base64";
}

}  // namespace ntlmatrix::decode
