// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_POLICY_PATH_H_
#define NTLMATRIX_CONFORMANCE_STORES_POLICY_PATH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"

#include "conformance/stores/policy_input.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::stores {

// How far a walk through folders is, and what it left out.
struct WalkProgress {
  size_t done = 0;                             // entries of the folder that was named
  size_t total = 0;                            // 0 when none was
  size_t passed_over = 0;                      // files that look like no policy store
  std::vector<std::string> passed_over_first;  // the first few of them
};

// How the policy stores of a path are read.
struct PathOptions {
  const policy::StoreFormat* format = nullptr;  // of every file outside GPOs; null: guess
  PolicyScope scope;
  std::vector<std::string> logs;     // of a hive; empty: those beside it
  WalkProgress* progress = nullptr;  // may be null
};

// Takes one input after the other; false ends the reading.
using PolicyInputSink = absl::FunctionRef<bool(PolicyInput)>;

// Reads the policy stores at a path and hands each on as soon as it is read, so that memory does
// not grow with their number. "-" is standard input, a folder is read by WalkFolder. What can't be
// read, and a folder without any store, is an input too, with a status that says why. False when
// the sink ended the reading.
bool ReadPolicyPath(const std::string& path, const PathOptions& options, PolicyInputSink sink);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_POLICY_PATH_H_
