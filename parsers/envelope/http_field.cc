// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/http_field.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"

#include "parsers/envelope/http_cursor.h"

namespace ntlmatrix::envelope {
namespace {

constexpr HttpAuthHeader kHeaders[] = {
    HttpAuthHeader::kAuthorization, HttpAuthHeader::kWwwAuthenticate,
    HttpAuthHeader::kProxyAuthorization, HttpAuthHeader::kProxyAuthenticate};

constexpr absl::string_view kSchemes[] = {"Basic",    "Bearer",    "Digest",
                                          "Kerberos", "Negotiate", "NTLM"};

std::optional<HttpAuthHeader> HeaderOf(absl::string_view name) {
  for (const HttpAuthHeader header : kHeaders) {
    if (absl::EqualsIgnoreCase(name, HttpAuthHeaderName(header))) return header;
  }
  return std::nullopt;
}

bool IsScheme(absl::string_view token) {
  return std::any_of(std::begin(kSchemes), std::end(kSchemes), [token](absl::string_view scheme) {
    return absl::EqualsIgnoreCase(token, scheme);
  });
}

// Where the next line begins.
size_t NextLine(absl::string_view text, size_t offset) {
  const size_t feed = text.find('\n', offset);
  return feed == absl::string_view::npos ? text.size() : feed + 1;
}

bool BeginsWithName(absl::string_view text, size_t offset) {
  HttpCursor line(text, offset, NextLine(text, offset));
  line.SkipBlanks();
  if (line.ReadToken().empty()) return false;
  line.SkipBlanks();
  return line.At(':');
}

bool Continues(absl::string_view text, size_t offset) {
  const bool blank = offset < text.size() && (text[offset] == ' ' || text[offset] == '\t');
  return blank && !BeginsWithName(text, offset);
}

// The field in [begin, end) if it carries authentication.
std::optional<HttpField> ReadField(absl::string_view text, size_t begin, size_t end) {
  HttpCursor in(text, begin, end);
  HttpField field;
  in.SkipBlanks();
  field.value_offset = field.name_end = field.colon = in.offset();
  const absl::string_view token = in.ReadToken();
  if (BeginsWithName(text, begin)) {
    const auto header = HeaderOf(token);
    if (!header.has_value()) return std::nullopt;
    field.header = *header;
    field.name_end = in.offset();
    in.SkipBlanks();
    field.colon = in.offset();
    in.Skip(':');
    in.SkipSpace();
    field.value_offset = in.offset();
  } else if (!IsScheme(token) || !(in.done() || in.At(',') || in.SkipSpace())) {
    return std::nullopt;
  }
  const size_t last = absl::ClippedSubstr(text, 0, end).find_last_not_of(" \t\r\n");
  field.end = std::max(field.value_offset, last + 1);
  return field;
}

}  // namespace

absl::string_view HttpAuthHeaderName(HttpAuthHeader header) {
  switch (header) {
    case HttpAuthHeader::kNone:
      break;
    case HttpAuthHeader::kAuthorization:
      return "Authorization";
    case HttpAuthHeader::kWwwAuthenticate:
      return "WWW-Authenticate";
    case HttpAuthHeader::kProxyAuthorization:
      return "Proxy-Authorization";
    case HttpAuthHeader::kProxyAuthenticate:
      return "Proxy-Authenticate";
  }
  return "";
}

bool IsCredentials(HttpAuthHeader header) {
  return header == HttpAuthHeader::kAuthorization || header == HttpAuthHeader::kProxyAuthorization;
}

bool IsChallenges(HttpAuthHeader header) {
  return header == HttpAuthHeader::kWwwAuthenticate || header == HttpAuthHeader::kProxyAuthenticate;
}

bool HttpFieldReader::Next(HttpField* out) {
  while (offset_ < text_.size()) {
    const size_t begin = offset_;
    do {
      offset_ = NextLine(text_, offset_);
    } while (Continues(text_, offset_));
    if (const auto field = ReadField(text_, begin, offset_)) {
      *out = *field;
      return true;
    }
  }
  return false;
}

}  // namespace ntlmatrix::envelope
