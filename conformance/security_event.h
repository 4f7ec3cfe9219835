// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SECURITY_EVENT_H_
#define NTLMATRIX_CONFORMANCE_SECURITY_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::conformance {

// Who requires: NtlmMinClientSec is the client's setting, NtlmMinServerSec the server's.
enum class Side { kClient, kServer };

// "NTLM Minimum Client (Server) Security Block": event 4010 (4011) of the log
// Microsoft-Windows-NTLM/Operational.
struct SecurityEvent {
  std::optional<Side> side = {};        // absent: the text names neither event
  ntlm::NegotiateFlags negotiated = 0;  // "Negotiated Security Flags", NegotiatedSecurity
  uint32_t required = 0;                // "Minimum Security Flags", RequiredSecurity

  bool operator==(const SecurityEvent&) const = default;
};

// More text than this is not read: one event has about 2,000 characters in its longest form.
inline constexpr size_t kMaxSecurityEventText = 1u << 20;

// The one event in a pasted or exported text: the message, XML, JSON, name=value lines; UTF-8, or
// UTF-16 with a byte order mark.
//
// A field may stand there more than once, in any notation, if it always says the same.
// InvalidArgument says what is missing, unreadable or contradictory; nothing is guessed.
absl::StatusOr<SecurityEvent> ParseSecurityEvent(absl::string_view text);

// The event as Windows words it, without caller.
std::string SecurityEventText(const SecurityEvent& event);

// A flag word as people write it: 0x and hexadecimal digits, or decimal digits; 32 bits at most.
absl::StatusOr<uint32_t> ParseFlagWord(absl::string_view text);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SECURITY_EVENT_H_
