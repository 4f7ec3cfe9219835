// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/neg_token_init.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/mech_type.h"
#include "parsers/envelope/test_tokens.h"

namespace ntlmatrix::envelope {
namespace {

using Octets = std::vector<uint8_t>;
// The rule and the offset of each finding.
using Found = std::vector<std::pair<std::string, size_t>>;

constexpr const auto& kInit = test_tokens::kInitWithNegotiate;
constexpr const auto& kInit2 = test_tokens::kInit2OfWindows;

NegTokenInit Init() { return NegTokenInit::Parse(kInit).value(); }

Found Findings(const NegTokenInit& token) {
  Found found;
  for (const Finding& f : token.Validate()) found.emplace_back(f.rule, f.offset);
  return found;
}

Found FindingsOf(Bytes bytes) {
  const auto token = NegTokenInit::Parse(bytes);
  EXPECT_TRUE(token.ok()) << token.status();
  return token.ok() ? Findings(*token) : Found();
}

std::string ErrorOf(Bytes bytes) {
  return std::string(NegTokenInit::Parse(bytes).status().message());
}

// The contents of the SEQUENCE in a token with framing.
Octets Token(std::initializer_list<Octets> members) {
  Octets contents;
  for (const Octets& member : members) {
    contents.insert(contents.end(), member.begin(), member.end());
  }
  const auto size = static_cast<uint8_t>(contents.size());
  EXPECT_LT(size, 116u) << "lengths have one byte";
  Octets token = {0x60, static_cast<uint8_t>(size + 12),  // [APPLICATION 0]
                  0x06, 0x06,
                  0x2B, 0x06,
                  0x01, 0x05,
                  0x05, 0x02,                            // thisMech
                  0xA0, static_cast<uint8_t>(size + 2),  // negTokenInit
                  0x30, size};                           // SEQUENCE, members at 14
  token.insert(token.end(), contents.begin(), contents.end());
  return token;
}

const Octets kMechTypes = {0xA0, 0x0E, 0x30, 0x0C, 0x06, 0x0A, 0x2B, 0x06,
                           0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A};
const Octets kKerberosMechTypes = {0xA0, 0x0D, 0x30, 0x0B, 0x06, 0x09, 0x2A, 0x86,
                                   0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02};
const Octets kMechToken = {0xA2, 0x0A, 0x04, 0x08, 'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};
const Octets kMic = {0xA3, 0x03, 0x04, 0x01, 0xAA};

TEST(NegTokenInitTest, ReadsMechTokenOfNtlm) {
  const auto token = NegTokenInit::Parse(kInit);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->form, NegTokenInitForm::kNegTokenInit);
  EXPECT_EQ(token->this_mech, Bytes(mech::kSpnego));
  ASSERT_TRUE(token->mech_types.has_value());
  EXPECT_EQ(token->req_flags, std::nullopt);
  EXPECT_EQ(token->mech_token, Bytes(kInit).subspan(34, 40));
  EXPECT_EQ(token->neg_hints, std::nullopt);
  EXPECT_EQ(token->mech_list_mic, std::nullopt);
  EXPECT_TRUE(token->rest.empty());
  EXPECT_EQ(Findings(*token), Found());
}

TEST(NegTokenInitTest, KeepsWhatMechListMicIsComputedOver) {
  // "The input message is NOT the DER encoding of the type "[0] MechTypeList"."
  EXPECT_EQ(Init().mech_types->encoding, Bytes(kInit).subspan(16, 14));
}

TEST(NegTokenInitTest, ReadsNegTokenInit2OfWindows) {
  const auto token = NegTokenInit::Parse(kInit2);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->form, NegTokenInitForm::kNegTokenInit2);
  std::vector<std::string> names;
  MechTypeReader reader(*token->mech_types);
  for (Bytes mech_type; reader.Next(&mech_type);) names.emplace_back(MechTypeName(mech_type));
  EXPECT_EQ(names, (std::vector<std::string>{"NEGOEX", "MS Kerberos V5", "Kerberos V5",
                                             "Kerberos V5 user-to-user", "NTLMSSP"}));
  EXPECT_EQ(token->mech_token, std::nullopt);
  ASSERT_TRUE(token->neg_hints.has_value());
  EXPECT_EQ(token->neg_hints->hint_name, Bytes(kInit2).subspan(84, 36));
  EXPECT_EQ(token->neg_hints->hint_address, std::nullopt);
  EXPECT_EQ(token->mech_list_mic, std::nullopt);
  EXPECT_EQ(Findings(*token), Found());
}

TEST(NegTokenInitTest, ReadsEveryMemberOfNegTokenInit) {
  const Octets bytes = Token({kMechTypes, {0xA1, 0x04, 0x03, 0x02, 0x01, 0x36}, kMechToken, kMic});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->form, NegTokenInitForm::kNegTokenInit);
  ASSERT_TRUE(token->req_flags.has_value());
  EXPECT_EQ(token->req_flags->unused_bits, 1);
  EXPECT_TRUE(token->req_flags->Has(ContextFlag::kInteg));
  EXPECT_EQ(token->mech_list_mic, Bytes(bytes).last(1));
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, ReadsEveryMemberOfNegTokenInit2) {
  const Octets bytes = Token({kMechTypes,
                              {0xA1, 0x03, 0x03, 0x01, 0x00},
                              kMechToken,
                              {0xA3, 0x0C, 0x30, 0x0A,         // negHints
                               0xA0, 0x03, 0x1B, 0x01, 'h',    // hintName
                               0xA1, 0x03, 0x04, 0x01, 0x7F},  // hintAddress
                              {0xA4, 0x03, 0x04, 0x01, 0xAA}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->form, NegTokenInitForm::kNegTokenInit2);
  EXPECT_EQ(token->neg_hints->hint_name, Bytes(Octets{'h'}));
  EXPECT_EQ(token->neg_hints->hint_address, Bytes(Octets{0x7F}));
  EXPECT_EQ(token->mech_list_mic, Bytes(Octets{0xAA}));
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, ComparesEveryMember) {
  const Octets bytes =
      Token({kMechTypes, {0xA1, 0x04, 0x03, 0x02, 0x01, 0x36}, {0xA3, 0x02, 0x30, 0x00}});
  const NegTokenInit token = NegTokenInit::Parse(bytes).value();
  const Octets copy = bytes;
  EXPECT_EQ(token, NegTokenInit::Parse(copy).value()) << "by contents, not by place";
  Octets other = bytes;
  other[34] = 0;  // unused bits of reqFlags
  EXPECT_NE(token, NegTokenInit::Parse(other).value());
  other = bytes;
  other[35] = 0x34;  // reqFlags
  EXPECT_NE(token, NegTokenInit::Parse(other).value());
  NegTokenInit hints = token;
  hints.neg_hints->hint_name = Bytes();
  EXPECT_NE(hints, token);
}

TEST(NegTokenInitTest, TakesMechListMicInFourForNegTokenInit2) {
  const Octets bytes = Token({kMechTypes, {0xA4, 0x03, 0x04, 0x01, 0xAA}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->form, NegTokenInitForm::kNegTokenInit2);
  EXPECT_EQ(token->neg_hints, std::nullopt);
  EXPECT_EQ(token->mech_list_mic, Bytes(Octets{0xAA}));
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, TellsAbsentFromEmpty) {
  const Octets bytes = Token({{0xA2, 0x02, 0x04, 0x00}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->mech_types, std::nullopt);
  EXPECT_EQ(token->mech_token, Bytes());
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, WritesTheExamplesByteForByte) {
  EXPECT_EQ(Bytes(Init().Serialize().value()), Bytes(kInit));
  EXPECT_EQ(Bytes(NegTokenInit::Parse(kInit2)->Serialize().value()), Bytes(kInit2));
}

TEST(NegTokenInitTest, WritesATokenThatWasNotParsed) {
  const Octets list = SerializeMechTypeList({Bytes(mech::kNtlmssp)}).value();
  NegTokenInit token;
  token.this_mech = mech::kSpnego;
  token.mech_types = MechTypeList{list};
  token.mech_token = Bytes(kInit).subspan(34, 40);
  EXPECT_EQ(token, Init()) << "places are not compared";
  EXPECT_EQ(Bytes(token.Serialize().value()), Bytes(kInit));
  EXPECT_EQ(Findings(token), Found());
}

TEST(NegTokenInitTest, TruncationAtEveryByteIsAnError) {
  for (const Bytes example : {Bytes(kInit), Bytes(kInit2)}) {
    for (size_t size = 0; size < example.size(); ++size) {
      const auto token = NegTokenInit::Parse(example.subspan(0, size));
      EXPECT_EQ(token.status().code(), absl::StatusCode::kInvalidArgument) << size;
    }
  }
}

TEST(NegTokenInitTest, RejectsValueLongerThanItsParent) {
  for (const size_t length_at : std::initializer_list<size_t>{1, 3, 11, 13, 15, 17, 19, 31, 33}) {
    Octets bytes(std::begin(kInit), std::end(kInit));
    bytes[length_at] = 0x7F;
    EXPECT_EQ(NegTokenInit::Parse(bytes).status().code(), absl::StatusCode::kInvalidArgument)
        << length_at;
  }
  Octets bytes(std::begin(kInit), std::end(kInit));
  bytes[33] = 41;  // the OCTET STRING passes [2] by one byte
  EXPECT_EQ(ErrorOf(bytes), "NegTokenInit: cannot read 41 bytes at offset 34 of 74");
  bytes[33] = 40;
  bytes[19] = 11;  // the object identifier passes the list by one byte
  EXPECT_EQ(ErrorOf(bytes), "NegTokenInit: cannot read 11 bytes at offset 20 of 30");
}

TEST(NegTokenInitTest, RejectsOtherTokens) {
  EXPECT_EQ(ErrorOf(Bytes(kInit).subspan(34)),
            "NegTokenInit: tag 0x4e at offset 0 where 0x60 belongs");
  EXPECT_EQ(ErrorOf(test_tokens::kRespReject),
            "NegTokenInit: tag 0xa1 at offset 0 where 0x60 belongs");
  EXPECT_EQ(ErrorOf(Octets{0x60, 0x02, 0x04, 0x00}),
            "NegTokenInit: tag 0x04 at offset 2 where 0x06 belongs");
  EXPECT_EQ(ErrorOf(Octets{0x60, 0x05, 0x06, 0x01, 0x2A, 0x01, 0x00}),
            "NegTokenInit: tag 0x01 at offset 5 where 0xa0 belongs");
}

TEST(NegTokenInitTest, RejectsMembersOfOtherTypes) {
  EXPECT_EQ(ErrorOf(Token({{0xA0, 0x02, 0x31, 0x00}})),
            "NegTokenInit: tag 0x31 at offset 16 where 0x30 belongs");
  EXPECT_EQ(ErrorOf(Token({{0xA0, 0x04, 0x30, 0x02, 0x04, 0x00}})),
            "NegTokenInit: tag 0x04 at offset 18 where 0x06 belongs");
  EXPECT_EQ(ErrorOf(Token({{0xA1, 0x02, 0x03, 0x00}})),
            "NegTokenInit: value with tag 0x03 at offset 16 is empty");
  EXPECT_EQ(ErrorOf(Token({{0xA2, 0x04, 0x24, 0x02, 0x04, 0x00}})),
            "NegTokenInit: constructed string, tag 0x24, at offset 16");
  EXPECT_EQ(ErrorOf(Token({{0xA3, 0x02, 0x1B, 0x00}})),
            "NegTokenInit: tag 0x1b at offset 16 where 0x04 belongs");
  EXPECT_EQ(ErrorOf(Token({{0xA3, 0x06, 0x30, 0x04, 0xA0, 0x02, 0x04, 0x00}})),
            "NegTokenInit: tag 0x04 at offset 20 where 0x1b belongs");
  EXPECT_EQ(ErrorOf(Token({{0xA3, 0x04, 0x30, 0x02, 0xA7, 0x05}})),
            "NegTokenInit: cannot read 5 bytes at offset 20 of 20");
  EXPECT_EQ(ErrorOf(Token({{0xA7, 0x05}})), "NegTokenInit: cannot read 5 bytes at offset 16 of 16")
      << "what is not read has to be readable too";
}

TEST(NegTokenInitTest, RejectsIndefiniteLengthAsUnimplemented) {
  const Octets bytes = {0x60, 0x80, 0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02, 0x00, 0x00};
  EXPECT_EQ(NegTokenInit::Parse(bytes).status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(ErrorOf(bytes), "NegTokenInit: indefinite length at offset 1");
}

TEST(NegTokenInitTest, ReportsFraming) {
  // "The syntax of the initial negotiation tokens follows the initialContextToken syntax"
  EXPECT_EQ(FindingsOf(Bytes(kInit).subspan(10)), (Found{{"spnego-framing-missing", 0}}));
  // "The SPNEGO pseudo mechanism is identified by the Object Identifier […] (1.3.6.1.5.5.2)."
  Octets bytes(std::begin(kInit), std::end(kInit));
  bytes[9] = 0x03;
  EXPECT_EQ(FindingsOf(bytes), (Found{{"spnego-this-mech", 2}}));
}

TEST(NegTokenInitTest, ReportsMissingMechTypes) {
  EXPECT_EQ(FindingsOf(Token({kMechToken})), (Found{{"init-mech-types-missing", 12}}));
  // OPTIONAL in NegTokenInit2
  NegTokenInit token = NegTokenInit::Parse(kInit2).value();
  token.mech_types.reset();
  EXPECT_EQ(Findings(token), Found());
}

TEST(NegTokenInitTest, ReportsEmptyMechTypes) {
  // "This field contains one or more security mechanisms available for the initiator"
  EXPECT_EQ(FindingsOf(Token({{0xA0, 0x02, 0x30, 0x00}, kMechToken})),
            (Found{{"init-mech-types-empty", 16}}));
}

TEST(NegTokenInitTest, ReportsSpnegoAmongMechTypes) {
  // "the list MUST NOT contain this SPNEGO mechanism itself"
  const Octets bytes = Token({{0xA0, 0x22, 0x30, 0x20,                                //
                               0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37,  // NTLMSSP
                               0x02, 0x02, 0x0A,                                      //
                               0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02,        // SPNEGO
                               0x06, 0x01, 0x2A,                                      // 1.2
                               0x06, 0x07, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02, 0x02},
                              kMechToken});
  EXPECT_EQ(FindingsOf(bytes), (Found{{"init-mech-types-spnego", 30}}));
}

TEST(NegTokenInitTest, ReportsMechTypesTwice) {
  Octets bytes(std::begin(kInit2), std::end(kInit2));
  bytes[46] = 0x82;  // Kerberos V5 becomes a second MS Kerberos V5
  const NegTokenInit token = NegTokenInit::Parse(bytes).value();
  ASSERT_EQ(token.Validate().size(), 1u);
  EXPECT_EQ(Findings(token), (Found{{"init-mech-types-twice", 41}}));
  EXPECT_EQ(token.Validate()[0].text, "MS Kerberos V5 (1.2.840.48018.1.2.2) is in mechTypes twice");
}

TEST(NegTokenInitTest, ReportsMalformedObjectIdentifier) {
  Octets bytes(std::begin(kInit2), std::end(kInit2));
  bytes[63] = 0x83;  // the last octet of user-to-user says that more follow
  EXPECT_EQ(FindingsOf(bytes), (Found{{"der-object-identifier", 52}}));
}

TEST(NegTokenInitTest, SaysWhereItEndsToCompareMechTypes) {
  std::vector<Octets> oids;
  for (uint8_t i = 0; i < 40; ++i) oids.push_back({0x2A, static_cast<uint8_t>(i % 36)});
  std::vector<Bytes> mechs(oids.begin(), oids.end());
  NegTokenInit token = Init();
  token.mech_token = Bytes();
  const Octets first_32 = SerializeMechTypeList(absl::MakeSpan(mechs).subspan(0, 32)).value();
  token.mech_types = MechTypeList{first_32};
  token.layout = SpnegoLayout();
  EXPECT_EQ(Findings(token), Found());
  const Octets all = SerializeMechTypeList(mechs).value();
  token.mech_types = MechTypeList{all};
  EXPECT_EQ(Findings(token), (Found{{"init-mech-types-many", 3 + 32 * 4}}));
}

TEST(NegTokenInitTest, ReportsReqFlags) {
  // "the initiator SHOULD omit this reqFlags field"
  const auto with = [](const Octets& bits) {
    return FindingsOf(Token({kMechTypes, bits, kMechToken}));
  };
  EXPECT_EQ(with({0xA1, 0x04, 0x03, 0x02, 0x01, 0x36}), (Found{{"init-req-flags", 30}}));
  EXPECT_EQ(with({0xA1, 0x03, 0x03, 0x01, 0x00}), (Found{{"init-req-flags", 30}}));
  // "The ASN.1 DER requires that all trailing zero bits be truncated"
  EXPECT_EQ(with({0xA1, 0x04, 0x03, 0x02, 0x00, 0x36}),
            (Found{{"init-req-flags", 30}, {"init-req-flags-trailing-zeros", 30}}));
  EXPECT_EQ(with({0xA1, 0x04, 0x03, 0x02, 0x08, 0x36}),
            (Found{{"init-req-flags", 30}, {"init-req-flags-unused-bits", 30}}));
  EXPECT_EQ(with({0xA1, 0x08, 0x03, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01}),
            (Found{{"init-req-flags", 30}, {"init-req-flags-size", 30}}));
}

TEST(NegTokenInitTest, ReportsMissingMechToken) {
  // "the first context establishment token of the initiator's preferred mechanism SHOULD be
  // embedded in the initial negotiation message"
  EXPECT_EQ(FindingsOf(Token({kMechTypes})), (Found{{"init-mech-token-missing", 12}}));
}

TEST(NegTokenInitTest, ReportsMechTokenOfOtherMech) {
  // "the initial mechanism token for the preferred mechanism […] (i.e., the first in the list)"
  const Found kFound = {{"init-mech-token-of-other-mech", 30}};
  EXPECT_EQ(FindingsOf(Token({kMechTypes, {0xA2, 0x03, 0x04, 0x01, 'N'}})), kFound);
  EXPECT_EQ(FindingsOf(Token({kKerberosMechTypes, kMechToken})),
            (Found{{"init-mech-token-of-other-mech", 29}}));
  EXPECT_EQ(FindingsOf(Token({kKerberosMechTypes, {0xA2, 0x03, 0x04, 0x01, 'N'}})), Found())
      << "nothing tells whose token this is";
  const Octets kerberos = {0x60, 0x0B, 0x06, 0x09, 0x2A, 0x86, 0x48,
                           0x86, 0xF7, 0x12, 0x01, 0x02, 0x02};
  NegTokenInit token = NegTokenInit::Parse(kInit2).value();
  token.mech_token = kerberos;
  EXPECT_EQ(Findings(token), (Found{{"init-mech-token-of-other-mech", 12}})) << "NEGOEX is first";
  Octets list(std::begin(kInit2) + 28, std::begin(kInit2) + 52);
  list[0] = 0x30;
  list[1] = 0x16;  // MS Kerberos V5 and Kerberos V5
  token.mech_types = MechTypeList{list};
  EXPECT_EQ(Findings(token), Found()) << "one mechanism with two numbers";
}

TEST(NegTokenInitTest, ReportsMechListMicBeforeTheContextIsEstablished) {
  // "MIC tokens MUST be exchanged after the mechanism context is fully established."
  EXPECT_EQ(FindingsOf(Token({kMechTypes, kMechToken, kMic})),
            (Found{{"init-mech-list-mic-early", 42}}));
  EXPECT_EQ(FindingsOf(Token({kMechTypes, kMechToken, {0xA4, 0x03, 0x04, 0x01, 0xAA}})),
            (Found{{"init-mech-list-mic-early", 42}}));
  EXPECT_EQ(FindingsOf(Token({kMechTypes, kMic})),
            (Found{{"init-mech-token-missing", 12}, {"init-mech-list-mic-early", 30}}));
  EXPECT_EQ(FindingsOf(Token({kKerberosMechTypes, {0xA2, 0x03, 0x04, 0x01, 'K'}, kMic})), Found())
      << "a mechanism may need one token only";
}

TEST(NegTokenInitTest, ReportsHints) {
  // "SHOULD contain the string "not_defined_in_RFC4178@please_ignore""
  Octets bytes(std::begin(kInit2), std::end(kInit2));
  bytes[84] = 'N';
  EXPECT_EQ(FindingsOf(bytes), (Found{{"init-hint-name", 80}}));
  EXPECT_EQ(FindingsOf(Token({kMechTypes, {0xA3, 0x02, 0x30, 0x00}})),
            (Found{{"init-hint-name", 32}}));
  // "MUST be omitted by the sender"
  EXPECT_EQ(FindingsOf(Token({kMechTypes, {0xA3, 0x06, 0x30, 0x04, 0xA1, 0x02, 0x04, 0x00}})),
            (Found{{"init-hint-name", 32}, {"init-hint-address", 34}}));
}

TEST(NegTokenInitTest, ReportsLengthsLongerThanNeeded) {
  Octets bytes =
      Token({kMechTypes, {0xA2, 0x0B, 0x04, 0x81, 0x08, 'N', 'T', 'L', 'M', 'S', 'S', 'P', 0}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(Findings(*token), (Found{{"der-length-not-minimal", 33}}));
  const Octets written = token->Serialize().value();
  EXPECT_EQ(written, Token({kMechTypes, kMechToken}));
  EXPECT_EQ(NegTokenInit::Parse(written).value(), *token);
}

TEST(NegTokenInitTest, KeepsLengthsInMechTypes) {
  // A checker of mechListMIC needs the list exactly as it was sent.
  const Octets bytes = Token({{0xA0, 0x0F, 0x30, 0x81, 0x0C, 0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04,
                               0x01, 0x82, 0x37, 0x02, 0x02, 0x0A},
                              kMechToken});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->mech_types->encoding, Bytes(bytes).subspan(16, 15));
  EXPECT_EQ(Findings(*token), (Found{{"der-length-not-minimal", 17}}));
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, ReportsTrailingBytes) {
  Octets bytes(std::begin(kInit), std::end(kInit));
  bytes.push_back(0);
  EXPECT_EQ(FindingsOf(bytes), (Found{{"der-trailing-bytes", 74}}));
  EXPECT_EQ(NegTokenInit::Parse(bytes)->Validate()[0].text,
            "1 byte behind the end of what should fill its parent");
  EXPECT_EQ(
      FindingsOf(Token(
          {kMechTypes, {0xA2, 0x0C, 0x04, 0x08, 'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 2}})),
      (Found{{"der-trailing-bytes", 42}}));
  EXPECT_EQ(FindingsOf(Token({kMechTypes, {0xA3, 0x03, 0x30, 0x00, 0x01}})),
            (Found{{"init-hint-name", 32}, {"der-trailing-bytes", 34}}));
}

TEST(NegTokenInitTest, KeepsUnknownMembers) {
  // "Implementations receiving unknown fields MUST ignore these fields."
  const Octets bytes = Token({kMechTypes, kMechToken, {0xA7, 0x01, 0xFF, 0x05, 0x00}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->rest, Bytes(bytes).last(5));
  EXPECT_EQ(Findings(*token), (Found{{"spnego-member-unknown", 42}}));
  EXPECT_EQ(token->Validate()[0].text,
            "a member that the document does not define; receivers must ignore it; first tag 0xa7, "
            "2 in all");
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, KeepsMembersTwiceOrOutOfOrder) {
  const Octets twice = Token({kMechTypes, kMechToken, kMechToken});
  EXPECT_EQ(FindingsOf(twice), (Found{{"spnego-member-order", 42}}));
  EXPECT_EQ(NegTokenInit::Parse(twice)->Serialize().value(), twice);
  const Octets reversed = Token({kMechToken, kMechTypes});
  EXPECT_EQ(FindingsOf(reversed),
            (Found{{"init-mech-types-missing", 12}, {"spnego-member-order", 26}}));
  EXPECT_EQ(NegTokenInit::Parse(reversed)->Serialize().value(), reversed);
  const Octets behind_unknown = Token({kMechTypes, {0xA7, 0x00}, kMechToken});
  EXPECT_EQ(FindingsOf(behind_unknown), (Found{{"init-mech-token-missing", 12},
                                               {"spnego-member-order", 32},
                                               {"spnego-member-unknown", 30}}));
}

TEST(NegTokenInitTest, TakesFourForUnknownBehindMechListMic) {
  const Octets bytes = Token({kKerberosMechTypes,
                              {0xA2, 0x02, 0x04, 0x00},
                              kMic,
                              {0xA4, 0x03, 0x04, 0x01, 0xBB},
                              {0xA5, 0x00}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->form, NegTokenInitForm::kNegTokenInit);
  EXPECT_EQ(token->mech_list_mic, Bytes(Octets{0xAA}));
  EXPECT_EQ(token->rest, Bytes(bytes).last(7));
  EXPECT_EQ(Findings(*token), (Found{{"spnego-member-unknown", 38}}));
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, KeepsUnknownHints) {
  const Octets bytes =
      Token({kMechTypes, {0xA3, 0x08, 0x30, 0x06, 0xA2, 0x00, 0xA0, 0x02, 0x1B, 0x00}});
  const auto token = NegTokenInit::Parse(bytes);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->neg_hints->rest, Bytes(bytes).last(6));
  EXPECT_EQ(
      Findings(*token),
      (Found{{"init-hint-name", 32}, {"spnego-member-order", 36}, {"spnego-member-unknown", 34}}));
  EXPECT_EQ(token->Serialize().value(), bytes);
}

TEST(NegTokenInitTest, WritesAsManyBytesAsItReads) {
  for (size_t size = 1024; size <= 65536; size *= 2) {
    const std::vector<uint8_t> mech_token(size, 'N');
    const std::vector<Bytes> mechs(size / 3, Bytes(mech::kNtlmssp).subspan(0, 1));
    const std::vector<uint8_t> list = SerializeMechTypeList(mechs).value();
    NegTokenInit token = Init();
    token.mech_token = mech_token;
    token.mech_types = MechTypeList{list};
    const std::vector<uint8_t> bytes = token.Serialize().value();
    EXPECT_LE(bytes.size(), list.size() + size + 40);
    const auto again = NegTokenInit::Parse(bytes);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*again, token);
    EXPECT_LE(again->Validate().size(), 3u) << "one finding of a kind";
  }
}

}  // namespace
}  // namespace ntlmatrix::envelope
