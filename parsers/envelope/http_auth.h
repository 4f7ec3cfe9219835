// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_H_
#define NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/finding.h"
#include "parsers/envelope/http_field.h"

namespace ntlmatrix::envelope {

// The token68 of a challenge or of credentials, RFC 9110 11.2: for Negotiate (RFC 4559) and NTLM
// ([MS-NTHT]) a message in base64.
struct HttpToken {
  absl::string_view text;  // whatever stands there, bad base64 and folds included; never empty
  size_t offset = 0;       // from the start of the text given to ReadHttpAuth()

  // The bytes; errors as DecodeBase64() has them, their offsets counted as `offset` is.
  absl::StatusOr<std::vector<uint8_t>> Decode() const;
};

// One challenge or the credentials of a header field, RFC 9110 11.3 and 11.4.
//
// Views point into the text given to ReadHttpAuth(). Without token and parameters it is a scheme
// alone, as in the first 401 response.
struct HttpAuth {
  HttpAuthHeader header = HttpAuthHeader::kNone;
  absl::string_view scheme;  // as written; compare without case
  size_t scheme_offset = 0;  // from the start of the text
  std::optional<HttpToken> token;
  absl::string_view params;  // the auth-params with their commas, see http_auth_param.h
  size_t params_offset = 0;

  bool IsNtlm() const;
  bool IsNegotiate() const;
  // Where it ends, from the start of the text.
  size_t end() const;
};

using HttpAuthSink = absl::FunctionRef<void(const HttpAuth&)>;

// Gives the sink each challenge and all credentials of a text, in order: of one field, of its value
// alone, or of a whole header with other fields around, see http_field.h. Allocates nothing unless
// it fails.
//
// What can not be read ends its field, and the next field is read all the same: a quoted string
// that does not end, or something else where a scheme or a comma must be. The status is the first
// such failure: InvalidArgument with its offset.
absl::Status ReadHttpAuth(absl::string_view text, HttpAuthSink sink);

// Departures from RFC 9110, RFC 9112, RFC 4559 and [MS-NTHT], with offsets from the start of the
// text; what can not be read is one of them. After 64 a note says that there are more.
std::vector<Finding> ValidateHttpAuth(absl::string_view text);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_HTTP_AUTH_H_
