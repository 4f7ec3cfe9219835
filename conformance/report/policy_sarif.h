// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_SARIF_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_SARIF_H_

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "conformance/report/policy_report.h"

namespace ntlmatrix::report {

// The findings of many inputs as one run of SARIF 2.1.0, fit for GitHub code scanning.
//
// - Every result has one location, with the path relative to the folder of the run where it lies
//   below that, as GitHub wants it, and a start line: line 1 where a place is a byte offset, which
//   is then given besides, or a whole file.
// - An input that can't be read is a result of the rule `unreadable`.
// - The fingerprint is made of the rule and of the message without its numbers, so that it stays
//   when lines move; equal ones in a file are counted.
// - GitHub keeps 5,000 results of a run, the gravest, and refuses more than 25,000: at most kMost
//   are kept here too, the gravest, and a result `results-left-out` says how many are missing.
class PolicySarif {
 public:
  static constexpr size_t kMost = 5000;

  // `folder` is absolute: what relative paths are relative to. `most` is at least 1.
  explicit PolicySarif(std::string folder, size_t most = kMost)
      : folder_(std::move(folder)), most_(most) {}

  void Add(const PolicyInput& input);

  // Says that the run ended before all inputs were read, and why: executionSuccessful is false
  // then.
  void SetIncomplete(std::string why) { incomplete_ = std::move(why); }

  // The document, with a line end; one without results is as good as any.
  std::string Text() const;

  // How many results are missing from Text().
  size_t left_out() const;

 private:
  using Occurrences = std::map<std::string, size_t>;

  void AddResult(const std::string& file, const policy::PolicyFinding& finding,
                 Occurrences* occurrences);
  std::string Result(const std::string& file, const policy::PolicyFinding& finding,
                     Occurrences* occurrences) const;

  std::string folder_;
  size_t most_;
  std::array<std::vector<std::string>, 3> results_;  // serialised, the gravest severity first
  std::array<size_t, 3> counts_ = {};
  std::map<std::string, Severity> rules_;  // with the gravest severity seen
  std::string first_file_;
  std::string incomplete_;
};

// A path as a URI reference: relative to `folder` where it lies below that, else as it is, an
// absolute one with the scheme file. Bytes that a URI can't have are percent-encoded.
std::string PathUri(const std::string& path, const std::string& folder);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_SARIF_H_
