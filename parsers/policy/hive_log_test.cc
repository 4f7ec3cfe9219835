// SPDX-License-Identifier: Apache-2.0

// The rules that hold for every log, and those of the new format.

#include "parsers/policy/hive_log.h"

#include <cstddef>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/policy/hive_log_entry.h"
#include "parsers/policy/test_hives.h"

namespace ntlmatrix::policy {
namespace {

using State = HiveRecovery::State;
using testing::Bin;
using testing::BinPages;
using testing::CutTo;
using testing::Data;
using testing::Entry;
using testing::Fill;
using testing::Hashed;
using testing::Hive;
using testing::Joined;
using testing::kBin;
using testing::NewLog;
using testing::OldLog;
using testing::Outcome;
using testing::Put;
using testing::Recover;
using testing::With;
using testing::WithWrongChecksum;
using Findings = std::vector<std::string>;

const char kRecovered[] = "note hive-recovered";
const char kDirty[] = "error dirty-hive";
const char kGap[] = "warning hive-log-gap";
const char kTorn[] = "warning hive-log-torn";
const char kIgnored[] = "warning hive-log-ignored";
const char kUnusable[] = "warning hive-log-unusable";
const char kMissing[] = "error hive-log-missing";

Data DirtyHive() { return Hive(3, 2); }

bool Says(const Outcome& outcome, const std::string& text) {
  return outcome.text.find(text) != std::string::npos;
}

// The hive stays dirty, with a reason.
void ExpectDirty(const Data& hive, const std::vector<Data>& logs, const std::string& reason) {
  const Outcome outcome = Recover(hive, logs);
  ASSERT_TRUE(outcome.recovery.ok()) << outcome.recovery.status();
  EXPECT_EQ(outcome.state(), State::kDirty);
  EXPECT_TRUE(outcome.recovery->bytes.empty());
  EXPECT_EQ(outcome.recovery->applied_entries, 0u);
  EXPECT_EQ(outcome.findings, Findings{kDirty});
  EXPECT_TRUE(Says(outcome, reason)) << outcome.text;
}

TEST(HiveLogTest, LeavesCleanHiveAlone) {
  const Outcome outcome = Recover(Hive(3, 3), {NewLog(2, {Fill(2, 'b')}), Data()});
  EXPECT_EQ(outcome.state(), State::kClean);
  EXPECT_TRUE(outcome.recovery->bytes.empty());
  EXPECT_EQ(outcome.findings, Findings{});
}

// "If a hive isn't dirty, but a transaction log file (new format) contains subsequent log entries,
// they are ignored" (Dirty state of a hive).
TEST(HiveLogTest, IgnoresNewerEntriesOfCleanHive) {
  const Outcome outcome = Recover(Hive(3, 3), {NewLog(3, {Fill(3, 'b')}), NewLog(4, {})});
  EXPECT_EQ(outcome.state(), State::kClean);
  EXPECT_EQ(outcome.findings, Findings{kIgnored});
  EXPECT_TRUE(Says(outcome, "Windows ignores log 1")) << outcome.text;
}

TEST(HiveLogTest, DirtyHiveWithoutLogsStaysDirty) {
  ExpectDirty(DirtyHive(), {}, "sequence numbers 3 and 2 differ, and no transaction log is given");
  ExpectDirty(WithWrongChecksum(Hive(3, 3)), {}, "the checksum of its base block is wrong");
}

TEST(HiveLogTest, EmptyLogsLeaveHiveDirty) {
  ExpectDirty(DirtyHive(), {Data(), Data(4096)}, "log 1: it is empty; log 2: it is empty");
  ExpectDirty(DirtyHive(), {NewLog(2, {})}, "log 1: it has no entry");
}

TEST(HiveLogTest, AppliesEntriesInTheirOrder) {
  const Outcome outcome = Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b'), Fill(3, 'c')}), Data()});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
  EXPECT_EQ(outcome.recovery->applied_entries, 2u);
  EXPECT_EQ(outcome.BinFill(), 'c');
  EXPECT_EQ(outcome.BinFill(0), 'a');
}

TEST(HiveLogTest, RecoveredHiveIsClean) {
  const Data log = NewLog(2, {Fill(2, 'b'), Fill(3, 'c')});
  const Data recovered = Recover(DirtyHive(), {log, Data()}).recovery->bytes;
  const auto base = ParseHiveBaseBlock(recovered);
  ASSERT_TRUE(base.ok()) << base.status();
  EXPECT_FALSE(base->dirty());
  EXPECT_EQ(base->primary_sequence, 4u);
  EXPECT_EQ(base->hive_bins_size, 2 * kBin);
  EXPECT_EQ(Recover(recovered, {log, Data()}).findings, Findings{});
}

TEST(HiveLogTest, OneLogOfTwoMayLackEntries) {
  const Outcome outcome = Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b')})});
  EXPECT_EQ(outcome.state(), State::kRecovered);
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kMissing}));
}

