// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_BYTES_BYTES_H_
#define NTLMATRIX_PARSERS_BYTES_BYTES_H_

#include <cstdint>

#include "absl/types/span.h"

namespace ntlmatrix {

// A view of bytes that somebody else owns; out-of-range access traps.
using Bytes = absl::Span<const uint8_t>;

}  // namespace ntlmatrix

#endif  // NTLMATRIX_PARSERS_BYTES_BYTES_H_
