// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/exchange_rules.h"

#include "absl/strings/str_cat.h"

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/echo_rules.h"
#include "parsers/ntlm/flag_names.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/response_form.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr size_t kTargetNameOffset = 12;
constexpr size_t kChallengeFlagsOffset = 20;
constexpr size_t kLmOffset = 12;
constexpr size_t kNtOffset = 20;
constexpr size_t kSessionKeyOffset = 52;
constexpr size_t kAuthenticateFlagsOffset = 60;

// The bits that a client offers and a server grants; the others only inform.
constexpr NegotiateFlags kNegotiable = flags::kSign | flags::kSeal |
                                       flags::kExtendedSessionSecurity | flags::k128 | flags::k56 |
                                       flags::kKeyExch | flags::kLmKey | flags::kDatagram |
                                       flags::kIdentify | flags::kRequestNonNtSessionKey;
constexpr NegotiateFlags kCharsets = flags::kUnicode | flags::kOem;
constexpr NegotiateFlags kSignOrSeal = flags::kSign | flags::kSeal;

void AddNamed(RuleId id, NegotiateFlags named, size_t offset, FindingList* findings) {
  if (named != 0) findings->Add(id, offset, absl::StrCat(RuleOf(id).text, FlagNames(named)));
}

// The charset that flags choose: Unicode wins, [MS-NLMP] 2.2.2.5 bit A.
NegotiateFlags Charset(NegotiateFlags set) {
  return (set & flags::kUnicode) != 0 ? flags::kUnicode : set & flags::kOem;
}

// [MS-NLMP] 2.2.2.5 on what a server returns, and 3.2.5.1.1
void ValidateGrant(NegotiateFlags offered, const ChallengeMessage& challenge,
                   FindingList* findings) {
  constexpr size_t kAt = kChallengeFlagsOffset;
  const NegotiateFlags granted = challenge.negotiate_flags;
  const NegotiateFlags charset = Charset(granted);
  if (charset != 0 && (charset & offered) == 0) {
    findings->Add(RuleId::kExchangeCharsetNotOffered, kAt);
  } else if ((offered & flags::kUnicode) != 0 && charset == flags::kOem) {
    findings->Add(RuleId::kExchangeCharsetNotUnicode, kAt);
  }
  if ((offered & flags::kRequestTarget) != 0 && challenge.target_name.empty()) {
    findings->Add(RuleId::kExchangeTargetNameNotSupplied, kTargetNameOffset);
  }
  const NegotiateFlags not_returned = offered & ~granted;
  if ((not_returned & flags::kSign) != 0) findings->Add(RuleId::kExchangeSignNotReturned, kAt);
  if ((not_returned & flags::kSeal) != 0) findings->Add(RuleId::kExchangeSealNotReturned, kAt);
  const bool protects = (offered & kSignOrSeal) != 0;
  if (protects && (not_returned & flags::k56) != 0) {
    findings->Add(RuleId::kExchange56NotReturned, kAt);
  }
  if (!protects && (offered & granted & flags::k128) != 0) {
    findings->Add(RuleId::kExchange128WithoutSignOrSeal, kAt);
  }
  constexpr NegotiateFlags kBoth = flags::kExtendedSessionSecurity | flags::kLmKey;
  if ((offered & kBoth) == kBoth && (granted & flags::kExtendedSessionSecurity) == 0) {
    findings->Add(RuleId::kExchangeEssAloneNotReturned, kAt);
  }
  AddNamed(RuleId::kExchangeGrantUnoffered, granted & ~offered & kNegotiable, kAt, findings);
}

// [MS-NLMP] 2.2.1.3: the flags "negotiated in the previous messages".
void ValidateStated(NegotiateFlags negotiated, NegotiateFlags granted,
                    const AuthenticateMessage& authenticate, FindingList* findings) {
  if (!authenticate.negotiate_flags.has_value()) return;
  const NegotiateFlags stated = *authenticate.negotiate_flags;
  AddNamed(RuleId::kExchangeFlagNotGranted, stated & ~granted & kNegotiable,
           kAuthenticateFlagsOffset, findings);
  AddNamed(RuleId::kExchangeFlagUnoffered, stated & granted & ~negotiated & kNegotiable,
           kAuthenticateFlagsOffset, findings);
  AddNamed(RuleId::kExchangeFlagLeftOut, negotiated & ~stated & kNegotiable,
           kAuthenticateFlagsOffset, findings);
  if ((stated & kCharsets) != 0 && Charset(stated) != Charset(granted)) {
    findings->Add(RuleId::kExchangeCharsetChanged, kAuthenticateFlagsOffset);
  }
  // With the flag stated it is a finding of the message alone.
  constexpr size_t kKeySize = 16;
  if ((negotiated & flags::kKeyExch) != 0 && (negotiated & kSignOrSeal) != 0 &&
      (stated & flags::kKeyExch) == 0 &&
      authenticate.encrypted_random_session_key.value_or(Bytes()).size() != kKeySize) {
    findings->Add(RuleId::kExchangeSessionKeyMissing, kSessionKeyOffset);
  }
}

