// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_NEG_TOKEN_RESP_H_
#define NTLMATRIX_PARSERS_ENVELOPE_NEG_TOKEN_RESP_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/envelope/neg_state.h"
#include "parsers/envelope/spnego_layout.h"

namespace ntlmatrix::envelope {

// NegTokenResp, [RFC 4178] 4.2.2, from either side. nullopt is an absent member.
//
// Views point into the bytes given to Parse(), which must outlive the token.
struct NegTokenResp {
  std::optional<Bytes> this_mech;  // of a framing that must not be there; nullopt is none
  std::optional<NegState> neg_state;
  std::optional<Bytes> supported_mech;  // a MechType, see mech_type.h
  std::optional<Bytes> response_token;
  std::optional<Bytes> mech_list_mic;
  // What follows from the first unknown, misplaced or repeated member on, as it was sent.
  Bytes rest;
  SpnegoLayout layout;  // not compared

  // Fails only where a value passes the end of its parent, has another type than its member, or
  // an encoding that DerReader does not know.
  static absl::StatusOr<NegTokenResp> Parse(Bytes token);

  // DER; rest is written as it is. ResourceExhausted when the token is longer than 4 GiB.
  absl::StatusOr<std::vector<uint8_t>> Serialize() const;

  // Departures from [RFC 4178] and DER.
  //
  // Which side sent the token, and whether it is the first reply, is judged only where members
  // tell: supportedMech is in no other than the first reply, NTLM messages say who sends them.
  std::vector<Finding> Validate() const;

  bool operator==(const NegTokenResp&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_NEG_TOKEN_RESP_H_
