// SPDX-License-Identifier: Apache-2.0

#include "parsers/bytes/utf16.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix {
namespace {

using Units = std::vector<uint8_t>;

// One character of each UTF-8 length: A, e acute, euro sign, U+1D11E.
constexpr char kText[] = "A\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E";
const Units kLittle = {0x41, 0x00, 0xE9, 0x00, 0xAC, 0x20, 0x34, 0xD8, 0x1E, 0xDD};
const Units kBig = {0x00, 0x41, 0x00, 0xE9, 0x20, 0xAC, 0xD8, 0x34, 0xDD, 0x1E};

TEST(Utf16Test, ConvertsBothWaysInBothByteOrders) {
  EXPECT_EQ(Utf8ToUtf16(kText).value(), kLittle);
  EXPECT_EQ(Utf8ToUtf16(kText, Endian::kBig).value(), kBig);
  EXPECT_EQ(Utf16ToUtf8(kLittle).value(), kText);
  EXPECT_EQ(Utf16ToUtf8(kBig, Endian::kBig).value(), kText);
}

TEST(Utf16Test, KeepsEmptyAndNul) {
  EXPECT_EQ(Utf16ToUtf8({}).value(), "");
  EXPECT_EQ(Utf16ToUtf8(Units{0, 0}).value(), std::string(1, '\0'));
}

// ASCII is converted in blocks; what is not must come out right on either side of each block's end.
TEST(Utf16Test, ConvertsTheSameAtEveryPlace) {
  for (const Endian endian : {Endian::kLittle, Endian::kBig}) {
    for (size_t size = 0; size <= 70; ++size) {
      for (size_t at = 0; at <= size; ++at) {
        std::string text(size, 'a');
        for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>('!' + i);
        text.insert(at, kText);
        EXPECT_EQ(Utf16ToUtf8(*Utf8ToUtf16(text, endian), endian).value(), text) << size;
        EXPECT_EQ(FindInvalidUtf8(text), text.size());
        EXPECT_EQ(FindInvalidUtf8(text.insert(at, "\x80")), at);
      }
    }
  }
}

TEST(Utf16Test, RejectsALoneSurrogateAtEveryPlace) {
  for (size_t at = 0; at < 100; at += 2) {
    Units text(100, 0);
    for (size_t i = 0; i < text.size(); i += 2) text[i] = 'a';
    text[at + 1] = 0xDC;
    EXPECT_EQ(Utf16ToUtf8(text).status().message(),
              "malformed UTF-16 at byte offset " + std::to_string(at));
  }
}

TEST(Utf16Test, RejectsOddLength) {
  EXPECT_EQ(Utf16ToUtf8(Units{0x41, 0x00, 0x42}).status().message(),
            "malformed UTF-16 at byte offset 2");
}

TEST(Utf16Test, RejectsLoneSurrogates) {
  EXPECT_EQ(Utf16ToUtf8(Units{0x41, 0x00, 0x34, 0xD8}).status().message(),
            "malformed UTF-16 at byte offset 2");
  EXPECT_FALSE(Utf16ToUtf8(Units{0x1E, 0xDD, 0x41, 0x00}).ok());
  EXPECT_FALSE(Utf16ToUtf8(Units{0x34, 0xD8, 0x41, 0x00}).ok());
}

TEST(Utf16Test, RejectsMalformedUtf8) {
  for (const char* bad :
       {"a\x80", "a\xC0\x80", "a\xC1\xBF", "a\xE0\x80\x80", "a\xED\xA0\x80", "a\xF0\x80\x80\x80",
        "a\xF4\x90\x80\x80", "a\xF5\x80\x80\x80", "a\xC3", "a\xE2\x82", "a\xFF"}) {
    EXPECT_EQ(Utf8ToUtf16(bad).status().message(), "malformed UTF-8 at byte offset 1") << bad;
    EXPECT_EQ(FindInvalidUtf8(bad), 1u) << bad;
  }
  EXPECT_EQ(FindInvalidUtf8(kText), sizeof(kText) - 1);
}

TEST(Utf16Test, FindsWhereUtf16GoesWrong) {
  EXPECT_EQ(FindInvalidUtf16({}), 0u);
  EXPECT_EQ(FindInvalidUtf16(Units{0x41, 0x00, 0x34, 0xD8, 0x1E, 0xDD}), 6u);
  EXPECT_EQ(FindInvalidUtf16(Units{0x41, 0x00, 0x42}), 2u);
  EXPECT_EQ(FindInvalidUtf16(Units{0x41, 0x00, 0x34, 0xD8}), 2u);
  EXPECT_EQ(FindInvalidUtf16(Units{0x41, 0x00, 0x34, 0xD8, 0x1E}), 2u);
  EXPECT_EQ(FindInvalidUtf16(Units{0x34, 0xD8, 0x34, 0xD8, 0x1E, 0xDD}), 0u);
  EXPECT_EQ(FindInvalidUtf16(Units{0x00, 0x41, 0xDD, 0x1E}, Endian::kBig), 2u);
}

// Long text is read in blocks of which the last overlaps; no unit may fall between them.
TEST(Utf16Test, FindsALoneSurrogateAtEveryPlace) {
  for (const Endian endian : {Endian::kLittle, Endian::kBig}) {
    for (size_t size = 0; size <= 41; ++size) {
      Units text(size, 0x41);
      const size_t whole = size - size % 2;
      EXPECT_EQ(FindInvalidUtf16(text, endian), whole) << size;
      for (size_t at = 0; at < whole; at += 2) {
        Units broken = text;
        broken[endian == Endian::kLittle ? at + 1 : at] = 0xDC;
        EXPECT_EQ(FindInvalidUtf16(broken, endian), at) << size;
      }
    }
  }
}

}  // namespace
}  // namespace ntlmatrix
