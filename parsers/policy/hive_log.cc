// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_log.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_image.h"
#include "parsers/policy/hive_log_choice.h"
#include "parsers/policy/hive_log_dirty_vector.h"
#include "parsers/policy/hive_log_entry.h"
#include "parsers/policy/hive_log_file.h"

namespace ntlmatrix::policy {
namespace {

using Logs = std::vector<HiveLogFile>;

constexpr absl::string_view kCopyAgain =
    "copy the hive and its .LOG1 and .LOG2 again at the same time, or use `reg save`";

// "entry 7" or "entries 7 to 9".
std::string EntriesBetween(uint32_t first, uint32_t next) {
  if (first + 1 == next) return absl::StrCat("entry ", first);
  return absl::StrCat("entries ", first, " to ", next - 1);
}

// Recovers one hive.
class Recovery {
 public:
  Recovery(Bytes primary, const HiveBaseBlock& base, absl::Span<const Bytes> logs,
           PolicyFindingSink findings)
      : primary_(primary),
        base_(base),
        findings_(findings),
        max_size_(primary.size()),
        log_count_(logs.size()) {
    for (size_t i = 0; i < logs.size(); ++i) {
      max_size_ += logs[i].size();
      Open(i + 1, logs[i]);
    }
  }

  HiveRecovery Run() {
    HiveRecovery result;
    if (!base_.dirty()) {
      WarnOfNewerLogs();
      return result;
    }
    std::optional<HiveImage> image = ReplayNew(&result.applied_entries);
    if (!image.has_value()) image = ReplayOld(&result.applied_entries);
    if (!image.has_value()) {
      result.state = HiveRecovery::State::kDirty;
      ReportDirty();
      return result;
    }
    ReportRecovered(result.applied_entries);
    result.state = HiveRecovery::State::kRecovered;
    result.bytes = image->Take();
    return result;
  }

 private:
  void Open(size_t number, Bytes bytes) {
    absl::StatusOr<HiveLogFile> log = OpenHiveLog(number, bytes, base_);
    if (log.ok()) {
      logs_.push_back(*std::move(log));
      return;
    }
    const std::string reason = absl::StrCat("log ", number, ": ", log.status().message());
    reasons_.push_back(reason);
    if (!absl::IsNotFound(log.status())) unusable_.push_back(reason);
  }

  void Warn(absl::string_view id, std::string message, absl::string_view fix) {
    more_.push_back({id, Severity::kWarning, std::move(message), std::string(fix), Place()});
  }

  void Refuse(const HiveLogFile& log, absl::string_view why) {
    reasons_.push_back(absl::StrCat(log.Name(), ": ", why));
  }

  // "If a hive isn't dirty, but a transaction log file (new format) contains subsequent log
  // entries, they are ignored" (Dirty state of a hive).
  void WarnOfNewerLogs() {
    for (const HiveLogFile& log : logs_) {
      if (!log.is_new() || SequenceBefore(log.base.primary_sequence, base_.primary_sequence)) {
        continue;
      }
      HiveImage scratch({}, max_size_);
      const HiveLogReplay replay = ReplayHiveLogEntries(log.bytes, log.base, &scratch);
      if (replay.applied == 0) continue;
      findings_(
          {"hive-log-ignored", Severity::kWarning,
           absl::StrCat("the hive is clean, so that Windows ignores ", log.Name(),
                        ", although its entries from ", log.base.primary_sequence, " on are newer"),
           std::string(kCopyAgain), Place()});
    }
  }

  std::optional<HiveImage> ReplayNew(uint32_t* applied) {
    const Logs logs = NewLogsToApply(
        base_, logs_, [this](const HiveLogFile& log, std::string why) { Refuse(log, why); });
    if (logs.empty()) return std::nullopt;
    HiveImage image(primary_, max_size_);
    const HiveLogFile& first = logs.front();
    if (base_.checksum_matches()) {
      WarnOfGap(base_.secondary_sequence, first);
    } else {
      TakeBaseBlock(first, &image);
    }
    uint32_t next = first.base.primary_sequence;
    uint32_t hive_bins_size = 0;
    for (const HiveLogFile& log : logs) {
      if (log.base.primary_sequence != next) {
        if (!SequenceBefore(log.base.primary_sequence, next)) WarnOfGap(next, log);
        continue;
      }
      const HiveLogReplay replay = ReplayHiveLogEntries(log.bytes, log.base, &image);
      next = replay.next_sequence;
      *applied += replay.applied;
      if (replay.applied > 0) hive_bins_size = replay.hive_bins_size;
      if (!replay.stopped.ok()) WarnOfTornLog(log, replay);
      if (*applied == 0) {
        Refuse(log, replay.stopped.ok() ? "it has no entry" : replay.stopped.message());
        if (!replay.stopped.ok()) unusable_.push_back(reasons_.back());
        return std::nullopt;
      }
    }
    // What Windows writes after recovery.
    image.MarkClean(next, hive_bins_size);
    if (log_count_ < 2) ReportMissingLog();
    return image;
  }

