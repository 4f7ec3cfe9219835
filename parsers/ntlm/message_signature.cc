// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_signature.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {
namespace {

bool HasRandomPad(const MessageSignature& s) {
  return s.form == SignatureForm::kWithoutExtendedSessionSecurity;
}

constexpr size_t kVersionOffset = 0;
constexpr size_t kAfterVersionOffset = 4;

}  // namespace

std::optional<SignatureForm> NegotiatedSignatureForm(NegotiateFlags negotiated) {
  if ((negotiated & (flags::kSign | flags::kSeal)) != 0) {
    return (negotiated & flags::kExtendedSessionSecurity) != 0
               ? SignatureForm::kExtendedSessionSecurity
               : SignatureForm::kWithoutExtendedSessionSecurity;
  }
  if ((negotiated & flags::kAlwaysSign) != 0) return SignatureForm::kDummy;
  return std::nullopt;
}

absl::StatusOr<MessageSignature> MessageSignature::Parse(Bytes signature, SignatureForm form) {
  MessageSignature s;
  s.form = form;
  ByteReader in(signature);
  bool read = in.ReadU32(&s.version);
  if (HasRandomPad(s)) {
    std::array<uint8_t, 4> checksum;
    read = read && in.CopyBytes(absl::MakeSpan(s.random_pad)) &&
           in.CopyBytes(absl::MakeSpan(checksum));
    if (read) std::copy(checksum.begin(), checksum.end(), s.checksum.begin());
  } else {
    read = read && in.CopyBytes(absl::MakeSpan(s.checksum));
  }
  if (!read || !in.ReadU32(&s.seq_num)) return in.error("NTLMSSP_MESSAGE_SIGNATURE");
  if (!in.done()) {
    return absl::InvalidArgumentError(absl::StrCat("NTLMSSP_MESSAGE_SIGNATURE: ", in.remaining(),
                                                   " more bytes at offset ", in.offset()));
  }
  return s;
}

std::array<uint8_t, kMessageSignatureSize> MessageSignature::Serialize() const {
  std::array<uint8_t, kMessageSignatureSize> bytes = {};
  auto out = bytes.begin();
  const auto put_u32 = [&out](uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) *out++ = static_cast<uint8_t>(value >> shift);
  };
  put_u32(version);
  if (HasRandomPad(*this)) {
    out = std::copy(random_pad.begin(), random_pad.end(), out);
    out = std::copy_n(checksum.begin(), 4, out);
  } else {
    out = std::copy(checksum.begin(), checksum.end(), out);
  }
  put_u32(seq_num);
  return bytes;
}

std::vector<Finding> MessageSignature::Validate() const {
  FindingList findings;
  if (version != 1) findings.Add(RuleId::kSignatureVersion, kVersionOffset);
  if (HasRandomPad(*this) && random_pad != std::array<uint8_t, 4>{}) {
    findings.Add(RuleId::kSignatureRandomPad, kAfterVersionOffset);
  }
  const bool zero = checksum == std::array<uint8_t, 8>{} && seq_num == 0;
  if (form == SignatureForm::kDummy && !zero) {
    findings.Add(RuleId::kSignatureDummyNotZero, kAfterVersionOffset);
  }
  return findings.Take();
}

}  // namespace ntlmatrix::ntlm
