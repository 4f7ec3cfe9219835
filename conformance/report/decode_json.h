// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_DECODE_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_DECODE_JSON_H_

#include <string>

#include "conformance/decode/decoded.h"

namespace ntlmatrix::report {

// Everything as JSON in ASCII, schema "ntlmatrix/decode/1", with a final line break:
// {schema, inputs: [{path, error, tokens: [{number, place, envelopes: [{name, findings}], message,
// size, hex, error, fields, findings}]}], exchanges: [{tokens, offered, granted, negotiated,
// authenticate, unreadable}]}.
//
// A finding of one message against another stands with the message that it is about; its "about" is
// "exchange" instead of "message".
std::string DecodeJson(const decode::Decoding& decoding);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_DECODE_JSON_H_
