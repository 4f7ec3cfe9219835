// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_FIELDS_H_
#define NTLMATRIX_PARSERS_NTLM_FIELDS_H_

#include <cstdint>

namespace ntlmatrix::ntlm {

// Where a message keeps a value in its payload: TargetNameFields and the like, [MS-NLMP] 2.2.1.
//
// BufferOffset means nothing when Len is zero, and MaxLen nothing at all to a receiver.
struct Fields {
  uint16_t len = 0;
  uint16_t max_len = 0;
  uint32_t buffer_offset = 0;  // from the start of the message

  bool operator==(const Fields&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_FIELDS_H_
