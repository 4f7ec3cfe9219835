// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/challenge_message.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

std::vector<uint8_t> Ntlmv2Challenge() {
  const auto& bytes = vectors::ntlm_v2::kChallengeMessage;
  return {std::begin(bytes), std::end(bytes)};
}

// A message that breaks no rule and has nothing but its header.
ChallengeMessage Plain() {
  ChallengeMessage message;
  message.negotiate_flags = flags::kUnicode | flags::kNtlm | flags::kAlwaysSign;
  return message;
}

std::vector<std::string> Rules(const ChallengeMessage& message) {
  std::vector<std::string> rules;
  for (const Finding& finding : message.Validate()) rules.emplace_back(finding.rule);
  return rules;
}

TEST(ChallengeMessageTest, ReadsTheExampleOfNtlmV2) {
  const auto message = ChallengeMessage::Parse(vectors::ntlm_v2::kChallengeMessage);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->target_name, Bytes(vectors::kServerUtf16));
  EXPECT_EQ(message->negotiate_flags, vectors::ntlm_v2::kChallengeFlags);
  EXPECT_EQ(message->server_challenge, vectors::kServerChallenge);
  EXPECT_EQ(message->reserved, (std::array<uint8_t, 8>{}));
  EXPECT_EQ(message->target_info, Bytes(vectors::ntlm_v2::kChallengeMessage).subspan(68, 36));
  EXPECT_EQ(message->version, (Version{6, 0, 6000, {}, 15}));
}

TEST(ChallengeMessageTest, ReadsTheExamplesOfNtlmV1) {
  const auto plain = ChallengeMessage::Parse(vectors::ntlm_v1::kChallengeMessage);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->negotiate_flags, vectors::ntlm_v1::kChallengeFlags);
  EXPECT_EQ(plain->target_info, Bytes()) << "empty, not absent";
  const auto ess = ChallengeMessage::Parse(vectors::ntlm_v1_ess::kChallengeMessage);
  ASSERT_TRUE(ess.ok()) << ess.status();
  EXPECT_EQ(ess->negotiate_flags, vectors::ntlm_v1_ess::kChallengeFlags);
}

TEST(ChallengeMessageTest, WritesTheExamplesByteForByte) {
  for (const Bytes example :
       {Bytes(vectors::ntlm_v1::kChallengeMessage), Bytes(vectors::ntlm_v1_ess::kChallengeMessage),
        Bytes(vectors::ntlm_v2::kChallengeMessage)}) {
    EXPECT_EQ(Bytes(ChallengeMessage::Parse(example)->Serialize().value()), example);
  }
}

TEST(ChallengeMessageTest, ReportsWhatTheExamplesBreak) {
  // Both character sets are set in all three; REQUEST_TARGET is clear, so TargetName should not be
  // there.
  for (const Bytes example :
       {Bytes(vectors::ntlm_v1::kChallengeMessage), Bytes(vectors::ntlm_v1_ess::kChallengeMessage),
        Bytes(vectors::ntlm_v2::kChallengeMessage)}) {
    EXPECT_EQ(Rules(ChallengeMessage::Parse(example).value()),
              (std::vector<std::string>{"flags-both-charsets", "challenge-target-name-ignored"}));
  }
}

TEST(ChallengeMessageTest, TruncationAtEveryByteIsAnErrorOrAShorterForm) {
  const std::vector<uint8_t> example = Ntlmv2Challenge();
  for (size_t size = 0; size < example.size(); ++size) {
    EXPECT_FALSE(ChallengeMessage::Parse(Bytes(example).subspan(0, size)).ok()) << size;
  }
  const std::vector<uint8_t> header = [] {
    ChallengeMessage message = Plain();
    message.version = Version{6, 0, 6000, {}, 15};
    return message.Serialize().value();
  }();
  ASSERT_EQ(header.size(), 56u);
  for (size_t size = 0; size < header.size(); ++size) {
    const auto message = ChallengeMessage::Parse(Bytes(header).subspan(0, size));
    ASSERT_EQ(message.ok(), size >= 32) << size;
    if (!message.ok()) continue;
    EXPECT_EQ(message->reserved.has_value(), size >= 40) << size;
    EXPECT_EQ(message->target_info.has_value(), size >= 48) << size;
    EXPECT_EQ(message->version.has_value(), false) << size;
  }
}

