// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SESSION_CHECK_H_
#define NTLMATRIX_CONFORMANCE_SESSION_CHECK_H_

#include <optional>

#include "conformance/judge.h"
#include "conformance/response_check.h"
#include "conformance/subjects/account.h"
#include "conformance/subjects/subject.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/session_keys.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance {

// What the checks of a session look at; everything must outlive it.
struct SessionEvidence {
  const Exchange& exchange;
  const ntlm::AuthenticateMessage& authenticate;
  const Account& account;
  const ntlm::Hash& ntowf_v2;  // with the domain as AUTHENTICATE_MESSAGE spells it
  ntlm::Challenge server_challenge = {};
  ntlm::NegotiateFlags granted = 0;
  ntlm::NegotiateFlags negotiated = 0;
  bool timestamp = false;   // TargetInfo has one
  SeenResponses responses;  // as recognised
};

// The ExportedSessionKey that account and messages lead to, [MS-NLMP] 3.2.5.1.2; nullopt where the
// NT response is none of this account or EncryptedRandomSessionKey has no 16 bytes.
std::optional<ntlm::Hash> FindSessionKey(const SessionEvidence& evidence);

// The check `key`: the way in which the subject's own sealed message was sealed, against the one
// that the flags lead to. Not applicable unless SEAL is negotiated.
CheckResult JudgeKey(const SessionEvidence& evidence, const std::optional<ntlm::Hash>& session_key);

// The check `mic`. Not applicable without an NTLMv2 response, nor where neither a timestamp asks
// for a MIC nor MsvAvFlags says that there is one.
CheckResult JudgeMic(const SessionEvidence& evidence, const std::optional<ntlm::Hash>& session_key);

// Whether a subject negotiated 128-bit encryption and sealed with less, and with how much.
std::optional<int> WeakKeyBits(const SessionEvidence& evidence,
                               const std::optional<ntlm::Hash>& session_key);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SESSION_CHECK_H_
