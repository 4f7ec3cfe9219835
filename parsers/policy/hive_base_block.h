// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_BASE_BLOCK_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_BASE_BLOCK_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::policy {

inline constexpr size_t kHiveBaseBlockSize = 4096;  // bytes, of a primary file
inline constexpr size_t kHiveLogBaseBlockSize =
    512;                                           // bytes, of a transaction log; holds all fields
inline constexpr size_t kHiveBinAlignment = 4096;  // bytes; every hive bin is a multiple of it

// What a file with a base block is.
inline constexpr uint32_t kHivePrimaryFile = 0;
inline constexpr uint32_t kHiveLogOld = 1;      // DIRT, since Windows XP
inline constexpr uint32_t kHiveLogVeryOld = 2;  // DIRT, up to Windows 2000
inline constexpr uint32_t kHiveLogNew = 6;      // HvLE, since Windows 8.1

// The base block at the start of a registry hive and of its transaction logs: "Base block" of the
// Windows registry file format specification (github.com/msuhanov/regf).
struct HiveBaseBlock {
  uint32_t primary_sequence = 0;    // counted up when a write to the primary file begins
  uint32_t secondary_sequence = 0;  // counted up when it has ended
  uint64_t last_written = 0;        // FILETIME
  uint32_t major = 0;
  uint32_t minor = 0;
  uint32_t type = 0;
  uint32_t format = 0;
  uint32_t root_offset = 0;     // of the root cell, from the start of the hive bins data
  uint32_t hive_bins_size = 0;  // bytes
  uint32_t clustering_factor = 0;
  Bytes file_name;        // 64 bytes of UTF-16LE, a view into the input
  Bytes rm_id;            // 16 bytes, a GUID since Windows Vista; zeros in a hive without one
  uint32_t flags = 0;     // means nothing in hives older than Windows Vista
  uint32_t checksum = 0;  // as stored
  uint32_t computed_checksum = 0;

  bool is_primary() const { return type == kHivePrimaryFile; }
  bool checksum_matches() const { return checksum == computed_checksum; }

  // Whether a write to the file had begun and not ended, so that recovery is due: "Dirty state of a
  // hive" of the specification.
  bool dirty() const { return !checksum_matches() || primary_sequence != secondary_sequence; }

  // Whether the versions, format and type are ones that hives since Windows NT 4.0 have; a value
  // that is not is Unimplemented with its offset.
  absl::Status CheckForm() const;
};

// The checksum that the first 508 of these bytes should have; 0 for fewer.
uint32_t ComputeHiveChecksum(Bytes bytes);

// Reads the fields, whatever they say. InvalidArgument without 512 bytes or the signature.
absl::StatusOr<HiveBaseBlock> ReadHiveBaseBlock(Bytes file);

// ReadHiveBaseBlock and CheckForm. A checksum or sequence number that does not match is no error,
// nor is a size of the hive bins data that the file does not have.
absl::StatusOr<HiveBaseBlock> ParseHiveBaseBlock(Bytes file);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_BASE_BLOCK_H_
