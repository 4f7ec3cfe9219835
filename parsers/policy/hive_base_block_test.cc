// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_base_block.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

using Data = std::vector<uint8_t>;

// The fields up to the clustering factor.
constexpr uint8_t kFields[] = {
    'r',  'e',  'g',  'f',                           // Signature
    8,    0,    0,    0,                             // Primary sequence number
    7,    0,    0,    0,                             // Secondary sequence number
    0x00, 0x80, 0x3E, 0xD5, 0xDE, 0xB1, 0x9D, 0x01,  // Last written timestamp
    1,    0,    0,    0,                             // Major version
    5,    0,    0,    0,                             // Minor version
    0,    0,    0,    0,                             // File type
    1,    0,    0,    0,                             // File format
    0x20, 0,    0,    0,                             // Root cell offset
    0x00, 0x30, 0,    0,                             // Hive bins data size
    1,    0,    0,    0,                             // Clustering factor
};
// The numbers above and the three that BaseBlock() sets, xored.
constexpr uint8_t kChecksum[] = {0x87, 0x64, 0xC4, 0xB2};

Data BaseBlock() {
  Data block(kHiveLogBaseBlockSize, 0);
  std::copy(std::begin(kFields), std::end(kFields), block.begin());
  block[48] = 'S';   // File name
  block[112] = 'R';  // RmId
  block[144] = 1;    // Flags
  std::copy(std::begin(kChecksum), std::end(kChecksum), block.begin() + 508);
  return block;
}

Data With(size_t offset, uint8_t value) {
  Data block = BaseBlock();
  block[offset] = value;
  return block;
}

std::string ErrorOf(const Data& block) {
  return std::string(ParseHiveBaseBlock(block).status().message());
}

TEST(HiveBaseBlockTest, ReadsEveryField) {
  const Data bytes = BaseBlock();
  const auto block = ParseHiveBaseBlock(bytes);
  ASSERT_TRUE(block.ok()) << block.status();
  EXPECT_EQ(block->primary_sequence, 8u);
  EXPECT_EQ(block->secondary_sequence, 7u);
  EXPECT_EQ(block->last_written, 0x019DB1DED53E8000u);
  EXPECT_EQ(block->major, 1u);
  EXPECT_EQ(block->minor, 5u);
  EXPECT_EQ(block->type, kHivePrimaryFile);
  EXPECT_EQ(block->format, 1u);
  EXPECT_EQ(block->root_offset, 0x20u);
  EXPECT_EQ(block->hive_bins_size, 0x3000u);
  EXPECT_EQ(block->clustering_factor, 1u);
  EXPECT_EQ(block->file_name.size(), 64u);
  EXPECT_EQ(block->file_name[0], 'S');
  EXPECT_EQ(block->rm_id.size(), 16u);
  EXPECT_EQ(block->rm_id[0], 'R');
  EXPECT_EQ(block->flags, 1u);
  EXPECT_EQ(block->checksum, block->computed_checksum);
  EXPECT_TRUE(block->is_primary());
}

// "its primary sequence number doesn't match its secondary sequence number" (Dirty state of a
// hive).
TEST(HiveBaseBlockTest, IsDirtyWhenSequenceNumbersDiffer) {
  Data bytes = BaseBlock();
  EXPECT_TRUE(ParseHiveBaseBlock(bytes)->dirty());
  EXPECT_TRUE(ParseHiveBaseBlock(bytes)->checksum_matches());
  bytes[8] = 8;
  bytes[508] ^= 7 ^ 8;
  EXPECT_FALSE(ParseHiveBaseBlock(bytes)->dirty());
}

// "a base block in a primary file contains a wrong checksum" (Dirty state of a hive).
TEST(HiveBaseBlockTest, IsDirtyWhenChecksumIsWrong) {
  Data bytes = With(8, 8);
  const auto block = ParseHiveBaseBlock(bytes);
  ASSERT_TRUE(block.ok()) << block.status();
  EXPECT_FALSE(block->checksum_matches());
  EXPECT_EQ(block->primary_sequence, block->secondary_sequence);
  EXPECT_TRUE(block->dirty());
}

// "if C is equal to -1, set C to -2; if C is equal to 0, set C to 1" (Base block, note 2).
TEST(HiveBaseBlockTest, ChecksumIsNeverZeroOrAllOnes) {
  Data zeros(508, 0);
  EXPECT_EQ(ComputeHiveChecksum(zeros), 1u);
  zeros[504] = 0xFF;
  zeros[505] = 0xFF;
  zeros[506] = 0xFF;
  zeros[3] = 0xFF;
  EXPECT_EQ(ComputeHiveChecksum(zeros), 0xFFFFFFFEu);
  zeros.pop_back();
  EXPECT_EQ(ComputeHiveChecksum(zeros), 0u);
}

TEST(HiveBaseBlockTest, ChecksumLeavesOutWhatFollowsIt) {
  Data bytes = BaseBlock();
  bytes.resize(kHiveBaseBlockSize, 0xAA);
  EXPECT_TRUE(ParseHiveBaseBlock(bytes)->checksum_matches());
}

TEST(HiveBaseBlockTest, RejectsOtherSignature) {
  EXPECT_NE(ErrorOf(With(0, 'R')).find("offset 0"), std::string::npos) << ErrorOf(With(0, 'R'));
  EXPECT_EQ(ParseHiveBaseBlock(With(3, 'F')).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(HiveBaseBlockTest, RejectsFormsThatAreNotKnown) {
  EXPECT_EQ(ErrorOf(With(20, 2)), "hive base block: major version 2 at offset 20 is not known");
  EXPECT_EQ(ErrorOf(With(24, 2)), "hive base block: minor version 2 at offset 24 is not known");
  EXPECT_EQ(ErrorOf(With(24, 7)), "hive base block: minor version 7 at offset 24 is not known");
  EXPECT_EQ(ErrorOf(With(28, 3)), "hive base block: file type 3 at offset 28 is not known");
  EXPECT_EQ(ErrorOf(With(32, 0)), "hive base block: file format 0 at offset 32 is not known");
  EXPECT_EQ(ParseHiveBaseBlock(With(20, 2)).status().code(), absl::StatusCode::kUnimplemented);
}

TEST(HiveBaseBlockTest, AcceptsEveryKnownVersionAndType) {
  for (uint8_t minor = 3; minor <= 6; ++minor)
    EXPECT_TRUE(ParseHiveBaseBlock(With(24, minor)).ok());
  for (const uint32_t type : {kHiveLogOld, kHiveLogVeryOld, kHiveLogNew}) {
    const auto block = ParseHiveBaseBlock(With(28, static_cast<uint8_t>(type)));
    ASSERT_TRUE(block.ok()) << block.status();
    EXPECT_FALSE(block->is_primary());
  }
}

TEST(HiveBaseBlockTest, ReadsFormsThatAreNotKnownWhenAskedTo) {
  const auto block = ReadHiveBaseBlock(With(20, 2));
  ASSERT_TRUE(block.ok()) << block.status();
  EXPECT_EQ(block->major, 2u);
  EXPECT_FALSE(block->CheckForm().ok());
}

TEST(HiveBaseBlockTest, TruncationAtEveryByteIsAnError) {
  const Data whole = BaseBlock();
  for (size_t size = 0; size < whole.size(); ++size) {
    const Data cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(ParseHiveBaseBlock(cut).status().code(), absl::StatusCode::kInvalidArgument) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
