// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/neg_token_resp.h"

#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/der_writer.h"
#include "parsers/envelope/mech_type.h"
#include "parsers/envelope/object_identifier.h"
#include "parsers/envelope/spnego_reader.h"
#include "parsers/envelope/spnego_rule.h"
#include "parsers/envelope/spnego_writer.h"
#include "parsers/envelope/token_kind.h"

namespace ntlmatrix::envelope {
namespace {

constexpr size_t kMemberCount = 4;

// MessageType, [MS-NLMP] 2.2.1
constexpr uint32_t kNegotiate = 1;
constexpr uint32_t kChallenge = 2;
constexpr uint32_t kAuthenticate = 3;

bool ReadNegState(DerReader* der, const std::optional<DerValue>& member,
                  std::optional<NegState>* out) {
  if (!member.has_value()) return true;
  int32_t state = 0;
  if (!der->ReadOnlyEnumerated(*member, &state)) return false;
  *out = static_cast<NegState>(state);
  return true;
}

bool Read(DerReader* der, NegTokenResp* out) {
  DerValue choice;
  DerValue sequence;
  SpnegoMembers members;
  const auto& member = members.member;
  const bool read = ReadChoice(der, {DerTag::kContext1}, &out->this_mech, &choice, &out->layout) &&
                    der->ReadOnly(DerTag::kSequence, choice, &sequence) &&
                    ReadMembers(der, sequence, kMemberCount, &members) &&
                    ReadNegState(der, member[0], &out->neg_state) &&
                    ReadMember(der, DerTag::kObjectIdentifier, member[1], &out->supported_mech) &&
                    ReadMember(der, DerTag::kOctetString, member[2], &out->response_token) &&
                    ReadMember(der, DerTag::kOctetString, member[3], &out->mech_list_mic) &&
                    der->View(members.rest, &out->rest);
  PlaceMembers(members, sequence, &out->layout);
  return read;
}

bool IsNtlm(const NegTokenResp& t, uint32_t type) {
  return NtlmMessageType(t.response_token.value_or(Bytes())) == type;
}

bool IsFromInitiator(const NegTokenResp& t) {
  return IsNtlm(t, kNegotiate) || IsNtlm(t, kAuthenticate);
}

bool IsKnown(NegState state) { return !NegStateName(state).empty(); }

// A mechanism whose token can be told from any other has to have such a token.
bool IsTokenOfOtherMech(const NegTokenResp& t) {
  if (!t.supported_mech.has_value() || !t.response_token.has_value()) return false;
  const std::optional<Bytes> mech = MechTypeOfToken(*t.response_token);
  if (!mech.has_value()) {
    return *t.supported_mech == Bytes(mech::kNtlmssp) || *t.supported_mech == Bytes(mech::kNegoex);
  }
  return !IsSameMech(*mech, *t.supported_mech);
}

using Rule = SpnegoRule<NegTokenResp>;

constexpr Rule kRules[] = {
    {"spnego-framing-forbidden", "[RFC 4178] 4.2", Severity::kError, SpnegoPlace::kToken,
     [](const NegTokenResp& t) { return t.this_mech.has_value(); },
     "only the first token may have the framing of [RFC 2743] 3.1"},
    {"resp-neg-state-missing", "[RFC 4178] 4.2.2", Severity::kError, SpnegoPlace::kSequence,
     [](const NegTokenResp& t) { return t.supported_mech.has_value() && !t.neg_state.has_value(); },
     "the first reply of the target, which alone has supportedMech, must have negState"},
    {"resp-neg-state-unknown", "[RFC 4178] 4.2.2", Severity::kError, SpnegoPlace::kMember0,
     [](const NegTokenResp& t) { return t.neg_state.has_value() && !IsKnown(*t.neg_state); },
     "negState is none of accept-completed, accept-incomplete, reject and request-mic"},
    {"resp-request-mic-of-initiator", "[RFC 4178] 4.2.2", Severity::kError, SpnegoPlace::kMember0,
     [](const NegTokenResp& t) {
       return t.neg_state == NegState::kRequestMic && IsFromInitiator(t);
     },
     "only the first reply of the target may say request-mic"},
    {"resp-request-mic-without-mech", "[RFC 4178] 3.1", Severity::kWarning, SpnegoPlace::kMember0,
     [](const NegTokenResp& t) {
       return t.neg_state == NegState::kRequestMic && !t.supported_mech.has_value() &&
              !IsFromInitiator(t);
     },
     "request-mic is said in the first reply only, and that should have supportedMech"},
    {"resp-completed-with-challenge", "[RFC 4178] 4.2.2", Severity::kError, SpnegoPlace::kMember0,
     [](const NegTokenResp& t) {
       return t.neg_state == NegState::kAcceptCompleted && IsNtlm(t, kChallenge);
     },
     "accept-completed expects no further token, and a CHALLENGE_MESSAGE does"},
    {"resp-supported-mech-of-initiator", "[RFC 4178] 4.2.2", Severity::kError,
     SpnegoPlace::kMember1,
     [](const NegTokenResp& t) { return t.supported_mech.has_value() && IsFromInitiator(t); },
     "only the first reply of the target may have supportedMech"},
    {"resp-supported-mech-spnego", "[RFC 4178] 3.1", Severity::kError, SpnegoPlace::kMember1,
     [](const NegTokenResp& t) { return t.supported_mech == Bytes(mech::kSpnego); },
     "supportedMech is SPNEGO itself, which must not be offered"},
    {"der-object-identifier", "[RFC 4178] 4", Severity::kError, SpnegoPlace::kMember1,
     [](const NegTokenResp& t) {
       return t.supported_mech.has_value() && !IsObjectIdentifier(*t.supported_mech);
     },
     "supportedMech is no object identifier, [X.690] 8.19"},
    {"resp-token-of-other-mech", "[RFC 4178] 4.2.2", Severity::kError, SpnegoPlace::kMember2,
     IsTokenOfOtherMech, "responseToken is no token of supportedMech"},
    {"resp-mech-list-mic-early", "[RFC 4178] 5", Severity::kError, SpnegoPlace::kMember3,
     [](const NegTokenResp& t) {
       return t.mech_list_mic.has_value() && (IsNtlm(t, kNegotiate) || IsNtlm(t, kChallenge));
     },
     "mechListMIC must not be sent before the context of the mechanism is established"},
};

}  // namespace

absl::StatusOr<NegTokenResp> NegTokenResp::Parse(Bytes token) {
  NegTokenResp t;
  DerReader der(token);
  if (!Read(&der, &t)) return der.error("NegTokenResp");
  t.layout.departures = der.departures();
  return t;
}

absl::StatusOr<std::vector<uint8_t>> NegTokenResp::Serialize() const {
  DerWriter out;
  out.Prepend(rest);
  WriteMember(DerTag::kContext3, DerTag::kOctetString, mech_list_mic, &out);
  WriteMember(DerTag::kContext2, DerTag::kOctetString, response_token, &out);
  WriteMember(DerTag::kContext1, DerTag::kObjectIdentifier, supported_mech, &out);
  if (neg_state.has_value()) {
    const size_t mark = out.size();
    out.PrependEnumerated(static_cast<int32_t>(*neg_state));
    out.Wrap(DerTag::kContext0, mark);
  }
  WriteChoice(DerTag::kContext1, this_mech, &out);
  return out.Finish();
}

std::vector<Finding> NegTokenResp::Validate() const {
  std::vector<Finding> findings;
  ValidateRules<NegTokenResp>(kRules, *this, &findings);
  ValidateDer(layout.departures, &findings);
  ValidateRest(rest, layout.at(SpnegoPlace::kRest), kMemberCount, &findings);
  return findings;
}

}  // namespace ntlmatrix::envelope
