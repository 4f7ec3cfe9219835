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
// A log is used only if its base block is whole and, as far as that of the hive is, of the same
// file name. Then:
// - New format (Windows 8.1): the log with the older sequence number first, if that is not before
//   the hive's secondary sequence number; then the log that goes on with the next number. The first
//   entry that is torn ends a log. A hive whose own base block has a wrong checksum gets that of
//   the latest log, and the entries of that log alone.
// - Old format, where no entry of the new one applies: all of the latest log, or none. Where the
// base
//   block of the hive has a wrong checksum, a log that is older than the first hive bin is not
//   used.
//
// Findings (ids): `dirty-hive` (error): the hive stays dirty, and why; nothing may be concluded
// from it. Warnings, about a hive that is what Windows would load: `hive-log-torn` an entry that
// can't be used ended a log; `hive-log-gap` entries are in no log; `hive-log-unusable` a log that
// may have held more; `hive-base-block` it came from a log; `hive-log-ignored` the hive is clean
// and a log newer. Note: `hive-recovered`.
//
// InvalidArgument when `primary` is no primary file, Unimplemented for a version of it that is not
// known, ResourceExhausted for more than kMaxHiveLogs logs.
absl::StatusOr<HiveRecovery> RecoverHive(Bytes primary, absl::Span<const Bytes> logs,
                                         PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_LOG_H_
