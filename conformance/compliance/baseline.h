// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_COMPLIANCE_BASELINE_H_
#define NTLMATRIX_CONFORMANCE_COMPLIANCE_BASELINE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/stores/policy_input.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::compliance {

// What a published baseline wants of a setting, and where it says so.
struct BaselineSetting {
  uint32_t value;
  absl::string_view source;
};

struct Baseline {
  absl::string_view name;   // on the command line: "stig"
  absl::string_view title;  // "DISA STIG"
  std::array<BaselineSetting, 3> settings;
};

absl::Span<const Baseline> Baselines();

// The baseline of that name, or null.
const Baseline* FindBaseline(absl::string_view name);

// How a store stands against a baseline; nothing for a setting that is equal.
//
// - `weaker-than-baseline`, error: the value lacks bits or is a lower level, the setting is not
//   defined, or stores of this format can't require anything. Defaults do not count.
// - `stricter-than-baseline`, note: a value with more bits, which a scan for equality reports.
// - `baseline-not-comparable`, error: the setting is in another state, or nothing may be concluded
//   from the store.
std::vector<policy::PolicyFinding> CompareWithBaseline(const Baseline& baseline,
                                                       const stores::PolicyInput& input);

}  // namespace ntlmatrix::compliance

#endif  // NTLMATRIX_CONFORMANCE_COMPLIANCE_BASELINE_H_
