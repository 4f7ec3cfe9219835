// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_FAULT_H_
#define NTLMATRIX_CONFORMANCE_FAULT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/oracle.h"
#include "conformance/response_check.h"
#include "conformance/terms.h"

namespace ntlmatrix::conformance {

// What is wrong, in words that are the same wherever the same is wrong.
struct Fault {
  Strength strength = Strength::kRequired;
  std::string does;             // "states"
  std::string what;             // "56"; the faults of the same cells can be said in a row
  std::string how = {};         // "beyond what was negotiated", or nothing
  absl::string_view rule = {};  // the id that is broken, static lifetime; "" in a message
  uint32_t option = 0;          // the bit of NtlmMinClientSec that is not met, or 0

  // "states 56 beyond what was negotiated"
  std::string Text() const;

  bool operator==(const Fault&) const = default;
};

// A verdict other than the expected one, of this strength.
Fault VerdictFault(Verdict actual, Strength strength, absl::string_view rule);

// A fault for each rule that asks for the refusal of what was accepted; not what is undocumented.
std::vector<Fault> AcceptFaults(const Situation& situation, const Expectation& expectation);

// The options of the setting with which a subject that can't require them went on unmet.
std::vector<Fault> OptionFaults(const Situation& situation, const Expectation& expectation);

// A status code other than the documented ones.
Fault StatusFault(Strength strength, absl::string_view actual, absl::string_view expected);

// A fault for each bit that AUTHENTICATE_MESSAGE states or leaves out, [MS-NLMP] 3.2.5.1.2.
std::vector<Fault> FlagFaults(ntlm::NegotiateFlags actual, ntlm::NegotiateFlags expected);

// A fault for each bit of a NEGOTIATE_MESSAGE that departs from the documented offer.
std::vector<Fault> OfferFaults(ntlm::NegotiateFlags missing, ntlm::NegotiateFlags extra);

// Responses of another form than is due.
Fault ResponseFault(const SeenResponses& actual, const SeenResponses& expected, Strength strength,
                    absl::string_view rule);

// Sealing with fewer than 128 bits where 128-bit encryption is negotiated.
Fault WeakKeyFault(int bits, absl::string_view rule);

// The name of a bit without what all names share: "EXTENDED_SESSIONSECURITY", "56".
std::string ShortFlagName(ntlm::NegotiateFlags bit);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_FAULT_H_
