// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/exchanges.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "parsers/ntlm/exchange_rules.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/message_layout.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::MessageType;

std::optional<size_t>& Member(DecodedExchange* exchange, MessageType type) {
  if (type == MessageType::kNegotiate) return exchange->negotiate;
  return type == MessageType::kChallenge ? exchange->challenge : exchange->authenticate;
}

bool HasTwo(const std::vector<DecodedToken>& tokens, MessageType type) {
  return std::count_if(tokens.begin(), tokens.end(),
                       [&](const DecodedToken& token) { return token.type == type; }) > 1;
}

size_t CountMessages(const DecodedExchange& exchange) {
  return (exchange.negotiate ? 1 : 0) + (exchange.challenge ? 1 : 0) +
         (exchange.authenticate ? 1 : 0);
}

// A message as a receiver takes it; empty where there is none that can be read.
std::vector<uint8_t> Received(std::optional<size_t> index, const std::vector<DecodedToken>& tokens,
                              DecodedExchange* exchange) {
  if (!index) return {};
  const DecodedToken& token = tokens[*index];
  if (token.status.ok()) return ntlm::WithoutIgnoredFields(token.token.bytes);
  exchange->unreadable.push_back(*index);
  return {};
}

std::optional<ntlm::NegotiateFlags> FlagsOf(const std::vector<uint8_t>& message) {
  const auto layout = ntlm::MessageLayout::Parse(message);
  return layout.ok() ? layout->negotiate_flags : std::nullopt;
}

}  // namespace

std::vector<DecodedExchange> GroupExchanges(const std::vector<DecodedToken>& tokens) {
  const bool one_exchange = !HasTwo(tokens, MessageType::kNegotiate) &&
                            !HasTwo(tokens, MessageType::kChallenge) &&
                            !HasTwo(tokens, MessageType::kAuthenticate);
  std::vector<DecodedExchange> exchanges(1);
  std::optional<MessageType> last;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::optional<MessageType> type = tokens[i].type;
    if (!type) continue;
    if (!one_exchange && last && *type <= *last) exchanges.emplace_back();
    Member(&exchanges.back(), *type) = i;
    last = type;
  }
  exchanges.erase(std::remove_if(exchanges.begin(), exchanges.end(),
                                 [](const DecodedExchange& one) { return CountMessages(one) < 2; }),
                  exchanges.end());
  return exchanges;
}

void JudgeExchange(DecodedExchange* exchange, std::vector<DecodedToken>* tokens) {
  const auto negotiate = Received(exchange->negotiate, *tokens, exchange);
  const auto challenge = Received(exchange->challenge, *tokens, exchange);
  const auto authenticate = Received(exchange->authenticate, *tokens, exchange);
  exchange->offered = FlagsOf(negotiate);
  exchange->granted = FlagsOf(challenge);
  exchange->stated = FlagsOf(authenticate);
  auto findings = ntlm::ValidateExchange({negotiate, challenge, authenticate});
  if (!findings.ok()) return;  // every message given was read before
  if (!challenge.empty()) {
    (*tokens)[*exchange->challenge].exchange_findings = std::move(findings->challenge);
  }
  if (!authenticate.empty()) {
    (*tokens)[*exchange->authenticate].exchange_findings = std::move(findings->authenticate);
  }
}

}  // namespace ntlmatrix::decode
