// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_HEADER_MEMBERS_H_
#define NTLMATRIX_CONFORMANCE_DECODE_HEADER_MEMBERS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/decode/described_field.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/message_type.h"

namespace ntlmatrix::decode {

// A member of the header of a message.
struct HeaderMember {
  size_t at;
  size_t size;
  absl::string_view name;
  void (*describe)(Bytes value, DescribedField* field);  // gets all `size` bytes
};

// The members in wire order, [MS-NLMP] 2.2.1.1, 2.2.1.2 and 2.2.1.3; Signature and MessageType
// alone for another MessageType.
absl::Span<const HeaderMember> HeaderMembers(ntlm::MessageType type);

// The MessageType of a message; nullopt where it is cut off or is none of the three.
std::optional<ntlm::MessageType> MessageTypeOf(Bytes message);

// "CHALLENGE_MESSAGE", and "message of unknown type 9" for any other MessageType; "message without
// MessageType" where it was cut off.
std::string MessageName(Bytes message);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_HEADER_MEMBERS_H_
