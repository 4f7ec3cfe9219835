// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/server.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"

#include "conformance/subjects/reference/credentials.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance::reference {
namespace {

namespace flags = ntlm::flags;

constexpr uint32_t kSecEInvalidToken = 0x80090308;         // SEC_E_INVALID_TOKEN
constexpr uint32_t kSecEUnsupportedFunction = 0x80090302;  // SEC_E_UNSUPPORTED_FUNCTION
// SEC_E_LOGON_DENIED; the document calls it "INVALID message error" and "authentication failure".
constexpr uint32_t kSecELogonDenied = 0x8009030C;

constexpr ntlm::NegotiateFlags kProtection = flags::kSign | flags::kSeal;
constexpr ntlm::NegotiateFlags kCharset = flags::kUnicode | flags::kOem;

// 36 hours in units of 100 ns: what Windows has for MaxLifetime, [MS-NLMP] 3.1.1.1.
constexpr uint64_t kMaxLifetime = uint64_t{36} * 3600 * 10'000'000;

Refusal InvalidToken(const absl::Status& status) {
  return {kSecEInvalidToken, std::string(status.message())};
}

// What is granted of an offer, [MS-NLMP] 3.2.5.1.1 and 2.2.2.5.
ntlm::NegotiateFlags Grant(ntlm::NegotiateFlags offered) {
  ntlm::NegotiateFlags granted = flags::kRequestTarget | flags::kNtlm | flags::kAlwaysSign |
                                 flags::kTargetTypeDomain | flags::kTargetInfo |
                                 (offered & (kProtection | flags::kKeyExch));
  granted |= offered & ((offered & flags::kUnicode) ? flags::kUnicode : flags::kOem);
  // The two keys are exclusive, and 56 and 128 are returned only where they have a use.
  granted |=
      offered & ((offered & flags::kExtendedSessionSecurity) ? flags::kExtendedSessionSecurity
                                                             : flags::kLmKey);
  if (offered & kProtection) granted |= offered & (flags::k56 | flags::k128);
  return granted;
}

std::vector<uint8_t> Oem(Bytes utf16) {
  const std::string utf8 = Utf16ToUtf8(utf16).value_or("");
  return {utf8.begin(), utf8.end()};
}

std::vector<uint8_t> Filetime(uint64_t time) {
  ByteWriter writer;
  writer.WriteU64(time);
  return writer.Take();
}

// "An AUTHENTICATE_MESSAGE indicates the presence of a MIC field if the TargetInfo field has an
// AV_PAIR structure" with MsvAvFlags and bit 0x2: any pair of them, should there be several.
absl::StatusOr<bool> PromisesMic(Bytes av_pairs) {
  bool promises = false;
  ntlm::AvPairReader reader(av_pairs);
  for (ntlm::AvPair pair; reader.Next(&pair);) {
    uint32_t av_flags = 0;
    if (pair.av_id != ntlm::AvId::kFlags || !ByteReader(pair.value).ReadU32(&av_flags)) continue;
    promises = promises || (av_flags & ntlm::av_flags::kMicPresent) != 0;
  }
  if (!reader.error().ok()) return reader.error();
  return promises;
}

// The MIC over all three messages, the third with zeros in its place.
ntlm::Hash Mic(const ntlm::Hash& key, Bytes negotiate, Bytes challenge, Bytes authenticate) {
  std::vector<uint8_t> without_mic(authenticate.begin(), authenticate.end());
  std::fill_n(without_mic.begin() + static_cast<ptrdiff_t>(ntlm::kMicOffset), ntlm::Hash().size(),
              uint8_t{0});
  return ntlm::HmacMd5(key, {negotiate, challenge, without_mic});
}

bool IsTooOld(uint64_t time, uint64_t now) {
  return (time < now ? now - time : time - now) > kMaxLifetime;
}

// ExportedSessionKey; nullopt where a key was to be exchanged and none was sent.
std::optional<ntlm::Hash> ExportedSessionKey(const ntlm::AuthenticateMessage& message,
                                             ntlm::NegotiateFlags negotiated,
                                             const ntlm::Hash& key_exchange_key,
                                             const Behaviour& behaviour) {
  if ((negotiated & flags::kKeyExch) == 0 || (negotiated & kProtection) == 0) {
    return key_exchange_key;
  }
  const Bytes encrypted = message.encrypted_random_session_key.value_or(Bytes());
  ntlm::Hash random = {};
  if (encrypted.size() != random.size()) {
    if (behaviour.needs_session_key) return std::nullopt;
    return key_exchange_key;
  }
  std::copy(encrypted.begin(), encrypted.end(), random.begin());
  return ntlm::Rc4K(key_exchange_key, random);
}

}  // namespace

Server::Server(ServerConfig config, const Account& account, const Behaviour& behaviour)
    : config_(std::move(config)), account_(account), behaviour_(behaviour) {}

