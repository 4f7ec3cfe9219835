// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_RULES_H_
#define NTLMATRIX_CONFORMANCE_RULES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "conformance/documents.h"
#include "conformance/terms.h"

namespace ntlmatrix::conformance {

// A documented rule: what must hold, and the sentences that say so.
struct Rule {
  absl::string_view id;    // stable, a path
  absl::string_view says;  // in our words
  Strength strength = Strength::kRequired;
  std::vector<Citation> citations = {};
  std::vector<absl::string_view> ambiguities = {};  // ids, see ambiguities.h
};

// A rule that makes a client fail the connection, as data.
//
// It applies where all its conditions hold; where it applies it fails unless
// everything it needs is there.
struct VerdictRule {
  Rule rule;

  // Conditions. An empty list and a zero mask mean: always.
  std::vector<Reading> readings = {};
  uint32_t setting = 0;  // bits of NtlmMinClientSec, all set
  std::vector<int> levels = {};
  std::vector<Application> applications = {};
  std::optional<bool> secure_rpc = {};
  ntlm::NegotiateFlags granted = 0;      // all set in CHALLENGE
  ntlm::NegotiateFlags not_granted = 0;  // none set in CHALLENGE

  // Needs.
  ntlm::NegotiateFlags negotiated = 0;  // all of them
  bool netbios_names = false;           // both NetBIOS names in TargetInfo

  std::optional<uint32_t> status = {};  // what the client must return, where a document says it
};

// A rule about what an accepted exchange must look like, or about what is offered.
struct ExchangeRule {
  Rule rule;
  absl::string_view looks_at;  // "offer", "status", "flags", "response", "key", "mic"
};

// Bits of NtlmMinClientSec for which no document says when the connection fails.
struct UndocumentedSettingBits {
  uint32_t bits = 0;
  absl::string_view ambiguity;
};

// The tables, in their order. Static lifetime.
const std::vector<VerdictRule>& VerdictRules();
const std::vector<ExchangeRule>& ExchangeRules();
const std::vector<UndocumentedSettingBits>& AllUndocumentedSettingBits();

// The status codes that rules and message tests name.
inline constexpr uint32_t kSecEInvalidToken = 0x80090308;         // SEC_E_INVALID_TOKEN
inline constexpr uint32_t kSecEUnsupportedFunction = 0x80090302;  // SEC_E_UNSUPPORTED_FUNCTION
inline constexpr uint32_t kStatusLogonFailure = 0xC000006D;       // STATUS_LOGON_FAILURE

// SEC_E_LOGON_DENIED, which stands for STATUS_LOGON_FAILURE in SSPI.
inline constexpr uint32_t kSecELogonDenied = 0x8009030C;

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_RULES_H_
