// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_READER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_READER_H_

#include <array>
#include <cstddef>
#include <optional>

#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/der_value.h"
#include "parsers/envelope/spnego_layout.h"

namespace ntlmatrix::envelope {

inline constexpr size_t kMostMembers = 5;

// The members [0], [1], … of a SEQUENCE, each with its context tag.
//
// `rest` begins at the first value that is no known member, or a known one out of order or for
// the second time, and reaches to the end.
struct SpnegoMembers {
  std::array<std::optional<DerValue>, kMostMembers> member;
  DerRange rest;
};

// Reads the framing of [RFC 2743] 3.1, where there is one, and the value inside, which has one of
// the tags of `choices`: [0] for negTokenInit, [1] for negTokenResp; [RFC 4178] 4.2.
[[nodiscard]] bool ReadChoice(DerReader* der, absl::Span<const DerTag> choices,
                              std::optional<Bytes>* this_mech, DerValue* choice,
                              SpnegoLayout* layout);

// Reads the members [0] to [count - 1] of a SEQUENCE, and checks that the rest is readable.
[[nodiscard]] bool ReadMembers(DerReader* der, const DerValue& sequence, size_t count,
                               SpnegoMembers* out);

// Reads the OCTET STRING, or other value with this tag, of a member; nothing when it is absent.
[[nodiscard]] bool ReadMember(DerReader* der, DerTag tag, const std::optional<DerValue>& member,
                              std::optional<Bytes>* out);

// Sets the offsets of the members, and of the rest, from `first` on.
void PlaceMembers(const SpnegoMembers& members, const DerValue& sequence, SpnegoLayout* layout);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_READER_H_