  // "A hive writer will regularly swap the transaction log file being used" (Multiple transaction
  // log files, New format).
  void ReportMissingLog() {
    more_.push_back({"hive-log-missing", Severity::kError,
                     "only one of the two transaction logs of the hive is given; the other may "
                     "hold later entries, so that its values may be stale",
                     "give both the .LOG1 and the .LOG2 of the hive", Place()});
  }

  void WarnOfGap(uint32_t expected, const HiveLogFile& log) {
    const uint32_t found = log.base.primary_sequence;
    if (found == expected) return;
    Warn("hive-log-gap",
         absl::StrCat("no log that can be used has ", EntriesBetween(expected, found),
                      ", which should come before those of ", log.Name()),
         kCopyAgain);
  }

  void WarnOfTornLog(const HiveLogFile& log, const HiveLogReplay& replay) {
    Warn("hive-log-torn",
         absl::StrCat("in ", log.Name(), " entry ", replay.next_sequence,
                      " can't be used and recovery stops there, as that of Windows does: ",
                      replay.stopped.message()),
         kCopyAgain);
  }

  void TakeBaseBlock(const HiveLogFile& log, HiveImage* image) {
    image->ReplaceBaseBlock(log.bytes);
    Warn("hive-base-block",
         absl::StrCat("the checksum of the hive's base block is wrong; that of ", log.Name(),
                      " is used"),
         kCopyAgain);
  }

  std::optional<HiveImage> ReplayOld(uint32_t* applied) {
    const Logs logs =
        OldLogsToApply(base_, primary_, logs_,
                       [this](const HiveLogFile& log, std::string why) { Refuse(log, why); });
    for (const HiveLogFile& log : logs) {
      HiveImage image(primary_, max_size_);
      const absl::Status status = ApplyDirtyVector(log.bytes, log.base, &image);
      if (!status.ok()) {
        Refuse(log, status.message());
        unusable_.push_back(reasons_.back());
        continue;
      }
      more_.clear();
      if (!base_.checksum_matches()) TakeBaseBlock(log, &image);
      image.MarkClean(log.base.primary_sequence, log.base.hive_bins_size);
      *applied = 1;
      return image;
    }
    return std::nullopt;
  }

  void ReportRecovered(uint32_t applied) {
    findings_({"hive-recovered", Severity::kNote,
               absl::StrCat("the hive is dirty; it is read with ", applied,
                            applied == 1 ? " entry" : " entries",
                            " of its transaction logs applied, as Windows would on loading it"),
               "", Place()});
    for (const std::string& reason : unusable_) {
      Warn("hive-log-unusable", absl::StrCat(reason, "; what it may hold is not applied"),
           kCopyAgain);
    }
    for (PolicyFinding& warning : more_) findings_(std::move(warning));
  }

  void ReportDirty() {
    std::sort(reasons_.begin(), reasons_.end());
    const std::string cause = base_.checksum_matches()
                                  ? absl::StrCat("its sequence numbers ", base_.primary_sequence,
                                                 " and ", base_.secondary_sequence, " differ")
                                  : "the checksum of its base block is wrong";
    const std::string logs = reasons_.empty() ? "no transaction log is given"
                                              : absl::StrCat("no transaction log can be applied (",
                                                             absl::StrJoin(reasons_, "; "), ")");
    findings_(
        {"dirty-hive", Severity::kError,
         absl::StrCat("the hive is dirty, ", cause, ", and ", logs, ": its values may be stale"),
         absl::StrCat("give the .LOG1 and .LOG2 of the hive; ", kCopyAgain), Place()});
  }

  Bytes primary_;
  const HiveBaseBlock& base_;
  PolicyFindingSink findings_;
  uint64_t max_size_;
  size_t log_count_;
  Logs logs_;                          // that can be used
  std::vector<std::string> reasons_;   // why a log is not applied
  std::vector<std::string> unusable_;  // those of them that are not usual
  std::vector<PolicyFinding> more_;    // for a hive that is recovered
};

}  // namespace

absl::StatusOr<HiveRecovery> RecoverHive(Bytes primary, absl::Span<const Bytes> logs,
                                         PolicyFindingSink findings) {
  const absl::StatusOr<HiveBaseBlock> base = ReadHiveBaseBlock(primary);
  if (!base.ok()) return base.status();
  // What a wrong checksum lets stand may be made good by a log.
  if (base->checksum_matches()) {
    if (const absl::Status form = base->CheckForm(); !form.ok()) return form;
    if (!base->is_primary()) {
      return absl::InvalidArgumentError("the file is a transaction log, not a hive");
    }
  }
  ByteReader in(primary);
  if (!in.Skip(kHiveBaseBlockSize)) return in.error("hive base block");
  if (logs.size() > kMaxHiveLogs) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a hive has at most ", kMaxHiveLogs, " transaction logs, not ", logs.size()));
  }
  return Recovery(primary, *base, logs, findings).Run();
}

}  // namespace ntlmatrix::policy
