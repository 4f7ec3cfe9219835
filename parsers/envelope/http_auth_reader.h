// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_READER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_READER_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/envelope/http_auth.h"
#include "parsers/envelope/http_cursor.h"
#include "parsers/envelope/http_field.h"

namespace ntlmatrix::envelope {

// Walks the challenges or credentials of one field, and allocates nothing.
class HttpAuthReader {
 public:
  // `field` is one of HttpFieldReader's for the same text.
  HttpAuthReader(absl::string_view text, const HttpField& field)
      : text_(text), header_(field.header), in_(text, field.value_offset, field.end) {}

  // The next one; false at the end of the field and from the first failure on.
  [[nodiscard]] bool Next(HttpAuth* out);

  // Where the reader stands, from the start of the text; after a failure what can not be read.
  size_t offset() const { return in_.offset(); }

  bool ok() const { return failure_.empty(); }
  // OK, or InvalidArgument with what is wrong and offset().
  absl::Status error() const;

 private:
  bool ReadAuth(HttpAuth* out);
  bool ReadParams(HttpAuth* out);
  void ReadToken(HttpAuth* out);
  bool Fail(absl::string_view what);

  absl::string_view text_;
  HttpAuthHeader header_;
  HttpCursor in_;
  absl::string_view failure_;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_READER_H_
