// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_H_

#include <vector>

#include "conformance/decode/described_field.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// The fields of a message that begins with the signature: its header, then its values in the order
// of their places, then what nothing in the header points to.
//
// A message that can't be parsed is described as far as it goes. The sizes of the result are linear
// in the size of the message.
std::vector<DescribedField> DescribeMessage(Bytes message);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_H_
