// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/authenticate_message.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

std::vector<uint8_t> Ntlmv2Authenticate() {
  const auto& bytes = vectors::ntlm_v2::kAuthenticateMessage;
  return {std::begin(bytes), std::end(bytes)};
}

using Sizes = std::initializer_list<size_t>;

// Where the BufferOffsets are.
constexpr size_t kBufferOffsets[] = {16, 24, 32, 40, 48, 56};

// A message that breaks no rule: an anonymous one.
AuthenticateMessage Plain() {
  AuthenticateMessage message;
  message.negotiate_flags = flags::kUnicode | flags::kNtlm | flags::kAlwaysSign;
  return message;
}

std::vector<std::string> Rules(const AuthenticateMessage& message) {
  std::vector<std::string> rules;
  for (const Finding& finding : message.Validate()) rules.emplace_back(finding.rule);
  return rules;
}

TEST(AuthenticateMessageTest, ReadsTheExampleOfNtlmV2) {
  const auto message = AuthenticateMessage::Parse(vectors::ntlm_v2::kAuthenticateMessage);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->lm_challenge_response, Bytes(vectors::ntlm_v2::kLmResponse));
  ASSERT_EQ(message->nt_challenge_response.size(), 84u);
  EXPECT_EQ(message->nt_challenge_response.subspan(0, 16), Bytes(vectors::ntlm_v2::kNtProofStr));
  EXPECT_EQ(message->nt_challenge_response.subspan(16), Bytes(vectors::ntlm_v2::kTemp));
  EXPECT_EQ(message->domain_name, Bytes(vectors::kDomainUtf16));
  EXPECT_EQ(message->user_name, Bytes(vectors::kUserUtf16));
  EXPECT_EQ(message->workstation, Bytes(vectors::kWorkstationUtf16));
  EXPECT_EQ(message->encrypted_random_session_key, Bytes(vectors::ntlm_v2::kEncryptedSessionKey));
  EXPECT_EQ(message->negotiate_flags, 0xE2888235u);
  EXPECT_EQ(message->version, (Version{5, 1, 2600, {}, 15}));
  EXPECT_EQ(message->mic, std::nullopt);
}

TEST(AuthenticateMessageTest, ReadsTheExamplesOfNtlmV1) {
  const auto plain = AuthenticateMessage::Parse(vectors::ntlm_v1::kAuthenticateMessage);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->lm_challenge_response, Bytes(vectors::ntlm_v1::kLmResponse));
  EXPECT_EQ(plain->nt_challenge_response, Bytes(vectors::ntlm_v1::kNtlmResponse));
  EXPECT_EQ(plain->negotiate_flags, 0xE2808235u);
  const auto ess = AuthenticateMessage::Parse(vectors::ntlm_v1_ess::kAuthenticateMessage);
  ASSERT_TRUE(ess.ok()) << ess.status();
  EXPECT_EQ(ess->lm_challenge_response, Bytes(vectors::ntlm_v1_ess::kLmResponse));
  EXPECT_EQ(ess->nt_challenge_response, Bytes(vectors::ntlm_v1_ess::kNtlmResponse));
  EXPECT_EQ(ess->encrypted_random_session_key, Bytes()) << "empty, not absent";
  EXPECT_EQ(ess->negotiate_flags, 0x82088235u);
}

TEST(AuthenticateMessageTest, WritesTheExamplesByteForByte) {
  for (const Bytes example : {Bytes(vectors::ntlm_v1::kAuthenticateMessage),
                              Bytes(vectors::ntlm_v1_ess::kAuthenticateMessage),
                              Bytes(vectors::ntlm_v2::kAuthenticateMessage)}) {
    EXPECT_EQ(Bytes(AuthenticateMessage::Parse(example)->Serialize().value()), example);
  }
}

TEST(AuthenticateMessageTest, ReportsNothingOnTheExamples) {
  for (const Bytes example : {Bytes(vectors::ntlm_v1::kAuthenticateMessage),
                              Bytes(vectors::ntlm_v1_ess::kAuthenticateMessage),
                              Bytes(vectors::ntlm_v2::kAuthenticateMessage)}) {
    EXPECT_EQ(Rules(AuthenticateMessage::Parse(example).value()), std::vector<std::string>{});
  }
}

