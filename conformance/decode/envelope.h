// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_ENVELOPE_H_
#define NTLMATRIX_CONFORMANCE_DECODE_ENVELOPE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"

namespace ntlmatrix::decode {

// Something that a message was packed in.
struct Envelope {
  std::string name;                    // "SPNEGO NegTokenResp responseToken"
  std::vector<Finding> findings = {};  // offsets from its start

  bool operator==(const Envelope&) const = default;
};

// What is around a message in bytes.
struct Enveloped {
  size_t size = 0;                  // of the message, by its innermost envelope
  std::vector<Envelope> envelopes;  // the outermost first
};

// The envelopes that hold the message whose signature is at `offset` and that begin at `floor` or
// after: a token of SPNEGO, a fragment of DCE/RPC, or the one in the other; nullopt without any.
//
// Looks back some hundred bytes and no further.
std::optional<Enveloped> FindEnvelopes(Bytes bytes, size_t floor, size_t offset);

// What bytes are that begin as a token of SPNEGO does and hold no NTLM message: the mechanisms that
// it names, "Kerberos (1.2.840.113554.1.2.2)"; nullopt for other bytes.
std::optional<std::string> OtherMechanisms(Bytes bytes);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_ENVELOPE_H_
