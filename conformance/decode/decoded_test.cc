// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/decoded.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/decode/summary.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::decode {
namespace {

using Vector = std::vector<uint8_t>;
namespace vectors = ntlm::test_vectors;

const Bytes kChallenge = vectors::ntlm_v2::kChallengeMessage;
const Bytes kAuthenticate = vectors::ntlm_v2::kAuthenticateMessage;

Vector Copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// A NEGOTIATE_MESSAGE of 32 bytes with these flags.
Vector Negotiate(uint32_t flags) {
  Vector message = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 0, 0, 0};
  for (int i = 0; i < 4; ++i) message.push_back(static_cast<uint8_t>(flags >> (8 * i)));
  message.resize(32);
  return message;
}

Decoding Decode(std::initializer_list<Vector> inputs) {
  Decoding decoding;
  for (const Vector& input : inputs) decoding.Add("input", input);
  decoding.JudgeExchanges();
  return decoding;
}

bool HasRule(const std::vector<Finding>& findings, absl::string_view rule) {
  for (const Finding& finding : findings) {
    if (finding.rule == rule) return true;
  }
  return false;
}

TEST(DecodedTest, JudgesAMessageAlone) {
  const Decoding decoding = Decode({Copy(kChallenge)});
  ASSERT_EQ(decoding.tokens().size(), 1u);
  EXPECT_TRUE(decoding.tokens()[0].status.ok());
  EXPECT_TRUE(HasRule(decoding.tokens()[0].findings, "challenge-target-name-ignored"));
  EXPECT_TRUE(decoding.exchanges().empty());
  EXPECT_FALSE(decoding.HasErrors());
  EXPECT_TRUE(decoding.HasWarnings());
}

TEST(DecodedTest, MessagesInAnyOrderAreOneExchange) {
  const Decoding decoding = Decode({Copy(kAuthenticate), Copy(kChallenge), Negotiate(0xE2088217)});
  ASSERT_EQ(decoding.exchanges().size(), 1u);
  const DecodedExchange& exchange = decoding.exchanges()[0];
  EXPECT_EQ(exchange.negotiate, size_t{2});
  EXPECT_EQ(exchange.challenge, size_t{1});
  EXPECT_EQ(exchange.authenticate, size_t{0});
  EXPECT_EQ(exchange.offered, 0xE2088217);
  EXPECT_EQ(exchange.granted, 0xE28A8233);
  EXPECT_EQ(exchange.stated, 0xE2888235);
  EXPECT_TRUE(exchange.unreadable.empty());
  // SEAL was not offered.
  EXPECT_TRUE(HasRule(decoding.tokens()[1].exchange_findings, "exchange-grant-unoffered"));
  EXPECT_TRUE(HasRule(decoding.tokens()[0].exchange_findings, "exchange-flag-unoffered"));
}

TEST(DecodedTest, SeveralExchangesBeginWithAMessageThatCannotFollow) {
  const Vector negotiate = Negotiate(0xE2088237);
  const Decoding decoding = Decode({negotiate, Copy(kChallenge), Copy(kAuthenticate), negotiate,
                                    Copy(kChallenge), Copy(kChallenge), Copy(kAuthenticate)});
  ASSERT_EQ(decoding.exchanges().size(), 3u);
  EXPECT_EQ(decoding.exchanges()[1].negotiate, size_t{3});
  EXPECT_EQ(decoding.exchanges()[1].challenge, size_t{4});
  EXPECT_EQ(decoding.exchanges()[1].authenticate, std::nullopt);
  EXPECT_EQ(decoding.exchanges()[2].challenge, size_t{5});
  EXPECT_EQ(decoding.exchanges()[2].authenticate, size_t{6});
}

TEST(DecodedTest, LeavesOutOfTheExchangeWhatCannotBeRead) {
  const Decoding decoding =
      Decode({Negotiate(0xE2088237), Copy(kChallenge.first(100)), Copy(kAuthenticate)});
  EXPECT_TRUE(decoding.HasErrors());
  EXPECT_FALSE(decoding.tokens()[1].status.ok());
  EXPECT_FALSE(decoding.tokens()[1].fields.empty());
  ASSERT_EQ(decoding.exchanges().size(), 1u);
  EXPECT_EQ(decoding.exchanges()[0].unreadable, std::vector<size_t>{1});
  EXPECT_EQ(decoding.exchanges()[0].granted, std::nullopt);
}

