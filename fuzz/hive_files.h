// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_HIVE_FILES_H_
#define NTLMATRIX_FUZZ_HIVE_FILES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_log_entry.h"

namespace ntlmatrix::fuzz {

// A hive and its transaction logs in one input: a byte that tells what to put right, the sizes of
// hive and first log in 16 bits each, hive, first log, second log. Of the hive's base block only
// the first 512 bytes are there.
struct HiveFiles {
  std::vector<uint8_t> hive;
  std::vector<uint8_t> logs[2];

  explicit HiveFiles(Bytes input);
};

inline void PutNumber(std::vector<uint8_t>* file, size_t at, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) (*file)[at + i] = static_cast<uint8_t>(value >> (8 * i));
}

inline void FixChecksum(std::vector<uint8_t>* file) {
  if (file->size() < 512) return;
  PutNumber(file, 508, policy::ComputeHiveChecksum(*file), 4);
}

// No engine guesses the hashes of a log entry.
inline void FixHashes(std::vector<uint8_t>* log) {
  for (size_t at = 512; at < log->size();) {
    ByteReader in(Bytes(*log).subspan(at));
    uint32_t signature = 0;
    uint32_t size = 0;
    Bytes entry;
    if (!in.ReadU32(&signature) || !in.ReadU32(&size) || size < 512) return;
    if (!in.ReadAt(0, size, &entry)) return;
    PutNumber(log, at + 24, policy::HashHiveLog(entry.subspan(40)), 8);
    PutNumber(log, at + 32, policy::HashHiveLog(entry.first(32)), 8);
    at += size;
  }
}

inline HiveFiles::HiveFiles(Bytes input) {
  constexpr uint8_t kHiveChecksum = 1;
  constexpr uint8_t kLogChecksums = 2;
  constexpr uint8_t kLogHashes = 4;
  ByteReader in(input);
  uint8_t fix = 0;
  uint16_t sizes[2] = {};
  if (!in.ReadU8(&fix) || !in.ReadU16(&sizes[0]) || !in.ReadU16(&sizes[1])) return;
  Bytes files[3];
  for (int i = 0; i < 3; ++i) {
    const size_t size = i < 2 ? std::min<size_t>(sizes[i], in.remaining()) : in.remaining();
    if (!in.ReadBytes(size, &files[i])) return;
  }
  hive.assign(files[0].begin(), files[0].end());
  if (hive.size() >= 512) {
    hive.insert(hive.begin() + 512, policy::kHiveBaseBlockSize - 512, uint8_t{0});
  }
  if ((fix & kHiveChecksum) != 0) FixChecksum(&hive);
  for (int i = 0; i < 2; ++i) {
    logs[i].assign(files[i + 1].begin(), files[i + 1].end());
    if ((fix & kLogChecksums) != 0) FixChecksum(&logs[i]);
    if ((fix & kLogHashes) != 0) FixHashes(&logs[i]);
  }
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_HIVE_FILES_H_
