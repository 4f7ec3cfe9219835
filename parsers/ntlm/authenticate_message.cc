// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/authenticate_message.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/flag_rules.h"
#include "parsers/ntlm/message_reader.h"
#include "parsers/ntlm/message_rule.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/message_writer.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
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

// Longer than an NTLM_RESPONSE means NTLMv2_RESPONSE, [MS-NLMP] 3.2.5.1.2.
constexpr size_t kNtlmResponseSize = 24;

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

bool IsOddUnicode(const AuthenticateMessage& m, Bytes name) {
  return Has(m, flags::kUnicode) && name.size() % 2 != 0;
}

bool IsNtlmV2(const AuthenticateMessage& m) {
  return m.nt_challenge_response.size() > kNtlmResponseSize;
}

// What an anonymous client may send for a response, [MS-NLMP] 3.2.5.1.2: Z(1), and no name.
bool IsAnonymous(const AuthenticateMessage& m) {
  constexpr uint8_t kZ1[] = {0};
  return m.user_name.empty() && m.nt_challenge_response.empty() &&
         m.lm_challenge_response == Bytes(kZ1);
}

// How the AV_PAIRs of an NTLMv2_RESPONSE end.
enum class ListEnd { kNoList, kUnreadable, kUnterminated, kEol };

// A message with what its NtChallengeResponse says, read once for all rules.
struct Judged {
  explicit Judged(const AuthenticateMessage& m);

  const AuthenticateMessage& message;
  std::optional<NtlmV2ResponseView> response;  // nullopt: NTLM v1 or unreadable
  ListEnd list_end = ListEnd::kNoList;
  bool says_mic_present = false;  // the first MsvAvFlags does
};

Judged::Judged(const AuthenticateMessage& m) : message(m) {
  if (!IsNtlmV2(m)) return;
  const auto parsed = NtlmV2ResponseView::Parse(m.nt_challenge_response);
  if (!parsed.ok()) return;
  response = *parsed;
  std::optional<Bytes> flags_value;
  AvPairReader pairs(response->av_pairs);
  for (AvPair pair; pairs.Next(&pair);) {
    if (pair.av_id == AvId::kFlags && !flags_value.has_value()) flags_value = pair.value;
  }
  list_end = pairs.terminated() ? ListEnd::kEol : ListEnd::kUnterminated;
  if (!pairs.ok()) list_end = ListEnd::kUnreadable;
  ByteReader reader(flags_value.value_or(Bytes()));
  uint32_t av_flags = 0;
  says_mic_present = reader.ReadU32(&av_flags) && (av_flags & av_flags::kMicPresent) != 0;
}

constexpr MessageRule<Judged> kRules[] = {
    {"authenticate-lm-response-size", "[MS-NLMP] 2.2.2.3", Severity::kError, kLmOffset,
     [](const Judged& j) {
       const size_t size = j.message.lm_challenge_response.size();
       return size != 0 && size != 24 && !IsAnonymous(j.message);
     },
     "LmChallengeResponse has neither 24 bytes nor the form of an anonymous client"},
    {"authenticate-nt-response-size", "[MS-NLMP] 2.2.2.6", Severity::kError, kNtOffset,
     [](const Judged& j) {
       const size_t size = j.message.nt_challenge_response.size();
       return size != 0 && size < kNtlmResponseSize;
     },
     "NtChallengeResponse is shorter than the 24 bytes of an NTLM_RESPONSE"},
    {"authenticate-nt-response-truncated", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const Judged& j) { return IsNtlmV2(j.message) && !j.response.has_value(); },
     "NtChallengeResponse is too long for NTLM_RESPONSE and too short for NTLMv2_RESPONSE"},
    {"authenticate-nt-response-type", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const Judged& j) {
       return j.response.has_value() &&
              (j.response->resp_type != 1 || j.response->hi_resp_type != 1);
     },
     "RespType and HiRespType must be 1"},
    {"authenticate-av-pairs-unreadable", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const Judged& j) { return j.list_end == ListEnd::kUnreadable; },
     "an AV_PAIR of NtChallengeResponse passes its end"},
    {"authenticate-av-eol-missing", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const Judged& j) { return j.list_end == ListEnd::kUnterminated; },
     "the AV_PAIRs of NtChallengeResponse do not end with MsvAvEOL"},
    {"authenticate-domain-name-odd-length", "[MS-NLMP] 2.2.1.3", Severity::kError,
     kDomainNameOffset,
     [](const Judged& j) { return IsOddUnicode(j.message, j.message.domain_name); },
     "DomainName is Unicode and has an odd length"},
    {"authenticate-user-name-odd-length", "[MS-NLMP] 2.2.1.3", Severity::kError, kUserNameOffset,
     [](const Judged& j) { return IsOddUnicode(j.message, j.message.user_name); },
     "UserName is Unicode and has an odd length"},
    {"authenticate-workstation-odd-length", "[MS-NLMP] 2.2.1.3", Severity::kError,
     kWorkstationOffset,
     [](const Judged& j) { return IsOddUnicode(j.message, j.message.workstation); },
     "Workstation is Unicode and has an odd length"},
    // The key is used only where there is something to sign or seal.
    {"authenticate-session-key-missing", "[MS-NLMP] 3.2.5.1.2", Severity::kError, kSessionKeyOffset,
     [](const Judged& j) {
       return Has(j.message, flags::kKeyExch) && Has(j.message, flags::kSign | flags::kSeal) &&
              SessionKey(j.message).size() != 16;
     },
     "EncryptedRandomSessionKey must have 16 bytes with NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"authenticate-session-key-ignored", "[MS-NLMP] 2.2.1.3", Severity::kWarning, kSessionKeyOffset,
     [](const Judged& j) {
       return !Has(j.message, flags::kKeyExch) && !SessionKey(j.message).empty();
     },
     "EncryptedRandomSessionKey should be empty without NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"authenticate-flags-missing", "[MS-NLMP] 2.2.1.3", Severity::kError, kFlagsOffset,
     [](const Judged& j) { return !j.message.negotiate_flags.has_value(); },
     "the header ends before NegotiateFlags"},
    {"authenticate-mic-missing", "[MS-NLMP] 2.2.2.1", Severity::kError, kMicOffset,
     [](const Judged& j) { return !j.message.mic.has_value() && j.says_mic_present; },
     "MsvAvFlags says that there is a MIC and the header has no room for one"},
};

}  // namespace

absl::StatusOr<AuthenticateMessage> AuthenticateMessage::Parse(Bytes message) {
  AuthenticateMessage m;
  MessageReader in(message, kSessionKeyOffset);
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
  if (!read) return in.error("AUTHENTICATE_MESSAGE");
  return m;
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

std::vector<Finding> AuthenticateMessage::Validate() const {
  std::vector<Finding> findings;
  if (negotiate_flags.has_value()) {
    ValidateFlags(MessageType::kAuthenticate, *negotiate_flags, kFlagsOffset, &findings);
  }
  ValidateRules<Judged>(kRules, Judged(*this), &findings);
  ValidateVersion(MessageType::kAuthenticate, negotiate_flags.value_or(0), version, kVersionOffset,
                  &findings);
  return findings;
}

}  // namespace ntlmatrix::ntlm
