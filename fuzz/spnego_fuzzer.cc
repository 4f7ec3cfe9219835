// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/envelope/spnego.h"

// Whatever parses survives a write and a second parse unchanged, and byte for byte if it breaks no
// rule: then it is DER, which has one encoding.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace envelope = ntlmatrix::envelope;
  const ntlmatrix::Bytes token(data, size);
  const auto first = envelope::ParseNegotiationToken(token);
  if (!first.ok()) return 0;
  const auto bytes = envelope::Serialize(*first);
  FUZZ_CHECK(bytes.ok());
  const auto second = envelope::ParseNegotiationToken(*bytes);
  FUZZ_CHECK(second.ok() && *second == *first);
  FUZZ_CHECK(!envelope::Validate(*first).empty() || ntlmatrix::Bytes(*bytes) == token);
  return 0;
}
