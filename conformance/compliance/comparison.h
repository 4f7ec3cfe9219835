// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_COMPLIANCE_COMPARISON_H_
#define NTLMATRIX_CONFORMANCE_COMPLIANCE_COMPARISON_H_

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/compliance/host_path.h"

namespace ntlmatrix::compliance {

// Where many inputs differ, and which of the computers that have their settings lock each other
// out. Inputs with equal settings are one kind, named A, B, ...; memory grows with the kinds.
class Comparison {
 public:
  static constexpr size_t kMaxKinds = 200;   // of which paths are judged
  static constexpr size_t kMaxInTable = 26;  // kinds of which the table of paths is shown
  static constexpr size_t kMaxInputs = 10;   // named per kind
  static constexpr size_t kMaxPairs = 20;    // named per reason

  explicit Comparison(const stores::PolicyScope& scope) : scope_(scope) {}

  void Add(const stores::PolicyInput& input);

  // Whether not all inputs have the same settings. A setting that is not defined is not the same
  // as one that has the value of its default.
  bool Differs() const { return kinds_.size() + left_out_ > 1; }

  // Kinds with settings by which the client locks itself out of the server, each way; and inputs of
  // kinds past kMaxKinds, whose paths are not judged.
  size_t LockedOut() const;
  size_t left_out() const { return left_out_; }

  // For people: the settings of each kind, then the paths between them with the reasons.
  std::string Text() const;

 private:
  struct HostKind {
    Host host;
    size_t inputs = 0;
    std::vector<std::string> first_paths;
  };

  std::string SettingsText() const;
  std::string PathsText() const;

  stores::PolicyScope scope_;
  std::vector<HostKind> kinds_;
  size_t inputs_ = 0;
  size_t left_out_ = 0;
};

}  // namespace ntlmatrix::compliance

#endif  // NTLMATRIX_CONFORMANCE_COMPLIANCE_COMPARISON_H_
