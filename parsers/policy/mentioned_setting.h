// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_MENTIONED_SETTING_H_
#define NTLMATRIX_PARSERS_POLICY_MENTIONED_SETTING_H_

#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

// Whether a text has the name of a setting in it, as the registry, SecurityPolicyDsc, the Policy
// CSP or the Intune API writes it; without ASCII case and whatever stands around it.
//
// For what a reader does not understand: a script or an unknown form that names a setting may set
// it.
bool NamesSettingInAnyForm(absl::string_view text);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_MENTIONED_SETTING_H_
