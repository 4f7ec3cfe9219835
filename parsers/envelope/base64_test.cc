// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/base64.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

std::string Decoded(absl::string_view text) {
  const auto bytes = DecodeBase64(text);
  if (!bytes.ok()) return std::string(bytes.status().message());
  return std::string(bytes->begin(), bytes->end());
}

std::vector<std::string> Rules(absl::string_view text) {
  std::vector<std::string> rules;
  for (const Finding& finding : ValidateBase64(text, 100)) {
    rules.push_back(absl::StrCat(finding.rule, " ", finding.offset));
  }
  return rules;
}

using Strings = std::vector<std::string>;

// RFC 4648 10.
constexpr absl::string_view kVectors[][2] = {{"", ""},
                                             {"f", "Zg=="},
                                             {"fo", "Zm8="},
                                             {"foo", "Zm9v"},
                                             {"foob", "Zm9vYg=="},
                                             {"fooba", "Zm9vYmE="},
                                             {"foobar", "Zm9vYmFy"}};

TEST(Base64Test, ReadsAndWritesTheVectorsOfTheRfc) {
  for (const auto& [plain, encoded] : kVectors) {
    EXPECT_EQ(Decoded(encoded), plain);
    EXPECT_EQ(Rules(encoded), Strings());
    EXPECT_EQ(EncodeBase64(std::vector<uint8_t>(plain.begin(), plain.end())), encoded);
  }
}

TEST(Base64Test, ReadsEveryByte) {
  std::vector<uint8_t> bytes(256);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i);
  EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)).value(), bytes);
}

TEST(Base64Test, TruncationAtEveryByteIsAnErrorOrAFinding) {
  const std::string text = "TlRMTVNTUAABAAAAB4IIog==";
  for (size_t size = 1; size < text.size(); ++size) {
    const absl::string_view cut = absl::string_view(text).substr(0, size);
    EXPECT_EQ(DecodeBase64(cut).ok(), size % 4 != 1 || size > 22) << size;
    // A text cut between two groups is a whole one.
    EXPECT_EQ(Rules(cut).empty(), size % 4 == 0) << size;
  }
}

TEST(Base64Test, RejectsByteOutsideTheAlphabet) {
  // "Implementations MUST reject the encoded data if it contains characters outside the base
  // alphabet when interpreting base-encoded data", RFC 4648 3.3.
  EXPECT_EQ(Decoded("TlRM!VNT"), "Base64: byte 0x21 at offset 4 is not in the alphabet");
  EXPECT_EQ(Decoded("Zm9-"), "Base64: byte 0x2d at offset 3 is not in the alphabet");
  EXPECT_EQ(Decoded("Zm9_"), "Base64: byte 0x5f at offset 3 is not in the alphabet");
  EXPECT_EQ(Decoded(absl::string_view("\0m9v", 4)),
            "Base64: byte 0x00 at offset 0 is not in the alphabet");
  EXPECT_EQ(Decoded("Zm9\xE9"), "Base64: byte 0xe9 at offset 3 is not in the alphabet");
  EXPECT_EQ(Rules("TlRM!VNT"), Strings{"base64-unreadable 104"});
}

TEST(Base64Test, RejectsPointsForPadding) {
  // Abseil reads them.
  EXPECT_EQ(Decoded("Zg.."), "Base64: byte 0x2e at offset 2 is not in the alphabet");
}

TEST(Base64Test, RejectsDataAfterThePadding) {
  EXPECT_EQ(Decoded("Zg==Zg=="), "Base64: byte 0x5a at offset 4 comes after the padding");
  EXPECT_EQ(Decoded("Zg=Z"), "Base64: byte 0x5a at offset 3 comes after the padding");
}

TEST(Base64Test, RejectsPaddingWhereNoneIsDue) {
  EXPECT_EQ(Decoded("="), "Base64: byte 0x3d at offset 0 is padding where none is due");
  EXPECT_EQ(Decoded("Z==="), "Base64: byte 0x3d at offset 1 is padding where none is due");
  EXPECT_EQ(Decoded("Zm9v="), "Base64: byte 0x3d at offset 4 is padding where none is due");
  EXPECT_EQ(Decoded("Zg==="), "Base64: byte 0x3d at offset 4 is padding where none is due");
}

TEST(Base64Test, RejectsGroupOfOneCharacter) {
  EXPECT_EQ(Decoded("Zm9vY"), "Base64: byte 0x59 at offset 4 is alone in its group");
  EXPECT_EQ(Decoded("Zm9vY \n"), "Base64: byte 0x59 at offset 4 is alone in its group");
}

TEST(Base64Test, CountsOffsetsFromWhereTheTextBegins) {
  EXPECT_EQ(DecodeBase64("Zm9!", 23).status().message(),
            "Base64: byte 0x21 at offset 26 is not in the alphabet");
}

TEST(Base64Test, AcceptsMissingPadding) {
  // "Implementations MUST include appropriate pad characters at the end of encoded data unless
  // the specification referring to this document explicitly states otherwise", RFC 4648 3.2.
  EXPECT_EQ(Decoded("Zg"), "f");
  EXPECT_EQ(Decoded("Zg="), "f");
  EXPECT_EQ(Decoded("Zm8"), "fo");
  EXPECT_EQ(Rules("Zg"), Strings{"base64-padding 102"});
  EXPECT_EQ(ValidateBase64("Zg")[0].text, "padding of 2 '=' is missing");
  EXPECT_EQ(ValidateBase64("Zg=")[0].text, "padding of 1 '=' is missing");
}

TEST(Base64Test, AcceptsPadBitsThatAreNotZero) {
  // "the padding bits MUST be set to zero by conforming encoders", RFC 4648 3.5.
  EXPECT_EQ(Decoded("Zh=="), "f");
  EXPECT_EQ(Rules("Zh=="), Strings{"base64-pad-bits 101"});
  EXPECT_EQ(Decoded("Zm9="), "fo");
  EXPECT_EQ(Rules("Zm9="), Strings{"base64-pad-bits 102"});
  EXPECT_EQ(Rules("Zv"), (Strings{"base64-pad-bits 101", "base64-padding 102"}));
}

TEST(Base64Test, AcceptsWhiteSpaceAnywhere) {
  EXPECT_EQ(Decoded("\tZm9v\r\n Yg =\f=\v"), "foob");
  EXPECT_EQ(Rules("Zm9v\r\n Yg=="), Strings{"base64-space 104"});
  EXPECT_EQ(Decoded(" \n"), "");
}

TEST(Base64Test, ReadsMessageLongerThanAFixedBuffer) {
  // CVE-2005-0490: a challenge longer than the buffer on the stack. CVE-2005-0022: a structure of
  // fixed size as the place to decode to.
  for (size_t size = 1024; size <= 1 << 17; size *= 2) {
    const auto bytes = DecodeBase64(std::string(size, 'A'));
    ASSERT_TRUE(bytes.ok());
    EXPECT_EQ(bytes->size(), size / 4 * 3);
    EXPECT_LE(bytes->capacity(), size) << "memory grows with the text and no faster";
  }
}

TEST(Base64Test, ReportsAHostileTextOnce) {
  for (size_t size = 1024; size <= 1 << 17; size *= 2) {
    EXPECT_EQ(ValidateBase64(std::string(size, '!')).size(), 1u);
    EXPECT_EQ(ValidateBase64(std::string(size, ' ')).size(), 1u);
  }
}

}  // namespace
}  // namespace ntlmatrix::envelope
