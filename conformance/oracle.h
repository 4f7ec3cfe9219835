// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_ORACLE_H_
#define NTLMATRIX_CONFORMANCE_ORACLE_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "conformance/rules.h"
#include "conformance/terms.h"

namespace ntlmatrix::conformance {

// Everything a verdict depends on.
struct Situation {
  uint32_t setting = 0;  // NtlmMinClientSec that applies
  int lm = 0;            // LmCompatibilityLevel, 0..5
  Application app = Application::kNone;
  bool secure_rpc = false;  // the subject or family declares secure RPC
  ntlm::NegotiateFlags offered = 0;
  ntlm::NegotiateFlags granted = 0;
  bool netbios_names = true;  // TargetInfo has NbComputerName and NbDomainName

  // Offered by the client and granted by the server (KB 239869).
  ntlm::NegotiateFlags Negotiated() const { return offered & granted; }
};

// What the documents say must happen in a situation.
struct Expectation {
  Verdict verdict = Verdict::kAccept;
  Strength strength = Strength::kRequired;
  std::vector<uint32_t> codes;                 // any of them; empty: no code is documented
  std::vector<const VerdictRule*> failing;     // static lifetime
  std::vector<absl::string_view> ambiguities;  // ids, static lifetime
};

// What a client at this level offers for this application by the documents.
ntlm::NegotiateFlags DocumentedOffer(int lm, Application app);

// What the server of a cell grants to this offer.
ntlm::NegotiateFlags ServerGrant(const Cell& cell, ntlm::NegotiateFlags offered);

// The cell at the documented offer.
Situation DocumentedSituation(const Cell& cell);

// Judges a situation by the rules alone.
Expectation Expect(const Situation& situation, Reading reading);

// The form of the responses at this level.
ResponseForm ExpectedResponse(int lm, ntlm::NegotiateFlags negotiated);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_ORACLE_H_
