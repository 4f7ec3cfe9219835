// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_RESPONSES_H_
#define NTLMATRIX_PARSERS_NTLM_RESPONSES_H_

#include <cstdint>
#include <vector>

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

// The LM and NTLM responses of NTLM v1 without a client challenge, [MS-NLMP] 3.3.1, are
// Desl(LmowfV1(…), server) and Desl(NtowfV1(…), server).

// The NTLM response of NTLM v1 with a client challenge, [MS-NLMP] 3.3.1.
Response24 NtlmEssResponse(const Hash& ntowf_v1, const Challenge& server, const Challenge& client);

// The LM response that goes with NtlmEssResponse(): the client challenge and 16 zero bytes.
Response24 LmEssResponse(const Challenge& client);

// temp, [MS-NLMP] 3.3.2: NTLMv2_CLIENT_CHALLENGE with the four zero bytes after `av_pairs`.
std::vector<uint8_t> NtlmV2ClientChallenge(uint64_t timestamp, const Challenge& client,
                                           Bytes av_pairs);

// NTProofStr, [MS-NLMP] 3.3.2.
Hash NtProofStr(const Hash& ntowf_v2, const Challenge& server, Bytes temp);

// The NTLM response of NTLM v2, [MS-NLMP] 3.3.2: NTProofStr and temp.
std::vector<uint8_t> NtlmV2Response(const Hash& ntowf_v2, const Challenge& server, Bytes temp);

// The LM response of NTLM v2, [MS-NLMP] 3.3.2.
Response24 LmV2Response(const Hash& ntowf_v2, const Challenge& server, const Challenge& client);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_RESPONSES_H_
