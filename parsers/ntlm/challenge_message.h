// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_CHALLENGE_MESSAGE_H_
#define NTLMATRIX_PARSERS_NTLM_CHALLENGE_MESSAGE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"
#include "parsers/ntlm/version.h"

namespace ntlmatrix::ntlm {

// CHALLENGE_MESSAGE, [MS-NLMP] 2.2.1.2.
//
// Views point into the bytes given to Parse(), which must outlive the message.
//
// The header has 56 bytes; it may also end after target_info (48, without Version), after
// reserved (40) or after server_challenge (32), as Samba and curl accept it. Which form a message
// has is said in message_reader.h. nullopt is a member the header has no room for.
struct ChallengeMessage {
  Bytes target_name;
  NegotiateFlags negotiate_flags = 0;
  Challenge server_challenge = {};
  std::optional<std::array<uint8_t, 8>> reserved;
  std::optional<Bytes> target_info;  // AV_PAIRs, see av_pairs.h
  std::optional<Version> version;

  // Fails only where a member lies outside `message`, ignored ones included. Unless it fails,
  // `layout` is then what MessageLayout::Parse() says of the message; null where nobody asks.
  static absl::StatusOr<ChallengeMessage> Parse(Bytes message, MessageLayout* layout = nullptr);

  // The shortest header that holds every member; TargetName and TargetInfo in this order.
  //
  // ResourceExhausted when a value is longer than 65535 bytes.
  absl::StatusOr<std::vector<uint8_t>> Serialize() const;

  // Departures from [MS-NLMP]: of the flags, of the other members, of the pairs in target_info, of
  // Version; see rules.h. What a receiver must ignore for want of its flag is not judged further.
  // Findings about a value point at its Fields; the second form knows where in the message it is.
  std::vector<Finding> Validate() const;
  std::vector<Finding> Validate(const MessageLayout& layout) const;

  bool operator==(const ChallengeMessage&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_CHALLENGE_MESSAGE_H_
