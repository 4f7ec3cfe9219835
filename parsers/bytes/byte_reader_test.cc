// SPDX-License-Identifier: Apache-2.0

#include "parsers/bytes/byte_reader.h"

#include <array>
#include <cstdint>
#include <limits>

#include "gtest/gtest.h"

namespace ntlmatrix {
namespace {

constexpr uint8_t kData[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08,
                             0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f};

TEST(ByteReaderTest, ReadsLittleEndianFieldsInOrder) {
  ByteReader reader(kData);
  uint8_t a = 0;
  uint16_t b = 0;
  uint32_t c = 0;
  uint64_t d = 0;
  ASSERT_TRUE(reader.ReadU8(&a) && reader.ReadU16(&b) && reader.ReadU32(&c) && reader.ReadU64(&d));
  EXPECT_EQ(a, 0x01);
  EXPECT_EQ(b, 0x0302);
  EXPECT_EQ(c, 0x07060504u);
  EXPECT_EQ(d, 0x0f0e0d0c0b0a0908u);
  EXPECT_TRUE(reader.done());
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.error("x").ok());
}

TEST(ByteReaderTest, RejectsReadPastEndAndLeavesOutputUntouched) {
  ByteReader reader(Bytes(kData, 3));
  uint32_t out = 0xAAAAAAAA;
  EXPECT_FALSE(reader.ReadU32(&out));
  EXPECT_EQ(out, 0xAAAAAAAAu);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.offset(), 0u);
  EXPECT_EQ(reader.error("CHALLENGE_MESSAGE").message(),
            "CHALLENGE_MESSAGE: cannot read 4 bytes at offset 0 of 3");
}

TEST(ByteReaderTest, RemembersTheFirstFailure) {
  ByteReader reader(Bytes(kData, 2));
  uint32_t wide = 0;
  uint8_t narrow = 0x55;
  EXPECT_FALSE(reader.ReadU32(&wide));
  EXPECT_FALSE(reader.ReadU8(&narrow)) << "a later read that would fit must fail too";
  EXPECT_EQ(narrow, 0x55);
  EXPECT_FALSE(reader.Skip(100));
  EXPECT_EQ(reader.error("x").message(), "x: cannot read 4 bytes at offset 0 of 2");
}

TEST(ByteReaderTest, RejectsOffsetPlusSizeThatWraps) {
  ByteReader reader(kData);
  Bytes out;
  EXPECT_FALSE(reader.ReadAt(8, std::numeric_limits<size_t>::max() - 4, &out));
  ByteReader other(kData);
  EXPECT_FALSE(other.ReadAt(std::numeric_limits<size_t>::max(), 2, &out));
}

TEST(ByteReaderTest, ReadAtKeepsTheCursor) {
  ByteReader reader(kData);
  Bytes out;
  ASSERT_TRUE(reader.Skip(2) && reader.ReadAt(13, 2, &out));
  EXPECT_EQ(out, (std::array<uint8_t, 2>{0x0e, 0x0f}));
  EXPECT_EQ(reader.offset(), 2u);
}

TEST(ByteReaderTest, AcceptsAnEmptyReadAtTheEnd) {
  ByteReader reader(kData);
  Bytes out(kData, 1);
  EXPECT_TRUE(reader.ReadAt(15, 0, &out));
  EXPECT_TRUE(out.empty());
  EXPECT_FALSE(reader.ReadAt(16, 0, &out));
}

TEST(ByteReaderTest, ExpectReportsTheByteThatDiffers) {
  constexpr uint8_t kExpected[] = {0x01, 0x02, 0xFF};
  ByteReader reader(kData);
  EXPECT_FALSE(reader.Expect(kExpected));
  EXPECT_EQ(reader.offset(), 0u);
  EXPECT_EQ(reader.error("Signature").message(), "Signature: unexpected byte at offset 2");
}

TEST(ByteReaderTest, ExpectReportsTruncated) {
  constexpr uint8_t kExpected[] = {0x01, 0x02, 0x03};
  ByteReader reader(Bytes(kData, 2));
  EXPECT_FALSE(reader.Expect(kExpected));
  EXPECT_EQ(reader.error("Signature").message(), "Signature: cannot read 3 bytes at offset 0 of 2");
}

TEST(ByteReaderTest, CopyBytesFillsFixedArrays) {
  ByteReader reader(kData);
  std::array<uint8_t, 4> out{};
  ASSERT_TRUE(reader.CopyBytes(absl::MakeSpan(out)));
  EXPECT_EQ(out, (std::array<uint8_t, 4>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace ntlmatrix
