// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/value_words.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "conformance/decode/product_words.h"

namespace ntlmatrix::decode {
namespace {

TEST(ValueWordsTest, ShowsFileTimeAsUtc) {
  // [MS-DTYP] 2.3.3: 100 ns since 1 January 1601.
  EXPECT_EQ(FileTimeWords(116'444'736'000'000'000), "1970-01-01T00:00:00.0000000Z");
  EXPECT_EQ(FileTimeWords(132'067'881'301'234'567), "2019-07-05T08:15:30.1234567Z");
  EXPECT_EQ(FileTimeWords(1), "1601-01-01T00:00:00.0000001Z");
  EXPECT_EQ(FileTimeWords(0), "0, no time");
  EXPECT_EQ(FileTimeWords(0x7FFFFFFFFFFFFFFF), "30828-09-14T02:48:05.4775807Z");
  EXPECT_EQ(FileTimeWords(0x8000000000000000), "0x8000000000000000, no time");
}

TEST(ValueWordsTest, ShowsMalformedUtf16AsDigits) {
  DescribedField odd;
  SetUtf16({0x41, 0x00, 0x42}, &odd);
  EXPECT_FALSE(odd.is_text);
  EXPECT_EQ(odd.value, "410042");
  EXPECT_EQ(odd.notes, std::vector<std::string>{"no UTF-16: an odd number of bytes, 3"});
  DescribedField lone;
  SetUtf16({0x41, 0x00, 0x34, 0xD8}, &lone);
  EXPECT_EQ(lone.value, "410034d8");
  EXPECT_EQ(lone.notes, std::vector<std::string>{"malformed UTF-16 at byte offset 2"});
}

TEST(ValueWordsTest, DoesNotGuessTheOemCodePage) {
  DescribedField ascii;
  SetOem({'D', 'O', 'M'}, &ascii);
  EXPECT_EQ(ascii.value, "DOM");
  EXPECT_TRUE(ascii.notes.empty());
  DescribedField other;
  SetOem({'D', 0x84}, &other);
  EXPECT_EQ(other.value, "D\\x84");
  EXPECT_EQ(other.notes.size(), 1u);
}

TEST(ProductWordsTest, NamesReleasesOfWindows) {
  ntlm::Version version = {10, 0, 17763, {}, 15};
  EXPECT_EQ(ProductWords(version), "10.0 build 17763 (Windows 10 1809, Server 2019)");
  version.product_build = 1;
  EXPECT_EQ(ProductWords(version), "10.0 build 1 (Windows 10, Server 2016 or later)");
  EXPECT_EQ(ProductWords({6, 1, 0, {}, 15}), "6.1 build 0 (Samba says 6.1 without build)");
  EXPECT_EQ(ProductWords({4, 2, 7, {}, 1}),
            "4.2 build 7 (no Windows that [MS-NLMP] names), NTLM revision 1");
  EXPECT_EQ(ProductWords({}), "all zero: not stated");
}

}  // namespace
}  // namespace ntlmatrix::decode
