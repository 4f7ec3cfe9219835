// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/der_writer.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

std::vector<uint8_t> Header(size_t contents_size) {
  DerWriter out;
  out.PrependHeader(DerTag::kOctetString, contents_size);
  return out.Finish().value();
}

std::vector<uint8_t> Enumerated(int32_t value) {
  DerWriter out;
  out.PrependEnumerated(value);
  return out.Finish().value();
}

TEST(DerWriterTest, WritesLengthsAsShortAsTheyCanBe) {
  EXPECT_EQ(Header(0), (std::vector<uint8_t>{0x04, 0x00}));
  EXPECT_EQ(Header(127), (std::vector<uint8_t>{0x04, 0x7F}));
  EXPECT_EQ(Header(128), (std::vector<uint8_t>{0x04, 0x81, 0x80}));
  EXPECT_EQ(Header(255), (std::vector<uint8_t>{0x04, 0x81, 0xFF}));
  EXPECT_EQ(Header(256), (std::vector<uint8_t>{0x04, 0x82, 0x01, 0x00}));
  EXPECT_EQ(Header(0x01020304), (std::vector<uint8_t>{0x04, 0x84, 0x01, 0x02, 0x03, 0x04}));
  EXPECT_EQ(Header(0xFFFFFFFF), (std::vector<uint8_t>{0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}));
}

TEST(DerWriterTest, RejectsValueTooLongForItsLength) {
  DerWriter out;
  out.PrependHeader(DerTag::kOctetString, 0x100000000);
  EXPECT_EQ(out.Finish().status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(out.Finish().ok()) << "the writer is empty afterwards";
}

TEST(DerWriterTest, WritesEnumerated) {
  EXPECT_EQ(Enumerated(0), (std::vector<uint8_t>{0x0A, 0x01, 0x00}));
  EXPECT_EQ(Enumerated(127), (std::vector<uint8_t>{0x0A, 0x01, 0x7F}));
  EXPECT_EQ(Enumerated(128), (std::vector<uint8_t>{0x0A, 0x02, 0x00, 0x80}));
  EXPECT_EQ(Enumerated(-1), (std::vector<uint8_t>{0x0A, 0x01, 0xFF}));
  EXPECT_EQ(Enumerated(-128), (std::vector<uint8_t>{0x0A, 0x01, 0x80}));
  EXPECT_EQ(Enumerated(-129), (std::vector<uint8_t>{0x0A, 0x02, 0xFF, 0x7F}));
  EXPECT_EQ(Enumerated(INT32_MIN), (std::vector<uint8_t>{0x0A, 0x04, 0x80, 0x00, 0x00, 0x00}));
  EXPECT_EQ(Enumerated(INT32_MAX), (std::vector<uint8_t>{0x0A, 0x04, 0x7F, 0xFF, 0xFF, 0xFF}));
}

TEST(DerWriterTest, WrapsWhatWasWrittenSinceTheMark) {
  constexpr uint8_t kLast[] = {'y', 'z'};
  constexpr uint8_t kInner[] = {'a'};
  DerWriter out;
  out.Prepend(kLast);
  const size_t mark = out.size();
  out.Prepend(DerTag::kOctetString, kInner);
  out.Wrap(DerTag::kContext2, mark);
  EXPECT_EQ(out.Finish().value(), (std::vector<uint8_t>{0xA2, 0x03, 0x04, 0x01, 'a', 'y', 'z'}));
}

}  // namespace
}  // namespace ntlmatrix::envelope
