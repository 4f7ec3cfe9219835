// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_NEGOTIATE_MESSAGE_H_
#define NTLMATRIX_PARSERS_NTLM_NEGOTIATE_MESSAGE_H_

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

// NEGOTIATE_MESSAGE, [MS-NLMP] 2.2.1.1.
//
// Views point into the bytes given to Parse(), which must outlive the message.
//
// The header has 40 bytes; it may also end after workstation (32, without Version: NT and 2000),
// after domain_name (24) or after negotiate_flags (16: Samba takes it, old clients send it). Which
// form a message has is said in message_reader.h. nullopt is a member the header has no room for.
struct NegotiateMessage {
  NegotiateFlags negotiate_flags = 0;
  std::optional<Bytes> domain_name;  // OEM characters, whatever the flags say
  std::optional<Bytes> workstation;  // OEM characters
  std::optional<Version> version;

  // Fails only where a member lies outside `message`, ignored ones included. Unless it fails,
  // `layout` is then what MessageLayout::Parse() says of the message; null where nobody asks.
  static absl::StatusOr<NegotiateMessage> Parse(Bytes message, MessageLayout* layout = nullptr);

  // The shortest header that holds every member; DomainName and Workstation in this order.
  //
  // ResourceExhausted when a value is longer than 65535 bytes.
  absl::StatusOr<std::vector<uint8_t>> Serialize() const;

  // Departures from [MS-NLMP]: of the flags, of the other members, of Version.
  std::vector<Finding> Validate() const;

  bool operator==(const NegotiateMessage&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_NEGOTIATE_MESSAGE_H_
