// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_WAZUH_RULE_H_
#define NTLMATRIX_PARSERS_CHECKER_WAZUH_RULE_H_

#include "absl/strings/string_view.h"

#include "parsers/checker/checker_rule.h"

namespace ntlmatrix::checker {

// One entry of `rules` of a Wazuh SCA check, "r:KEY -> NAME -> PATTERN", as wm_sca.c takes it
// apart:
// - "not " in front negates; `!` in front of the type is dropped without effect.
// - A pattern is a list of terms joined by " && ", each negated by `!` in front: `r:` a regular
//   expression, `n:` one with a group and "compare OPERATOR NUMBER", else the whole text.
// - A REG_DWORD is compared as its decimal text.
// - A value that does not exist makes a test with a pattern not applicable.
//
// Anything else but a test of the registry has a problem.
RegistryTest ParseWazuhTest(absl::string_view rule, PatternDialect dialect);

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_WAZUH_RULE_H_
