// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_POLICY_RULES_H_
#define NTLMATRIX_PARSERS_POLICY_POLICY_RULES_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

// Whether the root is PolicyRules.
bool LooksLikePolicyRules(Bytes bytes);

// Reads a .PolicyRules file of Policy Analyzer.
//
// No document describes it; what follows is what files hold and what is decided here.
// - A LineItem of <SecurityTemplate Section="Registry Values"> is a line of a security template. A
//   registry value in another section is a finding of severity error.
// - ComputerConfig is a value of Registry.pol below HKEY_LOCAL_MACHINE: Key, Value, RegType by
//   name, RegData as text. `**del.` before a name and `**delvals.` delete, as does the type DELETE.
//   Other directives and types are findings of severity error.
// - UserConfig and the other parts hold no setting. An element that is not known is a warning, or
//   of severity error where the name of a setting stands in it.
absl::Status ReadPolicyRules(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_POLICY_RULES_H_
