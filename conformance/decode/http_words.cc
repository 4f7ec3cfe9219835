// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/http_words.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/decode/base64_text.h"
#include "parsers/envelope/http_auth.h"

namespace ntlmatrix::decode {
namespace {

// A name and a scheme stand closer than this.
constexpr size_t kMostBefore = 256;

// More of a line is not judged as a header field.
constexpr size_t kMostJudged = size_t{1} << 16;

constexpr absl::string_view kSchemes[] = {"Negotiate", "NTLM"};

// The longer names first: they end in the shorter ones.
constexpr absl::string_view kFields[] = {"Proxy-Authorization", "Proxy-Authenticate",
                                         "WWW-Authenticate", "Authorization"};

// Where a word begins in the text for the last time, in any case.
size_t FindLastIgnoreCase(absl::string_view text, absl::string_view word) {
  const auto same = [](char a, char b) {
    return absl::ascii_tolower(static_cast<unsigned char>(a)) ==
           absl::ascii_tolower(static_cast<unsigned char>(b));
  };
  const auto found = std::find_end(text.begin(), text.end(), word.begin(), word.end(), same);
  return found == text.end() ? absl::string_view::npos : static_cast<size_t>(found - text.begin());
}

// Where the base64 ends that begins at `at`, and whether characters in it are escaped.
size_t TokenEnd(absl::string_view field, size_t at, bool* escaped) {
  while (at < field.size()) {
    size_t next = at;
    if (TakeBase64Character(field, &next) == 0) break;
    *escaped = *escaped || next > at + 1;
    at = next;
  }
  return at;
}

// Where the field ends that a text quotes, with its token at `token`: before the quotation mark or
// the escaped line end behind the token, which can't be in the field.
size_t QuotedEnd(absl::string_view field, size_t token_end) {
  constexpr absl::string_view kQuotes = "\"'`\\<>";
  if (token_end < field.size() && absl::StrContains(kQuotes, field[token_end])) return token_end;
  return std::min(field.find("\\r", token_end), field.find("\\n", token_end));
}

// The findings of a header field in a line that begins with its name. Where something other than a
// colon follows, as in JSON, or the line is very long, it is not judged.
std::vector<Finding> FieldFindings(absl::string_view line, absl::string_view name, size_t token) {
  const absl::string_view field = line.substr(0, line.find_first_of("\r\n"));
  if (field.size() > kMostJudged || !absl::StartsWith(field.substr(name.size()), ":")) return {};
  bool escaped = false;
  const size_t end = QuotedEnd(field, TokenEnd(field, token, &escaped));
  if (escaped) {
    return {{"http-field-quoted", "RFC 9110 5.5", Severity::kNote, token,
             "the text around the header field escapes characters: the field is not judged"}};
  }
  if (end >= field.size()) return envelope::ValidateHttpAuth(field);
  std::vector<Finding> findings = envelope::ValidateHttpAuth(field.substr(0, end));
  findings.push_back({"http-field-quoted", "RFC 9110 5.5", Severity::kNote, end,
                      "the text around the header field goes on here: the field is judged up to "
                      "this place"});
  return findings;
}

}  // namespace

Envelope Base64Envelope(absl::string_view text, size_t offset) {
  size_t start = offset - std::min(offset, kMostBefore);
  absl::string_view before = text.substr(start, offset - start);
  const size_t line_end = before.rfind('\n');
  if (line_end != absl::string_view::npos) {
    start += line_end + 1;
    before.remove_prefix(line_end + 1);
  }
  before = absl::StripTrailingAsciiWhitespace(before);
  for (const absl::string_view scheme : kSchemes) {
    if (!absl::EndsWithIgnoreCase(before, scheme)) continue;
    for (const absl::string_view name : kFields) {
      const size_t at = FindLastIgnoreCase(before, name);
      if (at == absl::string_view::npos) continue;
      return {absl::StrCat("HTTP ", name, " ", scheme),
              FieldFindings(text.substr(start + at, kMostJudged + 1), name, offset - start - at)};
    }
  }
  return {"base64"};
}

}  // namespace ntlmatrix::decode
