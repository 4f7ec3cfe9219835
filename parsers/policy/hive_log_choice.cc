// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_log_choice.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::policy {
namespace {

using Logs = std::vector<HiveLogFile>;

// How far a log is ahead of a hive; the numbers wrap.
int32_t Lead(const HiveLogFile& log, const HiveBaseBlock& hive) {
  return static_cast<int32_t>(log.base.primary_sequence - hive.secondary_sequence);
}

// "when a base block of a primary file is invalid, i.e. it has a wrong Checksum, a Timestamp from
// the first hive bin is used instead" (Old format, Base block, note 3).
uint64_t FirstBinTimestamp(Bytes primary) {
  constexpr size_t kTimestampOffset = kHiveBaseBlockSize + 20;
  ByteReader in(primary);
  uint64_t time = 0;
  return in.Skip(kTimestampOffset) && in.ReadU64(&time) ? time : 0;
}

}  // namespace

Logs NewLogsToApply(const HiveBaseBlock& hive, const Logs& logs, RefusedLogSink refused) {
  Logs chosen;
  for (const HiveLogFile& log : logs) {
    if (!log.is_new()) continue;
    // "not less than a secondary sequence number of the valid base block in a primary file" (Log
    // entries, note 7).
    if (hive.checksum_matches() && Lead(log, hive) < 0) {
      refused(log, absl::StrCat("its entries begin with ", log.base.primary_sequence,
                                ", before the hive's ", hive.secondary_sequence));
      continue;
    }
    chosen.push_back(log);
  }
  std::sort(chosen.begin(), chosen.end(), [&](const HiveLogFile& a, const HiveLogFile& b) {
    return std::pair(Lead(a, hive), a.number) < std::pair(Lead(b, hive), b.number);
  });
  // "If a primary file contains an invalid base block, only the transaction log file with latest
  // log entries is used in the recovery" (Multiple transaction log files, New format).
  if (!hive.checksum_matches() && chosen.size() > 1) chosen.erase(chosen.begin(), chosen.end() - 1);
  return chosen;
}

Logs OldLogsToApply(const HiveBaseBlock& hive, Bytes primary, const Logs& logs,
                    RefusedLogSink refused) {
  Logs chosen;
  for (const HiveLogFile& log : logs) {
    if (log.is_new()) continue;
    if (!hive.checksum_matches() && log.base.last_written < FirstBinTimestamp(primary)) {
      refused(log, "it is older than the first hive bin");
      continue;
    }
    chosen.push_back(log);
  }
  std::sort(chosen.begin(), chosen.end(), [&](const HiveLogFile& a, const HiveLogFile& b) {
    return std::tuple(a.base.last_written, Lead(a, hive), b.number) >
           std::tuple(b.base.last_written, Lead(b, hive), a.number);
  });
  return chosen;
}

}  // namespace ntlmatrix::policy
