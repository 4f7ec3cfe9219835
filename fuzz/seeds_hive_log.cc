// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

constexpr char kOld[] = "regf specification, Old format";
constexpr char kNew[] = "regf specification, New format";
constexpr char kMultiple[] = "regf specification, Multiple transaction log files";
constexpr char kDirtyState[] = "regf specification, Dirty state of a hive";

// What the target puts right: the checksum of the hive, checksums and hashes of the logs.
constexpr uint8_t kFixHive = 1;
constexpr uint8_t kFixChecksums = 3;
constexpr uint8_t kFixLogs = 6;
constexpr uint8_t kFixAll = 7;

constexpr uint32_t kBin = 4096;
constexpr size_t kBaseBlock = 512;
constexpr size_t kEntry = 512;   // where the first entry of a log begins
constexpr size_t kPages = 1024;  // where the pages of a log of the old format begin

Data Number(uint32_t value) {
  return {Byte(value, 0), Byte(value, 1), Byte(value, 2), Byte(value, 3)};
}

Data Text(const std::string& text) { return Data(text.begin(), text.end()); }

Data Padded(Data data, size_t size) {
  data.resize(size);
  return data;
}

Data BaseBlock(uint32_t type, uint32_t primary, uint32_t secondary, uint32_t hive_bins_size) {
  return Padded(Join({Text("regf"), Number(primary), Number(secondary), Number(0xD53E8000),
                      Number(0x01D29500), Number(1), Number(5), Number(type), Number(1), Number(32),
                      Number(hive_bins_size), Number(1), Text("S")}),
                kBaseBlock);
}

Data Bin() {
  const Data header = Join({Text("hbin"), Number(0), Number(kBin), Zeros(8), Number(0xD53E8000),
                            Number(0x01D29500), Zeros(4)});
  return Padded(header, kBin);
}

Data Hive(uint32_t primary, uint32_t secondary) {
  return Join({BaseBlock(0, primary, secondary, kBin), Bin()});
}

// An entry with one page of 8 bytes at the end of the first bin.
Data Entry(uint32_t sequence) {
  return Padded(Join({Text("HvLE"), Number(512), Number(0), Number(sequence), Number(kBin),
                      Number(1), Zeros(16), Number(kBin - 8), Number(8), Text("new page")}),
                512);
}

Data NewLog(uint32_t sequence) {
  return Join({BaseBlock(6, sequence, sequence, kBin), Entry(sequence)});
}

// A log with the first 512 bytes of the first bin.
Data OldLog() {
  const Data vector = Padded(Join({Text("DIRT"), Data{1}}), 512);
  return Join({BaseBlock(1, 3, 3, kBin), vector, Padded(Bin(), 512)});
}

Data Files(uint8_t fix, const Data& hive, const Data& log, const Data& other = {}) {
  const Data sizes = {fix, Byte(hive.size(), 0), Byte(hive.size(), 1), Byte(log.size(), 0),
                      Byte(log.size(), 1)};
  return Join({sizes, hive, log, other});
}

Data Dirty(const Data& log, const Data& other = {}) {
  return Files(kFixAll, Hive(3, 2), log, other);
}

// The usual log with another number.
Data DirtyWith(size_t at, uint32_t value) { return Dirty(SetFlags(NewLog(2), at, value)); }
Data OldWith(size_t at, uint32_t value) { return Dirty(SetFlags(OldLog(), at, value)); }

std::vector<Seed> Usual() {
  const Data two = Join({NewLog(2), Entry(3)});
  const Data grows = SetFlags(SetFlags(NewLog(2), kEntry + 16, 2 * kBin), kEntry + 40, kBin);
  return {
      {"clean_hive", kDirtyState, "the log is older", Files(kFixAll, Hive(3, 3), NewLog(2))},
      {"clean_hive_newer_log", kDirtyState, "entries that Windows ignores",
       Files(kFixAll, Hive(3, 3), NewLog(3))},
      {"dirty_without_log", kDirtyState, "sequence numbers 3 and 2",
       Files(kFixHive, Hive(3, 2), {})},
      {"new_log", kNew, "one entry", Dirty(NewLog(2))},
      {"new_logs", kMultiple, "entries 2 and 3, then 4", Dirty(two, NewLog(4))},
      {"new_logs_swapped", kMultiple, "entry 4, then 2 and 3", Dirty(NewLog(4), two)},
      {"new_logs_with_gap", kMultiple, "entry 2, then 5", Dirty(NewLog(2), NewLog(5))},
      {"new_log_from_before", kNew, "entry 1 of a hive at 2", Dirty(NewLog(1), NewLog(2))},
      {"new_log_with_remnants", kNew, "entry 2, then 1", Dirty(Join({NewLog(2), Entry(1)}))},
      {"new_log_grows_hive", kNew, "to a second bin", Dirty(Join({grows, Zeros(kBin)}))},
      {"sequence_wraps", kMultiple, "entries 0xFFFFFFFF and 0",
       Files(kFixAll, Hive(0, 0xFFFFFFFF), NewLog(0), NewLog(0xFFFFFFFF))},
      {"base_block_from_new_log", kNew, "wrong checksum of the hive",
       Files(kFixLogs, Hive(3, 2), NewLog(2), NewLog(3))},
      {"base_block_from_old_log", kOld, "wrong checksum of the hive",
       Files(kFixLogs, Hive(3, 2), OldLog())},
      {"old_log", kOld, "one dirty page", Dirty(OldLog())},
      {"old_log_windows_2000", kOld, "file type 2", OldWith(28, 2)},
      {"old_logs", kOld, "the later one counts",
       Dirty(OldLog(), SetFlags(SetFlags(OldLog(), 4, 4), 8, 4))},
      {"old_and_new_log", kByHand, "the new one counts", Dirty(OldLog(), NewLog(2))},
  };
}

