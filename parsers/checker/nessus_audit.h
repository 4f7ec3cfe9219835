// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_NESSUS_AUDIT_H_
#define NTLMATRIX_PARSERS_CHECKER_NESSUS_AUDIT_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {

inline constexpr size_t kMaxNessusDepth = 64;    // elements inside each other
inline constexpr size_t kMaxNessusFields = 256;  // of one item

// Whether a line of the first kilobytes opens a check_type.
bool LooksLikeNessusAudit(Bytes bytes);

// Reads a .audit file of Nessus, Nessus Compliance Checks Reference (Tenable).
//
// - Read are items of type REGISTRY_SETTING and REG_CHECK; items of other types, and predefined
// ones,
//   are delivered as tests that can't be evaluated.
// - An absent value fails unless reg_option is CAN_BE_NULL; the reference names the option and not
//   what holds without it.
// - An <if> whose <then> and <else> only report is one rule; otherwise its condition is a
//   precondition, and what stands in <then> and <else> holds on some computers only.
// Where the reference is silent:
// - A quotation mark ends a field where nothing but blanks or an operator follows on its line, so
//   that a key may end in a backslash.
// - A line whose first character is `#` is a comment, outside of quotation marks.
// - An element or a quote that does not end, or ends another, is an error: <check_type> is the end
//   mark of a file, behind which only comments may stand.
absl::Status ReadNessusAudit(Bytes bytes, CheckerRuleSink rules,
                             policy::PolicyFindingSink findings);

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_NESSUS_AUDIT_H_
