// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_H_
#define NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_H_

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/envelope/neg_token_init.h"
#include "parsers/envelope/neg_token_resp.h"

namespace ntlmatrix::envelope {

// NegotiationToken, [RFC 4178] 4.2, for who does not know which of the two to expect.
using NegotiationToken = std::variant<NegTokenInit, NegTokenResp>;

// Reads whichever token it is; errors and lifetime are those of its Parse().
absl::StatusOr<NegotiationToken> ParseNegotiationToken(Bytes token);

absl::StatusOr<std::vector<uint8_t>> Serialize(const NegotiationToken& token);
std::vector<Finding> Validate(const NegotiationToken& token);

// The token of the mechanism inside: mechToken or responseToken.
std::optional<Bytes> MechToken(const NegotiationToken& token);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_H_