// A receiver must ignore TargetName with NTLMSSP_REQUEST_TARGET clear, [MS-NLMP] 2.2.1.2.
TEST(DecodedTest, ReadsAMessageWhoseIgnoredValueLiesOutside) {
  Vector challenge = Copy(kChallenge);
  challenge[19] = 0xFF;
  const Decoding decoding = Decode({challenge});
  ASSERT_EQ(decoding.tokens().size(), 1u);
  EXPECT_TRUE(decoding.tokens()[0].status.ok()) << decoding.tokens()[0].status;
}

TEST(DecodedTest, AnInputWithoutTokenIsAnError) {
  EXPECT_TRUE(Decode({Vector{1, 2, 3}}).HasErrors());
  Decoding decoding;
  decoding.AddUnreadable("file", absl::NotFoundError("no such file"));
  EXPECT_TRUE(decoding.HasErrors());
}

TEST(DecodedTest, DecodesNoMoreTokensThanItsLimit) {
  Vector many;
  for (size_t i = 0; i <= kMostTokens; ++i) {
    const Vector one = Negotiate(0x8207);
    many.insert(many.end(), one.begin(), one.end());
  }
  const Decoding decoding = Decode({many});
  EXPECT_EQ(decoding.tokens().size(), kMostTokens);
  EXPECT_TRUE(decoding.cut());
  EXPECT_TRUE(decoding.HasErrors());
}

TEST(SummaryTest, SaysWhatAMessageIsAbout) {
  const Decoding decoding =
      Decode({Negotiate(0x8207), Copy(kChallenge), Copy(kAuthenticate),
              Copy(vectors::ntlm_v1::kAuthenticateMessage),
              Copy(vectors::ntlm_v1_ess::kAuthenticateMessage), Copy(kChallenge.first(30))});
  const auto& tokens = decoding.tokens();
  ASSERT_EQ(tokens.size(), 6u);
  EXPECT_EQ(Summary(tokens[0]), "offers no session security");
  EXPECT_EQ(Summary(tokens[1]),
            "target \"Server\"; grants SIGN, SEAL, EXTENDED_SESSIONSECURITY, 128, KEY_EXCH, 56");
  EXPECT_EQ(Summary(tokens[2]),
            "user \"Domain\\User\" on \"COMPUTER\"; NTLM v2, LMv2; SIGN, SEAL, "
            "EXTENDED_SESSIONSECURITY, 128, KEY_EXCH, 56");
  EXPECT_EQ(Summary(tokens[3]),
            "user \"Domain\\User\" on \"COMPUTER\"; NTLM v1, LM; SIGN, SEAL, 128, KEY_EXCH, 56");
  EXPECT_EQ(Summary(tokens[4]),
            "user \"Domain\\User\" on \"COMPUTER\"; NTLM v1, extended session security; SIGN, "
            "SEAL, EXTENDED_SESSIONSECURITY, 56");
  EXPECT_EQ(Summary(tokens[5]), "");
}

// The other forms of the responses, and an anonymous client.
TEST(SummaryTest, SaysHowAClientLogsOn) {
  const auto summary = [](size_t lm, size_t nt, uint8_t fill) {
    Vector message = Copy(Bytes(vectors::ntlm_v1::kAuthenticateMessage).first(64));
    for (size_t at = 12; at < 60; at += 8) message[at] = 0;
    message[12] = static_cast<uint8_t>(lm);
    message[16] = 64;
    message[20] = static_cast<uint8_t>(nt);
    message[24] = static_cast<uint8_t>(64 + lm);
    message.resize(64 + lm + nt, fill);
    return Summary(DecodeToken({{}, {}, message}, 0));
  };
  const std::string security = "; SIGN, SEAL, 128, KEY_EXCH, 56";
  EXPECT_EQ(summary(0, 0, 0), "anonymous" + security);
  EXPECT_EQ(summary(1, 0, 0), "anonymous" + security);
  EXPECT_EQ(summary(24, 0, 0), "user \"\"; no NTLM response, no LM response" + security);
  EXPECT_EQ(summary(24, 24, 7), "user \"\"; NTLM v1, no LM response" + security);
  EXPECT_EQ(summary(1, 23, 0),
            "user \"\"; an NTLM response that is too short, Z(1) for an LM response" + security);
  EXPECT_EQ(summary(3, 24, 7), "user \"\"; NTLM v1, an LM response of unknown form" + security);
}

}  // namespace
}  // namespace ntlmatrix::decode
