// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_NEG_HINTS_H_
#define NTLMATRIX_PARSERS_ENVELOPE_NEG_HINTS_H_

#include <optional>

#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::envelope {

// NegHints, [MS-SPNG] 2.2.1. Views point into the token.
struct NegHints {
  std::optional<Bytes> hint_name;     // GeneralString
  std::optional<Bytes> hint_address;  // OCTET STRING
  Bytes rest;                         // values that are no such member, or out of order

  bool operator==(const NegHints&) const = default;
};

// What hintName should be, [MS-SPNG] 2.2.1.
inline constexpr absl::string_view kIgnoredHintName = "not_defined_in_RFC4178@please_ignore";

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_NEG_HINTS_H_
