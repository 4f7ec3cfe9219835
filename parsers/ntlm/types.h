// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_TYPES_H_
#define NTLMATRIX_PARSERS_NTLM_TYPES_H_

#include <array>
#include <cstdint>

namespace ntlmatrix::ntlm {

// An 8-byte challenge of the server or the client.
using Challenge = std::array<uint8_t, 8>;

// A 16-byte one-way function result, key, proof or MIC.
using Hash = std::array<uint8_t, 16>;

// A 24-byte LM, LMv2 or NTLM response.
using Response24 = std::array<uint8_t, 24>;

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_TYPES_H_
