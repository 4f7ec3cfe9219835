// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_SUMMARY_H_
#define NTLMATRIX_CONFORMANCE_DECODE_SUMMARY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/decode/decoded.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::decode {

// What a message says, in one line: what it offers or grants, who logs on and how. Fit for a
// terminal; empty where the message can't be read.
std::string Summary(const DecodedToken& token);

// The flags that decide over session security without what their names have in common: "SIGN",
// "128", the lowest bit first.
std::vector<absl::string_view> SecurityWords(ntlm::NegotiateFlags flags);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_SUMMARY_H_
