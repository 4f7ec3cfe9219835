// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_RESPONSE_FORM_H_
#define NTLMATRIX_PARSERS_NTLM_RESPONSE_FORM_H_

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::ntlm {

// What LmChallengeResponse is, as far as its bytes tell without keys.
enum class LmForm {
  kEmpty,            // not sent, or anonymous
  kZ1,               // one zero byte: anonymous, [MS-NLMP] 3.2.5.1.2
  kZeros,            // Z(24): NTLM v2 with a timestamp, [MS-NLMP] 3.1.5.1.2
  kClientChallenge,  // ClientChallenge and Z(16), [MS-NLMP] 3.3.1
  kResponse,         // 24 bytes: LM_RESPONSE, LMv2_RESPONSE or the NTLM_RESPONSE once more
  kOther,            // a size that no document has
};

// What NtChallengeResponse is, by its size.
enum class NtForm {
  kEmpty,
  kNtlm,    // NTLM_RESPONSE, 24 bytes, [MS-NLMP] 2.2.2.6
  kNtlmV2,  // longer: NTLMv2_RESPONSE, [MS-NLMP] 2.2.2.8 and 3.2.5.1.2
  kShort,   // shorter than 24 bytes
};

LmForm LmFormOf(Bytes lm_challenge_response);
NtForm NtFormOf(Bytes nt_challenge_response);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_RESPONSE_FORM_H_