TEST(ChallengeMessageTest, AcceptsHeaderThatEndsAfterServerChallenge) {
  // TargetName begins where Reserved would.
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes.resize(44);
  bytes[16] = 32;  // TargetNameBufferOffset
  const auto message = ChallengeMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->target_name.size(), 12u);
  EXPECT_EQ(message->reserved, std::nullopt);
  EXPECT_EQ(message->target_info, std::nullopt);
  EXPECT_EQ(message->version, std::nullopt);
  EXPECT_EQ(message->Serialize().value(), bytes);
}

TEST(ChallengeMessageTest, AcceptsHeaderThatEndsAfterReserved) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes.resize(52);
  bytes[16] = 40;  // TargetNameBufferOffset
  const auto message = ChallengeMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_TRUE(message->reserved.has_value());
  EXPECT_EQ(message->target_info, std::nullopt);
  EXPECT_EQ(message->Serialize().value(), bytes);
}

TEST(ChallengeMessageTest, AcceptsHeaderWithoutVersion) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes.erase(bytes.begin() + 48, bytes.begin() + 56);
  bytes[16] = 48;  // TargetNameBufferOffset
  bytes[44] = 60;  // TargetInfoBufferOffset
  const auto message = ChallengeMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->target_info->size(), 36u);
  EXPECT_EQ(message->version, std::nullopt);
  EXPECT_EQ(message->Serialize().value(), bytes);
}

TEST(ChallengeMessageTest, AcceptsPayloadInReversedOrder) {
  const std::vector<uint8_t> example = Ntlmv2Challenge();
  std::vector<uint8_t> bytes(example.begin(), example.begin() + 56);
  bytes.insert(bytes.end(), example.begin() + 68, example.end());
  bytes.insert(bytes.end(), example.begin() + 56, example.begin() + 68);
  bytes[16] = 92;  // TargetNameBufferOffset
  bytes[44] = 56;  // TargetInfoBufferOffset
  EXPECT_EQ(ChallengeMessage::Parse(bytes).value(), ChallengeMessage::Parse(example).value());
}

TEST(ChallengeMessageTest, AcceptsFieldsThatOverlap) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[44] = 56;  // TargetInfoBufferOffset
  const auto message = ChallengeMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->target_info, Bytes(bytes).subspan(56, 36));
}

TEST(ChallengeMessageTest, AcceptsFieldInTheFixedHeader) {
  // It begins in what every form has, so it does not shorten the header.
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[16] = 0;  // TargetNameBufferOffset
  const auto message = ChallengeMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->target_name, Bytes(bytes).subspan(0, 12));
  EXPECT_TRUE(message->version.has_value());
}

TEST(ChallengeMessageTest, IgnoresOffsetOfEmptyFields) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[12] = 0;  // TargetNameLen
  bytes[16] = bytes[17] = bytes[18] = bytes[19] = 0xFF;
  const auto message = ChallengeMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_TRUE(message->target_name.empty());
}

TEST(ChallengeMessageTest, IgnoresMaxLen) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[14] = bytes[15] = 0xFF;  // TargetNameMaxLen
  EXPECT_EQ(ChallengeMessage::Parse(bytes).value(),
            ChallengeMessage::Parse(vectors::ntlm_v2::kChallengeMessage).value());
}

TEST(ChallengeMessageTest, AcceptsTargetInfoThatEndsAtTheEndAndRejectsItPastEnd) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[44] = 67;  // TargetInfoBufferOffset
  EXPECT_TRUE(ChallengeMessage::Parse(bytes).ok());
  bytes[44] = 69;
  EXPECT_EQ(ChallengeMessage::Parse(bytes).status().message(),
            "CHALLENGE_MESSAGE: cannot read 36 bytes at offset 69 of 104");
}

TEST(ChallengeMessageTest, RejectsOffsetPlusLengthThatWraps) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[40] = 0x40;  // TargetInfoLen
  bytes[44] = 0xF0;  // TargetInfoBufferOffset
  bytes[45] = bytes[46] = bytes[47] = 0xFF;
  EXPECT_EQ(ChallengeMessage::Parse(bytes).status().message(),
            "CHALLENGE_MESSAGE: cannot read 64 bytes at offset 4294967280 of 104");
}

