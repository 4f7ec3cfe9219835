// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_EXCHANGES_H_
#define NTLMATRIX_CONFORMANCE_DECODE_EXCHANGES_H_

#include <vector>

#include "conformance/decode/decoded.h"

namespace ntlmatrix::decode {

// The exchanges of two messages or more, by the rule of Decoding::JudgeExchanges().
std::vector<DecodedExchange> GroupExchanges(const std::vector<DecodedToken>& tokens);

// Sets the flags of an exchange and the findings of its messages against each other.
void JudgeExchange(DecodedExchange* exchange, std::vector<DecodedToken>* tokens);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_EXCHANGES_H_