std::optional<Refusal> Server::FindWeakness(ntlm::NegotiateFlags negotiated) const {
  const ntlm::NegotiateFlags missing = config_.min & ~negotiated;
  if (missing == 0) return std::nullopt;
  return Refusal{
      kSecEUnsupportedFunction,
      absl::StrFormat("NtlmMinServerSec requires 0x%08x, which was not negotiated", missing)};
}

Server::Answer Server::Challenge(Bytes negotiate) {
  challenge_.clear();
  const std::vector<uint8_t> taken = AsTaken(negotiate, behaviour_);
  const auto message = ntlm::NegotiateMessage::Parse(taken);
  if (!message.ok()) return {{}, InvalidToken(message.status())};
  const ntlm::NegotiateFlags offered = message->negotiate_flags;
  if ((offered & kCharset) == 0 && behaviour_.needs_charset) {
    return {{}, Refusal{kSecEInvalidToken, "no character set was offered"}};
  }
  const ntlm::NegotiateFlags granted = Grant(offered);
  if (auto weakness = FindWeakness(offered & granted)) return {{}, std::move(weakness)};

  const bool oem = (granted & kCharset) == flags::kOem;
  const std::vector<uint8_t> target_name =
      oem ? Oem(config_.nb_domain_name) : config_.nb_domain_name;
  const std::vector<uint8_t> time = Filetime(config_.time);
  const auto target_info =
      ntlm::SerializeAvPairs({{ntlm::AvId::kNbDomainName, config_.nb_domain_name},
                              {ntlm::AvId::kNbComputerName, config_.nb_computer_name},
                              {ntlm::AvId::kTimestamp, time}});
  if (!target_info.ok()) return {{}, InvalidToken(target_info.status())};
  ntlm::ChallengeMessage challenge;
  challenge.target_name = target_name;
  challenge.negotiate_flags = granted;
  challenge.server_challenge = config_.server_challenge;
  challenge.reserved.emplace();
  challenge.target_info = Bytes(*target_info);
  challenge.version.emplace();
  auto bytes = challenge.Serialize();
  if (!bytes.ok()) return {{}, InvalidToken(bytes.status())};
  negotiate_.assign(negotiate.begin(), negotiate.end());
  challenge_ = *std::move(bytes);
  negotiated_ = offered & granted;
  return {challenge_, std::nullopt};
}

Server::Decision Server::Authenticate(Bytes authenticate) {
  if (challenge_.empty()) {
    return {{}, Refusal{kSecEInvalidToken, "AUTHENTICATE_MESSAGE without a CHALLENGE_MESSAGE"}};
  }
  const std::vector<uint8_t> taken = AsTaken(authenticate, behaviour_);
  const auto message = ntlm::AuthenticateMessage::Parse(taken);
  Decision decision = message.ok() ? Decide(authenticate, *message)
                                   : Decision{std::nullopt, InvalidToken(message.status())};
  challenge_.clear();  // a challenge is good for one answer
  return decision;
}

Server::Decision Server::Decide(Bytes bytes, const ntlm::AuthenticateMessage& message) const {
  const auto refuse = [](uint32_t status, absl::string_view why) {
    return Decision{std::nullopt, Refusal{status, std::string(why)}};
  };
  // A client may drop what was negotiated, never add to it.
  const ntlm::NegotiateFlags negotiated =
      negotiated_ & message.negotiate_flags.value_or(negotiated_);
  if ((negotiated & kCharset) == 0 && behaviour_.needs_charset) {
    return refuse(kSecEInvalidToken, "no character set was negotiated");
  }
  if (auto weakness = FindWeakness(negotiated)) return {std::nullopt, std::move(weakness)};

  ProvenResponse proven;  // of an anonymous client: SessionBaseKey is Z(16)
  const bool anonymous = IsAnonymous(message);
  if (!anonymous) {
    const auto found = Prove(message, {.account = account_,
                                       .server_challenge = config_.server_challenge,
                                       .negotiated = negotiated,
                                       .lm = config_.lm,
                                       .behaviour = behaviour_});
    if (!found) return refuse(kSecELogonDenied, "no response is right for this account");
    proven = *found;
  }
  const auto key = ExportedSessionKey(
      message, negotiated,
      ntlm::KxKey(negotiated, proven.ntlm_v2, proven.session_base_key,
                  message.lm_challenge_response, config_.server_challenge, account_.lmowf_v1),
      behaviour_);
  if (!key) return refuse(kSecEInvalidToken, "EncryptedRandomSessionKey does not have 16 bytes");

  const auto promises_mic = PromisesMic(proven.av_pairs);
  if (!promises_mic.ok()) return {std::nullopt, InvalidToken(promises_mic.status())};
  if (*promises_mic && behaviour_.checks_mic &&
      message.mic != Mic(*key, negotiate_, challenge_, bytes)) {
    return refuse(kSecELogonDenied, "MIC is missing or different");
  }
  if (proven.in_nt_field && IsTooOld(proven.time_stamp, config_.time)) {
    return refuse(kSecELogonDenied, "TimeStamp is more than MaxLifetime from the server's time");
  }
  return {Session{anonymous, negotiated, *key}, std::nullopt};
}

}  // namespace ntlmatrix::conformance::reference