TEST(ChallengeMessageTest, RejectsOtherSignature) {
  std::vector<uint8_t> bytes = Ntlmv2Challenge();
  bytes[7] = 'X';
  EXPECT_EQ(ChallengeMessage::Parse(bytes).status().message(),
            "CHALLENGE_MESSAGE: unexpected byte at offset 7");
}

TEST(ChallengeMessageTest, RejectsTargetInfoTooLongForItsLength) {
  const std::vector<uint8_t> list(65536);
  ChallengeMessage message = Plain();
  message.target_info = list;
  EXPECT_EQ(message.Serialize().status().code(), absl::StatusCode::kResourceExhausted);
  message.target_info = Bytes(list).subspan(1);
  EXPECT_TRUE(message.Serialize().ok());
}

TEST(ChallengeMessageTest, ReportsNothingOnAPlainMessage) {
  EXPECT_EQ(Rules(Plain()), std::vector<std::string>{});
}

TEST(ChallengeMessageTest, ReportsFlags) {
  ChallengeMessage message = Plain();
  message.negotiate_flags |= flags::kTargetTypeDomain | flags::kTargetTypeServer | flags::kLmKey |
                             flags::kExtendedSessionSecurity | flags::kDatagram;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"flags-target-type", "flags-ess-with-lm-key",
                                                      "flags-datagram-no-key-exch",
                                                      "challenge-target-type-without-name"}));
}

TEST(ChallengeMessageTest, ReportsNamesAgainstTheirFlags) {
  ChallengeMessage message = Plain();
  message.negotiate_flags |= flags::kRequestTarget | flags::kTargetInfo;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"challenge-target-name-missing",
                                                      "challenge-target-info-missing"}));
}

TEST(ChallengeMessageTest, ReportsTargetNameOfOddLengthInUnicodeOnly) {
  ChallengeMessage message = Plain();
  message.negotiate_flags |= flags::kRequestTarget;
  message.target_name = Bytes(vectors::kServerUtf16).subspan(0, 3);
  EXPECT_EQ(Rules(message), std::vector<std::string>{"challenge-target-name-odd-length"});
  message.negotiate_flags ^= flags::kUnicode | flags::kOem;
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
}

TEST(ChallengeMessageTest, DoesNotJudgeWhatMustBeIgnored) {
  // "TargetNameLen, TargetNameMaxLen, and TargetNameBufferOffset MUST be ignored on receipt", and
  // those of TargetInfo likewise.
  constexpr uint8_t kOdd[] = {'A', 0, 'B'};
  ChallengeMessage message = Plain();
  message.target_name = kOdd;
  message.target_info = kOdd;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"challenge-target-name-ignored",
                                                      "challenge-target-info-ignored"}));
}

TEST(ChallengeMessageTest, ReportsReserved) {
  ChallengeMessage message = Plain();
  message.reserved = std::array<uint8_t, 8>{0, 0, 0, 0, 0, 0, 0, 1};
  EXPECT_EQ(Rules(message), std::vector<std::string>{"challenge-reserved"});
}

TEST(ChallengeMessageTest, ReportsPairsAtTargetInfoFields) {
  constexpr uint8_t kNoNames[] = {
      0x07, 0, 7, 0,           // MsvAvTimestamp, one byte short
      0,    0, 0, 0, 0, 0, 0,  //
      0,    0, 0, 0,           // MsvAvEOL
  };
  ChallengeMessage message = Plain();
  message.negotiate_flags |= flags::kTargetInfo;
  message.target_info = kNoNames;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"av-pair-size", "av-nb-computer-name-missing",
                                                      "av-nb-domain-name-missing"}));
  const Finding finding = message.Validate().front();
  EXPECT_EQ(finding.offset, 40u);
  EXPECT_EQ(finding.text, "MsvAvTimestamp has 7 bytes instead of 8 (offset 0 of TargetInfo)");
}

TEST(ChallengeMessageTest, ReportsVersionAgainstItsFlag) {
  ChallengeMessage message = Plain();
  message.version = Version{6, 0, 6000, {}, 15};
  EXPECT_EQ(Rules(message), std::vector<std::string>{"version-not-zero"});
  message.negotiate_flags |= flags::kVersion;
  message.version->ntlm_revision_current = 1;
  EXPECT_EQ(Rules(message), std::vector<std::string>{"version-revision"});
  message.version.reset();
  EXPECT_EQ(Rules(message), std::vector<std::string>{"version-missing-in-challenge"});
}

}  // namespace
}  // namespace ntlmatrix::ntlm
