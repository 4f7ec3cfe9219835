// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/responses.h"

#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

TEST(ResponsesTest, NtlmV1) {
  EXPECT_EQ(Desl(vectors::ntlm_v1::kNtowfV1, vectors::kServerChallenge),
            vectors::ntlm_v1::kNtlmResponse);
  EXPECT_EQ(Desl(vectors::ntlm_v1::kLmowfV1, vectors::kServerChallenge),
            vectors::ntlm_v1::kLmResponse);
}

TEST(ResponsesTest, NtlmV1WithClientChallenge) {
  EXPECT_EQ(NtlmEssResponse(vectors::ntlm_v1::kNtowfV1, vectors::kServerChallenge,
                            vectors::kClientChallenge),
            vectors::ntlm_v1_ess::kNtlmResponse);
  EXPECT_EQ(LmEssResponse(vectors::kClientChallenge), vectors::ntlm_v1_ess::kLmResponse);
}

TEST(ResponsesTest, NtlmV2) {
  const Bytes av_pairs = Bytes(vectors::ntlm_v2::kChallengeMessage).subspan(68);
  const std::vector<uint8_t> temp =
      NtlmV2ClientChallenge(vectors::kTime, vectors::kClientChallenge, av_pairs);
  EXPECT_EQ(Bytes(temp), Bytes(vectors::ntlm_v2::kTemp));
  EXPECT_EQ(NtProofStr(vectors::ntlm_v2::kNtowfV2, vectors::kServerChallenge, temp),
            vectors::ntlm_v2::kNtProofStr);
  EXPECT_EQ(Bytes(NtlmV2Response(vectors::ntlm_v2::kNtowfV2, vectors::kServerChallenge, temp)),
            Bytes(vectors::ntlm_v2::kAuthenticateMessage).subspan(0x84, 84));
  EXPECT_EQ(LmV2Response(vectors::ntlm_v2::kNtowfV2, vectors::kServerChallenge,
                         vectors::kClientChallenge),
            vectors::ntlm_v2::kLmResponse);
}

TEST(ResponsesTest, NtlmV2ClientChallengeWritesTimestampLittleEndian) {
  const std::vector<uint8_t> temp = NtlmV2ClientChallenge(0x0102030405060708, {}, {});
  ASSERT_EQ(temp.size(), 32u);
  EXPECT_EQ(temp[8], 8);
  EXPECT_EQ(temp[15], 1);
}

}  // namespace
}  // namespace ntlmatrix::ntlm
