// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_TOKEN_TEXT_H_
#define NTLMATRIX_CONFORMANCE_DECODE_TOKEN_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/decode/token.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// What was seen of an input while tokens were looked for.
struct SearchResult {
  size_t tokens = 0;
  bool stopped = false;   // the sink ended the search
  bool is_utf16 = false;  // and was read as such
  size_t lines = 0;
  size_t dumps = 0;         // hexdumps with an offset column
  size_t hex_runs = 0;      // of 8 bytes or more
  size_t base64_words = 0;  // of 24 characters or more
  // The mechanisms of a token of SPNEGO in which there is no NTLM message, see OtherMechanisms().
  std::optional<std::string> other_mechanisms;
  std::vector<TokenPlace> cut;  // text of more than kMostTextBytes bytes; the rest was not read
};

// Finds the NTLM messages in an input: raw bytes, hexadecimal digits, a hexdump, base64, HTTP
// header fields, or a text with any of these in it, UTF-16 too. Bytes out of digits or a hexdump in
// which no message begins are searched for base64 in turn.
//
// Gives them to `sink` in the order of their places, until it returns false. Time is linear in the
// size of the input; memory is bounded by kMostTextBytes, and half the input where it is UTF-16.
SearchResult FindTokens(Bytes input, TokenSink sink);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_TOKEN_TEXT_H_
