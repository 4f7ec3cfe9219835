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
  if ((offered & kBoth) == kBoth && (granted & kBoth) == flags::kLmKey) {
    findings->Add(RuleId::kExchangeLmKeyInsteadOfEss, kAt);
  }
  AddNamed(RuleId::kExchangeGrantUnoffered, granted & ~offered & kNegotiable, kAt, findings);
}

// [MS-NLMP] 2.2.1.3: the flags "negotiated in the previous messages".
void ValidateStated(NegotiateFlags negotiated, NegotiateFlags granted,
                    const AuthenticateMessage& authenticate, FindingList* findings) {
  if (!authenticate.negotiate_flags.has_value()) return;
  const NegotiateFlags stated = *authenticate.negotiate_flags;
  AddNamed(RuleId::kExchangeFlagNotNegotiated, stated & ~negotiated & kNegotiable,
           kAuthenticateFlagsOffset, findings);
  AddNamed(RuleId::kExchangeFlagLeftOut, negotiated & ~stated & kNegotiable,
           kAuthenticateFlagsOffset, findings);
  if ((stated & kCharsets) != 0 && Charset(stated) != Charset(granted)) {
    findings->Add(RuleId::kExchangeCharsetChanged, kAuthenticateFlagsOffset);
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
  if (NtFormOf(m.nt_challenge_response) != NtForm::kNtlm) return false;
  return level == 3 || level == 5 || (level >= 2 && !HasNoLmResponse(m));
}

void ValidateForms(NegotiateFlags negotiated, const AuthenticateMessage& m,
                   std::optional<int> level, FindingList* findings) {
  const bool ess_form = NtFormOf(m.nt_challenge_response) == NtForm::kNtlm &&
                        LmFormOf(m.lm_challenge_response) == LmForm::kClientChallenge;
  if (ess_form && (negotiated & flags::kExtendedSessionSecurity) == 0) {
    findings->Add(RuleId::kExchangeEssFormNotNegotiated, kLmOffset);
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
    ValidateForms(negotiated, *authenticate, lm_compatibility_level, &of_authenticate);
    ValidateEcho(*challenge, *authenticate, negotiated, &of_authenticate);
  }
  return ExchangeFindings{of_challenge.Take(), of_authenticate.Take()};
}

}  // namespace ntlmatrix::ntlm
