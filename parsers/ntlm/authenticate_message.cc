// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/authenticate_message.h"

#include <utility>

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/flag_rules.h"
#include "parsers/ntlm/message_reader.h"
#include "parsers/ntlm/message_rule.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/message_writer.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"

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

// The NTLMv2_RESPONSE, if that is what the message has and it is readable.
std::optional<NtlmV2ResponseView> ReadableNtlmV2(const AuthenticateMessage& m) {
  if (!IsNtlmV2(m)) return std::nullopt;
  auto response = NtlmV2ResponseView::Parse(m.nt_challenge_response);
  if (!response.ok()) return std::nullopt;
  return *std::move(response);
}

// How the AV_PAIRs of the response end.
enum class ListEnd { kNoList, kUnreadable, kUnterminated, kEol };

ListEnd EndOfAvPairs(const AuthenticateMessage& m) {
  const auto response = ReadableNtlmV2(m);
  if (!response.has_value()) return ListEnd::kNoList;
  AvPairReader reader(response->av_pairs);
  for (AvPair ignored; reader.Next(&ignored);) continue;
  if (!reader.error().ok()) return ListEnd::kUnreadable;
  return reader.terminated() ? ListEnd::kEol : ListEnd::kUnterminated;
}

// What MsvAvFlags says; false when there is none or it cannot be read.
bool SaysMicPresent(const AuthenticateMessage& m) {
  const auto response = ReadableNtlmV2(m);
  if (!response.has_value()) return false;
  const auto value = FindAvPair(response->av_pairs, AvId::kFlags);
  if (!value.ok() || !value->has_value()) return false;
  ByteReader reader(**value);
  uint32_t av_flags = 0;
  return reader.ReadU32(&av_flags) && (av_flags & av_flags::kMicPresent) != 0;
}

constexpr MessageRule<AuthenticateMessage> kRules[] = {
    // An anonymous client sends one zero byte or none, [MS-NLMP] 3.2.5.1.2.
    {"authenticate-lm-response-size", "[MS-NLMP] 2.2.2.3", Severity::kError, kLmOffset,
     [](const AuthenticateMessage& m) {
       const size_t size = m.lm_challenge_response.size();
       return size != 0 && size != 24 && !(size == 1 && m.nt_challenge_response.empty());
     },
     "LmChallengeResponse has neither 24 bytes nor the form of an anonymous client"},
    {"authenticate-nt-response-size", "[MS-NLMP] 2.2.2.6", Severity::kError, kNtOffset,
     [](const AuthenticateMessage& m) {
       const size_t size = m.nt_challenge_response.size();
       return size != 0 && size < kNtlmResponseSize;
     },
     "NtChallengeResponse is shorter than the 24 bytes of an NTLM_RESPONSE"},
    {"authenticate-nt-response-truncated", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const AuthenticateMessage& m) { return IsNtlmV2(m) && !ReadableNtlmV2(m).has_value(); },
     "NtChallengeResponse is too long for NTLM_RESPONSE and too short for NTLMv2_RESPONSE"},
    {"authenticate-nt-response-type", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const AuthenticateMessage& m) {
       const auto response = ReadableNtlmV2(m);
       return response.has_value() && (response->resp_type != 1 || response->hi_resp_type != 1);
     },
     "RespType and HiRespType must be 1"},
    {"authenticate-av-pairs-unreadable", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const AuthenticateMessage& m) { return EndOfAvPairs(m) == ListEnd::kUnreadable; },
     "an AV_PAIR of NtChallengeResponse passes its end"},
    {"authenticate-av-eol-missing", "[MS-NLMP] 2.2.2.7", Severity::kError, kNtOffset,
     [](const AuthenticateMessage& m) { return EndOfAvPairs(m) == ListEnd::kUnterminated; },
     "the AV_PAIRs of NtChallengeResponse do not end with MsvAvEOL"},
    {"authenticate-domain-name-odd-length", "[MS-NLMP] 2.2.1.3", Severity::kError,
     kDomainNameOffset, [](const AuthenticateMessage& m) { return IsOddUnicode(m, m.domain_name); },
     "DomainName is Unicode and has an odd length"},
    {"authenticate-user-name-odd-length", "[MS-NLMP] 2.2.1.3", Severity::kError, kUserNameOffset,
     [](const AuthenticateMessage& m) { return IsOddUnicode(m, m.user_name); },
     "UserName is Unicode and has an odd length"},
    {"authenticate-workstation-odd-length", "[MS-NLMP] 2.2.1.3", Severity::kError,
     kWorkstationOffset,
     [](const AuthenticateMessage& m) { return IsOddUnicode(m, m.workstation); },
     "Workstation is Unicode and has an odd length"},
    // The key is used only where there is something to sign or seal.
    {"authenticate-session-key-missing", "[MS-NLMP] 3.2.5.1.2", Severity::kError, kSessionKeyOffset,
     [](const AuthenticateMessage& m) {
       return Has(m, flags::kKeyExch) && Has(m, flags::kSign | flags::kSeal) &&
              SessionKey(m).size() != 16;
     },
     "EncryptedRandomSessionKey must have 16 bytes with NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"authenticate-session-key-ignored", "[MS-NLMP] 2.2.1.3", Severity::kWarning, kSessionKeyOffset,
     [](const AuthenticateMessage& m) {
       return !Has(m, flags::kKeyExch) && !SessionKey(m).empty();
     },
     "EncryptedRandomSessionKey should be empty without NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"authenticate-flags-missing", "[MS-NLMP] 2.2.1.3", Severity::kError, kFlagsOffset,
     [](const AuthenticateMessage& m) { return !m.negotiate_flags.has_value(); },
     "the header ends before NegotiateFlags"},
    {"version-missing", "[MS-NLMP] 2.2.2.5", Severity::kWarning, kVersionOffset,
     [](const AuthenticateMessage& m) { return Has(m, flags::kVersion) && !m.version.has_value(); },
     "NTLMSSP_NEGOTIATE_VERSION is set and the header has no room for Version"},
    {"version-not-zero", "[MS-NLMP] 2.2.1.3", Severity::kError, kVersionOffset,
     [](const AuthenticateMessage& m) {
       return !Has(m, flags::kVersion) && m.version.value_or(Version()) != Version();
     },
     "Version must be zero without NTLMSSP_NEGOTIATE_VERSION"},
    {"version-revision", "[MS-NLMP] 2.2.2.10", Severity::kWarning, kVersionOffset + 7,
     [](const AuthenticateMessage& m) {
       return Has(m, flags::kVersion) && m.version.has_value() &&
              m.version->ntlm_revision_current != kNtlmRevisionW2K3;
     },
     "NTLMRevisionCurrent should be NTLMSSP_REVISION_W2K3 (0x0F)"},
    {"authenticate-mic-missing", "[MS-NLMP] 2.2.2.1", Severity::kError, kMicOffset,
     [](const AuthenticateMessage& m) { return !m.mic.has_value() && SaysMicPresent(m); },
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
  ValidateRules<AuthenticateMessage>(kRules, *this, &findings);
  return findings;
}

}  // namespace ntlmatrix::ntlm
