// SPDX-License-Identifier: Apache-2.0

// Recovery from logs of the old format.

#include "parsers/policy/hive_log_dirty_vector.h"

#include <cstddef>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/policy/hive_log.h"
#include "parsers/policy/test_hives.h"

namespace ntlmatrix::policy {
namespace {

using State = HiveRecovery::State;
using testing::BinPages;
using testing::CutTo;
using testing::Data;
using testing::Hive;
using testing::kBin;
using testing::kTime;
using testing::OldLog;
using testing::Outcome;
using testing::Page;
using testing::Put;
using testing::Recover;
using testing::With;
using testing::WithWrongChecksum;
using Findings = std::vector<std::string>;

const char kRecovered[] = "note hive-recovered";
const char kDirty[] = "error dirty-hive";

Data DirtyHive() { return Hive(5, 4); }
Data Log(uint8_t fill) { return OldLog(5, BinPages(kBin, fill)); }

void ExpectDirty(const Data& hive, const std::vector<Data>& logs, const std::string& reason) {
  const Outcome outcome = Recover(hive, logs);
  EXPECT_EQ(outcome.state(), State::kDirty);
  EXPECT_TRUE(outcome.recovery->bytes.empty());
  EXPECT_EQ(outcome.findings, Findings{kDirty});
  EXPECT_NE(outcome.text.find(reason), std::string::npos) << outcome.text;
}

TEST(HiveLogDirtyVectorTest, WritesDirtyPages) {
  const Outcome outcome = Recover(DirtyHive(), {Log('b'), Data()});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
  EXPECT_EQ(outcome.recovery->applied_entries, 1u);
  EXPECT_EQ(outcome.BinFill(0), 'a');
  EXPECT_EQ(outcome.BinFill(), 'b');
  const auto base = ParseHiveBaseBlock(outcome.recovery->bytes);
  ASSERT_TRUE(base.ok()) << base.status();
  EXPECT_TRUE(base->is_primary());
  EXPECT_FALSE(base->dirty());
}

// "As of Windows XP, the File type field is set to 1 [...]. In Windows 2000, the File type field is
// set to 2" (Old format, Base block).
TEST(HiveLogDirtyVectorTest, TakesLogsOfWindows2000) {
  const Outcome outcome = Recover(DirtyHive(), {With(Log('b'), 28, kHiveLogVeryOld)});
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
}

// "Within a byte, bit numbering starts at the least significant bit" (Dirty vector).
TEST(HiveLogDirtyVectorTest, FirstPageBelongsToTheLowestBit) {
  const Page last = {kBin - 512, Data(512, 'z')};
  const Outcome outcome = Recover(DirtyHive(), {OldLog(5, {last, BinPages(kBin, 'b').front()})});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  const Data& bytes = outcome.recovery->bytes;
  EXPECT_EQ(bytes[kHiveBaseBlockSize + kBin - 513], 'a');
  EXPECT_EQ(bytes[kHiveBaseBlockSize + kBin - 512], 'z');
  EXPECT_EQ(bytes[kHiveBaseBlockSize + kBin + 511], 'b');
  EXPECT_EQ(bytes[kHiveBaseBlockSize + kBin + 512], 'a');
}

TEST(HiveLogDirtyVectorTest, GrowsTheHive) {
  const Data hive = CutTo(DirtyHive(), kHiveBaseBlockSize + kBin);
  const Outcome outcome = Recover(hive, {Log('b')});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogDirtyVectorTest, RefusesToGrowPastWhatHiveAndLogHold) {
  ExpectDirty(DirtyHive(), {With(Log('b'), 40, 0xFFFFF000)},
              "hive bins data of 4294963200 bytes is more than hive and log hold");
}

TEST(HiveLogDirtyVectorTest, RejectsLogWithoutDirtyVector) {
  Data log = Log('b');
  log[512] = 'd';
  ExpectDirty(DirtyHive(), {log}, "hive log dirty vector: unexpected byte at offset 512");
}

TEST(HiveLogDirtyVectorTest, RejectsLogWithoutDirtyPages) {
  ExpectDirty(DirtyHive(), {OldLog(5, {})}, "it has no dirty page");
}

// "its Signature must be correct, its Size must not be less than 4096 bytes, its Offset must match"
// (Dirty pages).
TEST(HiveLogDirtyVectorTest, RejectsDirtyHiveBinThatIsNone) {
  for (const size_t at : {0u, 4u, 8u}) {
    std::vector<Page> pages = BinPages(kBin, 'b');
    Put(&pages[0].bytes, at, 512);
    ExpectDirty(DirtyHive(), {OldLog(5, pages)}, "no hive bin where one should begin");
  }
  std::vector<Page> pages = BinPages(kBin, 'b');
  Put(&pages[0].bytes, 8, 2 * kBin);
  ExpectDirty(DirtyHive(), {OldLog(5, pages)}, "no hive bin where one should begin");
  Put(&pages[0].bytes, 8, 0);
  ExpectDirty(DirtyHive(), {OldLog(5, pages)}, "for offset 4096 of the hive bins data");
}

TEST(HiveLogDirtyVectorTest, RejectsPagesAfterAHiveBinThatIsNone) {
  ExpectDirty(With(DirtyHive(), kHiveBaseBlockSize, 0), {Log('b')}, "no hive bin where one should");
  Data log = Log('b');
  log.resize(2 * kBin);
  ExpectDirty(CutTo(DirtyHive(), kHiveBaseBlockSize), {log}, "no hive bin where one should");
}

// "when a Last written timestamp in its base block is equal to a Last written timestamp in a base
// block of a primary file" (Old format, Base block, note 3).
TEST(HiveLogDirtyVectorTest, RefusesLogOfAnotherTime) {
  ExpectDirty(DirtyHive(), {With(Log('b'), 12, kTime + 1, 8)}, "was not last written when");
  ExpectDirty(DirtyHive(), {With(Log('b'), 12, kTime - 1, 8)}, "was not last written when");
}

// "If a base block of a primary file has a wrong Checksum, it is being recovered using a base block
// from a transaction log file" (Old format, Base block, note 4).
TEST(HiveLogDirtyVectorTest, TakesBaseBlockFromLog) {
  const Data hive = WithWrongChecksum(DirtyHive());
  for (const uint64_t time : {kTime, kTime + 1}) {
    const Outcome outcome = Recover(hive, {With(Log('b'), 12, time, 8)});
    EXPECT_EQ(outcome.findings, (Findings{kRecovered, "warning hive-base-block"}));
    EXPECT_TRUE(ParseHiveBaseBlock(outcome.recovery->bytes)->is_primary());
  }
  ExpectDirty(hive, {With(Log('b'), 12, kTime - 1, 8)}, "it is older than the first hive bin");
}

TEST(HiveLogDirtyVectorTest, TakesTheLaterOfTwoLogs) {
  const Data earlier = OldLog(5, BinPages(kBin, 'b'));
  const Data later = OldLog(6, BinPages(kBin, 'c'));
  EXPECT_EQ(Recover(DirtyHive(), {earlier, later}).BinFill(), 'c');
  EXPECT_EQ(Recover(DirtyHive(), {later, earlier}).BinFill(), 'c');
}

TEST(HiveLogDirtyVectorTest, TakesTheOtherLogWhenOneIsTorn) {
  const Data later = OldLog(6, BinPages(kBin, 'c'));
  const Outcome outcome = Recover(DirtyHive(), {CutTo(later, later.size() - 1), Log('b')});
  EXPECT_EQ(outcome.BinFill(), 'b');
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, "warning hive-log-unusable"}));
}

TEST(HiveLogDirtyVectorTest, TruncationAtEveryByteIsAnError) {
  const Data log = OldLog(5, {BinPages(kBin, 'b').front()});
  ASSERT_TRUE(Recover(DirtyHive(), {log}).state() == State::kRecovered);
  for (size_t size = 0; size < log.size(); ++size) {
    EXPECT_EQ(Recover(DirtyHive(), {CutTo(log, size)}).findings, Findings{kDirty}) << size;
  }
}

TEST(HiveLogDirtyVectorTest, RemnantsAfterThePagesAreNotRead) {
  Data log = Log('b');
  log.resize(log.size() + 1234, 'r');
  EXPECT_EQ(Recover(DirtyHive(), {log}).findings, Findings{kRecovered});
}

}  // namespace
}  // namespace ntlmatrix::policy
