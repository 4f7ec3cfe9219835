// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/token_kind.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/test_tokens.h"

namespace ntlmatrix::envelope {
namespace {

TEST(TokenKindTest, KnowsNtlmByItsSignature) {
  const Bytes message = Bytes(test_tokens::kInitWithNegotiate).subspan(34);
  EXPECT_TRUE(LooksLikeNtlm(message));
  EXPECT_TRUE(LooksLikeNtlm(message.subspan(0, 8)));
  EXPECT_FALSE(LooksLikeNtlm(message.subspan(0, 7)));
  EXPECT_FALSE(LooksLikeNtlm(message.subspan(1)));
  EXPECT_FALSE(LooksLikeNtlm(test_tokens::kInitWithNegotiate));
}

TEST(TokenKindTest, ReadsTheMessageTypeOfNtlmAlone) {
  const Bytes message = Bytes(test_tokens::kInitWithNegotiate).subspan(34);
  EXPECT_EQ(NtlmMessageType(message), 1u);
  EXPECT_EQ(NtlmMessageType(message.subspan(0, 12)), 1u);
  EXPECT_EQ(NtlmMessageType(message.subspan(0, 11)), std::nullopt);
  EXPECT_EQ(NtlmMessageType(test_tokens::kInitWithNegotiate), std::nullopt);
}

TEST(TokenKindTest, KnowsEveryTokenOfSpnego) {
  EXPECT_TRUE(LooksLikeSpnego(test_tokens::kInitWithNegotiate));
  EXPECT_TRUE(LooksLikeSpnego(test_tokens::kInit2OfWindows));
  EXPECT_TRUE(LooksLikeSpnego(test_tokens::kRespWithChallenge));
  EXPECT_TRUE(LooksLikeSpnego(test_tokens::kRespWithMic));
  EXPECT_TRUE(LooksLikeSpnego(test_tokens::kRespReject));
  EXPECT_TRUE(LooksLikeSpnego(Bytes(test_tokens::kInitWithNegotiate).subspan(10)))
      << "without its framing";
  EXPECT_TRUE(LooksLikeSpnego(std::vector<uint8_t>{0xA1, 0x02, 0x30, 0x00})) << "no members";
}

TEST(TokenKindTest, KnowsATokenThatWasCutOff) {
  EXPECT_TRUE(LooksLikeSpnego(Bytes(test_tokens::kInitWithNegotiate).subspan(0, 10)));
  EXPECT_FALSE(LooksLikeSpnego(Bytes(test_tokens::kInitWithNegotiate).subspan(0, 9)));
  EXPECT_TRUE(LooksLikeSpnego(Bytes(test_tokens::kRespWithChallenge).subspan(0, 7)));
  EXPECT_FALSE(LooksLikeSpnego(Bytes(test_tokens::kRespWithChallenge).subspan(0, 6)));
  EXPECT_FALSE(LooksLikeSpnego({}));
}

TEST(TokenKindTest, KnowsNothingElse) {
  const std::vector<std::vector<uint8_t>> kOthers = {
      {0x60, 0x0B, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02},  // Kerberos
      {0xA2, 0x02, 0x30, 0x00},                                                        // [2]
      {0xA1, 0x02, 0x31, 0x00},                                                        // SET
      {0xA1, 0x04, 0x30, 0x02, 0xA5, 0x00},                                            // [5]
      {0xA1, 0x04, 0x30, 0x02, 0x02, 0x00},                                            // INTEGER
      {0xA1, 0x83, 0x00, 0x00},  // a length that passes the end
  };
  for (const std::vector<uint8_t>& token : kOthers) EXPECT_FALSE(LooksLikeSpnego(token));
  EXPECT_FALSE(LooksLikeSpnego(Bytes(test_tokens::kInitWithNegotiate).subspan(34)));
}

}  // namespace
}  // namespace ntlmatrix::envelope
