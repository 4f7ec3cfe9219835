// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/spnego.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/test_tokens.h"

namespace ntlmatrix::envelope {
namespace {

TEST(SpnegoTest, TellsTheTokensApart) {
  const auto init = ParseNegotiationToken(test_tokens::kInitWithNegotiate);
  ASSERT_TRUE(init.ok()) << init.status();
  EXPECT_EQ(std::get<NegTokenInit>(*init),
            NegTokenInit::Parse(test_tokens::kInitWithNegotiate).value());
  const auto resp = ParseNegotiationToken(test_tokens::kRespWithChallenge);
  ASSERT_TRUE(resp.ok()) << resp.status();
  EXPECT_EQ(std::get<NegTokenResp>(*resp),
            NegTokenResp::Parse(test_tokens::kRespWithChallenge).value());
}

TEST(SpnegoTest, FindsTheTokenOfTheMechanism) {
  const Bytes init = test_tokens::kInitWithNegotiate;
  const Bytes resp = test_tokens::kRespWithChallenge;
  EXPECT_EQ(MechToken(ParseNegotiationToken(init).value()), init.subspan(34));
  EXPECT_EQ(MechToken(ParseNegotiationToken(resp).value()), resp.subspan(28));
  EXPECT_EQ(MechToken(ParseNegotiationToken(test_tokens::kRespReject).value()), std::nullopt);
}

TEST(SpnegoTest, WritesAndJudgesEither) {
  for (const Bytes example :
       {Bytes(test_tokens::kInitWithNegotiate), Bytes(test_tokens::kInit2OfWindows),
        Bytes(test_tokens::kRespWithChallenge), Bytes(test_tokens::kRespWithMic)}) {
    const auto token = ParseNegotiationToken(example);
    ASSERT_TRUE(token.ok()) << token.status();
    EXPECT_EQ(Bytes(Serialize(*token).value()), example);
    EXPECT_TRUE(Validate(*token).empty());
  }
}

TEST(SpnegoTest, NamesTheStructureThatIsUnreadable) {
  constexpr uint8_t kNtlm[] = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};
  EXPECT_EQ(ParseNegotiationToken(kNtlm).status().message(),
            "NegotiationToken: tag 0x4e at offset 0 where 0x60 belongs");
  constexpr uint8_t kInit[] = {0xA0, 0x02, 0x31, 0x00};
  EXPECT_EQ(ParseNegotiationToken(kInit).status().message(),
            "NegTokenInit: tag 0x31 at offset 2 where 0x30 belongs");
  constexpr uint8_t kResp[] = {0xA1, 0x02, 0x31, 0x00};
  EXPECT_EQ(ParseNegotiationToken(kResp).status().message(),
            "NegTokenResp: tag 0x31 at offset 2 where 0x30 belongs");
}

}  // namespace
}  // namespace ntlmatrix::envelope
