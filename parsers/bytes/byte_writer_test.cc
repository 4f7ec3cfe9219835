// SPDX-License-Identifier: Apache-2.0

#include "parsers/bytes/byte_writer.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix {
namespace {

TEST(ByteWriterTest, WritesLittleEndian) {
  ByteWriter writer;
  writer.WriteU8(0x01);
  writer.WriteU16(0x0203);
  writer.WriteU32(0x04050607);
  writer.WriteU64(0x08090a0b0c0d0e0f);
  const std::vector<uint8_t> expected = {0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x04, 0x0f,
                                         0x0e, 0x0d, 0x0c, 0x0b, 0x0a, 0x09, 0x08};
  EXPECT_EQ(writer.size(), 15u);
  EXPECT_EQ(writer.Take(), expected);
  EXPECT_EQ(writer.size(), 0u);
}

TEST(ByteWriterTest, WritesBytesAndZeros) {
  ByteWriter writer;
  writer.WriteZeros(2);
  writer.WriteBytes(std::vector<uint8_t>{7, 8});
  writer.WriteBytes({});
  EXPECT_EQ(writer.Take(), (std::vector<uint8_t>{0, 0, 7, 8}));
}

}  // namespace
}  // namespace ntlmatrix
