// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/validate.h"

#include <iterator>

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/layout_rules.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::ntlm {
namespace {

absl::StatusOr<std::vector<Finding>> ValidateValues(Bytes message, const MessageLayout& layout) {
  switch (layout.type) {
    case MessageType::kNegotiate: {
      const auto parsed = NegotiateMessage::Parse(message);
      if (!parsed.ok()) return parsed.status();
      return parsed->Validate();
    }
    case MessageType::kChallenge: {
      const auto parsed = ChallengeMessage::Parse(message);
      if (!parsed.ok()) return parsed.status();
      return parsed->Validate(layout);
    }
    case MessageType::kAuthenticate:
      break;
  }
  const auto parsed = AuthenticateMessage::Parse(message);
  if (!parsed.ok()) return parsed.status();
  return parsed->Validate(layout);
}

}  // namespace

absl::StatusOr<std::vector<Finding>> ValidateMessage(Bytes message) {
  const auto layout = MessageLayout::Parse(message);
  if (!layout.ok()) return layout.status();
  auto findings = ValidateValues(message, *layout);
  if (!findings.ok()) return findings.status();
  FindingList placement;
  ValidateLayout(*layout, &placement);
  for (Finding& finding : placement.Take()) findings->push_back(std::move(finding));
  return findings;
}

}  // namespace ntlmatrix::ntlm
