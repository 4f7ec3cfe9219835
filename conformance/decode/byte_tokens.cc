// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/byte_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "conformance/decode/message_extent.h"
#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::decode {
namespace {

Bytes From(Bytes bytes, size_t offset) {
  Bytes rest;
  (void)ByteReader(bytes).ReadAt(offset, bytes.size() - offset, &rest);
  return rest;
}

// The size of the message whose signature is at `offset`. Another message in a value of this one
// says that this one was cut off and its values are not where it has them.
size_t SizeAt(Bytes bytes, size_t offset) {
  const Bytes rest = From(bytes, offset);
  const std::optional<size_t> extent = MessageExtent(rest);
  // Looking no further keeps the work linear.
  const size_t most = offset == 0 ? rest.size() : extent.value_or(kLongestToken);
  const std::optional<size_t> next = FindMessage(rest.first(std::min(most, rest.size())), 1);
  const bool alone = offset == 0 && !next && rest.size() <= kLongestToken;
  if (alone) return rest.size();
  if (extent && (!next || *extent <= *next)) return *extent;
  return std::min(next.value_or(rest.size()), kLongestToken);
}

}  // namespace

void FindByteTokens(Bytes bytes, absl::FunctionRef<bool(const ByteToken&)> sink) {
  size_t floor = 0;
  while (const std::optional<size_t> offset = FindSignature(bytes, floor)) {
    ByteToken token = {.offset = *offset, .size = 0, .envelopes = {}};
    if (auto enveloped = FindEnvelopes(bytes, floor, *offset)) {
      token.size = enveloped->size;
      token.envelopes = std::move(enveloped->envelopes);
    } else {
      token.size = SizeAt(bytes, *offset);
    }
    if (!sink(token)) return;
    floor = token.offset + token.size;
  }
}

}  // namespace ntlmatrix::decode
