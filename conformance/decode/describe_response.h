// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_RESPONSE_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_RESPONSE_H_

#include <cstddef>

#include "conformance/decode/described_field.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// The values of an AUTHENTICATE_MESSAGE that tell together which protocol the client used.
struct Responses {
  Bytes lm;
  Bytes nt;
  bool has_user_name = false;
};

// Says what LmChallengeResponse carries, [MS-NLMP] 2.2.2.3, 2.2.2.4 and 3.3; `field` has its name
// and place.
void DescribeLmResponse(const Responses& responses, DescribedField* field);

// Says what NtChallengeResponse carries, [MS-NLMP] 2.2.2.6, 2.2.2.7 and 2.2.2.8.
void DescribeNtResponse(const Responses& responses, DescribedField* field);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_RESPONSE_H_
