// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_OBJECT_IDENTIFIER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_OBJECT_IDENTIFIER_H_

#include <string>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::envelope {

// Whether the contents octets of an OBJECT IDENTIFIER are as [X.690] 8.19 wants them: at least one
// subidentifier, each of as few octets as possible, the last one complete.
bool IsObjectIdentifier(Bytes contents);

// The contents octets as text: "1.3.6.1.5.5.2".
//
// Those that are no object identifier, or have an arc above 2^64 - 1, come out as hexadecimal
// octets: "0x2b80". At most six characters an octet.
std::string ObjectIdentifierText(Bytes contents);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_OBJECT_IDENTIFIER_H_
