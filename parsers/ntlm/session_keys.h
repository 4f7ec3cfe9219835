// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_SESSION_KEYS_H_
#define NTLMATRIX_PARSERS_NTLM_SESSION_KEYS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

// Which way a message goes. [MS-NLMP] 3.4.5 has Mode instead: who of the two sends it.
enum class Direction { kClientToServer, kServerToClient };

// Whether AUTHENTICATE_MESSAGE carries an EncryptedRandomSessionKey, [MS-NLMP] 3.1.5.1.2.
bool SendsRandomSessionKey(NegotiateFlags negotiated);

// ExportedSessionKey as the receiver of AUTHENTICATE_MESSAGE finds it, [MS-NLMP] 3.2.5.1.2: the
// KeyExchangeKey, or what RC4K makes of EncryptedRandomSessionKey.
//
// InvalidArgument when the latter is needed and does not have 16 bytes.
absl::StatusOr<Hash> ExportedSessionKey(NegotiateFlags negotiated, const Hash& key_exchange_key,
                                        Bytes encrypted_random_session_key);

// SIGNKEY, [MS-NLMP] 3.4.5.2. nullopt is NIL: there is none without extended session security.
std::optional<Hash> SignKey(NegotiateFlags negotiated, const Hash& exported_session_key,
                            Direction direction);

// The ways in which SEALKEY, [MS-NLMP] 3.4.5.3, makes a key.
enum class SealStrength {
  kExtended128,  // with extended session security, of the whole ExportedSessionKey
  kExtended56,
  kExtended40,
  kLmKey56,  // NTLMSSP_NEGOTIATE_LM_KEY, or NTLMSSP_NEGOTIATE_DATAGRAM of a later revision
  kLmKey40,
  kExportedSessionKey,  // neither: the ExportedSessionKey as it is
};

inline constexpr std::array<SealStrength, 6> kSealStrengths = {
    SealStrength::kExtended128, SealStrength::kExtended56, SealStrength::kExtended40,
    SealStrength::kLmKey56,     SealStrength::kLmKey40,    SealStrength::kExportedSessionKey};

// How many bits of the ExportedSessionKey are in the key: 40, 56 or 128.
int EffectiveBits(SealStrength strength);

// In words, as "56 bits with extended session security".
absl::string_view SealStrengthText(SealStrength strength);

// The way that the flags choose. `ntlm_revision` is NTLMRevisionCurrent of VERSION, which matters
// to NTLMSSP_NEGOTIATE_DATAGRAM alone.
SealStrength NegotiatedSealStrength(NegotiateFlags negotiated, uint8_t ntlm_revision = 15);

// A key for RC4 with the way it was made.
struct SealKey {
  SealStrength strength = SealStrength::kExtended128;
  Hash storage = {};
  size_t size = 0;  // 8 for the forms of NTLMSSP_NEGOTIATE_LM_KEY, else 16

  // A view of this object.
  Bytes bytes() const { return Bytes(storage.data(), size); }

  bool operator==(const SealKey&) const = default;
};

// SEALKEY, [MS-NLMP] 3.4.5.3, in a way of the caller's choice. The direction matters with extended
// session security alone: without it both directions have the same key.
SealKey MakeSealKey(SealStrength strength, const Hash& exported_session_key, Direction direction);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_SESSION_KEYS_H_
