// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_DECODE_FINDING_LINES_H_
#define NTLMATRIX_CONFORMANCE_REPORT_DECODE_FINDING_LINES_H_

#include <string>
#include <vector>

#include "conformance/decode/decoded.h"
#include "parsers/bytes/finding.h"

namespace ntlmatrix::report {

// The findings on a token, on its envelopes and against the messages before it that are `least` or
// worse, one line each: "PLACE: WHAT: error: offset 12: TEXT (RULE, SECTION)"; fit for a terminal.
std::vector<std::string> DecodeFindingLines(const decode::Decoding& decoding,
                                            const decode::DecodedToken& token, Severity least);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_DECODE_FINDING_LINES_H_
