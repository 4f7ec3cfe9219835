// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_NEG_TOKEN_INIT_H_
#define NTLMATRIX_PARSERS_ENVELOPE_NEG_TOKEN_INIT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/envelope/context_flags.h"
#include "parsers/envelope/mech_type_list.h"
#include "parsers/envelope/neg_hints.h"
#include "parsers/envelope/spnego_layout.h"

namespace ntlmatrix::envelope {

// The two structures that share one tag.
//
// In NegTokenInit, [RFC 4178] 4.2.1, [3] is mechListMIC. In NegTokenInit2, [MS-SPNG] 2.2.1, [3] is
// negHints and [4] mechListMIC. A token with neither is read as NegTokenInit.
enum class NegTokenInitForm : uint8_t { kNegTokenInit, kNegTokenInit2 };

// NegTokenInit and NegTokenInit2 with their framing. nullopt is an absent member.
//
// Views point into the bytes given to Parse(), which must outlive the token.
struct NegTokenInit {
  NegTokenInitForm form = NegTokenInitForm::kNegTokenInit;
  std::optional<Bytes> this_mech;  // of the framing, [RFC 2743] 3.1; nullopt is no framing
  std::optional<MechTypeList> mech_types;
  std::optional<ContextFlags> req_flags;
  std::optional<Bytes> mech_token;
  std::optional<NegHints> neg_hints;  // in the form kNegTokenInit2 only
  std::optional<Bytes> mech_list_mic;
  // What follows from the first unknown, misplaced or repeated member on, as it was sent.
  Bytes rest;
  SpnegoLayout layout;  // not compared

  // Fails only where a value passes the end of its parent, has another type than its member, or
  // an encoding that DerReader does not know.
  static absl::StatusOr<NegTokenInit> Parse(Bytes token);

  // DER; mech_types and rest are written as they are. With a hand-made `rest`, or neg_hints in the
  // form kNegTokenInit, Parse() may read another token from it.
  //
  // ResourceExhausted when the token is longer than 4 GiB.
  absl::StatusOr<std::vector<uint8_t>> Serialize() const;

  // Departures from [RFC 4178], [MS-SPNG] and DER.
  //
  // Of mech_types the first 32 are compared with each other; a note says where that ended.
  std::vector<Finding> Validate() const;

  bool operator==(const NegTokenInit&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_NEG_TOKEN_INIT_H_
