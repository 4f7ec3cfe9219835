// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/mic.h"

#include <string>

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/response_rules.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {

std::optional<Hash> ComputeMic(const Hash& exported_session_key, const ExchangeMessages& messages) {
  constexpr Hash kZeros = {};
  Bytes before;
  Bytes after;
  ByteReader in(messages.authenticate);
  if (!in.ReadBytes(kMicOffset, &before) || !in.Skip(kZeros.size()) ||
      !in.ReadBytes(in.remaining(), &after)) {
    return std::nullopt;
  }
  return HmacMd5(exported_session_key,
                 {messages.negotiate, messages.challenge, before, kZeros, after});
}

std::optional<Finding> ValidateMic(const Hash& exported_session_key,
                                   const ExchangeMessages& messages) {
  const auto authenticate = AuthenticateMessage::Parse(messages.authenticate);
  if (!authenticate.ok() || !authenticate->mic.has_value()) return std::nullopt;
  if (!SaysMicPresent(authenticate->nt_challenge_response)) return std::nullopt;
  const auto challenge = ChallengeMessage::Parse(messages.challenge);
  if (!challenge.ok()) return std::nullopt;
  // Connectionless NTLM has no NEGOTIATE_MESSAGE.
  const bool datagram = (challenge->negotiate_flags & flags::kDatagram) != 0;
  if (messages.negotiate.empty() && !datagram) return std::nullopt;
  if (ComputeMic(exported_session_key, messages) == authenticate->mic) return std::nullopt;
  const Rule& rule = RuleOf(RuleId::kExchangeMicWrong);
  return Finding{rule.id, rule.section, rule.severity, kMicOffset, std::string(rule.text)};
}

}  // namespace ntlmatrix::ntlm
