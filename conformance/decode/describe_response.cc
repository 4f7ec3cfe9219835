// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/describe_response.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "conformance/decode/describe_av_pairs.h"
#include "conformance/decode/value_words.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/response_form.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::LmForm;
using ntlm::NtForm;

constexpr size_t kChallengeSize = 8;
constexpr size_t kProofSize = 16;

// Adds a field of the response after those that are there.
class Members {
 public:
  Members(Bytes response, DescribedField* field) : reader_(response), field_(field) {}

  DescribedField* Add(absl::string_view name, size_t length) {
    DescribedField member;
    member.name = std::string(name);
    member.offset = field_->offset + reader_.offset();
    member.length = length;
    Bytes value;
    if (reader_.ReadBytes(length, &value)) member.value = HexWords(value);
    field_->members.push_back(std::move(member));
    return &field_->members.back();
  }

  size_t remaining() const { return reader_.remaining(); }

 private:
  ByteReader reader_;
  DescribedField* field_;
};

void DescribeClientChallenge(Bytes lm, DescribedField* field) {
  field->value = "client challenge of NTLM v1 with extended session security";
  Members members(lm, field);
  members.Add("ChallengeFromClient", kChallengeSize);
  members.Add("Z(16)", kProofSize);
}

void DescribeNtlmV2(Bytes nt, DescribedField* field) {
  field->value = "NTLMv2_RESPONSE: NTLM v2";
  const auto response = ntlm::NtlmV2ResponseView::Parse(nt);
  if (!response.ok()) {
    field->notes.emplace_back(response.status().message());
    Members members(nt, field);
    if (nt.size() >= kProofSize) members.Add("NTProofStr", kProofSize);
    if (members.remaining() > 0) members.Add("(cut off)", members.remaining());
    return;
  }
  Members members(nt, field);
  members.Add("NTProofStr", kProofSize);
  members.Add("RespType", 1)->value = absl::StrCat(response->resp_type);
  members.Add("HiRespType", 1)->value = absl::StrCat(response->hi_resp_type);
  members.Add("Reserved1", 2);
  members.Add("Reserved2", 4);
  members.Add("TimeStamp", 8)->value = FileTimeWords(response->time_stamp);
  members.Add("ChallengeFromClient", kChallengeSize);
  members.Add("Reserved3", 4);
  DescribedField* const pairs = members.Add("AvPairs", members.remaining());
  pairs->value.clear();
  pairs->members = DescribeAvPairs(response->av_pairs, pairs->offset);
}

}  // namespace

void DescribeLmResponse(const Responses& responses, DescribedField* field) {
  const Bytes lm = responses.lm;
  field->value = HexWords(lm);
  switch (ntlm::LmFormOf(lm)) {
    case LmForm::kEmpty:
      return;
    case LmForm::kZ1:
      field->notes.emplace_back(responses.nt.empty() && !responses.has_user_name
                                    ? "Z(1): anonymous"
                                    : "Z(1), but this client is not anonymous");
      return;
    case LmForm::kZeros:
      field->notes.emplace_back("Z(24): no LM response, as with NTLM v2 and a timestamp");
      return;
    case LmForm::kClientChallenge:
      return DescribeClientChallenge(lm, field);
    case LmForm::kResponse:
      break;
    case LmForm::kOther:
      field->notes.push_back(absl::StrCat("no form of a response has ", lm.size(), " bytes"));
      return;
  }
  if (lm == responses.nt) {
    field->notes.emplace_back("the NTLM_RESPONSE again: this client sends no LM response");
  } else if (ntlm::NtFormOf(responses.nt) == NtForm::kNtlmV2) {
    field->value = "LMv2_RESPONSE";
    Members members(lm, field);
    members.Add("Response", kProofSize);
    members.Add("ChallengeFromClient", kChallengeSize);
  } else {
    field->notes.emplace_back("LM_RESPONSE: gives away the password to anyone who sees it");
  }
}

void DescribeNtResponse(const Responses& responses, DescribedField* field) {
  const Bytes nt = responses.nt;
  const NtForm form = ntlm::NtFormOf(nt);
  if (form == NtForm::kNtlmV2) return DescribeNtlmV2(nt, field);
  field->value = HexWords(nt);
  if (form == NtForm::kShort) {
    field->notes.push_back(absl::StrCat("too short: no response has ", nt.size(), " bytes"));
  } else if (ntlm::LmFormOf(responses.lm) == LmForm::kClientChallenge) {
    field->notes.emplace_back(
        "NTLM_RESPONSE: NTLM v1 over both challenges (extended session security)");
  } else {
    field->notes.emplace_back("NTLM_RESPONSE: NTLM v1 over the server's challenge alone");
  }
}

}  // namespace ntlmatrix::decode
