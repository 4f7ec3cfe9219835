// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_EXTENSION_NAMES_H_
#define NTLMATRIX_PARSERS_POLICY_EXTENSION_NAMES_H_

#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

// The client-side extensions that can write the settings, by their CSE GUIDs.
inline constexpr absl::string_view kRegistryCseGuid =
    "{35378EAC-683F-11D2-A89A-00C04FBBCFA2}";  // Registry.pol, [MS-GPREG] 1.9
inline constexpr absl::string_view kSecurityCseGuid =
    "{827D319E-6EAC-11D2-A4EA-00C04F79F83A}";  // GptTmpl.inf, [MS-GPSB] 1.9
inline constexpr absl::string_view kRegistryPreferencesCseGuid =
    "{B087BE9D-ED37-454F-AF9C-04291E351182}";  // Registry.xml, [MS-GPPREF] 1.9

// Whether gPCMachineExtensionNames of a GPO, "[{CSE GUID}{tool GUID}...][...]", names an extension,
// which processes those GPOs alone that do ([MS-GPOL] 3.2.5.1.10).
//
// The list counts up to the first CSE GUID out of ascending order, where processing ends ([MS-GPOL]
// 2.2.4), or to where it has another form. Blanks and letter case do not matter.
bool NamesExtension(absl::string_view names, absl::string_view extension);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_EXTENSION_NAMES_H_