TEST(AuthenticateMessageTest, TruncationAtEveryByteIsAnErrorOrAShorterForm) {
  const std::vector<uint8_t> example = Ntlmv2Authenticate();
  for (size_t size = 0; size < example.size(); ++size) {
    EXPECT_FALSE(AuthenticateMessage::Parse(Bytes(example).subspan(0, size)).ok()) << size;
  }
  const std::vector<uint8_t> header = [] {
    AuthenticateMessage message = Plain();
    message.mic = std::array<uint8_t, 16>{};
    return message.Serialize().value();
  }();
  ASSERT_EQ(header.size(), 88u);
  for (size_t size = 0; size < header.size(); ++size) {
    const auto message = AuthenticateMessage::Parse(Bytes(header).subspan(0, size));
    ASSERT_EQ(message.ok(), size >= 52) << size;
    if (!message.ok()) continue;
    EXPECT_EQ(message->encrypted_random_session_key.has_value(), size >= 60) << size;
    EXPECT_EQ(message->negotiate_flags.has_value(), size >= 64) << size;
    EXPECT_EQ(message->version.has_value(), size >= 72) << size;
    EXPECT_EQ(message->mic.has_value(), false) << size;
  }
}

// The 4.2.3 example with its header cut to `header_size` bytes.
std::vector<uint8_t> WithHeader(uint8_t header_size) {
  const auto& example = vectors::ntlm_v1_ess::kAuthenticateMessage;
  std::vector<uint8_t> bytes(std::begin(example), std::begin(example) + header_size);
  bytes.insert(bytes.end(), std::begin(example) + 72, std::end(example));
  for (const size_t offset : kBufferOffsets) {
    if (offset < header_size)
      bytes[offset] = static_cast<uint8_t>(bytes[offset] - 72 + header_size);
  }
  return bytes;
}

TEST(AuthenticateMessageTest, AcceptsHeaderThatEndsAfterWorkstation) {
  const std::vector<uint8_t> bytes = WithHeader(52);
  const auto message = AuthenticateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->nt_challenge_response, Bytes(vectors::ntlm_v1_ess::kNtlmResponse));
  EXPECT_EQ(message->encrypted_random_session_key, std::nullopt);
  EXPECT_EQ(message->negotiate_flags, std::nullopt);
  EXPECT_EQ(message->Serialize().value(), bytes);
  EXPECT_EQ(Rules(*message), std::vector<std::string>{"authenticate-flags-missing"});
}

TEST(AuthenticateMessageTest, AcceptsHeaderThatEndsBeforeNegotiateFlags) {
  // What CVE-2020-11087 read past is absent here.
  const std::vector<uint8_t> bytes = WithHeader(60);
  const auto message = AuthenticateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->encrypted_random_session_key, Bytes());
  EXPECT_EQ(message->negotiate_flags, std::nullopt);
  EXPECT_EQ(message->Serialize().value(), bytes);
}

TEST(AuthenticateMessageTest, AcceptsHeaderWithoutVersion) {
  const std::vector<uint8_t> bytes = WithHeader(64);
  const auto message = AuthenticateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->negotiate_flags, 0x82088235u);
  EXPECT_EQ(message->version, std::nullopt);
  EXPECT_EQ(message->Serialize().value(), bytes);
  EXPECT_EQ(Rules(*message), std::vector<std::string>{"version-missing-in-authenticate"});
}

TEST(AuthenticateMessageTest, AcceptsMic) {
  AuthenticateMessage message =
      AuthenticateMessage::Parse(vectors::ntlm_v2::kAuthenticateMessage).value();
  message.mic = std::array<uint8_t, 16>{1, 2, 3};
  const std::vector<uint8_t> bytes = message.Serialize().value();
  EXPECT_EQ(bytes.size(), sizeof(vectors::ntlm_v2::kAuthenticateMessage) + 16);
  EXPECT_EQ(bytes[kMicOffset], 1);
  EXPECT_EQ(AuthenticateMessage::Parse(bytes).value(), message);
}

