// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_POLICY_FINDING_H_
#define NTLMATRIX_PARSERS_POLICY_POLICY_FINDING_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/finding.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::policy {

// What is wrong with a readable store, and how to put it right.
//
// An error means that the store may not say what its author meant, so that nothing may be
// concluded from the absence of a setting.
struct PolicyFinding {
  absl::string_view id;  // stable, static storage
  Severity severity = Severity::kError;
  std::string message;
  std::string fix;
  Place place;
  std::string file =
      {};  // of a store of several files the one it is about; empty: the store itself

  bool operator==(const PolicyFinding&) const = default;
};

using PolicyFindingSink = absl::FunctionRef<void(PolicyFinding)>;

// Text from a store as it may be shown: control and non-ASCII characters escaped, and what follows
// the first 80 columns left out.
std::string Shown(absl::string_view raw);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_POLICY_FINDING_H_
