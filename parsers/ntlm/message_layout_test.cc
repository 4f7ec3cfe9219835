// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_layout.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

std::vector<uint8_t> Copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

TEST(MessageLayoutTest, PlacesTheValuesOfTheExampleChallenge) {
  const auto layout = MessageLayout::Parse(vectors::ntlm_v2::kChallengeMessage);
  ASSERT_TRUE(layout.ok()) << layout.status();
  EXPECT_EQ(layout->type, MessageType::kChallenge);
  EXPECT_EQ(layout->header_size, 56u);
  EXPECT_EQ(layout->negotiate_flags, vectors::ntlm_v2::kChallengeFlags);
  ASSERT_EQ(layout->fields().size(), 2u);
  const PlacedField name = layout->fields()[0];
  EXPECT_EQ(name.name, "TargetName");
  EXPECT_EQ(name.at, 12u);
  EXPECT_EQ(name.fields.len, 12);
  EXPECT_EQ(name.fields.max_len, 12);
  EXPECT_EQ(name.fields.buffer_offset, 56u);
  EXPECT_TRUE(name.ignored) << "NTLMSSP_REQUEST_TARGET is clear";
  EXPECT_TRUE(name.fits);
  const auto info = layout->Find("TargetInfo");
  ASSERT_NE(info, std::nullopt);
  EXPECT_EQ(info->fields.buffer_offset, 68u);
  EXPECT_FALSE(info->ignored);
  EXPECT_FALSE(layout->Find("UserName").has_value());
}

TEST(MessageLayoutTest, PlacesTheValuesOfTheExampleAuthenticate) {
  const auto layout = MessageLayout::Parse(vectors::ntlm_v2::kAuthenticateMessage);
  ASSERT_TRUE(layout.ok()) << layout.status();
  EXPECT_EQ(layout->type, MessageType::kAuthenticate);
  EXPECT_EQ(layout->header_size, 72u) << "the examples have no MIC";
  EXPECT_EQ(layout->fields().size(), 6u);
  EXPECT_EQ(layout->Find("NtChallengeResponse")->fields.len, 84);
  EXPECT_FALSE(layout->Find("EncryptedRandomSessionKey")->ignored);
}

TEST(MessageLayoutTest, KeepsAValueOutsideTheMessage) {
  std::vector<uint8_t> bytes = Copy(vectors::ntlm_v2::kChallengeMessage);
  bytes[47] = 0xFF;  // TargetInfoBufferOffset
  EXPECT_FALSE(ChallengeMessage::Parse(bytes).ok());
  const auto layout = MessageLayout::Parse(bytes);
  ASSERT_TRUE(layout.ok()) << layout.status();
  EXPECT_FALSE(layout->Find("TargetInfo")->fits);
  EXPECT_EQ(layout->Find("TargetInfo")->fields.buffer_offset, 0xFF000044u);
  EXPECT_EQ(layout->header_size, 56u);
}

TEST(MessageLayoutTest, TruncationAtEveryByteIsAnErrorOrAShorterForm) {
  const Bytes negotiate = [] {
    static constexpr uint8_t kHeader[] = {
        'N', 'T', 'L', 'M', 'S', 'S', 'P', 0,  // Signature
        1,   0,   0,   0,                      // MessageType
        1,   2,   0,   0,                      // NegotiateFlags
        0,   0,   0,   0,   0,   0,   0,   0,  // DomainNameFields
        0,   0,   0,   0,   0,   0,   0,   0,  // WorkstationFields
        0,   0,   0,   0,   0,   0,   0,   0,  // Version
    };
    return Bytes(kHeader);
  }();
  struct Case {
    Bytes message;
    std::vector<size_t> forms;  // header sizes, smallest first
  };
  const Case cases[] = {
      {negotiate, {16, 24, 32, 40}},
      {Bytes(vectors::ntlm_v1::kChallengeMessage).subspan(0, 56), {32, 40, 48, 56}},
      {vectors::ntlm_v2::kAuthenticateMessage, {52, 60, 64, 72}},
  };
  for (const Case& c : cases) {
    for (size_t size = 0; size <= c.message.size(); ++size) {
      size_t expected = 0;
      for (const size_t form : c.forms) expected = size >= form ? form : expected;
      const auto layout = MessageLayout::Parse(c.message.subspan(0, size));
      ASSERT_EQ(layout.ok(), expected != 0) << size;
      if (!layout.ok()) continue;
      EXPECT_EQ(layout->header_size, expected) << size;
    }
  }
}

template <typename Message>
void ExpectSameLayoutAtEverySize(Bytes message) {
  MessageLayout parsed = MessageLayout::Parse(vectors::ntlm_v2::kAuthenticateMessage).value();
  size_t count = 0;
  for (size_t size = 0; size <= message.size(); ++size) {
    const Bytes part = message.subspan(0, size);
    if (!Message::Parse(part, &parsed).ok()) continue;
    EXPECT_EQ(parsed, MessageLayout::Parse(part).value()) << size;
    ++count;
  }
  EXPECT_GT(count, 0u);
}

