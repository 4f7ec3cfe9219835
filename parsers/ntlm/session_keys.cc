// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/session_keys.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "parsers/ntlm/crypto.h"

namespace ntlmatrix::ntlm {
namespace {

using MagicConstant = std::array<uint8_t, 59>;

// A constant of [MS-NLMP] 3.4.5.2 or 3.4.5.3. It is hashed with its terminating zero, as the values
// of 4.2.3.4 and 4.2.4.4 show.
MagicConstant Magic(const char (&text)[59]) {
  MagicConstant bytes;
  std::copy(std::begin(text), std::end(text), bytes.begin());
  return bytes;
}

MagicConstant SigningConstant(Direction direction) {
  return direction == Direction::kClientToServer
             ? Magic("session key to client-to-server signing key magic constant")
             : Magic("session key to server-to-client signing key magic constant");
}

MagicConstant SealingConstant(Direction direction) {
  return direction == Direction::kClientToServer
             ? Magic("session key to client-to-server sealing key magic constant")
             : Magic("session key to server-to-client sealing key magic constant");
}

// The first `size` bytes of the session key, then `tail`.
SealKey Cut(SealStrength strength, const Hash& session_key, size_t size,
            std::initializer_list<uint8_t> tail) {
  SealKey key;
  key.strength = strength;
  std::copy(tail.begin(), tail.end(), std::copy_n(session_key.begin(), size, key.storage.begin()));
  key.size = size + tail.size();
  return key;
}

SealKey Extended(SealStrength strength, const Hash& session_key, size_t size, Direction direction) {
  SealKey key = Cut(strength, session_key, size, {});
  key.storage = Md5({key.bytes(), SealingConstant(direction)});
  key.size = key.storage.size();
  return key;
}

}  // namespace

bool SendsRandomSessionKey(NegotiateFlags negotiated) {
  return (negotiated & flags::kKeyExch) != 0 && (negotiated & (flags::kSign | flags::kSeal)) != 0;
}

absl::StatusOr<Hash> ExportedSessionKey(NegotiateFlags negotiated, const Hash& key_exchange_key,
                                        Bytes encrypted_random_session_key) {
  if (!SendsRandomSessionKey(negotiated)) return key_exchange_key;
  Hash encrypted;
  if (encrypted_random_session_key.size() != encrypted.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("EncryptedRandomSessionKey: ", encrypted_random_session_key.size(),
                     " bytes where 16 are needed"));
  }
  std::copy(encrypted_random_session_key.begin(), encrypted_random_session_key.end(),
            encrypted.begin());
  return Rc4K(key_exchange_key, encrypted);
}

std::optional<Hash> SignKey(NegotiateFlags negotiated, const Hash& exported_session_key,
                            Direction direction) {
  if ((negotiated & flags::kExtendedSessionSecurity) == 0) return std::nullopt;
  return Md5({exported_session_key, SigningConstant(direction)});
}

int EffectiveBits(SealStrength strength) {
  switch (strength) {
    case SealStrength::kExtended56:
    case SealStrength::kLmKey56:
      return 56;
    case SealStrength::kExtended40:
    case SealStrength::kLmKey40:
      return 40;
    case SealStrength::kExtended128:
    case SealStrength::kExportedSessionKey:
      break;
  }
  return 128;
}

absl::string_view SealStrengthText(SealStrength strength) {
  switch (strength) {
    case SealStrength::kExtended128:
      return "128 bits with extended session security";
    case SealStrength::kExtended56:
      return "56 bits with extended session security";
    case SealStrength::kExtended40:
      return "40 bits with extended session security";
    case SealStrength::kLmKey56:
      return "56 bits without extended session security";
    case SealStrength::kLmKey40:
      return "40 bits without extended session security";
    case SealStrength::kExportedSessionKey:
      break;
  }
  return "128 bits without extended session security";
}

SealStrength NegotiatedSealStrength(NegotiateFlags negotiated, uint8_t ntlm_revision) {
  const bool has_56 = (negotiated & flags::k56) != 0;
  if ((negotiated & flags::kExtendedSessionSecurity) != 0) {
    if ((negotiated & flags::k128) != 0) return SealStrength::kExtended128;
    return has_56 ? SealStrength::kExtended56 : SealStrength::kExtended40;
  }
  const bool late_datagram = (negotiated & flags::kDatagram) != 0 && ntlm_revision >= 15;
  if ((negotiated & flags::kLmKey) != 0 || late_datagram) {
    return has_56 ? SealStrength::kLmKey56 : SealStrength::kLmKey40;
  }
  return SealStrength::kExportedSessionKey;
}

SealKey MakeSealKey(SealStrength strength, const Hash& exported_session_key, Direction direction) {
  switch (strength) {
    case SealStrength::kExtended128:
      return Extended(strength, exported_session_key, 16, direction);
    case SealStrength::kExtended56:
      return Extended(strength, exported_session_key, 7, direction);
    case SealStrength::kExtended40:
      return Extended(strength, exported_session_key, 5, direction);
    case SealStrength::kLmKey56:
      return Cut(strength, exported_session_key, 7, {0xA0});
    case SealStrength::kLmKey40:
      return Cut(strength, exported_session_key, 5, {0xE5, 0x38, 0xB0});
    case SealStrength::kExportedSessionKey:
      break;
  }
  return Cut(strength, exported_session_key, 16, {});
}

}  // namespace ntlmatrix::ntlm
