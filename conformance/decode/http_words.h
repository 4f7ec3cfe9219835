// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_HTTP_WORDS_H_
#define NTLMATRIX_CONFORMANCE_DECODE_HTTP_WORDS_H_

#include <cstddef>

#include "absl/strings/string_view.h"

#include "conformance/decode/envelope.h"

namespace ntlmatrix::decode {

// What base64 at `offset` of a text stands in, by what the line has before it:
// "HTTP WWW-Authenticate Negotiate" behind the name of such a field and a scheme, "base64"
// otherwise. The findings are those of the header field, with offsets from its name.
Envelope Base64Envelope(absl::string_view text, size_t offset);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_HTTP_WORDS_H_
