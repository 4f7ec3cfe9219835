// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_RESPONSES_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_RESPONSES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/behaviour.h"
#include "conformance/terms.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance::reference {

// LmChallengeResponse and NtChallengeResponse with what the keys need, [MS-NLMP] 3.3.
struct Responses {
  std::vector<uint8_t> lm_challenge_response;
  std::vector<uint8_t> nt_challenge_response;
  ntlm::Hash session_base_key = {};
  bool mic_promised = false;  // MsvAvFlags says that AUTHENTICATE_MESSAGE has a MIC
};

// The responses in one form; InvalidArgument when the server's TargetInfo can't be read.
absl::StatusOr<Responses> MakeResponses(ResponseForm form, const ntlm::Challenge& server_challenge,
                                        Bytes target_info, const ntlm::Challenge& client_challenge,
                                        const Account& account, KeyDomain key_domain);

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_RESPONSES_H_
