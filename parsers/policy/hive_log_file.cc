// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_log_file.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {
namespace {

absl::Status Unusable(absl::string_view why) { return absl::InvalidArgumentError(why); }

// The file name in UTF-16LE up to its NUL.
Bytes NameOf(const HiveBaseBlock& base) {
  ByteReader in(base.file_name);
  uint16_t unit = 0;
  size_t size = 0;
  while (in.remaining() >= 2 && in.ReadU16(&unit) && unit != 0) size = in.offset();
  Bytes name;
  static_cast<void>(in.ReadAt(0, size, &name));
  return name;
}

std::string ShownName(const HiveBaseBlock& base) {
  return Shown(Utf16ToUtf8(NameOf(base)).value_or("(bad UTF-16)"));
}

bool IsZero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

// Base blocks of a hive and of its logs are copies of one in memory. Windows pairs the files by
// their names; here nothing but this keeps the log of another computer's hive away.
absl::Status CheckSameHive(const HiveBaseBlock& log, const HiveBaseBlock& hive) {
  // A base block with a wrong checksum says nothing about the hive.
  if (!hive.checksum_matches()) return absl::OkStatus();
  if (!NameOf(log).empty() && !NameOf(hive).empty() && NameOf(log) != NameOf(hive)) {
    return Unusable(absl::StrCat("it is of another hive, \"", ShownName(log), "\" and not \"",
                                 ShownName(hive), "\""));
  }
  if (!IsZero(log.rm_id) && !IsZero(hive.rm_id) && log.rm_id != hive.rm_id) {
    return Unusable("it is of another hive, its RmId is not that of the hive");
  }
  if (log.last_written != hive.last_written) {
    return Unusable("its base block was not last written when that of the hive was");
  }
  return absl::OkStatus();
}

}  // namespace

std::string HiveLogFile::Name() const { return absl::StrCat("log ", number); }

absl::StatusOr<HiveLogFile> OpenHiveLog(size_t number, Bytes log, const HiveBaseBlock& hive) {
  ByteReader in(log);
  Bytes begin;
  const bool read = in.ReadAt(0, std::min(log.size(), kHiveLogBaseBlockSize), &begin);
  if (!read || IsZero(begin)) return absl::NotFoundError("it is empty");
  const absl::StatusOr<HiveBaseBlock> base = ParseHiveBaseBlock(log);
  if (!base.ok()) return base.status();
  if (base->is_primary()) return Unusable("it is a hive, not a log");
  if (!base->checksum_matches()) return Unusable("the checksum of its base block is wrong");
  if (base->primary_sequence != base->secondary_sequence) {
    return Unusable("its sequence numbers differ, a write to it had not ended");
  }
  if (base->clustering_factor != 1) {
    return absl::UnimplementedError(
        absl::StrCat("its clustering factor ", base->clustering_factor, " is not known"));
  }
  if (base->hive_bins_size == 0 || base->hive_bins_size % kHiveBinAlignment != 0) {
    return Unusable(absl::StrCat("its hive bins data size ", base->hive_bins_size,
                                 " is not a multiple of 4096"));
  }
  if (const absl::Status same = CheckSameHive(*base, hive); !same.ok()) return same;
  return HiveLogFile{number, log, *base};
}

}  // namespace ntlmatrix::policy
