// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "fuzz/check.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/session_security.h"

using namespace ntlmatrix::ntlm;

namespace {

// Whether a receiver is to ignore the byte at `at` of message and signature: RandomPad, and the
// message itself where the signature is a dummy.
bool IsIgnored(NegotiateFlags negotiated, size_t at, size_t message_size) {
  const auto form = NegotiatedSignatureForm(negotiated);
  if (at < message_size) return form == SignatureForm::kDummy;
  return form == SignatureForm::kWithoutExtendedSessionSecurity && at >= message_size + 4 &&
         at < message_size + 8;
}

}  // namespace

// NegotiateFlags, a place, what to change there, then a message: the server takes back from the
// client the same message, and with a byte changed refuses it and leaves everything as it was.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ntlmatrix::ByteReader in(ntlmatrix::Bytes(data, size));
  NegotiateFlags negotiated;
  uint16_t place;
  uint8_t change;
  if (!in.ReadU32(&negotiated) || !in.ReadU16(&place) || !in.ReadU8(&change)) return 0;
  const std::vector<uint8_t> plaintext(data + in.offset(), data + size);
  std::vector<uint8_t> message = plaintext;
  const SecurityBuffer sealed = {absl::MakeSpan(message), true, true};
  const SecurityBuffer clear = {absl::MakeSpan(message), false, true};

  SessionSecurity client(negotiated, {'k', 'e', 'y'}, Direction::kClientToServer);
  SessionSecurity server(negotiated, {'k', 'e', 'y'}, Direction::kServerToClient);
  auto signature = client.Wrap({sealed});
  const SecurityBuffer& buffer = signature.has_value() ? sealed : clear;
  if (!signature.has_value()) signature = client.Wrap({clear});
  if (!signature.has_value()) {
    FUZZ_CHECK(message == plaintext && !NegotiatedSignatureForm(negotiated).has_value());
    return 0;
  }

  const size_t at = place % (message.size() + signature->size());
  if (change != 0 && !IsIgnored(negotiated, at, message.size())) {
    uint8_t& byte = at < message.size() ? message[at] : (*signature)[at - message.size()];
    byte ^= change;
    const std::vector<uint8_t> before = message;
    FUZZ_CHECK(server.Unwrap({buffer}, *signature) != Verification::kValid);
    FUZZ_CHECK(message == before && server.receive_seq_num() == 0);
    byte ^= change;
  }
  FUZZ_CHECK(server.Unwrap({buffer}, *signature) == Verification::kValid);
  FUZZ_CHECK(message == plaintext);
  return 0;
}
