// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_CELLS_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_CELLS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_bins.h"
#include "parsers/policy/hive_name.h"

// What cells of a hive hold: the records of the Windows registry file format specification
// (github.com/msuhanov/regf), under its names. All are views into the file. `cell` is the offset
// of the cell that each was read from; errors are InvalidArgument with the place in the file.
namespace ntlmatrix::policy {

// Windows makes no longer ones: 256 and 16,383 characters.
inline constexpr size_t kMaxHiveKeyName = 512;      // bytes
inline constexpr size_t kMaxHiveValueName = 32766;  // bytes

// Key node (nk).
struct KeyNode {
  static constexpr uint16_t kSymLink = 0x0010;       // KEY_SYM_LINK
  static constexpr uint16_t kCompName = 0x0020;      // KEY_COMP_NAME
  static constexpr uint16_t kPredefHandle = 0x0040;  // KEY_PREDEF_HANDLE

  uint32_t cell = 0;
  uint16_t flags = 0;
  uint8_t layer_semantics = 0;  // 0 unless the key is part of a layered key
  uint32_t parent = 0;          // not checked
  uint32_t subkey_count = 0;    // as stored; may lie
  uint32_t subkeys_list = kNoHiveCell;
  uint32_t value_count = 0;  // as stored; may lie, or be a handle
  uint32_t values_list = kNoHiveCell;
  uint32_t security = kNoHiveCell;
  HiveName name;

  bool is_link() const { return (flags & kSymLink) != 0; }
  bool is_predefined_handle() const { return (flags & kPredefHandle) != 0; }
};

// Key value (vk).
struct KeyValue {
  static constexpr uint16_t kCompName = 0x0001;   // VALUE_COMP_NAME
  static constexpr uint16_t kTombstone = 0x0002;  // IsTombstone

  uint32_t cell = 0;
  uint32_t data_size = 0;  // bytes, without the bit that says where they are
  bool data_is_inline = false;
  Bytes data_field;          // the 4 bytes of Data offset
  uint32_t data_offset = 0;  // the same as a number; of a cell unless the data is inline
  uint32_t type = 0;
  uint16_t flags = 0;
  HiveName name;

  bool is_tombstone() const { return (flags & kTombstone) != 0; }
};

// Index leaf (li), Fast leaf (lf), Hash leaf (lh) or Index root (ri).
struct SubkeysList {
  enum class Kind { kIndexLeaf, kFastLeaf, kHashLeaf, kIndexRoot };

  uint32_t cell = 0;
  Kind kind = Kind::kIndexLeaf;
  uint16_t count = 0;
  Bytes elements;  // exactly `count`

  size_t element_size() const { return kind == Kind::kFastLeaf || kind == Kind::kHashLeaf ? 8 : 4; }
};

// Big data (db).
struct BigData {
  uint16_t segment_count = 0;
  uint32_t segments_list = kNoHiveCell;
};

// Key security (sk).
struct KeySecurity {
  uint32_t reference_count = 0;
  Bytes descriptor;
};

absl::StatusOr<KeyNode> ReadKeyNode(const HiveBins& bins, uint32_t cell);
absl::StatusOr<KeyValue> ReadKeyValue(const HiveBins& bins, uint32_t cell);
absl::StatusOr<SubkeysList> ReadSubkeysList(const HiveBins& bins, uint32_t cell);
absl::StatusOr<KeySecurity> ReadKeySecurity(const HiveBins& bins, uint32_t cell);

// From the data of a cell, which has to be read before one knows that it is a db.
absl::StatusOr<BigData> ParseBigData(Bytes data, uint32_t cell);

// Whether a list element says of a key with that name and hash what it should: the first characters
// in lf, or a NUL where one of them is above U+00FF; the hash in lh, which must be that of an ASCII
// name. True where it says nothing.
bool HintAgrees(SubkeysList::Kind kind, Bytes hint, const HiveName& name, uint32_t hash);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_CELLS_H_
