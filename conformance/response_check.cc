// SPDX-License-Identifier: Apache-2.0

#include "conformance/response_check.h"

#include <algorithm>

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance {
namespace {

constexpr size_t kResponseSize = 24;

bool AllZero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

// The client challenge at an offset of a 24-byte response, with what stands around it.
struct Around {
  ntlm::Challenge challenge = {};
  Bytes rest;
};

Around ChallengeFirst(Bytes response) {
  Around around;
  ByteReader reader(response);
  (void)(reader.CopyBytes(absl::MakeSpan(around.challenge)) &&
         reader.ReadBytes(reader.remaining(), &around.rest));
  return around;
}

Around ChallengeLast(Bytes response) {
  Around around;
  ByteReader reader(response);
  (void)(reader.ReadBytes(kResponseSize - around.challenge.size(), &around.rest) &&
         reader.CopyBytes(absl::MakeSpan(around.challenge)));
  return around;
}

LmField RecogniseLm(Bytes response, const ntlm::Challenge& server, const Account& account,
                    const ntlm::Hash& ntowf_v2) {
  if (response.empty()) return LmField::kEmpty;
  if (response.size() != kResponseSize) return LmField::kOther;
  if (AllZero(response)) return LmField::kZeros;
  if (AllZero(ChallengeFirst(response).rest)) return LmField::kClientChallenge;
  if (response == Bytes(ntlm::LmV2Response(ntowf_v2, server, ChallengeLast(response).challenge))) {
    return LmField::kLmV2;
  }
  if (response == Bytes(ntlm::Desl(account.lmowf_v1, server))) return LmField::kLm;
  if (response == Bytes(ntlm::Desl(account.ntowf_v1, server))) return LmField::kNtlm;
  return LmField::kOther;
}

NtField RecogniseNt(Bytes response, Bytes lm_response, const ntlm::Challenge& server,
                    const Account& account, const ntlm::Hash& ntowf_v2) {
  if (response.empty()) return NtField::kEmpty;
  if (response.size() < kResponseSize) return NtField::kOther;
  if (response.size() > kResponseSize) {
    const auto view = ntlm::NtlmV2ResponseView::Parse(response);
    if (!view.ok()) return NtField::kOther;
    const bool proven = view->nt_proof_str == ntlm::NtProofStr(ntowf_v2, server, view->temp);
    return proven ? NtField::kNtlmV2 : NtField::kOther;
  }
  if (response == Bytes(ntlm::Desl(account.ntowf_v1, server))) return NtField::kNtlm;
  if (lm_response.size() != kResponseSize) return NtField::kOther;
  const ntlm::Challenge client = ChallengeFirst(lm_response).challenge;
  return response == Bytes(ntlm::NtlmEssResponse(account.ntowf_v1, server, client))
             ? NtField::kNtlmEss
             : NtField::kOther;
}

}  // namespace

SeenResponses RecogniseResponses(Bytes lm_challenge_response, Bytes nt_challenge_response,
                                 const ntlm::Challenge& server, const Account& account,
                                 const ntlm::Hash& ntowf_v2) {
  SeenResponses seen = {
      RecogniseLm(lm_challenge_response, server, account, ntowf_v2),
      RecogniseNt(nt_challenge_response, lm_challenge_response, server, account, ntowf_v2)};
  // A client challenge of zeros makes the whole field zeros; the NT field tells.
  if (seen.nt == NtField::kNtlmEss && seen.lm == LmField::kZeros) {
    seen.lm = LmField::kClientChallenge;
  }
  return seen;
}

SeenResponses FieldsOf(ResponseForm form, bool timestamp) {
  switch (form) {
    case ResponseForm::kLmAndNtlm:
      return {LmField::kLm, NtField::kNtlm};
    case ResponseForm::kNtlmInBoth:
      return {LmField::kNtlm, NtField::kNtlm};
    case ResponseForm::kNtlmEss:
      return {LmField::kClientChallenge, NtField::kNtlmEss};
    case ResponseForm::kNtlmV2:
      break;
  }
  return {timestamp ? LmField::kZeros : LmField::kLmV2, NtField::kNtlmV2};
}

absl::string_view LmFieldName(LmField field) {
  switch (field) {
    case LmField::kLm:
      return "LM response";
    case LmField::kNtlm:
      return "NTLM response";
    case LmField::kClientChallenge:
      return "client challenge and zeros";
    case LmField::kLmV2:
      return "LMv2 response";
    case LmField::kZeros:
      return "24 zero bytes";
    case LmField::kEmpty:
      return "nothing";
    case LmField::kOther:
      break;
  }
  return "no documented response";
}

absl::string_view NtFieldName(NtField field) {
  switch (field) {
    case NtField::kNtlm:
      return "NTLM response";
    case NtField::kNtlmEss:
      return "NTLM response with client challenge";
    case NtField::kNtlmV2:
      return "NTLMv2 response";
    case NtField::kEmpty:
      return "nothing";
    case NtField::kOther:
      break;
  }
  return "no documented response";
}

}  // namespace ntlmatrix::conformance
