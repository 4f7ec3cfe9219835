// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/session_keys.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

constexpr Direction kClient = Direction::kClientToServer;
constexpr Direction kServer = Direction::kServerToClient;
constexpr NegotiateFlags kExtended = flags::kExtendedSessionSecurity;

// No key of the document's has 40 bits, none is a server's and none is of NTLMSSP_NEGOTIATE_LM_KEY.
// Values for this key and for the one of 4.2.1 were derived with another implementation of MD5.
constexpr Hash kCounting = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17,
                            0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F};

std::string Hex(Bytes bytes) {
  return absl::BytesToHexString(std::string(bytes.begin(), bytes.end()));
}

std::string SealKeyHex(SealStrength strength, const Hash& session_key, Direction direction) {
  return Hex(MakeSealKey(strength, session_key, direction).bytes());
}

TEST(SessionKeysTest, SignKeysOfTheExamples) {
  EXPECT_EQ(SignKey(vectors::ntlm_v1_ess::kChallengeFlags, vectors::ntlm_v1_ess::kKeyExchangeKey,
                    kClient),
            vectors::ntlm_v1_ess::kClientSignKey);
  EXPECT_EQ(SignKey(vectors::ntlm_v2::kChallengeFlags, vectors::kRandomSessionKey, kClient),
            vectors::ntlm_v2::kClientSignKey);
}

TEST(SessionKeysTest, SignKeysOfBothDirections) {
  EXPECT_EQ(Hex(*SignKey(kExtended, kCounting, kClient)), "a14c3d1e1b365279873f7dcf51aed29d");
  EXPECT_EQ(Hex(*SignKey(kExtended, kCounting, kServer)), "dbfeaa5883b889757ff1d849f31d6d53");
  EXPECT_EQ(Hex(*SignKey(kExtended, vectors::kRandomSessionKey, kServer)),
            "d04d6f10741041d1d246d64188d7a8ad");
}

TEST(SessionKeysTest, SignKeyIsNilWithoutExtendedSessionSecurity) {
  // "Set SignKey to NIL", [MS-NLMP] 3.4.5.2
  EXPECT_EQ(SignKey(~kExtended, kCounting, kClient), std::nullopt);
}

TEST(SessionKeysTest, SealKeysOfTheExamples) {
  const SealStrength of_v1_ess = NegotiatedSealStrength(vectors::ntlm_v1_ess::kChallengeFlags);
  EXPECT_EQ(of_v1_ess, SealStrength::kExtended56);
  EXPECT_EQ(MakeSealKey(of_v1_ess, vectors::ntlm_v1_ess::kKeyExchangeKey, kClient).bytes(),
            Bytes(vectors::ntlm_v1_ess::kClientSealKey));
  const SealStrength of_v2 = NegotiatedSealStrength(vectors::ntlm_v2::kChallengeFlags);
  EXPECT_EQ(of_v2, SealStrength::kExtended128);
  EXPECT_EQ(MakeSealKey(of_v2, vectors::kRandomSessionKey, kClient).bytes(),
            Bytes(vectors::ntlm_v2::kClientSealKey));
}

TEST(SessionKeysTest, SealKeysWithExtendedSessionSecurity) {
  using enum SealStrength;
  EXPECT_EQ(SealKeyHex(kExtended128, kCounting, kClient), "af22a2127a4b090cccdfa26c427969c7");
  EXPECT_EQ(SealKeyHex(kExtended128, kCounting, kServer), "b9e4af6ccd5f5edeb067d13815036db5");
  EXPECT_EQ(SealKeyHex(kExtended56, kCounting, kClient), "a8ea9ecc877041de16a27843cd9c0163");
  EXPECT_EQ(SealKeyHex(kExtended56, kCounting, kServer), "2f15fe65c90135d526b5bdb248528ad7");
  EXPECT_EQ(SealKeyHex(kExtended40, kCounting, kClient), "94887f6989f0eb03163fd94601c58012");
  EXPECT_EQ(SealKeyHex(kExtended40, kCounting, kServer), "5fe50409690b37f99e855123c04710f3");
  const Hash& random = vectors::kRandomSessionKey;
  EXPECT_EQ(SealKeyHex(kExtended128, random, kServer), "9355f3a957c1583d25c4c2f11e40390e");
  EXPECT_EQ(SealKeyHex(kExtended56, random, kClient), "a5f7253c1065e8d3d68642040e71cfe0");
  EXPECT_EQ(SealKeyHex(kExtended40, random, kClient), "42f964a471091a02ff4a77455366e4e5");
}

TEST(SessionKeysTest, SealKeysWithoutExtendedSessionSecurityHaveNoDirection) {
  using enum SealStrength;
  for (const Direction direction : {kClient, kServer}) {
    EXPECT_EQ(SealKeyHex(kLmKey56, kCounting, direction), "10111213141516a0");
    EXPECT_EQ(SealKeyHex(kLmKey40, kCounting, direction), "1011121314e538b0");
    EXPECT_EQ(SealKeyHex(kExportedSessionKey, kCounting, direction), Hex(kCounting));
  }
}

