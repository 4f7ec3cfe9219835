// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/session_security.h"

#include <algorithm>

#include <nettle/hmac.h>
#include <nettle/memops.h>

#include "parsers/ntlm/crc32.h"
#include "parsers/ntlm/crypto.h"

namespace ntlmatrix::ntlm {
namespace {

std::array<uint8_t, 4> LittleEndian(uint32_t value) {
  std::array<uint8_t, 4> bytes;
  for (uint8_t& byte : bytes) {
    byte = static_cast<uint8_t>(value);
    value >>= 8;
  }
  return bytes;
}

// Checksum of NTLMSSP_MESSAGE_SIGNATURE before RC4, over a message in parts: HMAC_MD5(SigningKey,
// SeqNum and message)[0..7], or CRC32 and four zeros.
class ChecksumOf {
 public:
  ChecksumOf(bool extended, const Hash& sign_key, uint32_t seq_num) : extended_(extended) {
    if (!extended_) return;
    hmac_md5_set_key(&hmac_, sign_key.size(), sign_key.data());
    Add(LittleEndian(seq_num));
  }

  void Add(Bytes part) {
    if (extended_) {
      hmac_md5_update(&hmac_, part.size(), part.data());
    } else {
      crc_ = Crc32(part, crc_);
    }
  }

  std::array<uint8_t, 8> Finish() {
    std::array<uint8_t, 8> checksum = {};
    if (extended_) {
      hmac_md5_digest(&hmac_, checksum.size(), checksum.data());
    } else {
      const std::array<uint8_t, 4> crc = LittleEndian(crc_);
      std::copy(crc.begin(), crc.end(), checksum.begin());
    }
    return checksum;
  }

