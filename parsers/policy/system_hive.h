// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SYSTEM_HIVE_H_
#define NTLMATRIX_PARSERS_POLICY_SYSTEM_HIVE_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxSystemHiveSize = size_t{512} << 20;  // bytes
inline constexpr size_t kMaxSystemHiveFindings = 1000;           // about values
inline constexpr size_t kMaxOtherControlSets = 16;               // that are compared

// Whether it begins as a registry hive does, or one of its transaction logs.
bool LooksLikeSystemHive(Bytes bytes);

// Reads the values of Control\Lsa and Control\Lsa\MSV1_0 in the current control set of a SYSTEM
// hive, as values below HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet. A place is the offset of the
// value's cell in the file.
//
// - The current control set is the one that \Select\Current names. Where that can't be read, is
//   missing or names none, the hive is in error: none is guessed.
// - A dirty hive is brought up to date from its logs, hive_log.h; where that can't be done its
//   values are delivered with a finding `dirty-hive` of severity error.
// - A hive without Control\Lsa in its current control set is in error: no Windows starts from it.
//   One without MSV1_0 defines nothing there, with a warning.
// - Symbolic links are not followed; one on the way is an error. So is a key with two subkeys of
//   the name that is looked for, while two values of one name are both delivered.
// - Damage for which Windows may see something else (a list out of order, a wrong hash, a sibling
//   that can't be read) is a finding of severity error, and so is a NUL in a name, a value that
//   can't be read (it is delivered without data when its name can be), and a layered key, whose
//   other layers are not in the file.
// - A value that its layer deletes (IsTombstone) is delivered as deleted.
// - Other control sets are not read, but compared: one whose settings differ is a note, or a
//   warning when Windows may start from it (Default, LastKnownGood).
// - Only what the look-ups need is read: damage elsewhere in the hive does not show.
absl::Status ReadSystemHive(const StoreInput& input, RegistryValueSink values,
                            PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SYSTEM_HIVE_H_
