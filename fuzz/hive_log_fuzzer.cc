// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "fuzz/check.h"
#include "fuzz/hive_files.h"
#include "parsers/policy/hive_log.h"

namespace {

using ntlmatrix::Bytes;
using ntlmatrix::policy::HiveRecovery;
using ntlmatrix::policy::PolicyFinding;

// The recovery, after checking that a hive is left dirty with a finding and never without.
HiveRecovery Recover(Bytes hive, absl::Span<const Bytes> logs) {
  bool dirty = false;
  auto recovery = ntlmatrix::policy::RecoverHive(
      hive, logs, [&](PolicyFinding finding) { dirty |= finding.id == "dirty-hive"; });
  if (!recovery.ok()) return {};
  FUZZ_CHECK(dirty == (recovery->state == HiveRecovery::State::kDirty));
  return *std::move(recovery);
}

}  // namespace

// A recovered hive is clean, the same each time and no larger than what it was made of, and with
// the first half of its only log no more is applied to it than with all of that.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ntlmatrix::fuzz::HiveFiles files(Bytes(data, size));
  const Bytes logs[] = {files.logs[0], files.logs[1]};
  const HiveRecovery recovery = Recover(files.hive, logs);
  FUZZ_CHECK(Recover(files.hive, logs).bytes == recovery.bytes);
  FUZZ_CHECK(recovery.bytes.size() <= files.hive.size() + logs[0].size() + logs[1].size());
  if (recovery.state == HiveRecovery::State::kRecovered) {
    FUZZ_CHECK(recovery.applied_entries > 0);
    FUZZ_CHECK(Recover(recovery.bytes, logs).state == HiveRecovery::State::kClean);
  }
  const Bytes half = logs[0].first(logs[0].size() / 2);
  FUZZ_CHECK(Recover(files.hive, {half}).applied_entries <=
             Recover(files.hive, {logs[0]}).applied_entries);
  return 0;
}
