// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/der_reader.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

// The error of reading one value of any tag; empty when it can be read.
std::string ErrorOf(Bytes input) {
  DerReader der(input);
  DerRange in = der.all();
  DerValue value;
  const bool read = der.ReadAny(&in, &value);
  EXPECT_EQ(read, der.ok());
  EXPECT_EQ(read, der.error("X").ok());
  return std::string(der.error("X").message());
}

// The first value of the input.
DerValue First(DerReader* der) {
  DerRange in = der->all();
  DerValue value;
  EXPECT_TRUE(der->ReadAny(&in, &value));
  return value;
}

TEST(DerReaderTest, ReadsAValueAndGoesBehindIt) {
  constexpr uint8_t kInput[] = {0x04, 0x02, 'a', 'b',  // OCTET STRING
                                0x06, 0x00};           // OBJECT IDENTIFIER, empty
  DerReader der(kInput);
  DerRange in = der.all();
  DerValue value;
  ASSERT_TRUE(der.Read(DerTag::kOctetString, &in, &value));
  EXPECT_EQ(value.tag, DerTag::kOctetString);
  EXPECT_EQ(value.offset, 0u);
  EXPECT_EQ(value.encoding, Bytes(kInput).subspan(0, 4));
  EXPECT_EQ(value.contents, Bytes(kInput).subspan(2, 2));
  EXPECT_EQ(value.range(), (DerRange{2, 4}));
  ASSERT_TRUE(der.ReadAny(&in, &value));
  EXPECT_EQ(value.offset, 4u);
  EXPECT_TRUE(value.contents.empty());
  EXPECT_TRUE(in.empty());
  EXPECT_EQ(der.departures(), DerDepartures());
}

TEST(DerReaderTest, NumbersContextTags) {
  EXPECT_EQ(ContextNumber(DerTag::kContext0), 0u);
  EXPECT_EQ(ContextNumber(DerTag::kContext4), 4u);
  EXPECT_EQ(ContextNumber(static_cast<DerTag>(0xBE)), 30u);
  EXPECT_EQ(ContextNumber(DerTag::kSequence), 31u);
  EXPECT_EQ(ContextNumber(static_cast<DerTag>(0x80)), 31u) << "primitive";
}

TEST(DerReaderTest, RejectsTruncatedValueWithItsOffset) {
  constexpr uint8_t kInput[] = {0x04, 0x82, 0x01, 0x00};
  EXPECT_EQ(ErrorOf(Bytes(kInput).subspan(0, 0)), "X: cannot read 1 byte at offset 0 of 0");
  EXPECT_EQ(ErrorOf(Bytes(kInput).subspan(0, 1)), "X: cannot read 1 byte at offset 1 of 1");
  EXPECT_EQ(ErrorOf(Bytes(kInput).subspan(0, 2)), "X: cannot read 1 byte at offset 2 of 2");
  EXPECT_EQ(ErrorOf(Bytes(kInput).subspan(0, 3)), "X: cannot read 1 byte at offset 3 of 3");
  EXPECT_EQ(ErrorOf(kInput), "X: cannot read 256 bytes at offset 4 of 4");
}

TEST(DerReaderTest, RejectsLengthThatWraps) {
  constexpr uint8_t kInput[] = {0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x00};
  EXPECT_EQ(ErrorOf(kInput), "X: cannot read 4294967295 bytes at offset 6 of 7");
}

TEST(DerReaderTest, RejectsValuePastEndOfItsParent) {
  constexpr uint8_t kInput[] = {0x30, 0x03,             // SEQUENCE
                                0x04, 0x02, 'a',        // OCTET STRING, one byte too long
                                'b',  'c',  'd', 'e'};  // behind the SEQUENCE
  DerReader der(kInput);
  DerRange in = First(&der).range();
  DerValue value;
  EXPECT_FALSE(der.ReadAny(&in, &value));
  EXPECT_EQ(der.error("X").message(), "X: cannot read 2 bytes at offset 4 of 5");
  EXPECT_EQ(der.error("X").code(), absl::StatusCode::kInvalidArgument);
}

