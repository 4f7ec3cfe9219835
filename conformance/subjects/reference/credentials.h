// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_CREDENTIALS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_CREDENTIALS_H_

#include <cstdint>
#include <optional>

#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/behaviour.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance::reference {

// What the responses of an AUTHENTICATE_MESSAGE are compared with.
struct Credentials {
  const Account& account;
  ntlm::Challenge server_challenge = {};
  ntlm::NegotiateFlags negotiated = 0;
  int lm = 3;  // LmCompatibilityLevel, see ServerConfig
  const Behaviour& behaviour;
};

// What a right response says. Views point into the message.
struct ProvenResponse {
  ntlm::Hash session_base_key = {};
  bool ntlm_v2 = false;
  bool in_nt_field = false;  // an NTLMv2_RESPONSE, which says what follows
  uint64_t time_stamp = 0;
  Bytes av_pairs = {};
};

// The response that proves the account, [MS-NLMP] 3.2.5.1.2: NtChallengeResponse if it is right,
// else LmChallengeResponse; nullopt when neither is, or when the names are not the account's.
std::optional<ProvenResponse> Prove(const ntlm::AuthenticateMessage& message,
                                    const Credentials& credentials);

// Whether an anonymous connection is asked for, [MS-NLMP] 3.2.5.1.2.
bool IsAnonymous(const ntlm::AuthenticateMessage& message);

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_CREDENTIALS_H_
