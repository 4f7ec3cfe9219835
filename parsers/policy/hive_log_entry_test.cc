// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_log_entry.h"

#include <cstddef>
#include <numeric>
#include <string>

#include "gtest/gtest.h"

#include "parsers/policy/test_hives.h"

namespace ntlmatrix::policy {
namespace {

using testing::Bin;
using testing::Data;
using testing::Entry;
using testing::Fill;
using testing::Hashed;
using testing::kBin;
using testing::Put;

// The header of an entry.
constexpr size_t kSize = 4;
constexpr size_t kHiveBinsSize = 16;
constexpr size_t kPageCount = 20;
constexpr size_t kHash1 = 24;
constexpr size_t kHash2 = 32;
constexpr size_t kReferences = 40;

Data Valid() { return Fill(7, 'b'); }

Data Changed(size_t at, uint32_t value) {
  Data entry = Valid();
  Put(&entry, at, value);
  return Hashed(entry);
}

std::string ErrorOf(const Data& entry) {
  return std::string(HiveLogEntry::Parse(entry).status().message());
}

// Values of another implementation of Marvin32 with "the following seed [...]: 82 EF 4D 88 7A 4E 55
// C5" (Log entries, note 3), one that real logs agree with.
TEST(HiveLogEntryTest, HashesAsLogsDo) {
  EXPECT_EQ(HashHiveLog({}), 0xB39EFCA403966E08u);
  const uint8_t signature[] = {'H', 'v', 'L', 'E'};
  EXPECT_EQ(HashHiveLog(signature), 0x914527932CF336DDu);
  Data count(32);
  std::iota(count.begin(), count.end(), uint8_t{0});
  EXPECT_EQ(HashHiveLog(count), 0xC64FEEE425C2E24Cu);
}

TEST(HiveLogEntryTest, SequenceNumbersWrap) {
  EXPECT_TRUE(SequenceBefore(1, 2));
  EXPECT_FALSE(SequenceBefore(2, 2));
  EXPECT_FALSE(SequenceBefore(3, 2));
  EXPECT_TRUE(SequenceBefore(0xFFFFFFFF, 0));
  EXPECT_FALSE(SequenceBefore(0, 0xFFFFFFFF));
}

TEST(HiveLogEntryTest, ReadsEveryField) {
  const Data bytes = Hashed(Entry(7, 2 * kBin, {{0, Data(512, 'x')}, {kBin, Data(1024, 'y')}}));
  const auto entry = HiveLogEntry::Parse(bytes);
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(entry->size, 2048u);
  EXPECT_EQ(entry->sequence, 7u);
  EXPECT_EQ(entry->hive_bins_size, 2 * kBin);
  EXPECT_EQ(entry->references.size(), 16u);
  EXPECT_EQ(entry->pages.size(), 2048u - 40 - 16);
  EXPECT_EQ(entry->pages[511], 'x');
  EXPECT_EQ(entry->pages[512], 'y');
}

// "a variable size (multiple of 512 bytes)" (Log entries).
TEST(HiveLogEntryTest, RejectsSizeThatIsNoMultipleOf512) {
  for (const uint32_t size : {0u, 256u, 4608u + 1}) {
    EXPECT_NE(ErrorOf(Changed(kSize, size)).find("not a multiple of 512"), std::string::npos);
  }
}

TEST(HiveLogEntryTest, RejectsSizePastEnd) {
  Data entry = Valid();
  Put(&entry, kSize, entry.size() + 512);
  EXPECT_EQ(ErrorOf(entry), "hive log entry: cannot read 5120 bytes at offset 0 of 4608");
}

// "a wrong value in the field Hash-1, Hash-2, or Hive bins data size (i.e. it isn't multiple of
// 4096 bytes)" (Log entries, note 8).
TEST(HiveLogEntryTest, RejectsHiveBinsSizeThatIsNoMultipleOf4096) {
  EXPECT_NE(ErrorOf(Changed(kHiveBinsSize, 0)).find("hive bins data size 0"), std::string::npos);
  EXPECT_NE(ErrorOf(Changed(kHiveBinsSize, 2 * kBin + 512)).find("size 8704"), std::string::npos);
}

TEST(HiveLogEntryTest, RejectsWrongHashes) {
  for (const size_t at :
       {kHash1, kHash1 + 7, kHash2, kHash2 + 7, size_t{8}, kReferences, size_t{4607}}) {
    Data entry = Valid();
    entry[at] ^= 1;
    EXPECT_EQ(ErrorOf(entry), "hive log entry: a hash is wrong") << at;
  }
}

TEST(HiveLogEntryTest, RejectsEntryWithoutPages) {
  EXPECT_EQ(ErrorOf(Changed(kPageCount, 0)), "hive log entry: it has no dirty page");
}

TEST(HiveLogEntryTest, RejectsMorePagesThanThereIsRoomFor) {
  EXPECT_NE(ErrorOf(Changed(kPageCount, 0xFFFFFFFF)).find("cannot read"), std::string::npos);
  EXPECT_NE(ErrorOf(Changed(kPageCount, 3)).find("a dirty page leaves"), std::string::npos);
}

TEST(HiveLogEntryTest, RejectsPagesThatLeaveTheEntry) {
  EXPECT_TRUE(HiveLogEntry::Parse(Changed(kReferences + 4, 4096)).ok());
  EXPECT_NE(ErrorOf(Changed(kReferences + 4, 0xFFFFFFFF)).find("leaves"), std::string::npos);
  EXPECT_NE(ErrorOf(Changed(kReferences + 4, 4608)).find("leaves"), std::string::npos);
}

TEST(HiveLogEntryTest, RejectsPagesThatLeaveTheHiveBinsData) {
  EXPECT_TRUE(HiveLogEntry::Parse(Changed(kReferences, kBin)).ok());
  EXPECT_NE(ErrorOf(Changed(kReferences, kBin + 1)).find("leaves"), std::string::npos);
  EXPECT_NE(ErrorOf(Changed(kReferences, 0xFFFFF000)).find("leaves"), std::string::npos);
}

TEST(HiveLogEntryTest, TruncationAtEveryByteIsAnError) {
  const Data whole = Valid();
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(HiveLogEntry::Parse(testing::CutTo(whole, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