TEST(DerReaderTest, RejectsWhatItDoesNotKnowAsUnimplemented) {
  constexpr uint8_t kIndefinite[] = {0x30, 0x80, 0x00, 0x00};
  constexpr uint8_t kFiveBytes[] = {0x30, 0x85, 0x00, 0x00, 0x00, 0x00, 0x00};
  constexpr uint8_t kReserved[] = {0x30, 0xFF};
  constexpr uint8_t kTagNumber[] = {0xBF, 0x20, 0x00};
  EXPECT_EQ(ErrorOf(kIndefinite), "X: indefinite length at offset 1");
  EXPECT_EQ(ErrorOf(kFiveBytes), "X: length of 5 bytes at offset 1, more than 4");
  EXPECT_EQ(ErrorOf(kReserved), "X: length of 127 bytes at offset 1, more than 4");
  EXPECT_EQ(ErrorOf(kTagNumber), "X: tag number above 30 at offset 0");
  DerReader der(kIndefinite);
  DerRange in = der.all();
  DerValue value;
  EXPECT_FALSE(der.ReadAny(&in, &value));
  EXPECT_EQ(der.error("X").code(), absl::StatusCode::kUnimplemented);
}

TEST(DerReaderTest, RejectsOtherTagBeforeItsLength) {
  constexpr uint8_t kInput[] = {0x05, 0x84, 0xFF};
  DerReader der(kInput);
  DerRange in = der.all();
  DerValue value;
  EXPECT_FALSE(der.Read(DerTag::kObjectIdentifier, &in, &value));
  EXPECT_EQ(der.error("X").message(), "X: tag 0x05 at offset 0 where 0x06 belongs");
}

TEST(DerReaderTest, RejectsConstructedStringAsUnimplemented) {
  constexpr uint8_t kInput[] = {0x24, 0x03, 0x04, 0x01, 'a'};
  DerReader der(kInput);
  DerRange in = der.all();
  DerValue value;
  EXPECT_FALSE(der.Read(DerTag::kOctetString, &in, &value));
  EXPECT_EQ(der.error("X").message(), "X: constructed string, tag 0x24, at offset 0");
  EXPECT_EQ(der.error("X").code(), absl::StatusCode::kUnimplemented);
}

TEST(DerReaderTest, RemembersTheFirstFailure) {
  constexpr uint8_t kInput[] = {0x04, 0x00};
  DerReader der(kInput);
  DerRange in = der.all();
  DerValue value;
  EXPECT_FALSE(der.Read(DerTag::kSequence, &in, &value));
  EXPECT_FALSE(der.Read(DerTag::kOctetString, &in, &value));
  EXPECT_EQ(in, der.all()) << "the cursor stays";
  EXPECT_EQ(der.error("X").message(), "X: tag 0x04 at offset 0 where 0x30 belongs");
}

TEST(DerReaderTest, AcceptsLongLengthAndKeepsTheFirst) {
  // "The definite form of length encoding shall be used, encoded in the minimum number of octets."
  const std::vector<std::vector<uint8_t>> kLong = {{0x04, 0x81, 0x01, 'a'},
                                                   {0x04, 0x82, 0x00, 0x01, 'a'},
                                                   {0x04, 0x84, 0x00, 0x00, 0x00, 0x01, 'a'}};
  for (const std::vector<uint8_t>& input : kLong) {
    DerReader der(input);
    EXPECT_EQ(First(&der).contents.size(), 1u);
    EXPECT_EQ(der.departures().long_length, 1u);
  }
  constexpr uint8_t kTwo[] = {0x04, 0x00, 0x04, 0x81, 0x00, 0x04, 0x81, 0x00};
  DerReader der(kTwo);
  EXPECT_TRUE(der.ReadToEnd(DerTag::kOctetString, der.all()));
  EXPECT_EQ(der.departures().long_length, 3u);
}

TEST(DerReaderTest, AcceptsLengthsAsShortAsTheyCanBe) {
  const std::vector<std::vector<uint8_t>> kHeaders = {
      {0x04, 0x7F}, {0x04, 0x81, 0x80}, {0x04, 0x81, 0xFF}, {0x04, 0x82, 0x01, 0x00}};
  for (std::vector<uint8_t> input : kHeaders) {
    input.resize(input.size() + 256);
    DerReader der(input);
    EXPECT_GE(First(&der).contents.size(), 127u);
    EXPECT_EQ(der.departures(), DerDepartures());
  }
}

TEST(DerReaderTest, KeepsBytesBehindTheOnlyValue) {
  constexpr uint8_t kInput[] = {0xA0, 0x05, 0x04, 0x01, 'a', 'b', 'c'};
  DerReader der(kInput);
  Bytes contents;
  ASSERT_TRUE(der.ReadOnly(DerTag::kOctetString, First(&der), &contents));
  EXPECT_EQ(contents, Bytes(kInput).subspan(4, 1));
  EXPECT_EQ(der.departures().trailing, (DerRange{5, 7}));
  der.ExpectEmpty({1, 2});
  EXPECT_EQ(der.departures().trailing, (DerRange{5, 7})) << "the first stays";
}