std::vector<Seed> HostileEntries() {
  return {
      {"hashes_are_wrong", kNew, "both 0", Files(kFixChecksums, Hive(3, 2), NewLog(2))},
      {"entry_size_0", kByHand, "a walk that trusts it never ends", DirtyWith(kEntry + 4, 0)},
      {"entry_size_max", kByHand, "0xFFFFFE00", DirtyWith(kEntry + 4, 0xFFFFFE00)},
      {"entry_size_513", kNew, "no multiple of 512", DirtyWith(kEntry + 4, 513)},
      {"entry_past_end_by_512", kByHand, "size 1024 of 512", DirtyWith(kEntry + 4, 1024)},
      {"entry_cut", kByHand, "ends in Hash-1", Dirty(Cut(NewLog(2), kEntry + 28))},
      {"hive_bins_size_max", kByHand, "4 GiB must not be allocated",
       DirtyWith(kEntry + 16, 0xFFFFF000)},
      {"hive_bins_size_0", kNew, "the last page leaves it", DirtyWith(kEntry + 16, 0)},
      {"hive_bins_size_4608", kNew, "no multiple of 4096", DirtyWith(kEntry + 16, 4608)},
      {"page_count_0", kByHand, "an entry without pages", DirtyWith(kEntry + 20, 0)},
      {"page_count_max", kByHand, "times 8 wraps in 32 bits", DirtyWith(kEntry + 20, 0xFFFFFFFF)},
      {"page_count_wraps_to_1", kByHand, "0x20000001 times 8 is 8 in 32 bits",
       DirtyWith(kEntry + 20, 0x20000001)},
      {"page_offset_max", kByHand, "plus 4096 wraps in 32 bits",
       DirtyWith(kEntry + 40, 0xFFFFF000)},
      {"page_offset_past_end_by_1", kByHand, "of the hive bins data",
       DirtyWith(kEntry + 40, kBin - 7)},
      {"page_size_max", kByHand, "of an entry of 512 bytes", DirtyWith(kEntry + 44, 0xFFFFFFFF)},
      {"page_size_past_entry_by_1", kByHand, "465 of 464 bytes left",
       Dirty(SetFlags(SetFlags(NewLog(2), kEntry + 40, 0), kEntry + 44, 465))},
      {"page_size_0", kByHand, "a page of no bytes", DirtyWith(kEntry + 44, 0)},
      {"entry_later_than_expected", kNew, "entry 3 in a log from 2", DirtyWith(kEntry + 12, 3)},
  };
}

std::vector<Seed> HostileVectors() {
  return {
      {"dirty_vector_of_4_gib", kByHand, "a bitmap past the end", OldWith(40, 0xFFFFF000)},
      {"dirty_vector_all_set", kByHand, "8 pages with one behind", OldWith(516, 0xFF)},
      {"dirty_vector_empty", kByHand, "no dirty page", OldWith(516, 0)},
      {"dirty_vector_cut", kByHand, "ends in the signature", Dirty(Cut(OldLog(), 514))},
      {"dirty_page_cut", kByHand, "511 bytes of it", Dirty(Cut(OldLog(), kPages + 511))},
      {"dirty_bin_size_0", kByHand, "a walk that trusts it never ends", OldWith(kPages + 8, 0)},
      {"dirty_bin_size_max", kByHand, "0xFFFFF000", OldWith(kPages + 8, 0xFFFFF000)},
      {"dirty_bin_of_other_offset", kOld, "4096 where 0 is", OldWith(kPages + 4, kBin)},
      {"dirty_bin_without_signature", kOld, "not hbin", OldWith(kPages, 0)},
  };
}

std::vector<Seed> HostileBaseBlocks() {
  return {
      {"log_checksum_wrong", kOld, "of the base block", Files(kFixHive, Hive(3, 2), OldLog())},
      {"log_write_not_ended", kOld, "its sequence numbers differ", DirtyWith(8, 1)},
      {"log_of_other_hive", kByHand, "another file name", DirtyWith(48, 'T')},
      {"log_of_other_rm_id", kByHand, "another GUID",
       Files(kFixAll, SetFlags(Hive(3, 2), 112, 2), SetFlags(NewLog(2), 112, 1))},
      {"log_of_other_time", kOld, "last written later", OldWith(12, 0xD53E8001)},
      {"log_clustering_factor_8", kByHand, "sectors of 4096 bytes", DirtyWith(44, 8)},
      {"log_version_1_2", kByHand, "a form that is not known", DirtyWith(24, 2)},
      {"log_is_a_hive", kByHand, "file type 0", Dirty(Hive(2, 2))},
      {"log_of_511_bytes", kByHand, "one less than a base block", Dirty(Cut(NewLog(2), 511))},
      {"log_of_zeros", kMultiple, "as a log that is not used",
       Files(kFixHive, Hive(3, 2), Zeros(512), Zeros(512))},
      {"hive_is_a_log", kByHand, "file type 6", Files(kFixAll, NewLog(2), NewLog(2))},
      {"hive_without_bins", kByHand, "ends after the base block",
       Files(kFixAll, Cut(Hive(3, 2), kBaseBlock), OldLog())},
      {"hive_of_511_bytes", kByHand, "one less than the fields",
       Files(kFixAll, Cut(Hive(3, 2), 511), NewLog(2))},
  };
}

}  // namespace

std::vector<Seed> HiveLogSeeds() {
  std::vector<Seed> seeds = Usual();
  for (const auto more : {HostileEntries, HostileVectors, HostileBaseBlocks}) {
    for (Seed& seed : more()) seeds.push_back(std::move(seed));
  }
  return seeds;
}

}  // namespace ntlmatrix::fuzz
