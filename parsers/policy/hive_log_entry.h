// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_LOG_ENTRY_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_LOG_ENTRY_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_image.h"

namespace ntlmatrix::policy {

// A log entry of the transaction logs that Windows 8.1 and later write: "Log entries" of the
// Windows registry file format specification (github.com/msuhanov/regf). Views into the log.
struct HiveLogEntry {
  uint32_t size = 0;  // bytes, with header and padding
  uint32_t sequence = 0;
  uint32_t hive_bins_size = 0;  // bytes, of the hive when the entry was written
  Bytes references;             // 8 bytes each: offset in the hive bins data, size
  Bytes pages;                  // one after the other, as the references say, then padding

  // Reads the entry at the start of `rest`. An error for one that recovery must stop at: a size
  // that is not a multiple of 512 or is past the end, hive bins data that is not a multiple of
  // 4096, no dirty page, a wrong hash, a page that leaves the entry or the hive bins data.
  static absl::StatusOr<HiveLogEntry> Parse(Bytes rest);
};

// What Hash-1 and Hash-2 are: Marvin32 with the seed of the registry. Whole 32-bit words only,
// which is what entries consist of.
uint64_t HashHiveLog(Bytes words);

// Whether the sequence number `a` comes before `b`; the numbers wrap.
bool SequenceBefore(uint32_t a, uint32_t b);

// The entries of one log that were applied, and why no more of them.
struct HiveLogReplay {
  uint32_t applied = 0;
  uint32_t next_sequence = 0;   // that the next entry would have
  uint32_t hive_bins_size = 0;  // after the last entry applied

  // Not OK when an entry that should have followed is there and can't be used. OK at the end of the
  // log, at bytes that are no entry and at entries older than those before them, which logs keep.
  absl::Status stopped;
};

// Applies the entries from the second sector on, while they are whole and their sequence numbers go
// up by one from the primary sequence number of `base`, which is the base block of `log`.
HiveLogReplay ReplayHiveLogEntries(Bytes log, const HiveBaseBlock& base, HiveImage* image);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_LOG_ENTRY_H_
