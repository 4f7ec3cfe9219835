// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/response_rules.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_rules.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/response_form.h"

namespace ntlmatrix::ntlm {
namespace {

// Where the members of NTLMv2_RESPONSE begin, [MS-NLMP] 2.2.2.8 and 2.2.2.7.
constexpr size_t kRespTypeOffset = 16;
constexpr size_t kReserved1Offset = 18;
constexpr size_t kReserved2Offset = 20;
constexpr size_t kReserved3Offset = 40;
constexpr size_t kAvPairsOffset = 44;

// Where the list lies is not known: its findings point at NtChallengeResponseFields.
void ValidateUnplacedList(Bytes av_pairs, size_t fields, FindingList* findings) {
  FindingList list;
  ValidateAvPairs(av_pairs, AvPairsIn::kClientResponse, kAvPairsOffset, &list);
  for (Finding& finding : list.Take()) {
    absl::StrAppend(&finding.text, " (offset ", finding.offset, " of NtChallengeResponse)");
    finding.offset = fields;
    findings->Add(std::move(finding));
  }
}

void ValidateNtlmV2(Bytes response, const ValuePlace& place, FindingList* findings) {
  const auto view = NtlmV2ResponseView::Parse(response);
  if (!view.ok()) {
    findings->Add(RuleId::kAuthenticateNtResponseTruncated, place.fields);
    return;
  }
  if (view->resp_type != 1 || view->hi_resp_type != 1) {
    findings->Add(RuleId::kAuthenticateNtResponseType, place.At(kRespTypeOffset));
  }
  if (view->reserved1 != 0) {
    findings->Add(RuleId::kAuthenticateReserved1, place.At(kReserved1Offset));
  }
  if (view->reserved2 != 0) {
    findings->Add(RuleId::kAuthenticateReserved2, place.At(kReserved2Offset));
  }
  if (view->reserved3 != 0) {
    findings->Add(RuleId::kAuthenticateReserved3, place.At(kReserved3Offset));
  }
  if (place.value.has_value()) {
    ValidateAvPairs(view->av_pairs, AvPairsIn::kClientResponse, place.At(kAvPairsOffset), findings);
  } else {
    ValidateUnplacedList(view->av_pairs, place.fields, findings);
  }
}

// Z(1) and no name, [MS-NLMP] 3.2.5.1.2.
bool IsAnonymous(const AuthenticateMessage& m) {
  return m.user_name.empty() && m.nt_challenge_response.empty() &&
         LmFormOf(m.lm_challenge_response) == LmForm::kZ1;
}

void ValidateLm(const AuthenticateMessage& m, const ValuePlace& place, FindingList* findings) {
  const LmForm form = LmFormOf(m.lm_challenge_response);
  const bool other_size = form == LmForm::kOther || form == LmForm::kZ1;
  if (other_size && !IsAnonymous(m)) {
    findings->Add(RuleId::kAuthenticateLmResponseSize, place.fields);
  }
  const bool ess = (m.negotiate_flags.value_or(0) & flags::kExtendedSessionSecurity) != 0;
  const NtForm nt = NtFormOf(m.nt_challenge_response);
  const bool no_challenge = form == LmForm::kResponse || form == LmForm::kEmpty;
  if (ess && no_challenge && nt == NtForm::kNtlm) {
    findings->Add(RuleId::kAuthenticateLmEssForm, place.fields);
  }
  if (nt == NtForm::kNtlmV2 && form == LmForm::kClientChallenge) {
    findings->Add(RuleId::kAuthenticateLmNotV2, place.fields);
  }
  if (nt == NtForm::kEmpty && form == LmForm::kEmpty && !m.user_name.empty()) {
    findings->Add(RuleId::kAuthenticateNoResponse, place.fields);
  }
}

}  // namespace

void ValidateResponses(const AuthenticateMessage& message, const ValuePlace& lm,
                       const ValuePlace& nt, FindingList* findings) {
  ValidateLm(message, lm, findings);
  switch (NtFormOf(message.nt_challenge_response)) {
    case NtForm::kEmpty:
    case NtForm::kNtlm:
      break;
    case NtForm::kShort:
      findings->Add(RuleId::kAuthenticateNtResponseSize, nt.fields);
      break;
    case NtForm::kNtlmV2:
      ValidateNtlmV2(message.nt_challenge_response, nt, findings);
      break;
  }
}

bool SaysMicPresent(Bytes nt_challenge_response) {
  if (NtFormOf(nt_challenge_response) != NtForm::kNtlmV2) return false;
  const auto view = NtlmV2ResponseView::Parse(nt_challenge_response);
  if (!view.ok()) return false;
  const auto value = FindAvPair(view->av_pairs, AvId::kFlags);
  if (!value.ok()) return false;
  uint32_t av_flags = 0;
  ByteReader reader(value->value_or(Bytes()));
  return reader.ReadU32(&av_flags) && (av_flags & av_flags::kMicPresent) != 0;
}

}  // namespace ntlmatrix::ntlm
