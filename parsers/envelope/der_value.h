// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_DER_VALUE_H_
#define NTLMATRIX_PARSERS_ENVELOPE_DER_VALUE_H_

#include <cstddef>
#include <cstdint>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::envelope {

// The identifier octet of a value: class, primitive or constructed, tag number below 31.
//
// [X.690] 8.1.2. Any octet is a value of this type; these are the ones that SPNEGO uses.
enum class DerTag : uint8_t {
  kBitString = 0x03,
  kOctetString = 0x04,
  kObjectIdentifier = 0x06,
  kEnumerated = 0x0A,
  kGeneralString = 0x1B,
  kSequence = 0x30,
  kApplication0 = 0x60,  // initialContextToken, [RFC 2743] 3.1
  kContext0 = 0xA0,
  kContext1 = 0xA1,
  kContext2 = 0xA2,
  kContext3 = 0xA3,
  kContext4 = 0xA4,
};

// The number of a context tag, [0] to [30]; 31 for any other tag.
constexpr size_t ContextNumber(DerTag tag) {
  const auto octet = static_cast<uint8_t>(tag);
  return (octet & 0xE0) == static_cast<uint8_t>(DerTag::kContext0) ? octet & 0x1F : 31;
}

// A part of the input, in bytes from the start of the input.
struct DerRange {
  size_t begin = 0;
  size_t end = 0;

  bool empty() const { return begin == end; }
  bool operator==(const DerRange&) const = default;
};

// One value and where it was found; views point into the input of the reader.
struct DerValue {
  DerTag tag = DerTag::kSequence;
  size_t offset = 0;  // of the identifier octet from the start of the input
  Bytes encoding;     // identifier, length and contents octets
  Bytes contents;

  // Where the contents are.
  DerRange range() const {
    const size_t end = offset + encoding.size();
    return {end - contents.size(), end};
  }
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_DER_VALUE_H_