// What level 2 sends beside an NTLM response, [MS-NLMP] 3.3.1: that response again, or a client
// challenge.
bool HasNoLmResponse(const AuthenticateMessage& m) {
  return LmFormOf(m.lm_challenge_response) != LmForm::kResponse ||
         m.lm_challenge_response == m.nt_challenge_response;
}

// Level 4 is in dispute: some documents have it send what level 2 sends.
bool IsBelowLevel(const AuthenticateMessage& m, int level) {
  if (NtFormOf(m.nt_challenge_response) == NtForm::kNtlmV2) return false;
  const bool anonymous = m.user_name.empty() && m.nt_challenge_response.empty();
  if (level == 3 || level == 5) return !anonymous;
  return level >= 2 && !HasNoLmResponse(m);
}

// A grant that was not offered may count, as documents disagree; what both want must be followed.
void ValidateForms(NegotiateFlags negotiated, NegotiateFlags granted, const AuthenticateMessage& m,
                   std::optional<int> level, FindingList* findings) {
  constexpr NegotiateFlags kEss = flags::kExtendedSessionSecurity;
  const LmForm lm = LmFormOf(m.lm_challenge_response);
  const bool ntlm = NtFormOf(m.nt_challenge_response) == NtForm::kNtlm;
  if (ntlm && lm == LmForm::kClientChallenge && (granted & kEss) == 0) {
    findings->Add(RuleId::kExchangeEssFormNotGranted, kLmOffset);
  }
  // With the flag stated it is a finding of the message alone.
  const bool stated = (m.negotiate_flags.value_or(0) & kEss) != 0;
  const bool no_challenge = lm == LmForm::kResponse || lm == LmForm::kEmpty;
  if (ntlm && no_challenge && !stated && (negotiated & kEss) != 0) {
    findings->Add(RuleId::kExchangeEssFormMissing, kLmOffset);
  }
  if (level.has_value() && IsBelowLevel(m, *level)) {
    findings->Add(RuleId::kExchangeResponseBelowLevel, kNtOffset);
  }
}

}  // namespace

absl::StatusOr<ExchangeFindings> ValidateExchange(const ExchangeMessages& messages,
                                                  std::optional<int> lm_compatibility_level) {
  std::optional<NegotiateFlags> offered;
  if (!messages.negotiate.empty()) {
    const auto negotiate = NegotiateMessage::Parse(messages.negotiate);
    if (!negotiate.ok()) return negotiate.status();
    offered = negotiate->negotiate_flags;
  }
  if (messages.challenge.empty()) return ExchangeFindings();
  const auto challenge = ChallengeMessage::Parse(messages.challenge);
  if (!challenge.ok()) return challenge.status();
  const NegotiateFlags granted = challenge->negotiate_flags;
  FindingList of_challenge;
  if (offered.has_value()) ValidateGrant(*offered, *challenge, &of_challenge);
  FindingList of_authenticate;
  if (!messages.authenticate.empty()) {
    const auto authenticate = AuthenticateMessage::Parse(messages.authenticate);
    if (!authenticate.ok()) return authenticate.status();
    const NegotiateFlags negotiated = offered.value_or(granted) & granted;
    ValidateStated(negotiated, granted, *authenticate, &of_authenticate);
    ValidateForms(negotiated, granted, *authenticate, lm_compatibility_level, &of_authenticate);
    ValidateEcho(*challenge, *authenticate, offered.value_or(granted), &of_authenticate);
  }
  return ExchangeFindings{of_challenge.Take(), of_authenticate.Take()};
}

}  // namespace ntlmatrix::ntlm
