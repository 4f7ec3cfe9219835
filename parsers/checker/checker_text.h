// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_CHECKER_TEXT_H_
#define NTLMATRIX_PARSERS_CHECKER_CHECKER_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/policy/blanks.h"
#include "parsers/policy/policy_finding.h"

// What the readers of checkers' files share.
namespace ntlmatrix::checker {

using policy::TrimBlanks;

// The text of the first kilobytes, for looks_like.
std::string HeadText(Bytes bytes);

// Decodes a file and hands its text to `read`. Where the bytes are no text, or too many, the status
// says so with the line, and `read` gets the lines before it.
absl::Status ReadCheckerText(Bytes bytes, absl::FunctionRef<absl::Status(absl::string_view)> read);

// "HKLM:\System\...\MSV1_0" cut at its first backslash into hive and key.
void SplitRegistryPath(absl::string_view path, RegistryTest* test);

// The sinks of a read, with the limits of checker_format.h.
class CheckerSinks {
 public:
  CheckerSinks(CheckerRuleSink rules, policy::PolicyFindingSink findings)
      : rules_(rules), findings_(findings) {}

  // ResourceExhausted, at the place of the rule or finding, over a limit.
  absl::Status Deliver(const CheckerRule& rule);
  absl::Status Report(policy::PolicyFinding finding);

 private:
  CheckerRuleSink rules_;
  policy::PolicyFindingSink findings_;
  size_t tests_ = 0;
  size_t reported_ = 0;
};

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_CHECKER_TEXT_H_
