// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_POLICY_DEMANDS_H_
#define NTLMATRIX_CONFORMANCE_CLI_POLICY_DEMANDS_H_

#include <string>

#include <CLI/CLI.hpp>

#include "conformance/stores/policy_input.h"

namespace ntlmatrix::cli {

// What the user of `ntlmatrix policy` demands of every input: --require and --baseline.
class PolicyDemands {
 public:
  // After --os; this object must outlive the parsing.
  void AddOptions(CLI::App* command);

  bool any() const { return !require_.empty() || !baseline_.empty(); }

  // Adds to the verdicts of an input what it does not meet.
  void Judge(const stores::PolicyScope& scope, stores::PolicyInput* input) const;

 private:
  std::string require_;
  bool allow_default_ = false;
  std::string baseline_;
};

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_POLICY_DEMANDS_H_
