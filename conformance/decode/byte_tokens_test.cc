// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/byte_tokens.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/decode/message_extent.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::decode {
namespace {

using Vector = std::vector<uint8_t>;
namespace vectors = ntlm::test_vectors;

Vector Join(std::initializer_list<Bytes> parts) {
  Vector all;
  for (const Bytes part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<ByteToken> Find(Bytes bytes) {
  std::vector<ByteToken> tokens;
  FindByteTokens(bytes, [&](const ByteToken& token) {
    tokens.push_back(token);
    return true;
  });
  return tokens;
}

const Bytes kChallenge = vectors::ntlm_v2::kChallengeMessage;
const Bytes kAuthenticate = vectors::ntlm_v2::kAuthenticateMessage;
constexpr uint8_t kJunk[] = {0x01, 0x02, 0x03};

TEST(ByteTokensTest, TakesAllBytesForTheOnlyMessageThatTheyBeginWith) {
  EXPECT_EQ(Find(Join({kChallenge, kJunk})), (std::vector<ByteToken>{{0, 107, {}}}));
}

TEST(ByteTokensTest, EndsAMessageBehindItsLastValue) {
  const Vector bytes = Join({kJunk, kChallenge, kJunk, kAuthenticate, kJunk});
  EXPECT_EQ(Find(bytes), (std::vector<ByteToken>{{3, 104, {}}, {110, 232, {}}}));
}

TEST(ByteTokensTest, EndsACutOffMessageBeforeTheNextOne) {
  const Vector bytes = Join({kChallenge.first(70), kAuthenticate});
  EXPECT_EQ(Find(bytes), (std::vector<ByteToken>{{0, 70, {}}, {70, 232, {}}}));
}

TEST(ByteTokensTest, TakesMessageOfUnknownTypeAsFarAsItGoes) {
  Vector other = Join({kJunk, kChallenge.first(20)});
  other[3 + 8] = 9;
  EXPECT_EQ(Find(other), (std::vector<ByteToken>{{3, 20, {}}}));
}

TEST(ByteTokensTest, FindsNothingInBytesWithoutSignature) {
  EXPECT_TRUE(Find(Bytes()).empty());
  EXPECT_TRUE(Find(kJunk).empty());
  EXPECT_TRUE(Find(kChallenge.first(7)).empty());
}

TEST(ByteTokensTest, StopsWhenTheSinkHasEnough) {
  size_t count = 0;
  FindByteTokens(Join({kChallenge, kChallenge}), [&](const ByteToken&) {
    ++count;
    return false;
  });
  EXPECT_EQ(count, 1u);
}

TEST(ByteTokensTest, LimitsAMessageWithoutEnd) {
  Vector bytes = Join({kJunk, kChallenge.first(12)});
  bytes.resize(3 * kLongestToken);
  const auto tokens = Find(bytes);
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].size, 56u) << "the header alone, since all Fields are empty";
  bytes[3 + 12] = 1;  // TargetName has a byte outside
  bytes[3 + 19] = 0xFF;
  bytes[3 + 20] = 4;  // and NTLMSSP_REQUEST_TARGET is set
  ASSERT_EQ(Find(bytes).size(), 1u);
  EXPECT_EQ(Find(bytes)[0].size, kLongestToken);
}

// Nothing but Version and what follows the message can be there.
TEST(MessageExtentTest, TakesVersionForPartOfAMessageWithoutValuesIfTheFlagSaysSo) {
  Vector negotiate = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 0, 0, 0, 0, 0, 0, 0};
  negotiate.resize(32);
  const Bytes version = Bytes(kChallenge).subspan(48, 8);
  const Vector zeros(8);
  EXPECT_EQ(MessageExtent(negotiate), 32u);
  EXPECT_EQ(MessageExtent(Join({negotiate, version, kJunk})), 32u);
  EXPECT_EQ(MessageExtent(Join({negotiate, zeros, kJunk})), 40u);
  negotiate[15] = 2;  // NTLMSSP_NEGOTIATE_VERSION
  EXPECT_EQ(MessageExtent(Join({negotiate, version, kJunk})), 40u);
}

TEST(MessageExtentTest, TakesFormsWithoutVersion) {
  Vector challenge = Join({kChallenge.first(48)});
  challenge[12] = challenge[40] = 0;  // TargetName and TargetInfo are empty
  EXPECT_EQ(MessageExtent(challenge), 48u);
  Vector authenticate = Join({kAuthenticate.first(64)});
  for (size_t at = 12; at < 60; at += 8) authenticate[at] = 0;
  EXPECT_EQ(MessageExtent(authenticate), 64u);
}

TEST(MessageExtentTest, KnowsNoExtentOfWhatCannotBeRead) {
  EXPECT_EQ(MessageExtent(kChallenge.first(103)), std::nullopt);
  EXPECT_EQ(MessageExtent(kChallenge.first(31)), std::nullopt);
  EXPECT_EQ(MessageExtent(kJunk), std::nullopt);
}

// TargetName lies outside, but NTLMSSP_REQUEST_TARGET is clear.
TEST(MessageExtentTest, LeavesOutAValueThatAReceiverIgnores) {
  Vector challenge = Join({kChallenge});
  challenge[19] = 0xFF;
  EXPECT_EQ(MessageExtent(challenge), 104u);
}

}  // namespace
}  // namespace ntlmatrix::decode
