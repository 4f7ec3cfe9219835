// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/describe.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include <gtest/gtest.h>

#include "conformance/decode/describe_av_pairs.h"
#include "conformance/decode/header_members.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::decode {
namespace {

using Vector = std::vector<uint8_t>;
namespace vectors = ntlm::test_vectors;

Vector Copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

Vector Join(std::initializer_list<Bytes> parts) {
  Vector all;
  for (const Bytes part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// "offset+length name=value" of a field and its members, one a line, indented by depth.
void AppendLines(const DescribedField& field, size_t depth, std::string* out) {
  absl::StrAppend(out, std::string(depth, ' '), field.offset, "+", field.length, " ", field.name,
                  "=", field.value, field.outside ? " (outside)" : "", "\n");
  for (const std::string& note : field.notes) {
    absl::StrAppend(out, std::string(depth, ' '), "- ", note, "\n");
  }
  for (const DescribedField& member : field.members) AppendLines(member, depth + 1, out);
}

std::string Lines(const std::vector<DescribedField>& fields) {
  std::string out;
  for (const DescribedField& field : fields) AppendLines(field, 0, &out);
  return out;
}

// Only fields whose names do not end in "Fields".
std::string Values(Bytes message) {
  std::vector<DescribedField> fields = DescribeMessage(message);
  fields.erase(std::remove_if(fields.begin(), fields.end(),
                              [](const DescribedField& field) {
                                return absl::string_view(field.name).find("Fields") !=
                                       absl::string_view::npos;
                              }),
               fields.end());
  return Lines(fields);
}

TEST(DescribeTest, DescribesChallenge) {
  EXPECT_EQ(Lines(DescribeMessage(vectors::ntlm_v2::kChallengeMessage)),
            "0+8 Signature=NTLMSSP\\0\n"
            "8+4 MessageType=2, CHALLENGE_MESSAGE\n"
            "12+8 TargetNameFields=Len 12, MaxLen 12, BufferOffset 56\n"
            "20+4 NegotiateFlags=0xe28a8233\n"
            "24+8 ServerChallenge=0123456789abcdef\n"
            "32+8 Reserved=0000000000000000\n"
            "40+8 TargetInfoFields=Len 36, MaxLen 36, BufferOffset 68\n"
            "48+8 Version=6.0 build 6000 (Windows Vista, Server 2008)\n"
            "56+12 TargetName=Server\n"
            "- a receiver ignores it: its flag is clear\n"
            "68+36 TargetInfo=\n"
            " 68+16 MsvAvNbDomainName=Domain\n"
            " 84+16 MsvAvNbComputerName=Server\n"
            " 100+4 MsvAvEOL=\n");
}

TEST(DescribeTest, NamesEveryFlag) {
  const auto fields = DescribeMessage(vectors::ntlm_v1_ess::kChallengeMessage);
  EXPECT_EQ(absl::StrJoin(fields[3].flags, "\n"),
            "0x00000001 NTLMSSP_NEGOTIATE_UNICODE\n"
            "0x00000002 NTLM_NEGOTIATE_OEM\n"
            "0x00000010 NTLMSSP_NEGOTIATE_SIGN\n"
            "0x00000020 NTLMSSP_NEGOTIATE_SEAL\n"
            "0x00000200 NTLMSSP_NEGOTIATE_NTLM\n"
            "0x00008000 NTLMSSP_NEGOTIATE_ALWAYS_SIGN\n"
            "0x00020000 NTLMSSP_TARGET_TYPE_SERVER\n"
            "0x00080000 NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY\n"
            "0x02000000 NTLMSSP_NEGOTIATE_VERSION\n"
            "0x80000000 NTLMSSP_NEGOTIATE_56");
}

TEST(DescribeTest, DescribesNtlmV2) {
  EXPECT_EQ(Values(vectors::ntlm_v2::kAuthenticateMessage),
            "0+8 Signature=NTLMSSP\\0\n"
            "8+4 MessageType=3, AUTHENTICATE_MESSAGE\n"
            "60+4 NegotiateFlags=0xe2888235\n"
            "64+8 Version=5.1 build 2600 (Windows XP)\n"
            "72+12 DomainName=Domain\n"
            "84+8 UserName=User\n"
            "92+16 Workstation=COMPUTER\n"
            "108+24 LmChallengeResponse=LMv2_RESPONSE\n"
            " 108+16 Response=86c35097ac9cec102554764a57cccc19\n"
            " 124+8 ChallengeFromClient=aaaaaaaaaaaaaaaa\n"
            "132+84 NtChallengeResponse=NTLMv2_RESPONSE: NTLM v2\n"
            " 132+16 NTProofStr=68cd0ab851e51c96aabc927bebef6a1c\n"
            " 148+1 RespType=1\n"
            " 149+1 HiRespType=1\n"
            " 150+2 Reserved1=0000\n"
            " 152+4 Reserved2=00000000\n"
            " 156+8 TimeStamp=0, no time\n"
            " 164+8 ChallengeFromClient=aaaaaaaaaaaaaaaa\n"
            " 172+4 Reserved3=00000000\n"
            " 176+40 AvPairs=\n"
            "  176+16 MsvAvNbDomainName=Domain\n"
            "  192+16 MsvAvNbComputerName=Server\n"
            "  208+4 MsvAvEOL=\n"
            "  212+4 (after MsvAvEOL)=00000000\n"
            "216+16 EncryptedRandomSessionKey=c5dad2544fc9799094ce1ce90bc9d03e\n");
}

// The responses of a message alone, as LM and NT, without user name.
std::string Responses(Bytes lm, Bytes nt, Bytes user = {}) {
  Vector message = Copy(Bytes(vectors::ntlm_v1::kAuthenticateMessage).first(64));
  const auto place = [&](size_t at, Bytes value) {
    message[at] = message[at + 2] = static_cast<uint8_t>(value.size());
    message[at + 1] = message[at + 3] = static_cast<uint8_t>(value.size() >> 8);
    message[at + 4] = static_cast<uint8_t>(message.size());
    message[at + 5] = static_cast<uint8_t>(message.size() >> 8);
    message.insert(message.end(), value.begin(), value.end());
  };
  place(28, {});
  place(36, user);
  place(44, {});
  place(52, {});
  place(12, lm);
  place(20, nt);
  std::string values = Values(message);
  return values.substr(values.find("NegotiateFlags=0xe2808235\n") + 26);
}

TEST(DescribeTest, TellsFormsOfResponsesApart) {
  const Vector zeros(24);
  EXPECT_EQ(Responses(vectors::ntlm_v1::kLmResponse, vectors::ntlm_v1::kNtlmResponse),
            "64+24 LmChallengeResponse=98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13\n"
            "- LM_RESPONSE: gives away the password to anyone who sees it\n"
            "88+24 NtChallengeResponse=67c43011f30298a2ad35ece64f16331c44bdbed927841f94\n"
            "- NTLM_RESPONSE: NTLM v1 over the server's challenge alone\n");
  EXPECT_EQ(Responses(vectors::ntlm_v1_ess::kLmResponse, vectors::ntlm_v1_ess::kNtlmResponse),
            "64+24 LmChallengeResponse=client challenge of NTLM v1 with extended session "
            "security\n"
            " 64+8 ChallengeFromClient=aaaaaaaaaaaaaaaa\n"
            " 72+16 Z(16)=00000000000000000000000000000000\n"
            "88+24 NtChallengeResponse=7537f803ae367128ca458204bde7caf81e97ed2683267232\n"
            "- NTLM_RESPONSE: NTLM v1 over both challenges (extended session security)\n");
  EXPECT_EQ(Responses(vectors::ntlm_v1::kNtlmResponse, vectors::ntlm_v1::kNtlmResponse),
            "64+24 LmChallengeResponse=67c43011f30298a2ad35ece64f16331c44bdbed927841f94\n"
            "- the NTLM_RESPONSE again: this client sends no LM response\n"
            "88+24 NtChallengeResponse=67c43011f30298a2ad35ece64f16331c44bdbed927841f94\n"
            "- NTLM_RESPONSE: NTLM v1 over the server's challenge alone\n");
  EXPECT_EQ(Responses(Bytes(zeros).first(1), {}),
            "64+1 LmChallengeResponse=00\n- Z(1): anonymous\n");
  EXPECT_EQ(Responses(Bytes(zeros).first(1), {}, vectors::kUserUtf16),
            "64+8 UserName=User\n"
            "72+1 LmChallengeResponse=00\n- Z(1), but this client is not anonymous\n");
  EXPECT_EQ(Responses(zeros, Bytes(zeros).first(23)),
            "64+24 LmChallengeResponse=000000000000000000000000000000000000000000000000\n"
            "- Z(24): no LM response, as with NTLM v2 and a timestamp\n"
            "88+23 NtChallengeResponse=0000000000000000000000000000000000000000000000\n"
            "- too short: no response has 23 bytes\n");
  EXPECT_EQ(Responses(Bytes(zeros).first(2), {}),
            "64+2 LmChallengeResponse=0000\n- no form of a response has 2 bytes\n");
}

TEST(DescribeTest, DescribesNtlmV2ResponseThatIsTooShort) {
  const Vector nt(25);
  EXPECT_EQ(Responses({}, nt),
            "64+25 NtChallengeResponse=NTLMv2_RESPONSE: NTLM v2\n"
            "- NTLMv2_CLIENT_CHALLENGE: cannot read 8 bytes at offset 8 of 9\n"
            " 64+16 NTProofStr=00000000000000000000000000000000\n"
            " 80+9 (cut off)=000000000000000000\n");
}

TEST(DescribeTest, SaysWhetherTheMicIsMeant) {
  constexpr uint8_t kMicPresent[] = {6, 0, 4, 0, 2, 0, 0, 0};
  constexpr uint8_t kEol[] = {0, 0, 0, 0};
  const Vector nt = Join({Vector(16), Bytes(vectors::ntlm_v2::kTemp).first(28), kMicPresent, kEol});
  Vector message = Copy(Bytes(vectors::ntlm_v2::kAuthenticateMessage).first(72));
  message.resize(88);
  for (size_t at = 12; at < 60; at += 8) message[at] = message[at + 2] = 0;
  message[20] = message[22] = static_cast<uint8_t>(nt.size());
  message[24] = 88;
  Vector with = Join({message, nt});
  EXPECT_NE(Values(with).find("72+16 MIC=00000000000000000000000000000000\n88+56 Nt"),
            std::string::npos)
      << Values(with);
  with[88 + 44] = 7;  // no MsvAvFlags
  EXPECT_NE(Values(with).find("- MsvAvFlags does not say that there is a MIC\n88+56 Nt"),
            std::string::npos);
}

TEST(DescribeTest, DescribesAMessageThatIsCutOffAsFarAsItGoes) {
  const Bytes message = vectors::ntlm_v2::kChallengeMessage;
  EXPECT_EQ(Values(message.first(30)),
            "0+8 Signature=NTLMSSP\\0\n"
            "8+4 MessageType=2, CHALLENGE_MESSAGE\n"
            "20+4 NegotiateFlags=0xe28a8233\n"
            "24+6 ServerChallenge=0123456789ab\n"
            "- cut off: 6 of 8 bytes\n");
  EXPECT_EQ(Values(message.first(10)),
            "0+8 Signature=NTLMSSP\\0\n8+2 MessageType=0200\n- cut off: 2 of 4 bytes\n");
  const std::string values = Values(message.first(80));
  EXPECT_NE(values.find("68+36 TargetInfo=cut off: 12 of 36 bytes (outside)\n"
                        "- the token is at least 24 bytes short\n"),
            std::string::npos)
      << values;
  EXPECT_EQ(values.find("(not used)"), std::string::npos) << values;
  const std::string outside = Values(message.first(60));
  EXPECT_NE(outside.find("68+36 TargetInfo=outside of the message, which has 60 bytes (outside)\n"),
            std::string::npos)
      << outside;
}

TEST(DescribeTest, SaysThatOneByteIsMissing) {
  EXPECT_NE(Values(Bytes(vectors::ntlm_v2::kChallengeMessage).first(103))
                .find("- the token is at least 1 byte short\n"),
            std::string::npos);
}

TEST(DescribeTest, DescribesTheWholePairsOfATargetInfoThatIsCutOff) {
  const Bytes message = vectors::ntlm_v2::kChallengeMessage;
  const std::string values = Values(message.first(88));
  EXPECT_NE(values.find("- the token is at least 16 bytes short\n 68+16 MsvAvNbDomainName=Domain\n"
                        " 84+4 (unreadable)="),
            std::string::npos)
      << values;
}

// The header of every message, cut at every byte, is described without a byte left out.
TEST(DescribeTest, TruncationAtEveryByteLeavesNothingOut) {
  const Vector negotiate = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 0, 0, 0, 1, 2, 3, 4,
                            5,   6,   7,   8,   9,   0,   1,   2, 3, 4, 5, 6, 7, 8, 9, 0};
  for (const Bytes message : {Bytes(negotiate), Bytes(vectors::ntlm_v2::kChallengeMessage),
                              Bytes(vectors::ntlm_v2::kAuthenticateMessage)}) {
    for (size_t size = 8; size <= message.size(); ++size) {
      size_t described = 0;
      for (const DescribedField& field : DescribeMessage(message.first(size))) {
        if (field.offset >= size) continue;
        EXPECT_LE(field.offset, described) << "of " << size;
        described = std::max(described, std::min(field.offset + field.length, size));
      }
      EXPECT_EQ(described, size);
    }
  }
}

TEST(DescribeTest, DescribesUnknownMessageType) {
  Vector message = Copy(Bytes(vectors::ntlm_v2::kChallengeMessage).first(20));
  message[8] = 9;
  EXPECT_EQ(Values(message),
            "0+8 Signature=NTLMSSP\\0\n8+4 MessageType=9, unknown\n12+8 (unknown)=\n");
  EXPECT_EQ(MessageName(message), "message of unknown type 9");
  EXPECT_EQ(MessageName(Bytes(message).first(11)), "message without MessageType");
}

TEST(DescribeTest, ShowsBytesThatNothingPointsTo) {
  const Vector message = Join({vectors::ntlm_v1::kChallengeMessage, Vector(5)});
  EXPECT_NE(Values(message).find("68+5 (not used)=\n- nothing in the header points here\n"),
            std::string::npos);
}

TEST(DescribeTest, SaysWhichValuesOverlap) {
  Vector message = Copy(vectors::ntlm_v2::kChallengeMessage);
  message[44] = 60;  // TargetInfo begins in TargetName
  EXPECT_NE(Values(message).find("- overlaps with what stands before it\n"), std::string::npos);
}

TEST(DescribeTest, NamesOfNegotiateAreOem) {
  const Vector message = {'N',  'T',  'L',  'M',  'S', 'S', 'P', 0,  // Signature
                          1,    0,    0,    0,                       // MessageType
                          0x07, 0x12, 0x00, 0x00,                    // NegotiateFlags
                          3,    0,    3,    0,    32,  0,   0,   0,  // DomainNameFields
                          0,    0,    0,    0,    0,   0,   0,   0,  // WorkstationFields
                          'D',  'O',  'M'};
  EXPECT_NE(Values(message).find("32+3 DomainName=DOM\n"), std::string::npos) << Values(message);
}

// Windows 9x left NegotiateFlags out.
TEST(DescribeTest, GuessesTheCharacterSetWithoutFlags) {
  for (const bool unicode : {true, false}) {
    Vector message = Copy(Bytes(vectors::ntlm_v1::kAuthenticateMessage).first(52));
    const Vector name = unicode ? Copy(vectors::kUserUtf16) : Vector{'U', 's', 'e', 'r'};
    for (size_t at = 12; at < 52; at += 8) message[at] = 0;
    message[36] = static_cast<uint8_t>(name.size());
    message[40] = 52;
    const std::string values = Values(Join({message, name}));
    EXPECT_NE(values.find("UserName=User\n- the header ends before NegotiateFlags"),
              std::string::npos)
        << values;
  }
}

TEST(DescribeAvPairsTest, DescribesEveryId) {
  Vector single_host = {8, 0, 49, 0, 48, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
  single_host.resize(4 + 48);
  single_host.push_back(9);
  constexpr uint8_t kBefore[] = {3, 0, 2, 0, 'c',  0,                 //
                                 4, 0, 2, 0, 'd',  0,                 //
                                 5, 0, 2, 0, 't',  0,                 //
                                 6, 0, 4, 0, 0x07, 0,    0,    0x80,  //
                                 7, 0, 8, 0, 0,    0x80, 0x3E, 0xD5, 0xDE, 0xB1, 0x9D, 1};
  constexpr uint8_t kAfter[] = {9,    0,    0, 0,        //
                                0x0A, 0,    2, 0, 0, 0,  //
                                0xFF, 0x12, 1, 0, 5, 0, 0, 0, 0};
  EXPECT_EQ(Lines(DescribeAvPairs(Join({kBefore, single_host, kAfter}), 100)),
            "100+6 MsvAvDnsComputerName=c\n"
            "106+6 MsvAvDnsDomainName=d\n"
            "112+6 MsvAvDnsTreeName=t\n"
            "118+8 MsvAvFlags=0x80000007\n"
            "126+12 MsvAvTimestamp=1970-01-01T00:00:00.0000000Z\n"
            "138+53 MsvAvSingleHost=Single_Host_Data\n"
            " 142+4 Size=48\n"
            " 146+4 Z4=0\n"
            " 150+8 CustomData=0102030405060708\n"
            " 158+32 MachineID=" +
                std::string(64, '0') +
                "\n"
                " 190+1 (more)=a receiver ignores it\n"
                "191+4 MsvAvTargetName=\n"
                "195+6 MsvAvChannelBindings=0000\n"
                "- MsvAvChannelBindings has 16 bytes\n"
                "- all zero: the client has no channel bindings\n"
                "201+5 (AvId 0x12ff)=05\n"
                "206+4 MsvAvEOL=\n");
}

TEST(DescribeAvPairsTest, NamesBitsOfMsvAvFlags) {
  constexpr uint8_t kValue[] = {7, 0, 0, 0x80};
  const DescribedField field = DescribeAvPair({ntlm::AvId::kFlags, kValue}, 0);
  EXPECT_EQ(absl::StrJoin(field.flags, "\n"),
            "0x00000001 account authentication is constrained\n"
            "0x00000002 AUTHENTICATE_MESSAGE has a MIC\n"
            "0x00000004 MsvAvTargetName is from an untrusted source\n"
            "0x80000000 (not documented)");
}

TEST(DescribeAvPairsTest, ShowsValuesOfWrongSizeAsDigits) {
  constexpr uint8_t kPairs[] = {6, 0, 3, 0, 1, 2, 3, 7, 0, 1, 0, 4, 8, 0, 1, 0, 5};
  EXPECT_EQ(Lines(DescribeAvPairs(kPairs, 0)),
            "0+7 MsvAvFlags=010203\n"
            "- MsvAvFlags has 4 bytes\n"
            "7+5 MsvAvTimestamp=04\n"
            "- MsvAvTimestamp has 8 bytes\n"
            "12+5 MsvAvSingleHost=05\n"
            "- Single_Host_Data: cannot read 4 bytes at offset 0 of 1\n");
}

TEST(DescribeAvPairsTest, ShowsPairThatPassesTheEnd) {
  constexpr uint8_t kPairs[] = {3, 0, 2, 0, 'c', 0, 4, 0, 9, 0, 'd'};
  EXPECT_EQ(Lines(DescribeAvPairs(kPairs, 10)),
            "10+6 MsvAvDnsComputerName=c\n"
            "16+5 (unreadable)=AV_PAIR: cannot read 9 bytes at offset 10 of 11 of the list\n");
}

TEST(DescribeAvPairsTest, DescribesOnlyTheFirstOfThousands) {
  Vector pairs;
  for (int i = 0; i < 5000; ++i) pairs.insert(pairs.end(), {9, 0, 0, 0});
  const auto fields = DescribeAvPairs(pairs, 0);
  ASSERT_EQ(fields.size(), kMostAvPairs + 1);
  EXPECT_EQ(fields.back().value, "4900 more AV_PAIRs");
}

}  // namespace
}  // namespace ntlmatrix::decode
