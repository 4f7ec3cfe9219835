// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SETTING_LINT_H_
#define NTLMATRIX_PARSERS_POLICY_SETTING_LINT_H_

#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_finding.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// What defined settings of one store do that their author may not have meant, each alone and
// together. Values that documents offer are no errors, except those that lock every client out.
//
// - `session-security-not-required`, note: 128-bit encryption alone, the documented default.
// - `128-bit-not-required`, warning: NTLMv2 session security alone; it drops that default.
// - `requires-nothing`, note: 0, which drops it too.
// - `legacy-bits`, warning: integrity or confidentiality, which editors no longer offer.
// - `never-satisfiable`, error: a client that requires what its level never uses.
// - `peers-locked-out`, warning: a server that requires what clients of its own level never use.
//
// `settings` are those of AllSettings(), `store` the name that findings leave out.
std::vector<PolicyFinding> LintSettings(const std::vector<PolicySetting>& settings,
                                        absl::string_view store);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SETTING_LINT_H_
