// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_FIELDS_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_FIELDS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/documents.h"
#include "parsers/ntlm/message_type.h"

namespace ntlmatrix::conformance::messages {

// What a receiver needs the value of a field for.
enum class Need {
  kNothing,     // [MS-NLMP] 3 makes no use of it
  kNames,       // the NetBIOS names that NTLMv2 with integrity or confidentiality needs
  kResponse,    // what the expected response is computed from or compared with
  kSessionKey,  // the exported session key
};

// One of the ten values that messages have in their payload, with what its Fields say of it.
struct ValueField {
  ntlm::MessageType message;
  absl::string_view field;  // "target-info"
  absl::string_view value;  // "TargetInfo"
  Need need;
  Citation buffer_offset;
  Citation max_len;
};

// All of them, in wire order. Static lifetime.
absl::Span<const ValueField> ValueFields();

// The sentence that a Fields is to be ignored without its flag; null for the five that have none.
const Citation* IgnoredWithoutFlag(const ValueField& field);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_FIELDS_H_
