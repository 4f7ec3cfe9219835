// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/validate.h"

#include <vector>

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/layout_rules.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {
namespace {

std::vector<Finding> ValidateValues(const NegotiateMessage& message, const MessageLayout&) {
  return message.Validate();
}

template <typename Message>
std::vector<Finding> ValidateValues(const Message& message, const MessageLayout& layout) {
  return message.Validate(layout);
}

template <typename Message>
absl::StatusOr<std::vector<Finding>> ValidateAs(Bytes message) {
  // Copied: to clear it g++-12 uses rep stos, which takes half as long as Parse().
  MessageLayout layout = kNoLayout;
  const auto parsed = Message::Parse(message, &layout);
  if (!parsed.ok()) return parsed.status();
  FindingList findings(ValidateValues(*parsed, layout));
  ValidateLayout(layout, &findings);
  return findings.Take();
}

}  // namespace

absl::StatusOr<std::vector<Finding>> ValidateMessage(Bytes message) {
  const auto type = MessageTypeOf(message);
  if (!type.ok()) return type.status();
  switch (*type) {
    case MessageType::kNegotiate:
      return ValidateAs<NegotiateMessage>(message);
    case MessageType::kChallenge:
      return ValidateAs<ChallengeMessage>(message);
    case MessageType::kAuthenticate:
      break;
  }
  return ValidateAs<AuthenticateMessage>(message);
}

}  // namespace ntlmatrix::ntlm