TEST(AuthenticateMessageTest, TakesMicInPlaceOfVersionForTheVersion) {
  // An early mssql-jdbc wrote no Version and the MIC behind the flags.
  std::vector<uint8_t> bytes = WithHeader(64);
  bytes.insert(bytes.begin() + 64, 16, 0xAB);
  for (const size_t offset : kBufferOffsets) {
    bytes[offset] = static_cast<uint8_t>(bytes[offset] + 16);
  }
  bytes[63] = 0x80;  // NegotiateFlags, without NTLMSSP_NEGOTIATE_VERSION
  const auto message = AuthenticateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->version->product_major_version, 0xAB);
  EXPECT_EQ(message->mic, std::nullopt);
  EXPECT_EQ(Rules(*message), std::vector<std::string>{"version-not-zero"});
}

TEST(AuthenticateMessageTest, AcceptsFieldsThatOverlap) {
  std::vector<uint8_t> bytes = Ntlmv2Authenticate();
  for (const size_t offset : kBufferOffsets) bytes[offset] = 72;
  const auto message = AuthenticateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->user_name, message->domain_name.subspan(0, 8));
}

TEST(AuthenticateMessageTest, AcceptsFieldInTheFixedHeader) {
  std::vector<uint8_t> bytes = Ntlmv2Authenticate();
  bytes[40] = 12;  // UserNameBufferOffset
  const auto message = AuthenticateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->user_name, Bytes(bytes).subspan(12, 8));
  EXPECT_TRUE(message->version.has_value());
}

TEST(AuthenticateMessageTest, IgnoresOffsetOfEmptyFields) {
  std::vector<uint8_t> bytes = Ntlmv2Authenticate();
  bytes[44] = 0;  // WorkstationLen
  bytes[48] = bytes[49] = bytes[50] = bytes[51] = 0xFF;
  EXPECT_TRUE(AuthenticateMessage::Parse(bytes).ok());
}

TEST(AuthenticateMessageTest, RejectsEveryFieldPastEndAndEveryOneThatWraps) {
  for (const size_t offset : kBufferOffsets) {
    std::vector<uint8_t> bytes = Ntlmv2Authenticate();
    bytes[offset - 4] = 0x40;  // Len
    bytes[offset] = 232 - 0x40;
    EXPECT_TRUE(AuthenticateMessage::Parse(bytes).ok()) << offset;
    bytes[offset] = 232 - 0x40 + 1;
    EXPECT_FALSE(AuthenticateMessage::Parse(bytes).ok()) << offset;
    bytes[offset] = 0xF0;
    bytes[offset + 1] = bytes[offset + 2] = bytes[offset + 3] = 0xFF;
    EXPECT_FALSE(AuthenticateMessage::Parse(bytes).ok()) << offset;
  }
}

TEST(AuthenticateMessageTest, RejectsNameTooLongForItsLength) {
  const std::vector<uint8_t> name(65536, 'A');
  AuthenticateMessage message = Plain();
  message.user_name = name;
  EXPECT_EQ(message.Serialize().status().message(),
            "UserName has 65536 bytes, more than the 65535 that Len can say");
}

TEST(AuthenticateMessageTest, AcceptsAnonymous) {
  constexpr uint8_t kZero[] = {0};
  AuthenticateMessage message = Plain();
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
  message.lm_challenge_response = kZero;
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
}

TEST(AuthenticateMessageTest, ReportsLmResponseOfOneByteThatIsNotAnonymous) {
  constexpr uint8_t kZero[] = {0};
  constexpr uint8_t kOne[] = {1};
  const std::vector<std::string> rule = {"authenticate-lm-response-size"};
  AuthenticateMessage message = Plain();
  message.lm_challenge_response = kOne;
  EXPECT_EQ(Rules(message), rule);
  message.lm_challenge_response = kZero;
  message.user_name = vectors::kUserUtf16;
  EXPECT_EQ(Rules(message), rule);
}

TEST(AuthenticateMessageTest, ReportsNtResponsesOfOddSizes) {
  const std::vector<uint8_t> zeros(60);
  AuthenticateMessage message = Plain();
  for (const size_t size : Sizes{1, 15, 16, 23}) {
    message.nt_challenge_response = Bytes(zeros).subspan(0, size);
    EXPECT_EQ(Rules(message), std::vector<std::string>{"authenticate-nt-response-size"}) << size;
  }
  for (const size_t size : Sizes{0, 24}) {
    message.nt_challenge_response = Bytes(zeros).subspan(0, size);
    EXPECT_EQ(Rules(message), std::vector<std::string>{}) << size;
  }
  for (const size_t size : Sizes{25, 43}) {
    message.nt_challenge_response = Bytes(zeros).subspan(0, size);
    EXPECT_EQ(Rules(message), std::vector<std::string>{"authenticate-nt-response-truncated"})
        << size;
  }
  message.nt_challenge_response = Bytes(zeros).subspan(0, 44);
  EXPECT_EQ(Rules(message),
            (std::vector<std::string>{"authenticate-nt-response-type", "av-eol-missing"}));
}

