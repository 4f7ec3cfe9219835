// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPO_REPORT_DISPLAY_H_
#define NTLMATRIX_PARSERS_POLICY_GPO_REPORT_DISPLAY_H_

#include <string>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_setting.h"
#include "pugixml.hpp"

namespace ntlmatrix::policy {

// How the number of a setting in a report compares with what the report displays beside it.
struct DisplayCheck {
  std::string disagreement;  // empty: none
  std::string unknown;       // a text in another language, or of another version; empty: none
};

// Compares the number with the options of Display/DisplayFields, or for the authentication level
// with Display/DisplayString. `options` is a SecurityOptions element; what it does not display is
// not compared.
DisplayCheck CompareWithDisplay(SettingId id, absl::string_view number, pugi::xml_node options);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPO_REPORT_DISPLAY_H_
