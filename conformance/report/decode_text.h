// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_DECODE_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_DECODE_TEXT_H_

#include <string>

#include "conformance/decode/decoded.h"

namespace ntlmatrix::report {

// Everything for people: each token with its fields and findings, then how tokens belong together.
std::string DecodeText(const decode::Decoding& decoding);

// The first thing wrong with an input that could not be read, has no token or was not read wholly,
// as one line: "NAME: reason"; empty where nothing is.
std::string DecodeErrorLine(const decode::DecodedInput& input);

// "auth.log:3, byte offset 120", "capture.bin, byte offset 54"; fit for a terminal.
std::string TokenPlaceText(const decode::DecodedInput& input, const decode::TokenPlace& place);

// "HTTP WWW-Authenticate Negotiate > SPNEGO NegTokenResp responseToken > CHALLENGE_MESSAGE"
std::string EnvelopePath(const decode::DecodedToken& token);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_DECODE_TEXT_H_
