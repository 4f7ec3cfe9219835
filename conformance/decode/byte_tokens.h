// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_BYTE_TOKENS_H_
#define NTLMATRIX_CONFORMANCE_DECODE_BYTE_TOKENS_H_

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"

#include "conformance/decode/envelope.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// A message within bytes.
struct ByteToken {
  size_t offset = 0;
  size_t size = 0;
  std::vector<Envelope> envelopes;  // the outermost first

  bool operator==(const ByteToken&) const = default;
};

// A message that no envelope and no other message ends takes at most this much.
inline constexpr size_t kLongestToken = size_t{1} << 20;

// Gives `sink` every message in these bytes, in order, until it returns false.
//
// A message has the size that its envelope says. Without one it ends where its last value does, or
// with the bytes where nothing else begins in them; one whose values lie outside the bytes goes as
// far as the next message. The work is linear in the size of the bytes.
void FindByteTokens(Bytes bytes, absl::FunctionRef<bool(const ByteToken&)> sink);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_BYTE_TOKENS_H_
