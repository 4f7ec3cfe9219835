// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DESCRIBED_FIELD_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DESCRIBED_FIELD_H_

#include <cstddef>
#include <string>
#include <vector>

namespace ntlmatrix::decode {

// One field of a message as people read it.
struct DescribedField {
  std::string name;                // as [MS-NLMP] has it; in parentheses where it has none
  size_t offset = 0;               // in bytes from the start of the message
  size_t length = 0;               // in bytes
  std::string value;               // UTF-8 of any characters, control characters included
  bool is_text = false;            // the value is a string out of the message, to be quoted
  bool outside = false;            // not all of these bytes are in the message
  std::vector<std::string> flags;  // names of the bits that are set, the lowest first
  std::vector<std::string> notes;  // what else there is to say, a sentence each
  std::vector<DescribedField> members;
};

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DESCRIBED_FIELD_H_
