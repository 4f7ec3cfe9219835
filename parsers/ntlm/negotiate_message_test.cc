// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/negotiate_message.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::ntlm {
namespace {

// Not in [MS-NLMP] 4.2, which has no NEGOTIATE_MESSAGE.
constexpr uint8_t kFull[] = {
    'N',  'T',  'L',  'M',  'S', 'S', 'P', 0,   // Signature
    1,    0,    0,    0,                        // MessageType
    0x07, 0xB2, 0x08, 0xA0,                     // NegotiateFlags
    6,    0,    6,    0,    40,  0,   0,   0,   // DomainNameFields
    8,    0,    8,    0,    46,  0,   0,   0,   // WorkstationFields
    10,   0,    0x63, 0x45, 0,   0,   0,   15,  // Version
    'D',  'O',  'M',  'A',  'I', 'N',           // DomainName
    'C',  'O',  'M',  'P',  'U', 'T', 'E', 'R'  // Workstation
};

std::vector<uint8_t> Full() { return {std::begin(kFull), std::end(kFull)}; }

std::vector<std::string> Rules(const NegotiateMessage& message) {
  std::vector<std::string> rules;
  for (const Finding& finding : message.Validate()) rules.emplace_back(finding.rule);
  return rules;
}

TEST(NegotiateMessageTest, ReadsAllFields) {
  const auto message = NegotiateMessage::Parse(kFull);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->negotiate_flags, 0xA008B207u);
  EXPECT_EQ(message->domain_name, Bytes(kFull).subspan(40, 6));
  EXPECT_EQ(message->workstation, Bytes(kFull).subspan(46, 8));
  EXPECT_EQ(message->version, (Version{10, 0, 0x4563, {}, 15}));
}

TEST(NegotiateMessageTest, WritesWhatItReads) {
  EXPECT_EQ(NegotiateMessage::Parse(kFull)->Serialize().value(), Full());
}

TEST(NegotiateMessageTest, RejectsTruncatedBeforeNegotiateFlags) {
  // CVE-2020-11088: twelve bytes of header and nothing else.
  EXPECT_EQ(NegotiateMessage::Parse(Bytes(kFull, 12)).status().message(),
            "NEGOTIATE_MESSAGE: cannot read 4 bytes at offset 12 of 12");
  EXPECT_FALSE(NegotiateMessage::Parse(Bytes(kFull, 15)).ok());
}

TEST(NegotiateMessageTest, AcceptsFlagsAlone) {
  const auto message = NegotiateMessage::Parse(Bytes(kFull, 16));
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->negotiate_flags, 0xA008B207u);
  EXPECT_EQ(message->domain_name, std::nullopt);
  EXPECT_EQ(message->workstation, std::nullopt);
  EXPECT_EQ(message->version, std::nullopt);
  EXPECT_EQ(message->Serialize()->size(), 16u);
}

TEST(NegotiateMessageTest, AcceptsHeaderWithoutWorkstation) {
  std::vector<uint8_t> bytes(kFull, kFull + 24);
  bytes[16] = 0;  // DomainNameLen
  const auto message = NegotiateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->domain_name, Bytes());
  EXPECT_EQ(message->workstation, std::nullopt);
}

TEST(NegotiateMessageTest, AcceptsHeaderWithoutVersion) {
  std::vector<uint8_t> bytes(kFull, kFull + 32);
  bytes.insert(bytes.end(), {'D', 'O', 'M', 'A', 'I', 'N'});
  bytes[20] = 32;  // DomainNameBufferOffset
  bytes[24] = 0;   // WorkstationLen
  const auto message = NegotiateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->domain_name, Bytes(bytes).subspan(32, 6));
  EXPECT_EQ(message->workstation, Bytes());
  EXPECT_EQ(message->version, std::nullopt);
  EXPECT_EQ(message->Serialize()->size(), 38u);
}

TEST(NegotiateMessageTest, AcceptsBytesThatNothingRefersTo) {
  std::vector<uint8_t> bytes = Full();
  bytes.insert(bytes.begin() + 40, {0xFF, 0xFF});
  bytes.push_back(0xFF);
  bytes[20] = 42;  // DomainNameBufferOffset
  bytes[28] = 48;  // WorkstationBufferOffset
  EXPECT_EQ(NegotiateMessage::Parse(bytes).value(), NegotiateMessage::Parse(kFull).value());
}

TEST(NegotiateMessageTest, IgnoresOffsetOfEmptyFields) {
  std::vector<uint8_t> bytes(kFull, kFull + 40);
  bytes[16] = 0;                                         // DomainNameLen
  bytes[24] = 0;                                         // WorkstationLen
  bytes[20] = bytes[21] = bytes[22] = bytes[23] = 0xFF;  // DomainNameBufferOffset
  const auto message = NegotiateMessage::Parse(bytes);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->domain_name, Bytes());
  EXPECT_TRUE(message->version.has_value());
}

