// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_WALK_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_WALK_H_

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxHiveDepth = 512;  // keys below the root; Windows has the same limit

// The names of a key and those above it, the key's last; empty for the root.
using HivePath = absl::Span<const HiveName>;

// The names with backslashes between them.
std::string HivePathText(HivePath path);

// Who is told what a walk comes by. The views live as long as the call.
struct HiveVisitor {
  absl::FunctionRef<void(HivePath path, const KeyNode& key)> key;

  // A value of the key that was told last, with its data or why they can't be read.
  absl::FunctionRef<void(HivePath path, const KeyValue& value, const absl::StatusOr<Bytes>& data)>
      value;

  // What can't be read, with the key at which the walk went on.
  absl::FunctionRef<void(HivePath path, const absl::Status& problem)> problem;
};

struct HiveWalkTotals {
  size_t keys = 0;
  size_t values = 0;
  size_t problems = 0;  // data that can't be read included
  size_t cells = 0;     // that were read
  size_t cell_bytes = 0;
};

// Visits every key and value of a hive that can be reached: a key before its values, those before
// its subkeys, both in the order of their lists.
//
// Every byte of the hive is read as part of one cell at most, so that lists that point at
// themselves, cycles and cells that overlap are problems and cost nothing: work and memory are
// linear in the size of the hive. Without problems every hive bin has its header, and look-ups find
// what was visited and nothing else. Security descriptors and class names are not read.
HiveWalkTotals WalkHive(const Hive& hive, const HiveVisitor& visitor);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_WALK_H_
