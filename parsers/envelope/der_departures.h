// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_DER_DEPARTURES_H_
#define NTLMATRIX_PARSERS_ENVELOPE_DER_DEPARTURES_H_

#include <cstddef>
#include <optional>

#include "parsers/envelope/der_value.h"

namespace ntlmatrix::envelope {

// What was readable although DER forbids it: the first of each kind.
struct DerDepartures {
  std::optional<size_t> long_length;      // offset of a length longer than needed, [X.690] 10.1
  std::optional<size_t> long_enumerated;  // offset of an ENUMERATED longer than needed, 8.3.2
  std::optional<DerRange> trailing;       // bytes behind what should end a value or the input

  bool operator==(const DerDepartures&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_DER_DEPARTURES_H_
