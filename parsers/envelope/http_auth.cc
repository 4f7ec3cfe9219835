// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/http_auth.h"

#include "absl/strings/match.h"

#include "parsers/envelope/base64.h"
#include "parsers/envelope/http_auth_reader.h"

namespace ntlmatrix::envelope {

absl::StatusOr<std::vector<uint8_t>> HttpToken::Decode() const {
  return DecodeBase64(text, offset);
}

bool HttpAuth::IsNtlm() const { return absl::EqualsIgnoreCase(scheme, "NTLM"); }
bool HttpAuth::IsNegotiate() const { return absl::EqualsIgnoreCase(scheme, "Negotiate"); }

size_t HttpAuth::end() const {
  if (token.has_value()) return token->offset + token->text.size();
  if (!params.empty()) return params_offset + params.size();
  return scheme_offset + scheme.size();
}

absl::Status ReadHttpAuth(absl::string_view text, HttpAuthSink sink) {
  absl::Status status;
  HttpFieldReader fields(text);
  for (HttpField field; fields.Next(&field);) {
    HttpAuthReader reader(text, field);
    for (HttpAuth auth; reader.Next(&auth);) sink(auth);
    status.Update(reader.error());
  }
  return status;
}

}  // namespace ntlmatrix::envelope
