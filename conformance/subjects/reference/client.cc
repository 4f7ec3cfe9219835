// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/client.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"

#include "conformance/subjects/reference/responses.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/session_security.h"

namespace ntlmatrix::conformance::reference {
namespace {

namespace flags = ntlm::flags;

constexpr uint32_t kSecEInvalidToken = 0x80090308;         // SEC_E_INVALID_TOKEN
constexpr uint32_t kSecEUnsupportedFunction = 0x80090302;  // SEC_E_UNSUPPORTED_FUNCTION
constexpr uint32_t kStatusLogonFailure = 0xC000006D;       // STATUS_LOGON_FAILURE

// Level and application decide the offer, [MS-NLMP] 3.1.1.2 and the LAN Manager authentication
// level page; the setting never changes it.
ntlm::NegotiateFlags Offer(int lm, Application app) {
  ntlm::NegotiateFlags offer = flags::kUnicode | flags::kRequestTarget | flags::kNtlm |
                               flags::kAlwaysSign | flags::k128 | flags::k56;
  switch (app) {
    case Application::kConfidentiality:
      offer |= flags::kSeal | flags::kLmKey;
      [[fallthrough]];
    case Application::kIntegrity:
      offer |= flags::kSign | flags::kKeyExch;
      break;
    case Application::kNone:
      break;
  }
  return lm == 0 ? offer : offer | flags::kExtendedSessionSecurity;
}

Refusal InvalidToken(const absl::Status& status) {
  return {kSecEInvalidToken, std::string(status.message())};
}

// What the application asked for and did not get.
ntlm::NegotiateFlags NotGranted(Application app, ntlm::NegotiateFlags negotiated) {
  switch (app) {
    case Application::kNone:
      return 0;
    case Application::kIntegrity:
      return flags::kSign & ~negotiated;
    case Application::kConfidentiality:
      break;
  }
  return (flags::kSign | flags::kSeal) & ~negotiated;
}

Bytes TargetInfoOf(const ntlm::ChallengeMessage& challenge, const Behaviour& behaviour) {
  const bool ignored = (challenge.negotiate_flags & flags::kTargetInfo) == 0;
  if (ignored && behaviour.ignores_fields) return {};
  return challenge.target_info.value_or(Bytes());
}

absl::StatusOr<bool> HasNetbiosNames(Bytes target_info) {
  const auto computer = ntlm::FindAvPair(target_info, ntlm::AvId::kNbComputerName);
  if (!computer.ok()) return computer.status();
  const auto domain = ntlm::FindAvPair(target_info, ntlm::AvId::kNbDomainName);
  if (!domain.ok()) return domain.status();
  return computer->has_value() && domain->has_value();
}

struct SessionKeys {
  ntlm::Hash key_exchange = {};
  ntlm::Hash exported = {};
  ntlm::Hash encrypted = {};  // EncryptedRandomSessionKey
  bool exchanged = false;
};

// ExportedSessionKey, [MS-NLMP] 3.1.5.1.2.
SessionKeys MakeSessionKeys(const ntlm::Hash& key_exchange_key, ntlm::NegotiateFlags negotiated,
                            const ntlm::Hash& random) {
  const bool protects = (negotiated & (flags::kSign | flags::kSeal)) != 0;
  if ((negotiated & flags::kKeyExch) == 0 || !protects) {
    return {.key_exchange = key_exchange_key, .exported = key_exchange_key};
  }
  return {.key_exchange = key_exchange_key,
          .exported = random,
          .encrypted = ntlm::Rc4K(key_exchange_key, random),
          .exchanged = true};
}

}  // namespace

const std::vector<uint8_t>& Client::Negotiate() {
  offered_ = Offer(config_.lm, config_.app);
  ntlm::NegotiateMessage message;
  message.negotiate_flags = offered_;
  message.domain_name = Bytes();
  message.workstation = Bytes();
  message.version.emplace();
  negotiate_ = message.Serialize().value();
  return negotiate_;
}

std::optional<Refusal> Client::FindRefusal(const ntlm::ChallengeMessage& challenge,
                                           ntlm::NegotiateFlags negotiated,
                                           ResponseForm form) const {
  if ((negotiated & flags::kUnicode) == 0 && behaviour_.needs_charset) {
    return Refusal{kSecEInvalidToken, "no character set was negotiated"};
  }
  const uint32_t required = behaviour_.required(config_.min);
  if (const uint32_t missing = behaviour_.missing(required, config_.lm, negotiated)) {
    return Refusal{
        behaviour_.status,
        absl::StrFormat("NtlmMinClientSec 0x%08x requires 0x%08x, which was not negotiated",
                        required, missing)};
  }
  if (const auto missing = NotGranted(config_.app, negotiated)) {
    return Refusal{
        kSecEUnsupportedFunction,
        absl::StrFormat("the application asked for 0x%08x, which was not negotiated", missing)};
  }
  const auto names = HasNetbiosNames(TargetInfoOf(challenge, behaviour_));
  if (!names.ok()) return InvalidToken(names.status());
  if (form == ResponseForm::kNtlmV2 && config_.app != Application::kNone && !*names) {
    return Refusal{kStatusLogonFailure, "TargetInfo lacks a NetBIOS name"};
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<uint8_t>> Client::MakeAuthenticate(
    Bytes challenge_bytes, const ntlm::ChallengeMessage& challenge, ntlm::NegotiateFlags negotiated,
    ResponseForm form) {
  const auto responses =
      MakeResponses(form, challenge.server_challenge, TargetInfoOf(challenge, behaviour_),
                    config_.client_challenge, account_, behaviour_.key_domain);
  if (!responses.ok()) return responses.status();
  const SessionKeys keys = MakeSessionKeys(
      ntlm::KxKey(negotiated, form == ResponseForm::kNtlmV2, responses->session_base_key,
                  responses->lm_challenge_response, challenge.server_challenge, account_.lmowf_v1),
      negotiated, config_.random_session_key);
  session_ = {.negotiated = negotiated, .exported_session_key = keys.exported};

  ntlm::AuthenticateMessage message;
  message.lm_challenge_response = responses->lm_challenge_response;
  message.nt_challenge_response = responses->nt_challenge_response;
  message.domain_name = account_.domain;
  message.user_name = account_.user;
  message.workstation = account_.workstation;
  const bool sends_key = keys.exchanged && behaviour_.sends_session_key;
  message.encrypted_random_session_key = sends_key ? Bytes(keys.encrypted) : Bytes();
  message.negotiate_flags =
      behaviour_.stated(offered_, negotiated) | (challenge.negotiate_flags & flags::kTargetInfo);
  message.version.emplace();
  if (responses->mic_promised) message.mic.emplace();
  auto authenticate = message.Serialize();
  if (!authenticate.ok() || !responses->mic_promised) return authenticate;

  // The MIC covers all three messages, the third with zeros in its place.
  if (behaviour_.mic == MicValue::kZeros) return authenticate;
  const ntlm::Hash& key =
      behaviour_.mic == MicValue::kOfKeyExchangeKey ? keys.key_exchange : keys.exported;
  const ntlm::Hash mic = ntlm::HmacMd5(key, {negotiate_, challenge_bytes, *authenticate});
  std::copy(mic.begin(), mic.end(), authenticate->begin() + ntlm::kMicOffset);
  return authenticate;
}

Client::Answer Client::Authenticate(Bytes challenge_bytes) {
  const std::vector<uint8_t> taken = AsTaken(challenge_bytes, behaviour_);
  const auto challenge = ntlm::ChallengeMessage::Parse(taken);
  if (!challenge.ok()) return {.authenticate = {}, .refusal = InvalidToken(challenge.status())};
  const ntlm::NegotiateFlags negotiated =
      behaviour_.negotiated(offered_, challenge->negotiate_flags);
  const ResponseForm form = behaviour_.responses(config_.lm, negotiated);
  if (auto refusal = FindRefusal(*challenge, negotiated, form)) {
    return {.authenticate = {}, .refusal = std::move(refusal)};
  }
  auto authenticate = MakeAuthenticate(challenge_bytes, *challenge, negotiated, form);
  if (!authenticate.ok()) {
    return {.authenticate = {}, .refusal = InvalidToken(authenticate.status())};
  }
  return {.authenticate = *std::move(authenticate), .refusal = std::nullopt};
}

std::optional<SealedMessage> Client::Seal(absl::string_view message) const {
  if (!session_.has_value()) return std::nullopt;
  const ntlm::NegotiateFlags negotiated = session_->negotiated;
  ntlm::SessionSecurity session(negotiated, session_->exported_session_key,
                                ntlm::Direction::kClientToServer, behaviour_.sealing(negotiated));
  SealedMessage sealed;
  sealed.message.assign(message.begin(), message.end());
  const auto signature = session.Seal(absl::MakeSpan(sealed.message));
  if (!signature.has_value()) return std::nullopt;
  sealed.signature.assign(signature->begin(), signature->end());
  return sealed;
}

}  // namespace ntlmatrix::conformance::reference
