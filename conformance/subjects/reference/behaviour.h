// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_BEHAVIOUR_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_BEHAVIOUR_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/cell.h"
#include "conformance/terms.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/session_keys.h"

namespace ntlmatrix::conformance::reference {

// Whose domain name goes into NTOWFv2.
enum class KeyDomain { kUser, kTarget };

// What a MIC that MsvAvFlags promises is.
enum class MicValue { kRight, kZeros, kOfKeyExchangeKey };

// The decisions of a client, each of which a fault can replace. The defaults obey the documents.
struct Behaviour {
  // The value of NtlmMinClientSec that the client applies.
  uint32_t (*required)(const ClientSetting& setting);

  // What the client holds for negotiated.
  ntlm::NegotiateFlags (*negotiated)(ntlm::NegotiateFlags offered, ntlm::NegotiateFlags granted);

  // The required bits that are missing; the client refuses when there are any.
  uint32_t (*missing)(uint32_t required, int lm, ntlm::NegotiateFlags negotiated);

  // The status of that refusal.
  uint32_t status;

  // The NegotiateFlags of AUTHENTICATE_MESSAGE.
  ntlm::NegotiateFlags (*stated)(ntlm::NegotiateFlags offered, ntlm::NegotiateFlags negotiated);

  // The form of the responses.
  ResponseForm (*responses)(int lm, ntlm::NegotiateFlags negotiated);

  KeyDomain key_domain;

  // How messages are sealed.
  ntlm::SealStrength (*sealing)(ntlm::NegotiateFlags negotiated);

  MicValue mic;
};

// A deliberate fault: one decision replaced.
struct Fault {
  absl::string_view name;
  absl::string_view says;  // what the faulty client does
  Behaviour behaviour;
};

// The client that obeys the documents. Static lifetime.
const Behaviour& ObedientBehaviour();

// Every fault. Static lifetime.
absl::Span<const Fault> Faults();

// The fault with this name, or null.
const Fault* FindFault(absl::string_view name);

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_BEHAVIOUR_H_
