// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_WAZUH_SCA_H_
#define NTLMATRIX_PARSERS_CHECKER_WAZUH_SCA_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {

// Whether a line of the first kilobytes is `policy:` or `checks:`.
bool LooksLikeWazuhSca(Bytes bytes);

// Reads a policy of Wazuh's Security Configuration Assessment, YAML; wazuh_rule.h says what one
// test is, and wm_sca.c how `condition` joins them.
//
// Decided here:
// - The file must be YAML to its end, without directives, in one document; more than one is a
// finding
//   of severity error, since it is not said which of them counts.
// - A check without known condition, or without rules, is a finding of severity error: Wazuh skips
// it.
// - Aliases may repeat no more than four times the file, so that work stays linear.
// - A last line without line end is a finding of severity error; a file that is cut off between
//   lines can't be told from a whole one.
absl::Status ReadWazuhSca(Bytes bytes, CheckerRuleSink rules, policy::PolicyFindingSink findings);

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_WAZUH_SCA_H_
