// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_PARAM_H_
#define NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_PARAM_H_

#include <cstddef>

#include "absl/strings/string_view.h"

#include "parsers/envelope/http_cursor.h"

namespace ntlmatrix::envelope {

// An auth-param, RFC 9110 11.2; offsets from the start of the text.
struct HttpAuthParam {
  absl::string_view name;
  size_t name_offset = 0;
  absl::string_view value;  // with quotes and escapes, if it has them
  size_t value_offset = 0;
};

// Whether a name and '=' come next.
bool AtHttpAuthParam(HttpCursor in);

// Reads an auth-param; false when a quoted value does not end, with the cursor at its quote.
//
// A value without quotes ends at white space or a comma, whatever it is made of.
[[nodiscard]] bool ReadHttpAuthParam(HttpCursor* in, HttpAuthParam* out);

// Passes white space and commas when another auth-param comes after a comma.
[[nodiscard]] bool SkipToNextHttpAuthParam(HttpCursor* in);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_PARAM_H_
