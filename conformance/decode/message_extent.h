// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_MESSAGE_EXTENT_H_
#define NTLMATRIX_CONFORMANCE_DECODE_MESSAGE_EXTENT_H_

#include <cstddef>
#include <optional>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// Where the signature "NTLMSSP\0" stands for the first time at or after `from`; nullopt where it
// does not.
std::optional<size_t> FindSignature(Bytes bytes, size_t from);

// The same for a signature with one of the three values of MessageType behind it.
std::optional<size_t> FindMessage(Bytes bytes, size_t from);

// How many of these bytes, which begin with a signature, the message takes by its own header:
// everything up to the end of the last value. nullopt where a value lies outside the bytes, or the
// header is not one of the three.
std::optional<size_t> MessageExtent(Bytes bytes);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_MESSAGE_EXTENT_H_
