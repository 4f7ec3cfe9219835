// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/keys.h"

#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

TEST(KeysTest, OneWayFunctionsOfTheExamples) {
  EXPECT_EQ(LmowfV1(vectors::kPassword), vectors::ntlm_v1::kLmowfV1);
  EXPECT_EQ(NtowfV1(vectors::kPasswordUtf16), vectors::ntlm_v1::kNtowfV1);
  EXPECT_EQ(NtowfV2(vectors::ntlm_v1::kNtowfV1, vectors::kUserUtf16, vectors::kDomainUtf16),
            vectors::ntlm_v2::kNtowfV2);
}

TEST(KeysTest, LmowfTakesFourteenBytesOfAnyPassword) {
  EXPECT_EQ(LmowfV1("0123456789abcdef"), LmowfV1("0123456789ABCD"));
  const Hash empty = {0xAA, 0xD3, 0xB4, 0x35, 0xB5, 0x14, 0x04, 0xEE,
                      0xAA, 0xD3, 0xB4, 0x35, 0xB5, 0x14, 0x04, 0xEE};
  EXPECT_EQ(LmowfV1(""), empty);
}

TEST(KeysTest, NtowfV2UpperCasesTheUserAndNotTheDomain) {
  const Hash& key = vectors::ntlm_v1::kNtowfV1;
  const std::vector<uint8_t> lower = {'u', 0, 's', 0, 'e', 0, 'r', 0};
  EXPECT_EQ(NtowfV2(key, lower, vectors::kDomainUtf16), vectors::ntlm_v2::kNtowfV2);
  EXPECT_NE(NtowfV2(key, vectors::kUserUtf16, vectors::kServerUtf16), vectors::ntlm_v2::kNtowfV2);
  // U+6161 has the byte of 'a' twice and is no letter of ASCII.
  EXPECT_NE(NtowfV2(key, std::vector<uint8_t>{0x61, 0x61}, {}),
            NtowfV2(key, std::vector<uint8_t>{0x41, 0x61}, {}));
  EXPECT_EQ(NtowfV2(key, std::vector<uint8_t>{0x61}, {}),
            HmacMd5(key, {std::vector<uint8_t>{0x61}}))
      << "half a code unit stays as it is";
}

TEST(KeysTest, NtowfV2UpperCasesLettersOfEveryScript) {
  const std::vector<uint8_t> lower = {
      0xE9, 0x00,  // é
      0xDF, 0x00,  // ß has no upper case
      0xB1, 0x03,  // α
      0x36, 0x04,  // ж
  };
  const std::vector<uint8_t> upper = {0xC9, 0x00, 0xDF, 0x00, 0x91, 0x03, 0x16, 0x04};
  EXPECT_EQ(NtowfV2(vectors::ntlm_v1::kNtowfV1, lower, vectors::kDomainUtf16),
            HmacMd5(vectors::ntlm_v1::kNtowfV1, {upper, vectors::kDomainUtf16}));
}

TEST(KeysTest, SessionBaseKeysOfTheExamples) {
  EXPECT_EQ(SessionBaseKeyV1(vectors::ntlm_v1::kNtowfV1), vectors::ntlm_v1::kSessionBaseKey);
  EXPECT_EQ(SessionBaseKeyV2(vectors::ntlm_v2::kNtowfV2, vectors::ntlm_v2::kNtProofStr),
            vectors::ntlm_v2::kSessionBaseKey);
}

Hash KxKeyOfNtlmV1(NegotiateFlags negotiated) {
  return KxKey(negotiated, false, vectors::ntlm_v1::kSessionBaseKey, vectors::ntlm_v1::kLmResponse,
               vectors::kServerChallenge, vectors::ntlm_v1::kLmowfV1);
}

TEST(KeysTest, KeyExchangeKeysOfNtlmV1) {
  constexpr NegotiateFlags kFlags = vectors::ntlm_v1::kChallengeFlags;
  const Hash plain = KxKeyOfNtlmV1(kFlags);
  EXPECT_EQ(plain, vectors::ntlm_v1::kSessionBaseKey);
  EXPECT_EQ(Rc4K(plain, vectors::kRandomSessionKey), vectors::ntlm_v1::kEncryptedSessionKey);
  const Hash non_nt = KxKeyOfNtlmV1(kFlags | flags::kRequestNonNtSessionKey);
  EXPECT_EQ(Rc4K(non_nt, vectors::kRandomSessionKey), vectors::ntlm_v1::kEncryptedSessionKeyNonNt);
  const Hash lm_key = KxKeyOfNtlmV1(kFlags | flags::kLmKey);
  EXPECT_EQ(lm_key, vectors::ntlm_v1::kKeyExchangeKeyLmKey);
  EXPECT_EQ(Rc4K(lm_key, vectors::kRandomSessionKey), vectors::ntlm_v1::kEncryptedSessionKeyLmKey);
}

TEST(KeysTest, KeyExchangeKeyOfNtlmV1WithClientChallenge) {
  EXPECT_EQ(KxKey(vectors::ntlm_v1_ess::kChallengeFlags, false, vectors::ntlm_v1::kSessionBaseKey,
                  vectors::ntlm_v1_ess::kLmResponse, vectors::kServerChallenge,
                  vectors::ntlm_v1::kLmowfV1),
            vectors::ntlm_v1_ess::kKeyExchangeKey);
}

TEST(KeysTest, KeyExchangeKeyOfNtlmV2IsTheSessionBaseKey) {
  EXPECT_EQ(KxKey(vectors::ntlm_v2::kChallengeFlags | flags::kLmKey, true,
                  vectors::ntlm_v2::kSessionBaseKey, vectors::ntlm_v2::kLmResponse,
                  vectors::kServerChallenge, vectors::ntlm_v1::kLmowfV1),
            vectors::ntlm_v2::kSessionBaseKey);
}

TEST(KeysTest, KeyExchangeKeyPadsShortLmResponse) {
  const Hash& base = vectors::ntlm_v1::kSessionBaseKey;
  const Hash& lmowf = vectors::ntlm_v1::kLmowfV1;
  const Challenge zeros = {};
  EXPECT_EQ(KxKey(flags::kLmKey, false, base, {}, vectors::kServerChallenge, lmowf),
            KxKey(flags::kLmKey, false, base, zeros, vectors::kServerChallenge, lmowf));
}

}  // namespace
}  // namespace ntlmatrix::ntlm
