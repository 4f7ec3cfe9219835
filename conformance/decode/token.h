// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_TOKEN_H_
#define NTLMATRIX_CONFORMANCE_DECODE_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"

#include "conformance/decode/envelope.h"

namespace ntlmatrix::decode {

// Where the bytes of a token, or the text that stands for them, are in an input.
struct TokenPlace {
  size_t offset = 0;  // in bytes from the start of the input
  size_t length = 0;  // in bytes; text may hold more than the token
  size_t line = 0;    // of a text, from 1; 0 where the input is binary

  bool operator==(const TokenPlace&) const = default;
};

// An NTLM message that was found in an input, readable or not: it begins with the signature.
struct Token {
  TokenPlace place;
  std::vector<Envelope> envelopes;  // the outermost first
  std::vector<uint8_t> bytes;
};

// Takes a token; false ends the search.
using TokenSink = absl::FunctionRef<bool(Token)>;

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_TOKEN_H_
