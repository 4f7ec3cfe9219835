// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/crypto.h"

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

constexpr uint8_t kAbc[] = {'a', 'b', 'c'};

TEST(CryptoTest, Md4OfRfc1320) {
  const Hash wanted = {0xA4, 0x48, 0x01, 0x7A, 0xAF, 0x21, 0xD8, 0x52,
                       0x5F, 0xC1, 0x0A, 0xE8, 0x7A, 0xA6, 0x72, 0x9D};
  EXPECT_EQ(Md4({kAbc}), wanted);
  EXPECT_EQ(Md4({Bytes(kAbc, 1), Bytes(), Bytes(kAbc).subspan(1)}), wanted);
}

TEST(CryptoTest, Md5OfRfc1321) {
  const Hash wanted = {0x90, 0x01, 0x50, 0x98, 0x3C, 0xD2, 0x4F, 0xB0,
                       0xD6, 0x96, 0x3F, 0x7D, 0x28, 0xE1, 0x7F, 0x72};
  EXPECT_EQ(Md5({kAbc}), wanted);
  EXPECT_EQ(Md5({Bytes(kAbc, 2), Bytes(kAbc).subspan(2)}), wanted);
}

TEST(CryptoTest, HmacMd5OfRfc2202) {
  constexpr uint8_t kHiThere[] = {'H', 'i', ' ', 'T', 'h', 'e', 'r', 'e'};
  Hash key;
  key.fill(0x0B);
  const Hash wanted = {0x92, 0x94, 0x72, 0x7A, 0x36, 0x38, 0xBB, 0x1C,
                       0x13, 0xF4, 0x8E, 0xF8, 0x15, 0x8B, 0xFC, 0x9D};
  EXPECT_EQ(HmacMd5(key, {kHiThere}), wanted);
  EXPECT_EQ(HmacMd5(key, {Bytes(kHiThere, 2), Bytes(kHiThere).subspan(2)}), wanted);
}

TEST(CryptoTest, DesTakesWeakKeys) {
  // LMOWFv1 of an empty password, known to every password cracker.
  const Challenge magic = {'K', 'G', 'S', '!', '@', '#', '$', '%'};
  const Challenge wanted = {0xAA, 0xD3, 0xB4, 0x35, 0xB5, 0x14, 0x04, 0xEE};
  EXPECT_EQ(Des({}, magic), wanted);
}

TEST(CryptoTest, Rc4KIsItsOwnInverse) {
  const Hash& key = vectors::ntlm_v2::kSessionBaseKey;
  EXPECT_EQ(Rc4K(key, vectors::kRandomSessionKey), vectors::ntlm_v2::kEncryptedSessionKey);
  EXPECT_EQ(Rc4K(key, vectors::ntlm_v2::kEncryptedSessionKey), vectors::kRandomSessionKey);
}

}  // namespace
}  // namespace ntlmatrix::ntlm
