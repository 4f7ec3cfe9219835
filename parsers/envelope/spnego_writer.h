// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_WRITER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_WRITER_H_

#include <optional>

#include "parsers/bytes/bytes.h"
#include "parsers/envelope/der_value.h"
#include "parsers/envelope/der_writer.h"

namespace ntlmatrix::envelope {

// Puts a value with the tag `type` in its `member` tag in front; nothing for an absent one.
void WriteMember(DerTag member, DerTag type, const std::optional<Bytes>& value, DerWriter* out);

// Makes all that is written the SEQUENCE of a negTokenInit, [0], or a negTokenResp, [1], and adds
// the framing of [RFC 2743] 3.1 when there is an object identifier for it.
void WriteChoice(DerTag choice, const std::optional<Bytes>& this_mech, DerWriter* out);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_WRITER_H_
