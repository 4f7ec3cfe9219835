// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_BEHAVIOUR_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_BEHAVIOUR_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/cell.h"
#include "conformance/terms.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/session_keys.h"

namespace ntlmatrix::conformance::reference {

// Whose domain name goes into NTOWFv2.
enum class KeyDomain { kUser, kTarget };

// What a MIC that MsvAvFlags promises is.
enum class MicValue { kRight, kZeros, kOfKeyExchangeKey };

// The decisions of a client or server, each of which a fault can replace.
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

  // Whether EncryptedRandomSessionKey goes with KEY_EXCH.
  bool sends_session_key;
  // How messages are taken, as client and as server.
  bool ignores_fields = true;     // that mean nothing without their flag
  bool needs_charset = true;      // refuses where none is negotiated
  bool needs_session_key = true;  // refuses a key exchange without EncryptedRandomSessionKey
  bool checks_mic = true;         // of an AUTHENTICATE_MESSAGE that promises one
  bool whole_responses = true;    // compares whole responses, not as much as was sent
};

// A message as a receiver of this behaviour takes it: without the Fields that it ignores.
std::vector<uint8_t> AsTaken(Bytes message, const Behaviour& behaviour);

// The tests that show a fault.
enum class CaughtBy { kCells, kMessages };

// A deliberate fault: one decision replaced.
struct Fault {
  absl::string_view name;
  absl::string_view says;  // what the faulty client or server does
  Behaviour behaviour;
  CaughtBy caught_by = CaughtBy::kCells;
};

// The client that obeys the documents. Static lifetime.
const Behaviour& ObedientBehaviour();

// Every fault. Static lifetime.
absl::Span<const Fault> Faults();

// The fault with this name, or null.
const Fault* FindFault(absl::string_view name);

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_BEHAVIOUR_H_
