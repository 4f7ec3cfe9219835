// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_LOG_FILE_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_LOG_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"

namespace ntlmatrix::policy {

// A transaction log whose base block is whole.
struct HiveLogFile {
  size_t number = 0;  // counted from 1, as given
  Bytes bytes;
  HiveBaseBlock base;

  bool is_new() const { return base.type == kHiveLogNew; }

  // "log 1".
  std::string Name() const;
};

// Reads a log of the hive with that base block. Where that is whole, file name, RmId and last
// written timestamp of the two must be the same. NotFound for an empty log, which is usual;
// InvalidArgument or Unimplemented for one that recovery can't use, with the reason.
absl::StatusOr<HiveLogFile> OpenHiveLog(size_t number, Bytes log, const HiveBaseBlock& hive);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_LOG_FILE_H_
