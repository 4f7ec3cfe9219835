// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_TYPE_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_TYPE_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace ntlmatrix::ntlm {

// Every message begins with these bytes, [MS-NLMP] 2.2.1.
inline constexpr std::array<uint8_t, 8> kSignature = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};

// MessageType, [MS-NLMP] 2.2.1.
enum class MessageType : uint32_t {
  kNegotiate = 1,
  kChallenge = 2,
  kAuthenticate = 3,
};

// "NEGOTIATE_MESSAGE"; empty for any other number than those three.
constexpr absl::string_view MessageTypeName(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return "NEGOTIATE_MESSAGE";
    case MessageType::kChallenge:
      return "CHALLENGE_MESSAGE";
    case MessageType::kAuthenticate:
      return "AUTHENTICATE_MESSAGE";
  }
  return "";
}

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_TYPE_H_
