// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_POLICY_SINKS_H_
#define NTLMATRIX_CONFORMANCE_CLI_POLICY_SINKS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "conformance/stores/policy_input.h"
#include "conformance/stores/policy_path.h"

namespace ntlmatrix::cli {

// Takes the inputs of `ntlmatrix policy` one after the other and keeps none of them.
//
// All return false when an output can't be written, which has then been said on standard error.
class PolicySink {
 public:
  virtual ~PolicySink() = default;
  virtual bool Add(const stores::PolicyInput& input) = 0;

  // After the last input; not called when the run breaks, so that no half report looks whole.
  virtual bool Finish() = 0;

  // In place of Finish() when the run breaks: writes what can say of itself that it is incomplete,
  // and why.
  virtual bool Abandon(const std::string& /*why*/) { return true; }
};

// What a walk passed over, in one line; empty for nothing.
std::string PassedOverLine(const stores::WalkProgress& progress);

// Text on standard output, short and with a summary where there are many inputs: where `paths`,
// or the entries of a folder in `progress`, are several. `progress` must outlive the sink.
std::unique_ptr<PolicySink> PolicyTextSink(const stores::PolicyScope& scope, size_t paths,
                                           const stores::WalkProgress& progress);

// JSON to a file, or to standard output for "-"; a file is created at once. Inputs out of folders
// are brief.
std::unique_ptr<PolicySink> PolicyJsonSink(const std::string& path,
                                           const stores::PolicyScope& scope,
                                           const stores::WalkProgress& progress);

// SARIF 2.1.0 to a file, or to standard output for "-", after the last input or when the run
// breaks; a file is created at once. Says on standard error when results are left out.
std::unique_ptr<PolicySink> PolicySarifSink(const std::string& path);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_POLICY_SINKS_H_
