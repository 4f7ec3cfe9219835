// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/mic.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

using Data = std::vector<uint8_t>;

const Data kNegotiate = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 0, 0, 0, 0x35, 0x82, 0x08, 0xE2};

// An AUTHENTICATE_MESSAGE whose MsvAvFlags say this, with this MIC.
Data Authenticate(uint8_t av_flags, const std::optional<Hash>& mic) {
  const Data value = {av_flags, 0, 0, 0};
  Data response(44);
  response[16] = response[17] = 1;
  const Data list = SerializeAvPairs({{AvId::kFlags, value}}).value();
  response.insert(response.end(), list.begin(), list.end());
  AuthenticateMessage m;
  m.nt_challenge_response = response;
  m.negotiate_flags = 0xE2088235;
  m.version.emplace();
  m.mic = mic;
  return m.Serialize().value();
}

ExchangeMessages Messages(const Data& authenticate) {
  return {kNegotiate, vectors::ntlm_v2::kChallengeMessage, authenticate};
}

TEST(MicTest, IsTheHmacOfThreeMessagesWithZerosForTheMic) {
  const Data zeros = Authenticate(2, Hash{});
  const Data noise = Authenticate(2, vectors::kRandomSessionKey);
  const Hash expected =
      HmacMd5(vectors::kRandomSessionKey, {kNegotiate, vectors::ntlm_v2::kChallengeMessage, zeros});
  EXPECT_EQ(ComputeMic(vectors::kRandomSessionKey, Messages(zeros)), expected);
  EXPECT_EQ(ComputeMic(vectors::kRandomSessionKey, Messages(noise)), expected);
}

TEST(MicTest, NeedsRoomInTheMessage) {
  const Data without = Authenticate(2, std::nullopt);
  EXPECT_EQ(ComputeMic(vectors::kRandomSessionKey, {kNegotiate, {}, Bytes(without).subspan(0, 87)}),
            std::nullopt);
  EXPECT_EQ(ValidateMic(vectors::kRandomSessionKey, Messages(without)), std::nullopt)
      << "a finding of ValidateMessage";
  EXPECT_EQ(ValidateMic(vectors::kRandomSessionKey, {}), std::nullopt);
}

// "If the MIC is not the same … return an authentication failure": every byte counts.
TEST(MicTest, AnyChangedByteIsFound) {
  Data right = Authenticate(2, Hash{});
  const Hash mic = *ComputeMic(vectors::kRandomSessionKey, Messages(right));
  right = Authenticate(2, mic);
  EXPECT_EQ(ValidateMic(vectors::kRandomSessionKey, Messages(right)), std::nullopt);
  Data negotiate = kNegotiate;
  for (uint8_t& byte : negotiate) {
    byte ^= 0x80;
    const auto finding = ValidateMic(vectors::kRandomSessionKey,
                                     {negotiate, vectors::ntlm_v2::kChallengeMessage, right});
    ASSERT_TRUE(finding.has_value());
    EXPECT_EQ(finding->rule, "exchange-mic-wrong");
    EXPECT_EQ(finding->offset, kMicOffset);
    byte ^= 0x80;
  }
  const Bytes example = vectors::ntlm_v2::kChallengeMessage;
  Data challenge(example.begin(), example.end());
  for (size_t i = 24; i < challenge.size(); ++i) {  // what Parse() takes whatever it is
    if (i >= 40 && i < 48) continue;                // TargetInfoFields
    challenge[i] ^= 0x80;
    EXPECT_TRUE(ValidateMic(vectors::kRandomSessionKey, {kNegotiate, challenge, right}).has_value())
        << i;
    challenge[i] ^= 0x80;
  }
  for (size_t i = kMicOffset; i < kMicOffset + mic.size(); ++i) {
    right[i] ^= 1;
    EXPECT_TRUE(ValidateMic(vectors::kRandomSessionKey, Messages(right)).has_value()) << i;
    right[i] ^= 1;
  }
  EXPECT_TRUE(ValidateMic(Hash{}, Messages(right)).has_value()) << "another key";
}

// "empty is one that was not seen": then nothing can be said of a MIC that covers it.
TEST(MicTest, NeedsEveryMessageThatItCovers) {
  const Data wrong = Authenticate(2, Hash{});
  const Bytes challenge = vectors::ntlm_v2::kChallengeMessage;
  EXPECT_EQ(ValidateMic(vectors::kRandomSessionKey, {{}, challenge, wrong}), std::nullopt);
  EXPECT_EQ(ValidateMic(vectors::kRandomSessionKey, {kNegotiate, {}, wrong}), std::nullopt);
  Data datagram(challenge.begin(), challenge.end());
  datagram[20] |= 0x40;  // NTLMSSP_NEGOTIATE_DATAGRAM
  EXPECT_TRUE(ValidateMic(vectors::kRandomSessionKey, {{}, datagram, wrong}).has_value());
}

TEST(MicTest, IsNotLookedAtWhereMsvAvFlagsPromiseNone) {
  EXPECT_EQ(ValidateMic(vectors::kRandomSessionKey, Messages(Authenticate(0, Hash{}))),
            std::nullopt);
}

}  // namespace
}  // namespace ntlmatrix::ntlm
