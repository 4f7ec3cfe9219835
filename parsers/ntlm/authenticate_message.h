// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_AUTHENTICATE_MESSAGE_H_
#define NTLMATRIX_PARSERS_NTLM_AUTHENTICATE_MESSAGE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/version.h"

namespace ntlmatrix::ntlm {

// AUTHENTICATE_MESSAGE, [MS-NLMP] 2.2.1.3.
//
// Views point into the bytes given to Parse(), which must outlive the message.
//
// The header has 88 bytes; it may also end after version (72, without MIC: the document's own
// examples), after negotiate_flags (64: NT and 2000), after encrypted_random_session_key (60) or
// after workstation (52: Windows 9x). Which form a message has is said in message_reader.h.
// nullopt is a member the header has no room for. Room for a MIC does not mean that one was sent:
// MsvAvFlags in nt_challenge_response says that.
struct AuthenticateMessage {
  Bytes lm_challenge_response;
  Bytes nt_challenge_response;
  Bytes domain_name;
  Bytes user_name;
  Bytes workstation;
  std::optional<Bytes> encrypted_random_session_key;
  std::optional<NegotiateFlags> negotiate_flags;
  std::optional<Version> version;
  std::optional<std::array<uint8_t, 16>> mic;

  // Fails only where a member lies outside `message`, ignored ones included. Unless it fails,
  // `layout` is then what MessageLayout::Parse() says of the message; null where nobody asks.
  static absl::StatusOr<AuthenticateMessage> Parse(Bytes message, MessageLayout* layout = nullptr);

  // The shortest header that holds every member; DomainName, UserName, Workstation,
  // LmChallengeResponse, NtChallengeResponse, EncryptedRandomSessionKey in this order.
  //
  // ResourceExhausted when a value is longer than 65535 bytes.
  absl::StatusOr<std::vector<uint8_t>> Serialize() const;

  // Departures from [MS-NLMP]: of the flags, of the other members in wire order, of Version; see
  // rules.h. Findings about a value point at its Fields; the second form knows where in the message
  // it is.
  std::vector<Finding> Validate() const;
  std::vector<Finding> Validate(const MessageLayout& layout) const;

  bool operator==(const AuthenticateMessage&) const = default;
};

// The offset of the MIC in a message that has one; the MIC is computed with zeros here.
inline constexpr size_t kMicOffset = 72;

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_AUTHENTICATE_MESSAGE_H_
