// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "fuzz/check.h"
#include "parsers/envelope/http_auth.h"

namespace {

using ntlmatrix::envelope::HttpAuth;
using ntlmatrix::envelope::ReadHttpAuth;

// The token or the parameters.
absl::string_view Rest(const HttpAuth& auth) {
  return auth.token.has_value() ? auth.token->text : auth.params;
}

void CheckPlaces(absl::string_view text, const HttpAuth& auth) {
  const size_t rest = auth.token.has_value() ? auth.token->offset : auth.params_offset;
  FUZZ_CHECK(absl::ClippedSubstr(text, auth.scheme_offset, auth.scheme.size()) == auth.scheme);
  FUZZ_CHECK(absl::ClippedSubstr(text, rest, Rest(auth).size()) == Rest(auth));
}

}  // namespace

// What is read lies where it says, in order, and headers made from it read back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<HttpAuth> all;
  std::string headers;
  (void)ReadHttpAuth(text, [&](const HttpAuth& auth) {
    CheckPlaces(text, auth);
    FUZZ_CHECK(auth.scheme_offset >= (all.empty() ? 0 : all.back().end()));
    all.push_back(auth);
    absl::StrAppend(&headers, "Authorization: ", auth.scheme, " ", Rest(auth), "\n");
  });
  size_t count = 0;
  const absl::Status status = ReadHttpAuth(headers, [&](const HttpAuth& again) {
    const HttpAuth& auth = all.at(count++);
    FUZZ_CHECK(again.scheme == auth.scheme && Rest(again) == Rest(auth));
    FUZZ_CHECK(again.token.has_value() == auth.token.has_value());
  });
  FUZZ_CHECK(status.ok() && count == all.size());
  for (const auto& finding : ntlmatrix::envelope::ValidateHttpAuth(text)) {
    FUZZ_CHECK(finding.offset <= size);
  }
  return 0;
}