 private:
  bool extended_;
  uint32_t crc_ = 0;
  hmac_md5_ctx hmac_;
};

std::array<uint8_t, 8> ChecksumOfBuffers(ChecksumOf checksum, bool all,
                                         absl::Span<const SecurityBuffer> buffers) {
  for (const SecurityBuffer& buffer : buffers) {
    if (all || buffer.sign) checksum.Add(buffer.data);
  }
  return checksum.Finish();
}

void Crypt(absl::Span<const SecurityBuffer> buffers, Rc4* handle) {
  for (const SecurityBuffer& buffer : buffers) {
    if (buffer.seal) handle->Crypt(buffer.data);
  }
}

// Without extended session security the last 12 bytes are compared as RC4 left them. RandomPad is
// ignored: 3.4.4.1 sends zeros and the example of 4.2.2.4 does not.
Verification Compare(const SignatureBytes& expected, Bytes signature, SignatureForm form) {
  const auto right = MessageSignature::Parse(expected, form);
  const auto got = MessageSignature::Parse(signature, form);
  if (got->version != right->version) return Verification::kVersion;
  if (got->seq_num != right->seq_num) return Verification::kSeqNum;
  const bool same =
      memeql_sec(got->checksum.data(), right->checksum.data(), right->checksum.size()) != 0;
  return same ? Verification::kValid : Verification::kChecksum;
}

}  // namespace

absl::string_view VerificationText(Verification verification) {
  switch (verification) {
    case Verification::kNotNegotiated:
      return "the negotiated flags allow no such message";
    case Verification::kNotSixteenBytes:
      return "the signature does not have 16 bytes";
    case Verification::kVersion:
      return "Version of the signature is not 1";
    case Verification::kSeqNum:
      return "SeqNum is not the one expected";
    case Verification::kChecksum:
      return "Checksum is wrong";
    case Verification::kValid:
      break;
  }
  return "the signature is right";
}

SessionSecurity::Channel SessionSecurity::MakeChannel(NegotiateFlags negotiated,
                                                      const Hash& exported_session_key,
                                                      Direction direction, SealStrength strength) {
  const SealKey seal_key = MakeSealKey(strength, exported_session_key, direction);
  const Hash sign_key = SignKey(negotiated, exported_session_key, direction).value_or(Hash{});
  return {seal_key, sign_key, Rc4(seal_key.bytes()), 0};
}

SessionSecurity::SessionSecurity(NegotiateFlags negotiated, const Hash& exported_session_key,
                                 Direction sends)
    : SessionSecurity(negotiated, exported_session_key, sends, NegotiatedSealStrength(negotiated)) {
}

SessionSecurity::SessionSecurity(NegotiateFlags negotiated, const Hash& exported_session_key,
                                 Direction sends, SealStrength strength)
    : negotiated_(negotiated),
      form_(NegotiatedSignatureForm(negotiated)),
      send_(MakeChannel(negotiated, exported_session_key, sends, strength)),
      receive_(MakeChannel(negotiated, exported_session_key,
                           sends == Direction::kClientToServer ? Direction::kServerToClient
                                                               : Direction::kClientToServer,
                           strength)) {}

bool SessionSecurity::Allows(absl::Span<const SecurityBuffer> buffers) const {
  if (!form_.has_value()) return false;
  if (Has(flags::kSeal) && (extended() || !Has(flags::kDatagram))) return true;
  return std::none_of(buffers.begin(), buffers.end(),
                      [](const SecurityBuffer& buffer) { return buffer.seal; });
}

// [MS-NLMP] 3.4: datagrams get lost, so each has a key of its own.
void SessionSecurity::BeginMessage(Channel* channel) const {
  if (!Has(flags::kDatagram)) return;
  const Hash key = Md5({channel->seal_key.bytes(), LittleEndian(channel->seq_num)});
  channel->handle = Rc4(key);
}

SignatureBytes SessionSecurity::Mac(Channel* channel,
                                    const std::array<uint8_t, 8>& checksum) const {
  MessageSignature signature;
  signature.form = *form_;
  if (signature.form == SignatureForm::kDummy) return signature.Serialize();
  signature.checksum = checksum;
  signature.seq_num = channel->seq_num;
  if (!Has(flags::kDatagram)) ++channel->seq_num;
  SignatureBytes bytes = signature.Serialize();
  const absl::Span<uint8_t> after_version = absl::MakeSpan(bytes).last(12);
  if (!extended()) {
    channel->handle.Crypt(after_version);  // RandomPad, Checksum, SeqNum
  } else if (Has(flags::kKeyExch)) {
    channel->handle.Crypt(after_version.first(8));  // Checksum
  }
  return bytes;
}

std::optional<SignatureBytes> SessionSecurity::Wrap(absl::Span<const SecurityBuffer> buffers) {
  if (!Allows(buffers)) return std::nullopt;
  BeginMessage(&send_);
  const auto checksum =
      ChecksumOfBuffers({extended(), send_.sign_key, send_.seq_num}, extended(), buffers);
  Crypt(buffers, &send_.handle);
  return Mac(&send_, checksum);
}

Verification SessionSecurity::Unwrap(absl::Span<const SecurityBuffer> buffers, Bytes signature) {
  if (!Allows(buffers)) return Verification::kNotNegotiated;
  if (signature.size() != kMessageSignatureSize) return Verification::kNotSixteenBytes;
  Channel* channel = receiving();
  const Channel before = *channel;
  BeginMessage(channel);
  Rc4 undo = channel->handle;
  Crypt(buffers, &channel->handle);
  const auto checksum =
      ChecksumOfBuffers({extended(), channel->sign_key, channel->seq_num}, extended(), buffers);
  const Verification verification = Compare(Mac(channel, checksum), signature, *form_);
  if (verification != Verification::kValid) {
    Crypt(buffers, &undo);
    *channel = before;
  }
  return verification;
}

std::optional<SignatureBytes> SessionSecurity::Seal(absl::Span<uint8_t> message) {
  return Wrap({{message, true, true}});
}

Verification SessionSecurity::Unseal(absl::Span<uint8_t> message, Bytes signature) {
  return Unwrap({{message, true, true}}, signature);
}

std::optional<SignatureBytes> SessionSecurity::Sign(Bytes message) {
  if (!form_.has_value()) return std::nullopt;
  BeginMessage(&send_);
  ChecksumOf checksum(extended(), send_.sign_key, send_.seq_num);
  checksum.Add(message);
  return Mac(&send_, checksum.Finish());
}

Verification SessionSecurity::Verify(Bytes message, Bytes signature) {
  if (!form_.has_value()) return Verification::kNotNegotiated;
  if (signature.size() != kMessageSignatureSize) return Verification::kNotSixteenBytes;
  Channel* channel = receiving();
  const Channel before = *channel;
  BeginMessage(channel);
  ChecksumOf checksum(extended(), channel->sign_key, channel->seq_num);
  checksum.Add(message);
  const Verification verification = Compare(Mac(channel, checksum.Finish()), signature, *form_);
  if (verification != Verification::kValid) *channel = before;
  return verification;
}

}  // namespace ntlmatrix::ntlm
