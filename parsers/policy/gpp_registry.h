// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPP_REGISTRY_H_
#define NTLMATRIX_PARSERS_POLICY_GPP_REGISTRY_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/limited_findings.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {

// Whether the root is RegistrySettings.
bool LooksLikeGppRegistry(Bytes bytes);

// Reads Registry.xml of Group Policy Preferences, [MS-GPPREF].
//
// - The data of a REG_DWORD is 8 hexadecimal digits, whatever displayDecimal says; other data is
//   malformed. It is delivered after 0x, and `written` without.
// - Actions U and R set a value, D deletes it; without name and type, D and R delete the key. C
//   sets it only where no such value exists yet, which is a condition.
// - Item-level targeting (Filters), of the item or of a Collection around it, and a bit mask
//   (bitfield, SubProp) are conditions.
// - What is disabled, by itself or around it, is not applied: not delivered, and a note where it
//   may concern a setting.
// - A key or name with variables (%...%) in it that may be a setting's, or a key above one, is a
//   finding of severity error: what Windows puts in is not known.
// - An action, type or element that no document names is a finding of severity error.
absl::Status ReadGppRegistry(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings);

// Delivers the items of a RegistrySettings element, which a report holds too, and of the
// Collections in it. `condition` is empty or holds for all of them, as "only where ...".
void ReadGppItems(const XmlStore& store, pugi::xml_node settings, absl::string_view condition,
                  RegistryValueSink values, LimitedFindings* findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPP_REGISTRY_H_