// "the transaction log file with earlier log entries is used first" (Multiple transaction log
// files, New format).
TEST(HiveLogTest, TakesTwoLogsInAnyOrder) {
  const Data first = NewLog(2, {Fill(2, 'b')});
  const Data second = NewLog(3, {Fill(3, 'c'), Fill(4, 'd')});
  const Outcome forward = Recover(DirtyHive(), {first, second});
  const Outcome backward = Recover(DirtyHive(), {second, first});
  ASSERT_EQ(forward.state(), State::kRecovered) << forward.text;
  EXPECT_EQ(forward.recovery->applied_entries, 3u);
  EXPECT_EQ(forward.BinFill(), 'd');
  EXPECT_EQ(forward.findings, Findings{kRecovered});
  EXPECT_EQ(backward.recovery->bytes, forward.recovery->bytes);
}

TEST(HiveLogTest, TakesTwoLogsWhenSequenceNumbersWrap) {
  const Data first = NewLog(0xFFFFFFFE, {Fill(0xFFFFFFFE, 'b'), Fill(0xFFFFFFFF, 'c')});
  const Data second = NewLog(0, {Fill(0, 'd')});
  const Outcome outcome = Recover(Hive(0xFFFFFFFF, 0xFFFFFFFE), {second, first});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.recovery->applied_entries, 3u);
  EXPECT_EQ(outcome.BinFill(), 'd');
}

// "not less than a secondary sequence number of the valid base block in a primary file" (Log
// entries, note 7).
TEST(HiveLogTest, RefusesLogFromBeforeTheHive) {
  const Data old = NewLog(1, {Fill(1, 'b'), Fill(2, 'c'), Fill(3, 'd')});
  ExpectDirty(DirtyHive(), {old}, "its entries begin with 1, before the hive's 2");
  const Outcome outcome = Recover(DirtyHive(), {old, NewLog(2, {Fill(2, 'e')})});
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
  EXPECT_EQ(outcome.BinFill(), 'e');
}

// "the first log entry of the next transaction log file is expected to have a sequence number equal
// to N + 1" (Multiple transaction log files, New format).
TEST(HiveLogTest, StopsBeforeLogThatDoesNotGoOn) {
  const Outcome outcome =
      Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b')}), NewLog(5, {Fill(5, 'c')})});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kGap}));
  EXPECT_TRUE(Says(outcome, "entries 3 to 4, which should come before those of log 2"))
      << outcome.text;
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogTest, SaysWhenEntriesAfterTheHiveAreMissing) {
  const Outcome outcome = Recover(DirtyHive(), {NewLog(3, {Fill(3, 'b')}), Data()});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kGap}));
  EXPECT_TRUE(Says(outcome, "has entry 2, which")) << outcome.text;
  EXPECT_EQ(outcome.BinFill(), 'b');
}

