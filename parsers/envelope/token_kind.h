// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_TOKEN_KIND_H_
#define NTLMATRIX_PARSERS_ENVELOPE_TOKEN_KIND_H_

#include <cstdint>
#include <optional>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::envelope {

// Whether a token begins with the Signature of NTLM messages, [MS-NLMP] 2.2.1.
bool LooksLikeNtlm(Bytes token);

// Whether a token begins as one of SPNEGO does, [RFC 4178] 4.2: the framing with its OID, or a
// choice [0] or [1] with a SEQUENCE that is empty or begins with [0] to [4].
//
// Lengths are not compared with the end, so a token that was cut off still looks like one.
bool LooksLikeSpnego(Bytes token);

// The MessageType of what looks like an NTLM message, [MS-NLMP] 2.2.1; nullopt for anything else.
std::optional<uint32_t> NtlmMessageType(Bytes token);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_TOKEN_KIND_H_
