// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_LOG_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_LOG_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxHiveLogs = 3;  // .LOG, .LOG1 and .LOG2

// A registry hive as Windows would load it.
struct HiveRecovery {
  enum class State {
    kClean,      // the primary file is whole; logs are ignored
    kRecovered,  // `bytes` is the primary file with the logs applied, and clean
    kDirty,      // it needs logs that are not there or do not fit; values may be stale
  };

  State state = State::kClean;
  std::vector<uint8_t> bytes;    // of kRecovered; else empty: what there is is the primary file
  uint32_t applied_entries = 0;  // log entries; a log of the old format counts as one
};

// Brings a dirty hive up to date from its transaction logs, given in any order: "Format of
// transaction log files" and "Multiple transaction log files" of the Windows registry file format
// specification (github.com/msuhanov/regf). `bytes` is never larger than primary file and logs
// together. What it does not do is look at the hive bins of the result.
//
// A log is used only if its base block is whole and, where that of the hive is, of the same file
// name, RmId and last written timestamp (Windows asks for the last only in the old format). Then:
// - New format (Windows 8.1): the log with the older sequence number first, if that is not before
//   the secondary sequence number of the hive; then the log that goes on with the next number. An
//   entry that is torn ends its log. A hive whose base block has a wrong checksum gets that of the
//   latest log, and the entries of that log alone.
// - Old format, where no entry of the new one applies: the latest log that is whole, and all of it.
//   Where the base block of the hive has a wrong checksum, none older than the first hive bin.
//
// Findings by id, beside the note `hive-recovered`:
// - errors: `dirty-hive`: the hive stays dirty, and why; `hive-log-missing`: a log of the new
// format
//   is applied and no second one is given, not even an empty one;
// - warnings, where this is what Windows loads: `hive-log-torn`: an entry that can't be used ended
// a
//   log; `hive-log-gap`: entries are in no log; `hive-log-unusable`: a log that may have held more;
//   `hive-base-block`: it is that of a log; `hive-log-ignored`: the hive is clean and a log newer.
//
// InvalidArgument when `primary` is no primary file, Unimplemented for a version of it that is not
// known, ResourceExhausted for more than kMaxHiveLogs logs.
absl::StatusOr<HiveRecovery> RecoverHive(Bytes primary, absl::Span<const Bytes> logs,
                                         PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_LOG_H_
