// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/upper_case.h"

#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::ntlm {
namespace {

void ExpectPairs(uint16_t first, uint16_t last, int distance, int step = 1) {
  for (int unit = first; unit <= last; unit += step) {
    EXPECT_EQ(UpperCase(static_cast<uint16_t>(unit)), unit - distance) << std::hex << unit;
  }
}

void ExpectUnchanged(int first, int last) {
  for (int unit = first; unit <= last; ++unit) {
    EXPECT_EQ(UpperCase(static_cast<uint16_t>(unit)), unit) << std::hex << unit;
  }
}

TEST(UpperCaseTest, Ascii) {
  ExpectUnchanged(0x00, 0x60);
  ExpectPairs('a', 'z', 0x20);
  ExpectUnchanged(0x7B, 0x7F);
}

TEST(UpperCaseTest, Latin1) {
  ExpectUnchanged(0x80, 0xDF);        // U+00B5 and U+00DF among them
  ExpectPairs(0xE0, 0xF6, 0x20);      // à to ö
  ExpectUnchanged(0xF7, 0xF7);        // the division sign
  ExpectPairs(0xF8, 0xFE, 0x20);      // ø to þ
  EXPECT_EQ(UpperCase(0xFF), 0x178);  // ÿ
}

TEST(UpperCaseTest, LatinExtended) {
  ExpectPairs(0x101, 0x12F, 1, 2);
  EXPECT_EQ(UpperCase(0x131), 0x131) << "dotless i";
  EXPECT_EQ(UpperCase(0x161), 0x160);
  EXPECT_EQ(UpperCase(0x17F), 0x17F) << "long s";
  EXPECT_EQ(UpperCase(0x180), 0x243);
  EXPECT_EQ(UpperCase(0x1C5), 0x1C5) << "title case";
  EXPECT_EQ(UpperCase(0x1C6), 0x1C4);
  EXPECT_EQ(UpperCase(0x250), 0x2C6F);
  EXPECT_EQ(UpperCase(0x252), 0x252) << "has a capital since Unicode 5.2";
  ExpectPairs(0x1EA1, 0x1EFF, 1, 2);  // Vietnamese
}

TEST(UpperCaseTest, Greek) {
  EXPECT_EQ(UpperCase(0x345), 0x345);
  EXPECT_EQ(UpperCase(0x3AC), 0x386);
  ExpectPairs(0x3B1, 0x3C1, 0x20);
  EXPECT_EQ(UpperCase(0x3C2), 0x3C2) << "final sigma";
  ExpectPairs(0x3C3, 0x3CB, 0x20);
  EXPECT_EQ(UpperCase(0x3D0), 0x3D0) << "beta symbol";
  EXPECT_EQ(UpperCase(0x1F00), 0x1F08);
  EXPECT_EQ(UpperCase(0x1FB3), 0x1FBC);
  EXPECT_EQ(UpperCase(0x1FBE), 0x1FBE);
}

TEST(UpperCaseTest, Cyrillic) {
  ExpectUnchanged(0x400, 0x42F);
  ExpectPairs(0x430, 0x44F, 0x20);
  ExpectPairs(0x450, 0x45F, 0x50);
  ExpectPairs(0x4D1, 0x4FF, 1, 2);
  EXPECT_EQ(UpperCase(0x4CF), 0x4C0);
  EXPECT_EQ(UpperCase(0x523), 0x522);
  EXPECT_EQ(UpperCase(0x525), 0x525) << "of Unicode 5.2";
}

TEST(UpperCaseTest, OtherScripts) {
  ExpectPairs(0x561, 0x586, 0x30);  // Armenian
  ExpectUnchanged(0x10D0, 0x10FF);  // Georgian, whose capitals are of Unicode 11
  ExpectPairs(0x2D00, 0x2D25, 0x2D00 - 0x10A0);
  ExpectPairs(0x2170, 0x217F, 0x10);  // Roman numbers
  ExpectPairs(0x24D0, 0x24E9, 26);    // letters in circles
  ExpectUnchanged(0xAB70, 0xABBF);    // Cherokee
  ExpectUnchanged(0xD800, 0xDFFF);    // surrogates
  ExpectPairs(0xFF41, 0xFF5A, 0x20);  // wide Latin
  ExpectUnchanged(0xFF5B, 0xFFFF);
}

TEST(UpperCaseTest, UpperCaseHasNoUpperCase) {
  int changed = 0;
  for (int unit = 0; unit <= 0xFFFF; ++unit) {
    const uint16_t upper = UpperCase(static_cast<uint16_t>(unit));
    EXPECT_EQ(UpperCase(upper), upper) << std::hex << unit;
    changed += upper != unit ? 1 : 0;
  }
  EXPECT_EQ(changed, 973) << "as in Microsoft's table";
}

TEST(UpperCaseTest, NoTwoLettersHaveOneUpperCase) {
  std::vector<int> letters(0x10000);
  for (int unit = 0; unit <= 0xFFFF; ++unit) {
    const uint16_t upper = UpperCase(static_cast<uint16_t>(unit));
    if (upper == unit) continue;
    EXPECT_EQ(++letters[upper], 1) << std::hex << unit;
  }
}

TEST(UpperCaseTest, WorksInPlaceOnWholeCodeUnits) {
  std::vector<uint8_t> name = {
      0xFF, 0x00,              // ÿ
      0x61, 0x61,              // U+6161, which has the byte of 'a' twice
      0x3D, 0xD8, 0x61, 0xDC,  // U+1F461, a surrogate pair
      0x61,                    // half a code unit
  };
  UpperCaseUtf16(absl::MakeSpan(name));
  EXPECT_EQ(name, (std::vector<uint8_t>{0x78, 0x01, 0x61, 0x61, 0x3D, 0xD8, 0x61, 0xDC, 0x61}));
  UpperCaseUtf16({});
}

}  // namespace
}  // namespace ntlmatrix::ntlm
