// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_PRECEDENCE_COMPUTER_POLICY_H_
#define NTLMATRIX_CONFORMANCE_PRECEDENCE_COMPUTER_POLICY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/precedence/link_order.h"
#include "conformance/stores/policy_input.h"
#include "parsers/policy/effective_policy.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::precedence {

// What a computer gets from the GPOs of a link order, and what is wrong with that.
struct ComputerPolicy {
  std::string link_order;  // the path of its file
  std::vector<policy::Container> containers;
  std::vector<stores::PolicyInput> inputs;  // the GPOs, in the order of policy::GpoLink::gpo
  std::vector<policy::EffectiveSetting> settings;
  std::vector<policy::PolicyFinding> findings;  // of the whole; those of a GPO are in its input
};

// Reads a link order and its GPOs, whose paths are relative to the folder of the file. A GPO that
// can't be read is an input with a status; an error is one of the file itself, without its path.
absl::StatusOr<ComputerPolicy> ReadComputerPolicy(const std::string& path,
                                                  const stores::PolicyScope& scope);

// What an input says, for EffectivePolicy.
policy::Gpo GpoOf(const stores::PolicyInput& input);

// Whether a GPO has an error, a setting is neither defined nor not defined, or a finding about the
// whole is an error.
bool HasErrors(const ComputerPolicy& computer);

}  // namespace ntlmatrix::precedence

#endif  // NTLMATRIX_CONFORMANCE_PRECEDENCE_COMPUTER_POLICY_H_
