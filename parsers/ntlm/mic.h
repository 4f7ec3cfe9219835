// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MIC_H_
#define NTLMATRIX_PARSERS_NTLM_MIC_H_

#include <optional>

#include "parsers/bytes/finding.h"
#include "parsers/ntlm/exchange_rules.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

// The MIC of three messages, [MS-NLMP] 3.1.5.1.2: AUTHENTICATE_MESSAGE counts with zeros in place
// of its MIC field; nullopt when it has no room for one. Without NEGOTIATE_MESSAGE it is that of
// the connectionless form, 3.1.5.2.1.
std::optional<Hash> ComputeMic(const Hash& exported_session_key, const ExchangeMessages& messages);

// The finding on a MIC that MsvAvFlags promises and that is not that of the messages; nullopt where
// it is right, where none is promised, where the message has no room for one, which is a finding of
// its own, and where a message that it covers was not seen.
std::optional<Finding> ValidateMic(const Hash& exported_session_key,
                                   const ExchangeMessages& messages);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MIC_H_
