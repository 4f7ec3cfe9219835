// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_SESSION_SECURITY_H_
#define NTLMATRIX_PARSERS_NTLM_SESSION_SECURITY_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/message_signature.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/rc4.h"
#include "parsers/ntlm/session_keys.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

using SignatureBytes = std::array<uint8_t, kMessageSignatureSize>;

// What a receiver finds out about a signature. All but kValid leave message and session as they
// were; of several faults the first in this order is named.
enum class Verification { kValid, kNotNegotiated, kNotSixteenBytes, kVersion, kSeqNum, kChecksum };

// The fault in words.
absl::string_view VerificationText(Verification verification);

// One input buffer of GSS_WrapEx, [MS-NLMP] 3.4.6. With extended session security all buffers are
// in the checksum, without it those with `sign`.
struct SecurityBuffer {
  absl::Span<uint8_t> data;
  bool seal = true;
  bool sign = true;
};

// Seals and signs the messages of one side of a session, and unseals and verifies those of the
// other, [MS-NLMP] 3.4. Nothing here allocates; messages are changed in place.
//
// Without extended session security one handle and one SeqNum serve both directions, so that the
// sides have to take turns; [MS-NLMP] 3.4 says so of the key, Samba and gss-ntlmssp of SeqNum.
class SessionSecurity {
 public:
  // `sends` is the direction of the messages that are sealed and signed here. The other constructor
  // seals as the flags do not say, for finding out how somebody else does.
  SessionSecurity(NegotiateFlags negotiated, const Hash& exported_session_key, Direction sends);
  SessionSecurity(NegotiateFlags negotiated, const Hash& exported_session_key, Direction sends,
                  SealStrength strength);

  // SEAL, [MS-NLMP] 3.4.3. nullopt, with nothing changed, unless NTLMSSP_NEGOTIATE_SEAL is
  // negotiated, and with NTLMSSP_NEGOTIATE_DATAGRAM also extended session security.
  std::optional<SignatureBytes> Seal(absl::Span<uint8_t> message);
  Verification Unseal(absl::Span<uint8_t> message, Bytes signature);

  // SIGN, [MS-NLMP] 3.4.2; the dummy of 3.4.4.3 without integrity. nullopt without any signatures.
  std::optional<SignatureBytes> Sign(Bytes message);
  Verification Verify(Bytes message, Bytes signature);

  // GSS_WrapEx and GSS_UnwrapEx, [MS-NLMP] 3.4.6 and 3.4.7: the same for parts of a message, some
  // of them sealed.
  std::optional<SignatureBytes> Wrap(absl::Span<const SecurityBuffer> buffers);
  Verification Unwrap(absl::Span<const SecurityBuffer> buffers, Bytes signature);

  // The SeqNum of the next message sent and of the next received. With NTLMSSP_NEGOTIATE_DATAGRAM
  // the application sets them before each message, else they count from zero, [MS-NLMP] 3.4.4.
  uint32_t send_seq_num() const { return send_.seq_num; }
  uint32_t receive_seq_num() const { return extended() ? receive_.seq_num : send_.seq_num; }
  void set_send_seq_num(uint32_t seq_num) { send_.seq_num = seq_num; }
  void set_receive_seq_num(uint32_t seq_num) { receiving()->seq_num = seq_num; }

 private:
  struct Channel {
    SealKey seal_key;
    Hash sign_key;  // zeros for NIL
    Rc4 handle;
    uint32_t seq_num;
  };
  static Channel MakeChannel(NegotiateFlags negotiated, const Hash& exported_session_key,
                             Direction direction, SealStrength strength);

  bool Has(NegotiateFlags flag) const { return (negotiated_ & flag) != 0; }
  bool extended() const { return Has(flags::kExtendedSessionSecurity); }
  Channel* receiving() { return extended() ? &receive_ : &send_; }
  bool Allows(absl::Span<const SecurityBuffer> buffers) const;
  void BeginMessage(Channel* channel) const;
  SignatureBytes Mac(Channel* channel, const std::array<uint8_t, 8>& checksum) const;

  NegotiateFlags negotiated_;
  std::optional<SignatureForm> form_;
  Channel send_;     // without extended session security, of both directions
  Channel receive_;  // with it
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_SESSION_SECURITY_H_