TEST(AuthenticateMessageTest, ReportsLmResponsesOfOddSizes) {
  const std::vector<uint8_t> zeros(25);
  AuthenticateMessage message = Plain();
  message.nt_challenge_response = Bytes(zeros).subspan(0, 24);
  for (const size_t size : Sizes{1, 16, 23, 25}) {
    message.lm_challenge_response = Bytes(zeros).subspan(0, size);
    EXPECT_EQ(Rules(message), std::vector<std::string>{"authenticate-lm-response-size"}) << size;
  }
}

TEST(AuthenticateMessageTest, ReportsFlags) {
  AuthenticateMessage message = Plain();
  message.negotiate_flags = flags::kDatagram | flags::kReserved4;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"flags-no-charset", "flags-reserved",
                                                      "flags-datagram-no-key-exch"}));
}

TEST(AuthenticateMessageTest, ReportsAvPairsUnterminated) {
  std::vector<uint8_t> bytes = Ntlmv2Authenticate();
  bytes[0xD0] = 9;  // AvId of MsvAvEOL
  bytes[0xD4] = 3;  // AvId that the four zero bytes are
  EXPECT_EQ(Rules(AuthenticateMessage::Parse(bytes).value()),
            std::vector<std::string>{"av-eol-missing"});
}

TEST(AuthenticateMessageTest, ReportsAvPairThatPassesTheResponse) {
  std::vector<uint8_t> bytes = Ntlmv2Authenticate();
  bytes[0xB2] = 0x40;  // AvLen of MsvAvNbDomainName
  EXPECT_EQ(Rules(AuthenticateMessage::Parse(bytes).value()),
            std::vector<std::string>{"av-pair-unreadable"});
}

TEST(AuthenticateMessageTest, ReportsNamesOfOddLength) {
  AuthenticateMessage message = Plain();
  message.domain_name = Bytes(vectors::kUserUtf16).subspan(0, 1);
  message.user_name = Bytes(vectors::kUserUtf16).subspan(0, 3);
  message.workstation = Bytes(vectors::kUserUtf16).subspan(0, 5);
  const std::vector<uint8_t> zeros(24);
  message.lm_challenge_response = zeros;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"authenticate-domain-name-odd-length",
                                                      "authenticate-user-name-odd-length",
                                                      "authenticate-workstation-odd-length"}));
}

TEST(AuthenticateMessageTest, ReportsSessionKeyAgainstItsFlag) {
  AuthenticateMessage message = Plain();
  *message.negotiate_flags |= flags::kKeyExch;
  EXPECT_EQ(Rules(message), std::vector<std::string>{}) << "nothing to sign or seal";
  *message.negotiate_flags |= flags::kSeal;
  EXPECT_EQ(Rules(message), std::vector<std::string>{"authenticate-session-key-missing"});
  message.encrypted_random_session_key = Bytes(vectors::kRandomSessionKey);
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
  *message.negotiate_flags ^= flags::kKeyExch;
  EXPECT_EQ(Rules(message), std::vector<std::string>{"authenticate-session-key-ignored"});
}

TEST(AuthenticateMessageTest, ReportsMicThatIsSaidToBeThereAndIsNot) {
  // CVE-2019-1040: the MIC is cut out, MsvAvFlags is left as it was.
  std::vector<uint8_t> response(44);
  response[16] = response[17] = 1;                          // RespType, HiRespType
  response.insert(response.end(), {6, 0, 4, 0, 2, 0, 0, 0,  // MsvAvFlags
                                   0, 0, 0, 0,              // MsvAvEOL
                                   0, 0, 0, 0});            // Z(4)
  AuthenticateMessage message = Plain();
  message.nt_challenge_response = response;
  EXPECT_EQ(Rules(message), std::vector<std::string>{"authenticate-mic-missing"});
  message.mic = std::array<uint8_t, 16>{};
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
}

}  // namespace
}  // namespace ntlmatrix::ntlm
