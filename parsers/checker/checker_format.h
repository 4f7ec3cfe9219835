// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_CHECKER_FORMAT_H_
#define NTLMATRIX_PARSERS_CHECKER_CHECKER_FORMAT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {

inline constexpr size_t kMaxCheckerFileSize = size_t{16} << 20;  // bytes
inline constexpr size_t kMaxCheckerTests = 100'000;
inline constexpr size_t kMaxCheckerFindings = 1000;
inline constexpr size_t kMaxCheckerField = size_t{64} << 10;  // bytes of UTF-8 in one value

// One kind of file that tells a compliance scanner what to expect.
struct CheckerFormat {
  absl::string_view name;           // on the command line and in reports: "nessus-audit"
  absl::string_view description;    // "Nessus .audit file"
  bool (*looks_like)(Bytes bytes);  // cheap, from the first kilobytes; may be wrong

  // Delivers the rules about the registry in file order, and tests of other kinds as ones that
  // can't be evaluated. After an error status the rules delivered before it are what was seen. A
  // finding of severity error: a rule may be missing.
  absl::Status (*read)(Bytes bytes, CheckerRuleSink rules, policy::PolicyFindingSink findings);
};

// Every format there is, the most particular first.
absl::Span<const CheckerFormat> CheckerFormats();

// The format of that name, or null.
const CheckerFormat* FindCheckerFormat(absl::string_view name);

// The first format that these bytes look like, or null.
const CheckerFormat* GuessCheckerFormat(Bytes bytes);

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_CHECKER_FORMAT_H_