TEST(DerReaderTest, RejectsMemberWithoutValueOrWithAnother) {
  constexpr uint8_t kEmpty[] = {0xA0, 0x00};
  constexpr uint8_t kOther[] = {0xA0, 0x02, 0x05, 0x00};
  Bytes contents;
  int32_t number = 0;
  uint8_t unused_bits = 0;
  DerReader empty(kEmpty);
  EXPECT_FALSE(empty.ReadOnly(DerTag::kOctetString, First(&empty), &contents));
  EXPECT_EQ(empty.error("X").message(), "X: cannot read 1 byte at offset 2 of 2");
  DerReader enumerated(kOther);
  EXPECT_FALSE(enumerated.ReadOnlyEnumerated(First(&enumerated), &number));
  EXPECT_EQ(enumerated.error("X").message(), "X: tag 0x05 at offset 2 where 0x0a belongs");
  DerReader bits(kOther);
  EXPECT_FALSE(bits.ReadOnlyBitString(First(&bits), &unused_bits, &contents));
  EXPECT_EQ(bits.error("X").message(), "X: tag 0x05 at offset 2 where 0x03 belongs");
}

// The number, whether it was longer than needed, and the error.
struct Enumerated {
  int32_t number = 0;
  bool is_long = false;
  std::string error;

  bool operator==(const Enumerated&) const = default;
};

Enumerated ReadEnumerated(std::vector<uint8_t> contents) {
  std::vector<uint8_t> input = {0xA0, static_cast<uint8_t>(contents.size() + 2),  //
                                0x0A, static_cast<uint8_t>(contents.size())};
  input.insert(input.end(), contents.begin(), contents.end());
  DerReader der(input);
  Enumerated result;
  const bool read = der.ReadOnlyEnumerated(First(&der), &result.number);
  EXPECT_EQ(read, der.ok());
  result.is_long = der.departures().long_enumerated == 2u;
  result.error = std::string(der.error("X").message());
  return result;
}

TEST(DerReaderTest, ReadsEnumerated) {
  EXPECT_EQ(ReadEnumerated({0x03}), (Enumerated{3, false, ""}));
  EXPECT_EQ(ReadEnumerated({0xFF}), (Enumerated{-1, false, ""}));
  EXPECT_EQ(ReadEnumerated({0x00, 0x80}), (Enumerated{128, false, ""}));
  EXPECT_EQ(ReadEnumerated({0xFF, 0x7F}), (Enumerated{-129, false, ""}));
  EXPECT_EQ(ReadEnumerated({0x80, 0x00, 0x00, 0x00}), (Enumerated{INT32_MIN, false, ""}));
  EXPECT_EQ(ReadEnumerated({0x00, 0x01}), (Enumerated{1, true, ""}));
  EXPECT_EQ(ReadEnumerated({0xFF, 0xFF}), (Enumerated{-1, true, ""}));
  EXPECT_EQ(ReadEnumerated({}),
            (Enumerated{0, false, "X: value with tag 0x0a at offset 2 is empty"}));
  EXPECT_EQ(ReadEnumerated({0, 0, 0, 0, 1}),
            (Enumerated{0, false, "X: ENUMERATED at offset 2 has more than 4 bytes"}));
}

TEST(DerReaderTest, ReadsBitString) {
  constexpr uint8_t kInput[] = {0xA1, 0x04, 0x03, 0x02, 0x01, 0x36};
  DerReader der(kInput);
  uint8_t unused_bits = 0;
  Bytes octets;
  ASSERT_TRUE(der.ReadOnlyBitString(First(&der), &unused_bits, &octets));
  EXPECT_EQ(unused_bits, 1);
  EXPECT_EQ(octets, Bytes(kInput).subspan(5, 1));
  constexpr uint8_t kEmpty[] = {0xA1, 0x02, 0x03, 0x00, 0x05, 0x00};
  DerReader empty(kEmpty);
  EXPECT_FALSE(empty.ReadOnlyBitString(First(&empty), &unused_bits, &octets));
  EXPECT_EQ(empty.error("X").message(), "X: value with tag 0x03 at offset 2 is empty");
}

TEST(DerReaderTest, RejectsOtherTagInAList) {
  constexpr uint8_t kInput[] = {0x06, 0x00, 0x04, 0x00};
  DerReader der(kInput);
  EXPECT_FALSE(der.ReadToEnd(DerTag::kObjectIdentifier, der.all()));
  EXPECT_EQ(der.error("X").message(), "X: tag 0x04 at offset 2 where 0x06 belongs");
}

}  // namespace
}  // namespace ntlmatrix::envelope
