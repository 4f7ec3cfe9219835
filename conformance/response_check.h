// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_RESPONSE_CHECK_H_
#define NTLMATRIX_CONFORMANCE_RESPONSE_CHECK_H_

#include "absl/strings/string_view.h"

#include "conformance/subjects/account.h"
#include "conformance/terms.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance {

// What a response field holds, found by computing every documented form with the account's keys.
enum class LmField { kLm, kNtlm, kClientChallenge, kLmV2, kZeros, kEmpty, kOther };
enum class NtField { kNtlm, kNtlmEss, kNtlmV2, kEmpty, kOther };

struct SeenResponses {
  LmField lm = LmField::kOther;
  NtField nt = NtField::kOther;

  bool operator==(const SeenResponses&) const = default;
};

// Recognises LmChallengeResponse and NtChallengeResponse, [MS-NLMP] 3.3. The key of version 2
// depends on the domain as the client spells it, so it is not taken from the account.
SeenResponses RecogniseResponses(Bytes lm_challenge_response, Bytes nt_challenge_response,
                                 const ntlm::Challenge& server, const Account& account,
                                 const ntlm::Hash& ntowf_v2);

// What a form holds; NTLMv2 has zeros in the LM field where TargetInfo has a timestamp.
SeenResponses FieldsOf(ResponseForm form, bool timestamp);

absl::string_view LmFieldName(LmField field);
absl::string_view NtFieldName(NtField field);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_RESPONSE_CHECK_H_
