// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/authenticate_message.h"

#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/flag_rules.h"
#include "parsers/ntlm/message_reader.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/message_writer.h"
#include "parsers/ntlm/response_rules.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/value_place.h"
#include "parsers/ntlm/version_rules.h"

namespace ntlmatrix::ntlm {
namespace {

// Where the members begin, and where the forms of the header end; [MS-NLMP] 2.2.1.3.
constexpr size_t kLmOffset = 12;
constexpr size_t kNtOffset = 20;
constexpr size_t kDomainNameOffset = 28;
constexpr size_t kUserNameOffset = 36;
constexpr size_t kWorkstationOffset = 44;
constexpr size_t kSessionKeyOffset = 52;
constexpr size_t kFlagsOffset = 60;
constexpr size_t kVersionOffset = 64;
constexpr size_t kPayloadOffset = 88;

size_t HeaderSize(const AuthenticateMessage& message) {
  if (message.mic.has_value()) return kPayloadOffset;
  if (message.version.has_value()) return kMicOffset;
  if (message.negotiate_flags.has_value()) return kVersionOffset;
  if (message.encrypted_random_session_key.has_value()) return kFlagsOffset;
  return kSessionKeyOffset;
}

bool Has(const AuthenticateMessage& m, NegotiateFlags flag) {
  return (m.negotiate_flags.value_or(0) & flag) != 0;
}

Bytes SessionKey(const AuthenticateMessage& m) {
  return m.encrypted_random_session_key.value_or(Bytes());
}

void ValidateNames(const AuthenticateMessage& m, const MessageLayout& layout,
                   FindingList* findings) {
  if (Has(m, flags::kUnicode)) {
    ValidateUnicode(m.domain_name,
                    PlaceOf(layout, authenticate_fields::kDomainName, kDomainNameOffset),
                    RuleId::kAuthenticateDomainNameOddLength,
                    RuleId::kAuthenticateDomainNameNotUtf16, findings);
    ValidateUnicode(m.user_name, PlaceOf(layout, authenticate_fields::kUserName, kUserNameOffset),
                    RuleId::kAuthenticateUserNameOddLength, RuleId::kAuthenticateUserNameNotUtf16,
                    findings);
    ValidateUnicode(m.workstation,
                    PlaceOf(layout, authenticate_fields::kWorkstation, kWorkstationOffset),
                    RuleId::kAuthenticateWorkstationOddLength,
                    RuleId::kAuthenticateWorkstationNotUtf16, findings);
  }
  const bool names_user = !m.user_name.empty() || !m.nt_challenge_response.empty();
  if (Has(m, flags::kAnonymous) && names_user) {
    findings->Add(RuleId::kAuthenticateAnonymousUser, kUserNameOffset);
  }
}

void ValidateSessionKey(const AuthenticateMessage& m, FindingList* findings) {
  constexpr size_t kKeySize = 16;
  const size_t size = SessionKey(m).size();
  // The key is used only where there is something to sign or seal.
  const bool used = Has(m, flags::kKeyExch) && Has(m, flags::kSign | flags::kSeal);
  if (used && size != kKeySize) {
    findings->Add(RuleId::kAuthenticateSessionKeyMissing, kSessionKeyOffset);
  } else if (!Has(m, flags::kKeyExch) && size != 0) {
    findings->Add(RuleId::kAuthenticateSessionKeyIgnored, kSessionKeyOffset);
  }
}

}  // namespace

absl::StatusOr<AuthenticateMessage> AuthenticateMessage::Parse(Bytes message,
                                                               MessageLayout* layout) {
  absl::StatusOr<AuthenticateMessage> parsed(absl::in_place);
  AuthenticateMessage& m = *parsed;
  MessageReader in(message, kSessionKeyOffset, layout);
  const bool read = in.ReadPrologue(MessageType::kAuthenticate) &&             //
                    in.ReadFields(&m.lm_challenge_response) &&                 //
                    in.ReadFields(&m.nt_challenge_response) &&                 //
                    in.ReadFields(&m.domain_name) &&                           //
                    in.ReadFields(&m.user_name) &&                             //
                    in.ReadFields(&m.workstation) &&                           //
                    in.ReadOptionalFields(&m.encrypted_random_session_key) &&  //
                    in.ReadOptional(&m.negotiate_flags) &&                     //
                    in.ReadOptional(&m.version) &&                             //
                    in.ReadOptional(&m.mic);
  in.FinishLayout(MessageType::kAuthenticate, m.negotiate_flags);
  if (!read) parsed = in.error("AUTHENTICATE_MESSAGE");
  return parsed;
}

absl::StatusOr<std::vector<uint8_t>> AuthenticateMessage::Serialize() const {
  MessageWriter out(HeaderSize(*this));
  const Fields domain = out.Place("DomainName", domain_name);
  const Fields user = out.Place("UserName", user_name);
  const Fields station = out.Place("Workstation", workstation);
  const Fields lm = out.Place("LmChallengeResponse", lm_challenge_response);
  const Fields nt = out.Place("NtChallengeResponse", nt_challenge_response);
  const Fields key = out.Place("EncryptedRandomSessionKey", SessionKey(*this));
  out.WritePrologue(MessageType::kAuthenticate);
  out.WriteFields(lm);
  out.WriteFields(nt);
  out.WriteFields(domain);
  out.WriteFields(user);
  out.WriteFields(station);
  out.WriteOptionalFields(key);
  out.WriteOptional(negotiate_flags);
  out.WriteOptional(version);
  out.WriteOptional(mic);
  return out.Finish();
}

std::vector<Finding> AuthenticateMessage::Validate() const { return Validate(kNoLayout); }

std::vector<Finding> AuthenticateMessage::Validate(const MessageLayout& layout) const {
  FindingList findings;
  if (negotiate_flags.has_value()) {
    ValidateFlags(MessageType::kAuthenticate, *negotiate_flags, kFlagsOffset, &findings);
  }
  ValidateResponses(*this, PlaceOf(layout, authenticate_fields::kLmChallengeResponse, kLmOffset),
                    PlaceOf(layout, authenticate_fields::kNtChallengeResponse, kNtOffset),
                    &findings);
  ValidateNames(*this, layout, &findings);
  ValidateSessionKey(*this, &findings);
  if (!negotiate_flags.has_value()) findings.Add(RuleId::kAuthenticateFlagsMissing, kFlagsOffset);
  if (!mic.has_value() && SaysMicPresent(nt_challenge_response)) {
    findings.Add(RuleId::kAuthenticateMicMissing, kMicOffset);
  }
  ValidateVersion(MessageType::kAuthenticate, negotiate_flags.value_or(0), version, kVersionOffset,
                  &findings);
  return findings.Take();
}

}  // namespace ntlmatrix::ntlm
