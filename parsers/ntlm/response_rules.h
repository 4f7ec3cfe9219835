// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_RESPONSE_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_RESPONSE_RULES_H_

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/value_place.h"

namespace ntlmatrix::ntlm {

// Adds what [MS-NLMP] 2.2.2.3 to 2.2.2.8 and 3.3 say against the two responses of a message, as far
// as it shows without keys.
void ValidateResponses(const AuthenticateMessage& message, const ValuePlace& lm,
                       const ValuePlace& nt, FindingList* findings);

// Whether the first MsvAvFlags of an NTLMv2_RESPONSE says that the message has a MIC,
// [MS-NLMP] 2.2.2.1; false where there is none or it can't be read.
bool SaysMicPresent(Bytes nt_challenge_response);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_RESPONSE_RULES_H_
