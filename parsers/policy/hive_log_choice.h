// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_LOG_CHOICE_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_LOG_CHOICE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_log_file.h"

namespace ntlmatrix::policy {

// Told of a log that is not for this hive, and why.
using RefusedLogSink = absl::FunctionRef<void(const HiveLogFile& log, std::string why)>;

// The logs of the new format whose entries may be applied to a hive with that base block, earlier
// entries first; of several for a hive whose checksum is wrong the latest alone.
std::vector<HiveLogFile> NewLogsToApply(const HiveBaseBlock& hive,
                                        const std::vector<HiveLogFile>& logs,
                                        RefusedLogSink refused);

// The logs of the old format, any one of which may be applied to `primary` with that base block,
// the latest first.
std::vector<HiveLogFile> OldLogsToApply(const HiveBaseBlock& hive, Bytes primary,
                                        const std::vector<HiveLogFile>& logs,
                                        RefusedLogSink refused);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_LOG_CHOICE_H_
