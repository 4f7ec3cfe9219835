// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_LOG_DIRTY_VECTOR_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_LOG_DIRTY_VECTOR_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_image.h"

namespace ntlmatrix::policy {

// Applies a transaction log of the format before Windows 8.1, a bitmap of dirty pages of 512 bytes
// and the pages: "Old format" of the Windows registry file format specification
// (github.com/msuhanov/regf). `base` is the base block of `log`.
//
// All of the log or nothing: after an error, for a page that is not there or a hive bin that is
// none, the image is of no use. (Windows keeps the hive bins before the one that is none.)
absl::Status ApplyDirtyVector(Bytes log, const HiveBaseBlock& base, HiveImage* image);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_LOG_DIRTY_VECTOR_H_
