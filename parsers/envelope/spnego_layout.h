// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_LAYOUT_H_
#define NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_LAYOUT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "parsers/envelope/der_departures.h"

namespace ntlmatrix::envelope {

// Places of a token that findings point at. A member [n] begins at its context tag.
enum class SpnegoPlace : uint8_t {
  kToken,
  kThisMech,
  kSequence,
  kMember0,
  kMember1,
  kMember2,
  kMember3,
  kMember4,
  kMechTypeList,  // the SEQUENCE in [0]
  kHintName,
  kHintAddress,
  kRest,
  kHintsRest,
};

// Where and how Parse() found a token, for Validate(). Everything is 0 for a token that was not
// parsed; what is absent has the offset of what should hold it.
//
// Any two are equal, so that a token equals another with the same members.
struct SpnegoLayout {
  std::array<size_t, 13> offsets = {};
  DerDepartures departures;

  size_t& at(SpnegoPlace place) { return offsets[static_cast<size_t>(place)]; }
  size_t at(SpnegoPlace place) const { return offsets[static_cast<size_t>(place)]; }

  bool operator==(const SpnegoLayout&) const { return true; }
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_LAYOUT_H_
