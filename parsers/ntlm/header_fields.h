// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_HEADER_FIELDS_H_
#define NTLMATRIX_PARSERS_NTLM_HEADER_FIELDS_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::ntlm {

// A Fields that a header may have, [MS-NLMP] 2.2.1.1, 2.2.1.2 and 2.2.1.3.
struct HeaderField {
  absl::string_view name;              // of the value, "TargetName"; static storage
  size_t at = 0;                       // of the Fields, from the start of the message
  NegotiateFlags ignored_without = 0;  // a receiver ignores it without this flag; 0: it never does
  bool text = false;                   // a Unicode string where the flags say so
};

// The most that a header has.
inline constexpr size_t kMostHeaderFields = 6;

inline constexpr HeaderField kNegotiateFields[] = {
    {"DomainName", 16, flags::kOemDomainSupplied},  // OEM characters whatever the flags say
    {"Workstation", 24, flags::kOemWorkstationSupplied},
};
inline constexpr HeaderField kChallengeFields[] = {
    {"TargetName", 12, flags::kRequestTarget, true},
    {"TargetInfo", 40, flags::kTargetInfo},
};
inline constexpr HeaderField kAuthenticateFields[] = {
    {"LmChallengeResponse", 12},  {"NtChallengeResponse", 20},
    {"DomainName", 28, 0, true},  {"UserName", 36, 0, true},
    {"Workstation", 44, 0, true}, {"EncryptedRandomSessionKey", 52, flags::kKeyExch},
};

// Places in the tables above.
namespace challenge_fields {
inline constexpr size_t kTargetName = 0;
inline constexpr size_t kTargetInfo = 1;
}  // namespace challenge_fields
namespace authenticate_fields {
inline constexpr size_t kLmChallengeResponse = 0;
inline constexpr size_t kNtChallengeResponse = 1;
inline constexpr size_t kDomainName = 2;
inline constexpr size_t kUserName = 3;
inline constexpr size_t kWorkstation = 4;
}  // namespace authenticate_fields

// Those of a message, in wire order.
inline absl::Span<const HeaderField> HeaderFieldsOf(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return kNegotiateFields;
    case MessageType::kChallenge:
      return kChallengeFields;
    case MessageType::kAuthenticate:
      break;
  }
  return kAuthenticateFields;
}

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_HEADER_FIELDS_H_
