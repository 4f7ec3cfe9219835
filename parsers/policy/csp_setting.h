// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_CSP_SETTING_H_
#define NTLMATRIX_PARSERS_POLICY_CSP_SETTING_H_

#include <optional>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_setting.h"
#include "parsers/policy/registry_value.h"

namespace ntlmatrix::policy {

// The settings as device management names them: nodes of LocalPoliciesSecurityOptions in the Policy
// CSP. ASCII case never matters.

// A setting and for whom it is set; the documents have these for the device alone.
struct CspNode {
  SettingId id;
  bool is_user = false;
};

// The node at ./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/NAME, at ./User/...
// or without either, which means the device; nothing for any other URI.
std::optional<CspNode> CspNodeAt(absl::string_view uri);

// Whether the node at the URI is above that of the setting, so that deleting it deletes the
// setting.
bool IsAboveCspNode(absl::string_view uri, SettingId id);

// The setting of a setting definition of the settings catalog, which is the URI with `_` for `/`.
std::optional<SettingId> CatalogSetting(absl::string_view definition_id);

// Whether what stands before the first `%` of a URI can be the beginning of a node's: an escape
// may spell the rest. False where there is no `%`.
bool MayBeEscapedCspNode(absl::string_view uri);

// The text if it is a decimal number, as the CSP's format `int` wants it, and else nothing that
// could be taken for a number.
absl::string_view DecimalOrNothing(absl::string_view text);

// The registry value of a setting that has been set to `number`; `written` is what the store says.
RegistryValue CspRegistryValue(const CspNode& node, absl::string_view number,
                               absl::string_view written, const Place& where);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_CSP_SETTING_H_
