// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_INTUNE_SYNCML_H_
#define NTLMATRIX_PARSERS_POLICY_INTUNE_SYNCML_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

// Whether the root is SyncML, SyncBody or one command.
bool LooksLikeIntuneSyncml(Bytes bytes);

// Reads the settings that SyncML sets through the Policy CSP: what Intune sends to a device
// ([MS-MDM] 2.2.7), or one command of it written by hand. Names are compared without namespace.
//
// - Add and Replace set the node of every Item, Delete deletes it and what is below it; Get asks
//   and changes nothing. White space around a LocURI, Data and Format does not count.
// - Data is a decimal number; anything else is malformed. A Format other than int is a warning.
// - What another command does with a node of a setting, or text elsewhere that names a setting, is
//   not known: an error, and so is a LocURI with `%` that may be such a node. An Item that has a
//   part twice or a command without Item for a node is one.
absl::Status ReadIntuneSyncml(const StoreInput& input, RegistryValueSink values,
                              PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_INTUNE_SYNCML_H_
