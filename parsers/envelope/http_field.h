// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_HTTP_FIELD_H_
#define NTLMATRIX_PARSERS_ENVELOPE_HTTP_FIELD_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace ntlmatrix::envelope {

// The header fields that carry authentication, RFC 9110 11.6 and 11.7.
enum class HttpAuthHeader {
  kNone,  // a value without the name of its field
  kAuthorization,
  kWwwAuthenticate,
  kProxyAuthorization,
  kProxyAuthenticate,
};

// As RFC 9110 spells it; empty for kNone.
absl::string_view HttpAuthHeaderName(HttpAuthHeader header);

// Whether a client sends this field, with its credentials.
bool IsCredentials(HttpAuthHeader header);

// Whether a server sends this field, with its challenges.
bool IsChallenges(HttpAuthHeader header);

// A field that carries authentication; offsets from the start of the text.
struct HttpField {
  HttpAuthHeader header = HttpAuthHeader::kNone;
  size_t name_end = 0;      // where the name ends; the start of the value when there is none
  size_t colon = 0;         // the same, when there is no name
  size_t value_offset = 0;  // past the colon and blanks
  size_t end = 0;           // of the value, folds included, without white space after it
};

// Finds the fields that carry authentication in a text of many lines, which end with LF or CRLF.
//
// A line that begins with a blank continues the one before (obs-fold, RFC 9112 5.2) unless a name
// and a colon follow, since tools print whole headers indented. A line without a name is a value if
// it begins with one of the schemes that stand beside NTLM: Basic, Bearer, Digest, Kerberos,
// Negotiate, NTLM. Every other line is passed over.
class HttpFieldReader {
 public:
  explicit HttpFieldReader(absl::string_view text) : text_(text) {}

  [[nodiscard]] bool Next(HttpField* out);

 private:
  absl::string_view text_;
  size_t offset_ = 0;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_HTTP_FIELD_H_