// "If a log entry with a sequence number N is not followed by a log entry with a sequence number
// N + 1, recovery stops" (Log entries, note 7).
TEST(HiveLogTest, StopsAtEntriesLeftFromBefore) {
  const Outcome outcome =
      Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b'), Fill(1, 'x'), Fill(3, 'c')}), Data()});
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogTest, StopsAtEntriesLeftFromBeforeTheNumbersWrapped) {
  const Data log = NewLog(0xFFFFFFFF, {Fill(0xFFFFFFFF, 'b'), Fill(0xFFFFFFF0, 'x')});
  const Outcome outcome = Recover(Hive(0, 0xFFFFFFFF), {log, Data()});
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogTest, StopsAtBytesThatAreNoEntry) {
  const Data log = Joined({NewLog(2, {Fill(2, 'b')}), Data(512, 'x'), Fill(3, 'c')});
  const Outcome outcome = Recover(DirtyHive(), {log, Data()});
  EXPECT_EQ(outcome.findings, Findings{kRecovered});
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogTest, SaysThatALaterEntryWasLeftOut) {
  const Outcome outcome = Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b'), Fill(4, 'c')}), Data()});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kTorn}));
  EXPECT_TRUE(Says(outcome, "sequence number 4 where 3 should follow")) << outcome.text;
}

// "recovery stops, only previous log entries (preceding a bogus one) are applied" (Log entries,
// note 8).
TEST(HiveLogTest, StopsAtTornEntry) {
  Data torn = Fill(3, 'c');
  torn.back() ^= 1;
  const Outcome outcome =
      Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b'), torn, Fill(4, 'd')}), Data()});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kTorn}));
  EXPECT_TRUE(Says(outcome, "in log 1 entry 3 can't be used")) << outcome.text;
  EXPECT_TRUE(Says(outcome, "offset 5120: hive log entry: a hash is wrong")) << outcome.text;
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogTest, GoesOnInTheSecondLogAfterTornEntry) {
  Data torn = Fill(3, 'x');
  torn.back() ^= 1;
  const Outcome outcome =
      Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b'), torn}), NewLog(3, {Fill(3, 'c')})});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kTorn}));
  EXPECT_EQ(outcome.BinFill(), 'c');
}

TEST(HiveLogTest, TornFirstEntryLeavesHiveDirty) {
  Data torn = Fill(2, 'b');
  torn.back() ^= 1;
  ExpectDirty(DirtyHive(), {NewLog(2, {torn}), NewLog(3, {Fill(3, 'c')})}, "a hash is wrong");
  ExpectDirty(DirtyHive(), {NewLog(2, {Fill(3, 'c')})}, "sequence number 3 where 2 should follow");
}

// "A primary file is grown according to the Hive bins data size field of a log entry being applied"
// (Log entries, note 9).
TEST(HiveLogTest, GrowsTheHive) {
  const Data entry = Hashed(Entry(2, 3 * kBin, {{2 * kBin, Bin(2 * kBin, 'n')}}));
  const Outcome outcome = Recover(DirtyHive(), {NewLog(2, {entry}), Data()});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.recovery->bytes.size(), kHiveBaseBlockSize + 3 * kBin);
  EXPECT_EQ(outcome.BinFill(2 * kBin), 'n');
  EXPECT_EQ(ReadHiveBaseBlock(outcome.recovery->bytes)->hive_bins_size, 3 * kBin);
}

TEST(HiveLogTest, AHiveThatShrinksKeepsItsFile) {
  const Data entry = Hashed(Entry(2, kBin, {{0, Bin(0, 's')}}));
  const Outcome outcome = Recover(DirtyHive(), {NewLog(2, {entry}), Data()});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.recovery->bytes.size(), kHiveBaseBlockSize + 2 * kBin);
  EXPECT_EQ(ReadHiveBaseBlock(outcome.recovery->bytes)->hive_bins_size, kBin);
}

TEST(HiveLogTest, RefusesToGrowPastWhatHiveAndLogsHold) {
  const Data entry = Hashed(Entry(3, 0xFFFFF000, {{2 * kBin, Bin(2 * kBin, 'n')}}));
  const Outcome outcome = Recover(DirtyHive(), {NewLog(2, {Fill(2, 'b'), entry}), Data()});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kTorn}));
  EXPECT_TRUE(Says(outcome, "hive bins data of 4294963200 bytes is more than")) << outcome.text;
  EXPECT_EQ(outcome.recovery->bytes.size(), DirtyHive().size());
}

