// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_CONTEXT_FLAGS_H_
#define NTLMATRIX_PARSERS_ENVELOPE_CONTEXT_FLAGS_H_

#include <cstdint>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::envelope {

// The named bits of ContextFlags, [RFC 4178] 4.2.1. Bit 0 is the highest of the first octet.
enum class ContextFlag : uint8_t {
  kDeleg = 0,
  kMutual = 1,
  kReplay = 2,
  kSequence = 3,
  kAnon = 4,
  kConf = 5,
  kInteg = 6,
};

// ContextFlags, a BIT STRING, as it was sent.
struct ContextFlags {
  uint8_t unused_bits = 0;  // at the low end of the last octet; above 7 breaks [X.690] 8.6.2.2
  Bytes octets;

  // A flag whose octet was not sent is clear.
  bool Has(ContextFlag flag) const;

  bool operator==(const ContextFlags&) const = default;
};

// Whether unused_bits can be: at most 7, and 0 without octets. [X.690] 8.6.2
bool HasUsableUnusedBits(const ContextFlags& flags);

// Whether the encoding is the one that DER allows for named bits: the unused bits are zero and the
// last used one is set. [X.690] 11.2
bool IsDistinguished(const ContextFlags& flags);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_CONTEXT_FLAGS_H_
