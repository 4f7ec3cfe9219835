// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::fuzz {
namespace {

namespace vectors = ntlm::test_vectors;
namespace flags = ntlm::flags;

constexpr ntlm::NegotiateFlags kSealing = flags::kSign | flags::kSeal | flags::kAlwaysSign;
constexpr ntlm::NegotiateFlags kExtended = kSealing | flags::kExtendedSessionSecurity;
constexpr size_t kSignature =
    sizeof vectors::kPlaintextUtf16;  // where it begins behind the message

// An input of the session_security target: flags, the place of a byte and its change, the message.
Data Session(uint32_t negotiated, size_t place, uint8_t change,
             Bytes message = vectors::kPlaintextUtf16) {
  const Data header = SetFlags(Zeros(4), 0, negotiated);
  return Join({header, Data{Byte(place, 0), Byte(place, 1), change}, message});
}

}  // namespace

std::vector<Seed> MessageSignatureSeeds() {
  const Data dummy = Set(Zeros(16), 0, {1});
  const Data example = Copy(vectors::ntlm_v2::kSignature);
  return {
      {"nlmp_4_2_2_4", "[MS-NLMP] 4.2.2.4", "without extended session security",
       Copy(vectors::ntlm_v1::kSignature)},
      {"nlmp_4_2_3_4", "[MS-NLMP] 4.2.3.4", "with extended session security, without RC4",
       Copy(vectors::ntlm_v1_ess::kSignature)},
      {"nlmp_4_2_4_4", "[MS-NLMP] 4.2.4.4", "with extended session security", example},
      {"random_pad_zero", "[MS-NLMP] 3.4.4.1", "as the pseudocode ends",
       Set(Copy(vectors::ntlm_v1::kSignature), 4, {0, 0, 0, 0})},
      {"dummy", "[MS-NLMP] 3.4.4.3", "NTLMSSP_NEGOTIATE_ALWAYS_SIGN alone", dummy},
      {"dummy_not_zero", "[MS-NLMP] 3.4.4.3", "a last byte that is not zero", Set(dummy, 15, {1})},
      {"version_0", "[MS-NLMP] 2.2.2.9", "nothing but zeros", Zeros(16)},
      {"version_big_endian", "[MS-NLMP] 2.2.2.9", "Version in the other byte order",
       Set(example, 0, {0, 0, 0, 1})},
      {"empty", kByHand, "no bytes at all", {}},
      {"truncated_15", "FreeRDP commit 41b719a89", "15 of 16 bytes", Cut(example, 15)},
      {"truncated_7", kByHand, "ends within Checksum", Cut(example, 7)},
      {"followed_by_message", kByHand, "the sealed message in the same token",
       Join({example, vectors::ntlm_v2::kSealed})},
  };
}

std::vector<Seed> SessionSecuritySeeds() {
  const Data large = Zeros(1000);
  return {
      {"nlmp_4_2_2", "[MS-NLMP] 4.2.2.4", "the flags of the example",
       Session(vectors::ntlm_v1::kChallengeFlags, 0, 0)},
      {"nlmp_4_2_3", "[MS-NLMP] 4.2.3.4", "the flags of the example",
       Session(vectors::ntlm_v1_ess::kChallengeFlags, 0, 0)},
      {"nlmp_4_2_4", "[MS-NLMP] 4.2.4.4", "the flags of the example",
       Session(vectors::ntlm_v2::kChallengeFlags, 0, 0)},
      {"lm_key_56", "[MS-NLMP] 3.4.5.3", "a sealing key that ends in 0xA0",
       Session(kSealing | flags::kLmKey | flags::k56, 3, 1)},
      {"lm_key_40", "[MS-NLMP] 3.4.5.3", "a sealing key that ends in 0xE5 0x38 0xB0",
       Session(kSealing | flags::kLmKey, 3, 1)},
      {"exported_session_key", "[MS-NLMP] 3.4.5.3", "neither extended session security nor LM_KEY",
       Session(kSealing, 3, 1)},
      {"extended_40", "[MS-NLMP] 3.4.5.3", "a byte of the message changed",
       Session(kExtended, 0, 0x80)},
      {"extended_56", "[MS-NLMP] 3.4.5.3", "the last byte of the message changed",
       Session(kExtended | flags::k56, kSignature - 1, 1)},
      {"extended_128_key_exch", "[MS-NLMP] 3.4.4.2", "Checksum changed",
       Session(kExtended | flags::k128 | flags::kKeyExch, kSignature + 4, 1)},
      {"version_changed", "[MS-NLMP] 2.2.2.9", "Version changed",
       Session(kExtended | flags::k128, kSignature, 3)},
      {"seq_num_changed", "[MS-NLMP] 3.4.4", "SeqNum changed",
       Session(kExtended | flags::k128, kSignature + 12, 1)},
      {"seq_num_changed_without_ess", "[MS-NLMP] 3.4.4.1", "SeqNum changed behind RC4",
       Session(kSealing, kSignature + 15, 1)},
      {"random_pad_changed", "[MS-NLMP] 3.4.4.1", "what a receiver ignores",
       Session(kSealing, kSignature + 4, 0xFF)},
      {"datagram", "[MS-NLMP] 3.4", "a key for each message",
       Session(kExtended | flags::k128 | flags::kDatagram | flags::kKeyExch, 5, 1)},
      {"datagram_without_ess", "[MS-NLMP] 3.4.3", "no confidentiality",
       Session(kSealing | flags::kDatagram, 5, 1)},
      {"sign_alone", "[MS-NLMP] 3.4.2", "integrity without confidentiality",
       Session(flags::kSign | flags::kExtendedSessionSecurity | flags::kKeyExch, 1, 1)},
      {"dummy", "[MS-NLMP] 3.4.4.3", "NTLMSSP_NEGOTIATE_ALWAYS_SIGN alone",
       Session(flags::kAlwaysSign, kSignature + 8, 1)},
      {"no_signatures", kByHand, "no flags at all", Session(0, 0, 1)},
      {"empty_message", kByHand, "a signature of nothing", Session(kExtended, 4, 1, {})},
      {"large_message", kByHand, "1000 zero bytes", Session(kExtended | flags::k56, 999, 1, large)},
      {"truncated", kByHand, "the flags alone", SetFlags(Zeros(4), 0, kExtended)},
  };
}

}  // namespace ntlmatrix::fuzz
