// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_ECHO_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_ECHO_RULES_H_

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {

// Adds what [MS-NLMP] 3.1.5.1.2 says against an NTLM v2 client's answer to TargetInfo: pairs and
// timestamp that come back, pairs of the client's own, LM response, MIC, NetBIOS names. Nothing
// where a list can't be read: that is a finding of its own message. `offered` shows what the
// application asked for; where it is not known, what was granted.
void ValidateEcho(const ChallengeMessage& challenge, const AuthenticateMessage& authenticate,
                  NegotiateFlags offered, FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_ECHO_RULES_H_
