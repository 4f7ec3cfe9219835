// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_TYPE_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_TYPE_H_

#include <array>
#include <cstdint>

namespace ntlmatrix::ntlm {

// Every message begins with these bytes, [MS-NLMP] 2.2.1.
inline constexpr std::array<uint8_t, 8> kSignature = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};

// MessageType, [MS-NLMP] 2.2.1.
enum class MessageType : uint32_t {
  kNegotiate = 1,
  kChallenge = 2,
  kAuthenticate = 3,
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_TYPE_H_