TEST(SessionKeysTest, FlagsChooseTheSealKey) {
  using enum SealStrength;
  // [MS-NLMP] 3.4.5.3, from the top of the pseudocode.
  EXPECT_EQ(NegotiatedSealStrength(kExtended | flags::k128 | flags::k56), kExtended128);
  EXPECT_EQ(NegotiatedSealStrength(kExtended | flags::k56 | flags::kLmKey), kExtended56);
  EXPECT_EQ(NegotiatedSealStrength(kExtended | flags::kDatagram), kExtended40);
  EXPECT_EQ(NegotiatedSealStrength(flags::kLmKey | flags::k56 | flags::k128), kLmKey56);
  EXPECT_EQ(NegotiatedSealStrength(flags::kLmKey | flags::k128), kLmKey40);
  EXPECT_EQ(NegotiatedSealStrength(flags::kDatagram | flags::k56), kLmKey56);
  EXPECT_EQ(NegotiatedSealStrength(flags::kDatagram), kLmKey40);
  EXPECT_EQ(NegotiatedSealStrength(flags::kDatagram, 15), kLmKey40);
  EXPECT_EQ(NegotiatedSealStrength(flags::kDatagram, 14), kExportedSessionKey);
  EXPECT_EQ(NegotiatedSealStrength(flags::kLmKey, 14), kLmKey40);
  EXPECT_EQ(NegotiatedSealStrength(0), kExportedSessionKey);
  EXPECT_EQ(NegotiatedSealStrength(flags::k56), kExportedSessionKey);
  EXPECT_EQ(NegotiatedSealStrength(vectors::ntlm_v1::kChallengeFlags), kExportedSessionKey);
}

TEST(SessionKeysTest, EffectiveBitsAreTheOnesInTheText) {
  for (const SealStrength strength : kSealStrengths) {
    const std::string text(SealStrengthText(strength));
    EXPECT_EQ(text.rfind(std::to_string(EffectiveBits(strength)) + " bits with", 0), 0u) << text;
    const bool extended = text.find("without") == std::string::npos;
    const SealKey client = MakeSealKey(strength, kCounting, kClient);
    EXPECT_EQ(client.strength, strength);
    EXPECT_EQ(client != MakeSealKey(strength, kCounting, kServer), extended) << text;
  }
}

TEST(SessionKeysTest, EveryStrengthDependsOnItsBitsAlone) {
  for (const SealStrength strength : kSealStrengths) {
    for (size_t byte = 0; byte < kCounting.size(); ++byte) {
      Hash other = kCounting;
      other[byte] ^= 1;
      const bool counts = byte < static_cast<size_t>(EffectiveBits(strength)) / 8;
      EXPECT_EQ(SealKeyHex(strength, other, kClient) != SealKeyHex(strength, kCounting, kClient),
                counts)
          << SealStrengthText(strength) << ", byte " << byte;
    }
  }
}

TEST(SessionKeysTest, ReceiverFindsTheExportedSessionKeyOfTheExamples) {
  const auto of_v1 =
      ExportedSessionKey(vectors::ntlm_v1::kChallengeFlags, vectors::ntlm_v1::kSessionBaseKey,
                         vectors::ntlm_v1::kEncryptedSessionKey);
  EXPECT_EQ(of_v1.value(), vectors::kRandomSessionKey);
  const auto of_v1_ess = ExportedSessionKey(vectors::ntlm_v1_ess::kChallengeFlags,
                                            vectors::ntlm_v1_ess::kKeyExchangeKey, {});
  EXPECT_EQ(of_v1_ess.value(), vectors::ntlm_v1_ess::kKeyExchangeKey);
  const auto of_v2 =
      ExportedSessionKey(vectors::ntlm_v2::kChallengeFlags, vectors::ntlm_v2::kSessionBaseKey,
                         vectors::ntlm_v2::kEncryptedSessionKey);
  EXPECT_EQ(of_v2.value(), vectors::kRandomSessionKey);
}

TEST(SessionKeysTest, RandomSessionKeyNeedsKeyExchangeAndIntegrityOrConfidentiality) {
  EXPECT_TRUE(SendsRandomSessionKey(flags::kKeyExch | flags::kSign));
  EXPECT_TRUE(SendsRandomSessionKey(flags::kKeyExch | flags::kSeal));
  EXPECT_FALSE(SendsRandomSessionKey(flags::kKeyExch | flags::kAlwaysSign));
  EXPECT_FALSE(SendsRandomSessionKey(flags::kSign | flags::kSeal));
  EXPECT_EQ(ExportedSessionKey(flags::kKeyExch, kCounting, vectors::kRandomSessionKey).value(),
            kCounting);
}

TEST(SessionKeysTest, RejectsEncryptedRandomSessionKeyOfAnyOtherSize) {
  const std::array<uint8_t, 32> bytes = {};
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const auto key =
        ExportedSessionKey(flags::kKeyExch | flags::kSign, kCounting, Bytes(bytes).first(size));
    EXPECT_EQ(key.ok(), size == 16) << size;
    if (size == 15) {
      EXPECT_EQ(key.status().ToString(),
                "INVALID_ARGUMENT: EncryptedRandomSessionKey: 15 bytes where 16 are needed");
    }
  }
}

}  // namespace
}  // namespace ntlmatrix::ntlm
