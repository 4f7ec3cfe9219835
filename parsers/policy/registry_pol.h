// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_REGISTRY_POL_H_
#define NTLMATRIX_PARSERS_POLICY_REGISTRY_POL_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxRegistryPolSize = size_t{64} << 20;  // bytes
inline constexpr size_t kMaxRegistryPolValues = 1'000'000;
inline constexpr size_t kMaxRegistryPolFindings = 1000;

// Whether it begins with "PReg".
bool LooksLikeRegistryPol(Bytes bytes);

// Reads a Registry.pol, [MS-GPREG] 2.2.1, as that of a computer: the hive is HKEY_LOCAL_MACHINE.
// A user's Registry.pol can't be told from its bytes; only the folder it lies in says which it is.
//
// What the value names that begin with `**` mean is in the Win32 page "Registry Policy File
// Format", in any case of letters:
// - **Del.NAME deletes a value, **DelVals every value of the key, **DeleteValues and **DeleteKeys
//   the values and keys below it that their data lists, with `;` between them. Data that is no such
//   list is a finding, of severity error where a setting may be meant.
// - **Soft.NAME sets a value only where there is none. **SecureKey sets none and is not delivered.
// - Any other is delivered as written, and a finding, of severity error near a setting.
//
// Where the documents are silent, or readers disagree:
// - Signature, version, brackets, semicolons and the NULs behind key and value name are compared,
//   and nothing may follow the last entry: everything else is an error at its offset. So are left
//   out fields; an entry that creates a key alone has an empty value name, type 0 and size 0.
// - A lone surrogate or a control character in a name is an error.
// - Every type and size is delivered as it stands, whether or not the two fit together; a Size may
//   be over the 0xFFFF of the grammar.
// - The header alone is a policy that sets nothing. No mark ends the file: a cut between two
// entries
//   can't be seen.
absl::Status ReadRegistryPol(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_REGISTRY_POL_H_
