// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_signature.h"

#include <string>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

constexpr SignatureForm kForms[] = {SignatureForm::kWithoutExtendedSessionSecurity,
                                    SignatureForm::kExtendedSessionSecurity, SignatureForm::kDummy};

constexpr uint8_t kDummySignature[] = {
    0x01, 0x00, 0x00, 0x00,                          // Version
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,  //
    0x00, 0x00, 0x00, 0x00,
};

std::vector<std::string> Rules(const MessageSignature& signature) {
  std::vector<std::string> rules;
  for (const Finding& finding : signature.Validate()) rules.emplace_back(finding.rule);
  return rules;
}

TEST(MessageSignatureTest, FlagsChooseTheForm) {
  const auto extended = SignatureForm::kExtendedSessionSecurity;
  const auto without = SignatureForm::kWithoutExtendedSessionSecurity;
  const NegotiateFlags ess = flags::kExtendedSessionSecurity;
  EXPECT_EQ(NegotiatedSignatureForm(vectors::ntlm_v1::kChallengeFlags), without);
  EXPECT_EQ(NegotiatedSignatureForm(vectors::ntlm_v2::kChallengeFlags), extended);
  EXPECT_EQ(NegotiatedSignatureForm(flags::kSign), without);
  EXPECT_EQ(NegotiatedSignatureForm(flags::kSeal), without) << "sealing implies integrity";
  EXPECT_EQ(NegotiatedSignatureForm(flags::kSeal | ess), extended);
  EXPECT_EQ(NegotiatedSignatureForm(flags::kAlwaysSign | ess), SignatureForm::kDummy);
  EXPECT_EQ(NegotiatedSignatureForm(ess), std::nullopt);
}

TEST(MessageSignatureTest, ReadsTheExampleWithoutExtendedSessionSecurity) {
  const auto signature = MessageSignature::Parse(vectors::ntlm_v1::kSignature,
                                                 SignatureForm::kWithoutExtendedSessionSecurity);
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_EQ(signature->version, 1u);
  EXPECT_EQ(Bytes(signature->random_pad), Bytes(vectors::ntlm_v1::kRandomPadRc4));
  EXPECT_EQ(Bytes(signature->checksum).first(4), Bytes(vectors::ntlm_v1::kChecksumRc4));
  EXPECT_EQ(Bytes(signature->checksum).last(4), Bytes({0, 0, 0, 0}));
  EXPECT_EQ(signature->seq_num, 0x369D452Eu);
}

TEST(MessageSignatureTest, ReadsTheExamplesWithExtendedSessionSecurity) {
  const auto plain = MessageSignature::Parse(vectors::ntlm_v1_ess::kSignature,
                                             SignatureForm::kExtendedSessionSecurity);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(Bytes(plain->checksum), Bytes(vectors::ntlm_v1_ess::kChecksum));
  EXPECT_EQ(plain->seq_num, 0u);
  const auto exchanged = MessageSignature::Parse(vectors::ntlm_v2::kSignature,
                                                 SignatureForm::kExtendedSessionSecurity);
  ASSERT_TRUE(exchanged.ok()) << exchanged.status();
  EXPECT_EQ(Bytes(exchanged->checksum), Bytes(vectors::ntlm_v2::kChecksumRc4));
  EXPECT_TRUE(exchanged->Validate().empty());
}

TEST(MessageSignatureTest, WritesWhatItReadInEveryForm) {
  for (const Bytes bytes :
       {Bytes(vectors::ntlm_v1::kSignature), Bytes(vectors::ntlm_v1_ess::kSignature),
        Bytes(vectors::ntlm_v2::kSignature), Bytes(kDummySignature)}) {
    for (const SignatureForm form : kForms) {
      EXPECT_EQ(Bytes(MessageSignature::Parse(bytes, form)->Serialize()), bytes);
    }
  }
}

TEST(MessageSignatureTest, WritesVersionOneByDefault) {
  MessageSignature dummy;
  dummy.form = SignatureForm::kDummy;
  EXPECT_EQ(Bytes(dummy.Serialize()), Bytes(kDummySignature));
  EXPECT_TRUE(dummy.Validate().empty());
}

TEST(MessageSignatureTest, TruncationAtEveryByteIsAnError) {
  // FreeRDP read 16 bytes of a token of any size (commit 41b719a89).
  const Bytes whole = vectors::ntlm_v2::kSignature;
  for (const SignatureForm form : kForms) {
    for (size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(MessageSignature::Parse(whole.first(size), form).ok()) << size;
    }
  }
  EXPECT_EQ(MessageSignature::Parse(whole.first(15), SignatureForm::kDummy).status().message(),
            "NTLMSSP_MESSAGE_SIGNATURE: cannot read 4 bytes at offset 12 of 15");
}

TEST(MessageSignatureTest, RejectsMoreThanSixteenBytes) {
  const std::vector<uint8_t> bytes(18);
  EXPECT_EQ(MessageSignature::Parse(bytes, SignatureForm::kDummy).status().message(),
            "NTLMSSP_MESSAGE_SIGNATURE: 2 more bytes at offset 16");
}

TEST(MessageSignatureTest, ReportsOtherVersions) {
  // "Version (4 bytes): A 32-bit unsigned integer that contains the signature version. This field
  // MUST be 0x00000001." [MS-NLMP] 2.2.2.9.1 and 2.2.2.9.2
  for (const SignatureForm form : kForms) {
    for (const uint32_t version : {0u, 2u, 0x01000000u, 0xFFFFFFFFu}) {
      MessageSignature signature;
      signature.form = form;
      signature.version = version;
      EXPECT_EQ(Rules(signature), std::vector<std::string>{"signature-version"}) << version;
    }
  }
}

TEST(MessageSignatureTest, NotesRandomPadOfTheExample) {
  const auto signature = MessageSignature::Parse(vectors::ntlm_v1::kSignature,
                                                 SignatureForm::kWithoutExtendedSessionSecurity);
  const std::vector<Finding> findings = signature->Validate();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "signature-random-pad");
  EXPECT_EQ(findings[0].severity, Severity::kNote);
  EXPECT_EQ(findings[0].offset, 4u);
}

TEST(MessageSignatureTest, ReportsEachByteOfDummyThatIsNotZero) {
  for (size_t byte = 4; byte < sizeof kDummySignature; ++byte) {
    std::vector<uint8_t> bytes(std::begin(kDummySignature), std::end(kDummySignature));
    bytes[byte] = 0x80;
    EXPECT_EQ(Rules(MessageSignature::Parse(bytes, SignatureForm::kDummy).value()),
              std::vector<std::string>{"signature-dummy-not-zero"})
        << byte;
  }
}

}  // namespace
}  // namespace ntlmatrix::ntlm
