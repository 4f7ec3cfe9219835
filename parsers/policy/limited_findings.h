// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_LIMITED_FINDINGS_H_
#define NTLMATRIX_PARSERS_POLICY_LIMITED_FINDINGS_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxXmlFindings = 1000;

// The findings of one store: the first kMaxXmlFindings go to the sink, which must outlive this.
class LimitedFindings {
 public:
  explicit LimitedFindings(PolicyFindingSink sink) : sink_(sink) {}

  void Report(absl::string_view id, Severity severity, std::string message, std::string fix,
              const Place& place) {
    if (++count_ <= kMaxXmlFindings) {
      sink_({id, severity, std::move(message), std::move(fix), place});
    }
  }

  // Whether findings were left out; there is no use in reading on.
  bool full() const { return count_ > kMaxXmlFindings; }

  // ResourceExhausted when findings were left out, and with them perhaps an error.
  absl::Status status() const {
    if (!full()) return absl::OkStatus();
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", kMaxXmlFindings, " findings; those after them are not listed"));
  }

 private:
  PolicyFindingSink sink_;
  size_t count_ = 0;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_LIMITED_FINDINGS_H_
