// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPO_REPORT_H_
#define NTLMATRIX_PARSERS_POLICY_GPO_REPORT_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

// Whether the root is GPO, Rsop or Report.
bool LooksLikeGpoReport(Bytes bytes);

// Reads the registry values of a report in XML: gpreport.xml of a backup, Get-GPOReport of one GPO
// or of several, and the resultant set of policy of `gpresult /x`.
//
// No document describes these files; what follows is what reports hold and what is decided here.
// - Values are read from SecurityOptions (KeyName; SettingNumber is REG_DWORD, SettingString
//   REG_SZ), from RegistrySetting (KeyPath, Value) and from the RegistrySettings of Group Policy
//   Preferences, by namespace and local name. The same names in another namespace, or outside
//   Computer, ComputerResults, User and UserResults, are findings of severity error.
// - The number must agree with the options and the text beside it, where those are in English; a
//   value that does not is conditional. Other texts are a note.
// - Computer settings that the report says are blocked or of version 0, or does not say are
// enabled,
//   are conditional. A GPO with links of which none is enabled is a warning.
// - Of the user side only preferences for HKEY_LOCAL_MACHINE are delivered, as conditional.
// - In a resultant set of policy the value of Precedence 1 is delivered; others of that name are
//   notes. A value without usable Precedence, or whose winner is missing or not single, is an
//   error.
// - A report without a computer side, or whose extensions report an error, or a resultant set in
//   which no extension of the computer reports at all, is an error: nothing follows from what it
//   does not hold.
// - An administrative template shows the name of its policy and not the registry value. One whose
//   name means a setting is an error; the others are one note, since what they write can't be told.
absl::Status ReadGpoReport(const StoreInput& input, RegistryValueSink values,
                           PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPO_REPORT_H_