TEST(HiveLogTest, FillsInBinsThatTheFileLacks) {
  const Data hive = CutTo(DirtyHive(), kHiveBaseBlockSize + kBin);
  const Outcome outcome = Recover(hive, {NewLog(2, {Fill(2, 'b')}), Data()});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.recovery->bytes.size(), kHiveBaseBlockSize + 2 * kBin);
  EXPECT_EQ(outcome.BinFill(), 'b');
}

TEST(HiveLogTest, LeavesHiveDirtyThatLacksMoreThanTheLogHolds) {
  ExpectDirty(CutTo(DirtyHive(), kHiveBaseBlockSize), {NewLog(2, {Fill(2, 'b')})},
              "hive bins data of 8192 bytes is more than hive and logs hold");
}

// "If a primary file is dirty and has a wrong Checksum (in the base block), its base block is
// recovered from a transaction log file" (Log entries, note 6).
TEST(HiveLogTest, TakesBaseBlockFromLog) {
  Data hive = Hive(9, 9);
  Put(&hive, 24, 99);
  Put(&hive, 28, 7);
  const Outcome outcome = Recover(hive, {NewLog(2, {Fill(2, 'b')}), Data()});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, "warning hive-base-block"}));
  const auto base = ParseHiveBaseBlock(outcome.recovery->bytes);
  ASSERT_TRUE(base.ok()) << base.status();
  EXPECT_EQ(base->minor, 5u);
  EXPECT_TRUE(base->is_primary());
  EXPECT_FALSE(base->dirty());
}

// "If a primary file contains an invalid base block, only the transaction log file with latest log
// entries is used in the recovery" (Multiple transaction log files, New format).
TEST(HiveLogTest, TakesOnlyTheLatestLogWithABadBaseBlock) {
  const Data first = Hashed(Entry(2, 2 * kBin, {{0, Bin(0, 'x')}}));
  const Outcome outcome =
      Recover(WithWrongChecksum(DirtyHive()), {NewLog(3, {Fill(3, 'c')}), NewLog(2, {first})});
  ASSERT_EQ(outcome.state(), State::kRecovered) << outcome.text;
  EXPECT_EQ(outcome.recovery->applied_entries, 1u);
  EXPECT_EQ(outcome.BinFill(0), 'a');
  EXPECT_EQ(outcome.BinFill(), 'c');
}

// Where each rule for the base block of a log is broken.
TEST(HiveLogTest, RefusesLogsThatDoNotBelongToTheHive) {
  const Data log = NewLog(2, {Fill(2, 'b')});
  ExpectDirty(DirtyHive(), {WithWrongChecksum(log)}, "the checksum of its base block is wrong");
  ExpectDirty(DirtyHive(), {With(log, 8, 1)}, "a write to it had not ended");
  ExpectDirty(DirtyHive(), {With(log, 24, 9)}, "minor version 9 at offset 24 is not known");
  ExpectDirty(DirtyHive(), {With(log, 40, 4097)}, "hive bins data size 4097 is not a multiple");
  ExpectDirty(DirtyHive(), {With(log, 44, 8)}, "its clustering factor 8 is not known");
  ExpectDirty(DirtyHive(), {With(log, 48, 'T', 1)},
              "it is of another hive, \"TYS\" and not \"SYS\"");
  ExpectDirty(DirtyHive(), {With(log, 48, 0xD800)}, "\"(bad UTF-16)\" and not \"SYS\"");
  ExpectDirty(DirtyHive(), {With(log, 112, 1)}, "its RmId is not that of the hive");
  ExpectDirty(DirtyHive(), {With(log, 12, 1)}, "was not last written when that of the hive was");
  ExpectDirty(DirtyHive(), {Hive(2, 2)}, "it is a hive, not a log");
  ExpectDirty(DirtyHive(), {CutTo(log, 511)}, "cannot read");
  ExpectDirty(DirtyHive(), {Data(512, 'x')}, "unexpected byte at offset 0");
}

TEST(HiveLogTest, ComparesNamesAndRmIdsOnlyWhereBothHaveThem) {
  Data log = With(NewLog(2, {Fill(2, 'b')}), 48, 0, 2);
  for (size_t at = 112; at < 128; at += 4) log = With(log, at, 0);
  EXPECT_EQ(Recover(DirtyHive(), {log, Data()}).findings, Findings{kRecovered});
}