TEST(NegotiateMessageTest, RejectsDomainNamePastEnd) {
  std::vector<uint8_t> bytes = Full();
  bytes[20] = 49;  // DomainNameBufferOffset
  EXPECT_EQ(NegotiateMessage::Parse(bytes).status().message(),
            "NEGOTIATE_MESSAGE: cannot read 6 bytes at offset 49 of 54");
}

TEST(NegotiateMessageTest, RejectsOffsetPlusLengthThatWraps) {
  std::vector<uint8_t> bytes = Full();
  bytes[24] = 0x40;  // WorkstationLen
  bytes[28] = 0xF0;  // WorkstationBufferOffset
  bytes[29] = bytes[30] = bytes[31] = 0xFF;
  EXPECT_FALSE(NegotiateMessage::Parse(bytes).ok());
}

TEST(NegotiateMessageTest, RejectsOtherMessageType) {
  std::vector<uint8_t> bytes = Full();
  bytes[8] = 2;
  EXPECT_EQ(NegotiateMessage::Parse(bytes).status().message(),
            "NEGOTIATE_MESSAGE: unexpected byte at offset 8");
}

TEST(NegotiateMessageTest, TruncationAtEveryByteIsAnErrorOrAShorterForm) {
  for (size_t size = 0; size < sizeof(kFull); ++size) {
    // Names begin at 40, so whatever has room for DomainNameFields needs all of them.
    EXPECT_EQ(NegotiateMessage::Parse(Bytes(kFull, size)).ok(), size >= 16 && size < 24) << size;
  }
}

TEST(NegotiateMessageTest, RejectsNameTooLongForItsLength) {
  const std::vector<uint8_t> name(65536, 'A');
  NegotiateMessage message;
  message.workstation = name;
  const auto bytes = message.Serialize();
  EXPECT_EQ(bytes.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(bytes.status().message(),
            "Workstation has 65536 bytes, more than the 65535 that Len can say");
}

TEST(NegotiateMessageTest, WritesZerosForAbsentFieldsBeforePresentOnes) {
  NegotiateMessage message;
  message.version = Version{6, 1, 7601, {}, 15};
  const std::vector<uint8_t> bytes = message.Serialize().value();
  ASSERT_EQ(bytes.size(), 40u);
  const auto back = NegotiateMessage::Parse(bytes);
  EXPECT_EQ(back->domain_name, Bytes());
  EXPECT_EQ(back->version, message.version);
}

TEST(NegotiateMessageTest, ReportsFlags) {
  NegotiateMessage message;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"flags-no-charset", "flags-no-ntlm",
                                                      "flags-no-always-sign"}));
  message.negotiate_flags = 0x00008201 | flags::kReserved1 | flags::kReserved8;
  const auto findings = message.Validate();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0], (Finding{"flags-reserved", "[MS-NLMP] 2.2.2.5", Severity::kError, 12,
                                  "unused bits must be zero: r1 (0x10000000)"}));
  EXPECT_EQ(findings[1].rule, "flags-reserved-r8");
  EXPECT_EQ(findings[1].severity, Severity::kWarning);
}

TEST(NegotiateMessageTest, AcceptsWhatOnlyOtherMessagesMustNotSay) {
  NegotiateMessage message;
  message.negotiate_flags = 0x00008201 | flags::kTargetTypeDomain | flags::kTargetTypeServer |
                            flags::kExtendedSessionSecurity | flags::kLmKey | flags::kDatagram;
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
}

TEST(NegotiateMessageTest, ReportsNamesWithoutTheirFlags) {
  NegotiateMessage message;
  message.negotiate_flags = 0x00008201;
  message.domain_name = Bytes(kFull, 2);
  message.workstation = Bytes(kFull, 3);
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"negotiate-domain-name-ignored",
                                                      "negotiate-workstation-ignored"}));
}

TEST(NegotiateMessageTest, ReportsNamesWithVersion) {
  // "the DomainName field MUST be set to a zero-length string", [MS-NLMP] 3.1.5.1.1
  NegotiateMessage message = NegotiateMessage::Parse(kFull).value();
  message.negotiate_flags |= flags::kVersion;
  EXPECT_EQ(Rules(message), (std::vector<std::string>{"negotiate-domain-name-with-version",
                                                      "negotiate-workstation-with-version"}));
}

TEST(NegotiateMessageTest, ReportsVersionAgainstItsFlag) {
  NegotiateMessage message;
  message.negotiate_flags = 0x00008201;
  message.version = Version{10, 0, 17763, {}, 15};
  EXPECT_EQ(Rules(message), std::vector<std::string>{"version-not-zero"});
  message.negotiate_flags |= flags::kVersion;
  EXPECT_EQ(Rules(message), std::vector<std::string>{});
  message.version->ntlm_revision_current = 0;
  EXPECT_EQ(Rules(message), std::vector<std::string>{"version-revision"});
  message.version.reset();
  EXPECT_EQ(Rules(message), std::vector<std::string>{"version-missing-in-negotiate"});
}

}  // namespace
}  // namespace ntlmatrix::ntlm