TEST(MessageLayoutTest, IsWhatParseSaysOfAMessageThatItTakes) {
  constexpr uint8_t kNegotiate[] = {
      'N', 'T',  'L', 'M', 'S', 'S', 'P', 0,  // Signature
      1,   0,    0,   0,                      // MessageType
      1,   0x12, 0,   0,                      // NegotiateFlags
      2,   0,    2,   0,   32,  0,   0,   0,  // DomainNameFields
      0,   0,    0,   0,   34,  0,   0,   0,  // WorkstationFields
      'A', 'B',                               // DomainName
  };
  ExpectSameLayoutAtEverySize<NegotiateMessage>(kNegotiate);
  ExpectSameLayoutAtEverySize<NegotiateMessage>(Bytes(kNegotiate).subspan(0, 16));
  ExpectSameLayoutAtEverySize<ChallengeMessage>(vectors::ntlm_v2::kChallengeMessage);
  ExpectSameLayoutAtEverySize<AuthenticateMessage>(vectors::ntlm_v2::kAuthenticateMessage);
}

TEST(MessageLayoutTest, EndsTheHeaderWhereTheFirstValueBegins) {
  std::vector<uint8_t> bytes = Copy(vectors::ntlm_v2::kChallengeMessage);
  bytes[16] = 40;  // TargetNameBufferOffset
  const auto layout = MessageLayout::Parse(bytes);
  ASSERT_TRUE(layout.ok()) << layout.status();
  EXPECT_EQ(layout->header_size, 40u);
  EXPECT_EQ(layout->fields().size(), 1u);
  EXPECT_EQ(ChallengeMessage::Parse(bytes)->target_info, std::nullopt) << "as Parse has it";
}

TEST(MessageLayoutTest, KnowsNoFlagsWhereTheHeaderEndsBeforeThem) {
  std::vector<uint8_t> bytes = Copy(vectors::ntlm_v2::kAuthenticateMessage);
  bytes[32] = 60;  // DomainNameBufferOffset
  const auto layout = MessageLayout::Parse(bytes);
  ASSERT_TRUE(layout.ok()) << layout.status();
  EXPECT_EQ(layout->negotiate_flags, std::nullopt);
  EXPECT_FALSE(layout->Find("EncryptedRandomSessionKey")->ignored);
}

TEST(MessageLayoutTest, RejectsOtherSignatureAndType) {
  std::vector<uint8_t> bytes = Copy(vectors::ntlm_v2::kChallengeMessage);
  bytes[8] = 4;
  EXPECT_EQ(MessageLayout::Parse(bytes).status().message(),
            "NTLM message: MessageType at offset 8 is 4, not 1, 2 or 3");
  bytes[8] = 0;
  EXPECT_FALSE(MessageLayout::Parse(bytes).ok());
  bytes[8] = 2;
  bytes[3] = 'm';
  EXPECT_EQ(MessageLayout::Parse(bytes).status().message(),
            "NTLM message: unexpected byte at offset 3");
}

// "TargetNameLen, TargetNameMaxLen, and TargetNameBufferOffset MUST be ignored on receipt."
TEST(IgnoredFieldsTest, AnIgnoredValueMayLieOutsideTheMessage) {
  std::vector<uint8_t> bytes = Copy(vectors::ntlm_v2::kChallengeMessage);
  bytes[19] = 0xFF;  // TargetNameBufferOffset, ignored without NTLMSSP_REQUEST_TARGET
  ASSERT_FALSE(ChallengeMessage::Parse(bytes).ok());
  const std::vector<uint8_t> taken = WithoutIgnoredFields(bytes);
  const auto message = ChallengeMessage::Parse(taken);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_TRUE(message->target_name.empty());
  EXPECT_EQ(message->target_info->size(), 36u);
  EXPECT_EQ(Copy(Bytes(taken).subspan(0, 12)), Copy(Bytes(bytes).subspan(0, 12)));
  EXPECT_EQ(Copy(Bytes(taken).subspan(20)), Copy(Bytes(bytes).subspan(20)));
}

TEST(IgnoredFieldsTest, AValueThatFitsStays) {
  const std::vector<uint8_t> bytes = Copy(vectors::ntlm_v2::kAuthenticateMessage);
  EXPECT_EQ(WithoutIgnoredFields(bytes), bytes);
  const std::vector<uint8_t> noise = {1, 2, 3};
  EXPECT_EQ(WithoutIgnoredFields(noise), noise) << "no message";
}

}  // namespace
}  // namespace ntlmatrix::ntlm