TEST(HiveLogTest, SaysThatALogCouldNotBeUsed) {
  const Outcome outcome = Recover(
      DirtyHive(), {NewLog(2, {Fill(2, 'b')}), WithWrongChecksum(NewLog(3, {Fill(3, 'c')}))});
  EXPECT_EQ(outcome.findings, (Findings{kRecovered, kUnusable}));
  EXPECT_TRUE(Says(outcome, "log 2: the checksum of its base block is wrong; what it may hold"))
      << outcome.text;
}

TEST(HiveLogTest, PrefersTheNewFormat) {
  const Data old_log = OldLog(3, BinPages(kBin, 'o'));
  const Outcome both = Recover(DirtyHive(), {old_log, NewLog(2, {Fill(2, 'b')}), Data()});
  EXPECT_EQ(both.BinFill(), 'b');
  const Outcome fallback = Recover(DirtyHive(), {old_log, NewLog(1, {Fill(1, 'b')}), Data()});
  EXPECT_EQ(fallback.BinFill(), 'o');
  EXPECT_EQ(fallback.findings, Findings{kRecovered});
  Data torn = NewLog(3, {Fill(3, 'b')});
  torn.back() ^= 1;
  const Outcome after_torn = Recover(DirtyHive(), {old_log, torn, Data()});
  EXPECT_EQ(after_torn.BinFill(), 'o');
  EXPECT_EQ(after_torn.findings, (Findings{kRecovered, kUnusable}));
}

TEST(HiveLogTest, RejectsWhatIsNoPrimaryFile) {
  EXPECT_EQ(Recover(NewLog(2, {}), {}).recovery.status().message(),
            "the file is a transaction log, not a hive");
  EXPECT_EQ(Recover(CutTo(DirtyHive(), 4095), {}).recovery.status().message(),
            "hive base block: cannot read 4096 bytes at offset 0 of 4095");
  EXPECT_EQ(Recover(With(DirtyHive(), 24, 2), {}).recovery.status().code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Recover(Data(8192), {}).recovery.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Recover(DirtyHive(), std::vector<Data>(4)).recovery.status().code(),
            absl::StatusCode::kResourceExhausted);
}

// What is left of a log never applies an entry that the whole log does not.
TEST(HiveLogTest, ALogCutAnywhereAppliesItsFirstEntries) {
  const Data small = Hashed(Entry(2, 2 * kBin, {{kBin, CutTo(Bin(kBin, 'b'), 512)}}));
  const Data next = Hashed(Entry(3, 2 * kBin, {{kBin, CutTo(Bin(kBin, 'c'), 512)}}));
  const Data log = NewLog(2, {small, next});
  ASSERT_EQ(log.size(), 512u + 1024 + 1024);
  for (size_t size = 0; size < log.size(); ++size) {
    const Outcome outcome = Recover(DirtyHive(), {CutTo(log, size), Data()});
    if (size < 1536) {
      EXPECT_EQ(outcome.findings, Findings{kDirty}) << size;
    } else {
      EXPECT_EQ(outcome.recovery->applied_entries, 1u) << size;
      // A cut between entries can't be seen.
      EXPECT_EQ(outcome.findings,
                size == 1536 ? Findings{kRecovered} : (Findings{kRecovered, kTorn}))
          << size;
    }
  }
}

TEST(HiveLogTest, TheResultIsAsLargeAsItsPages) {
  for (uint32_t bins = 2; bins <= 16; bins *= 2) {
    std::vector<testing::Page> pages;
    for (uint32_t i = 2; i < 2 + bins; ++i) pages.push_back({i * kBin, Bin(i * kBin, 'n')});
    const Data log = NewLog(2, {Hashed(Entry(2, (2 + bins) * kBin, pages))});
    const Outcome outcome = Recover(DirtyHive(), {log, Data()});
    EXPECT_EQ(outcome.recovery->bytes.size(), DirtyHive().size() + bins * kBin);
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
