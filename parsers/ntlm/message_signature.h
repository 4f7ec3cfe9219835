// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_SIGNATURE_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_SIGNATURE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::ntlm {

// What the 16 bytes are divided into. Nothing in them says so: the negotiated flags do.
enum class SignatureForm {
  kWithoutExtendedSessionSecurity,  // [MS-NLMP] 2.2.2.9.1
  kExtendedSessionSecurity,         // [MS-NLMP] 2.2.2.9.2
  kDummy,  // [MS-NLMP] 3.4.4.3: NTLMSSP_NEGOTIATE_ALWAYS_SIGN and no integrity
};

// The form of signatures in a session with these flags, or nullopt if it has no signatures.
// NTLMSSP_NEGOTIATE_SEAL implies integrity, [MS-NLMP] 3.4.3.
std::optional<SignatureForm> NegotiatedSignatureForm(NegotiateFlags negotiated);

inline constexpr size_t kMessageSignatureSize = 16;

// NTLMSSP_MESSAGE_SIGNATURE, [MS-NLMP] 2.2.2.9, as it is sent.
//
// RC4 has gone over RandomPad, Checksum and SeqNum of the form without extended session security,
// and with NTLMSSP_NEGOTIATE_KEY_EXCH over Checksum of the other one.
struct MessageSignature {
  SignatureForm form = SignatureForm::kExtendedSessionSecurity;
  uint32_t version = 1;
  // Only without extended session security, else zero; the receiver ignores it.
  std::array<uint8_t, 4> random_pad = {};
  // Without extended session security Checksum has the first four bytes and the rest are zero.
  std::array<uint8_t, 8> checksum = {};
  uint32_t seq_num = 0;

  // Fails unless there are exactly 16 bytes.
  static absl::StatusOr<MessageSignature> Parse(Bytes signature, SignatureForm form);

  std::array<uint8_t, kMessageSignatureSize> Serialize() const;

  // Departures from [MS-NLMP] that need no key.
  std::vector<Finding> Validate() const;

  bool operator==(const MessageSignature&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_SIGNATURE_H_
