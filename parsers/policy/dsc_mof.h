// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_DSC_MOF_H_
#define NTLMATRIX_PARSERS_POLICY_DSC_MOF_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxDscMofSize = size_t{16} << 20;  // bytes

// Whether the first word after comments is `instance`, or a comment of the DSC compiler is cut off.
bool LooksLikeDscMof(Bytes bytes);

// Reads the registry values of a compiled DSC configuration (localhost.mof): the resources Registry
// (MSFT_RegistryResource, MSFT_xRegistryResource, DSC_xRegistryResource), RegistryPolicyFile of
// GPRegistryPolicyDsc and SecurityOption of SecurityPolicyDsc.
//
// No document says all of it; decided here:
// - A property that is NULL is one that is not there. A property twice is an error.
// - ValueData is decimal unless Hex is True; "0x..." without Hex is malformed, since the resource
//   does not read it so. Several items are one text with commas between.
// - The target of a RegistryPolicyFile says the hive, not its Key; but ComputerConfiguration it is
//   that of a user.
// - A setting without Force is a warning, since the resource changes no value that exists.
// - A meta configuration is an error: the resources of the node are in another file.
// - Ensure other than Present and Absent is an error. Absent without a ValueName deletes the key.
// - The options of SecurityOption are compared without ASCII case; words that are none of them are
//   delivered as they are, so that they are malformed and not lost.
// - An instance of another class that names a setting in a property is an error, since it may set
//   it; so is SecurityTemplate, which applies a file that is not seen.
// - The DSC compiler ends a file with an instance of OMI_ConfigurationDocument; where the last one
//   is another, the end may be missing, which is an error, and so are instances after it.
absl::Status ReadDscMof(const StoreInput& input, RegistryValueSink values,
                        PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_DSC_MOF_H_
