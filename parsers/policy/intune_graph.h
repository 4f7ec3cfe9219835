// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_INTUNE_GRAPH_H_
#define NTLMATRIX_PARSERS_POLICY_INTUNE_GRAPH_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxIntuneGraphSize = size_t{16} << 20;  // bytes
inline constexpr size_t kMaxIntuneGraphMembers = 10'000;         // of one object

// Whether it begins as JSON and names something of the API in its first kilobytes.
bool LooksLikeIntuneGraph(Bytes bytes);

// Reads the settings in what the Microsoft Graph API gives of Intune: device configurations
// (windows10EndpointProtectionConfiguration), custom ones (omaSettings) and policies of the
// settings catalog, one or a list, wherever in the JSON they stand.
//
// No document says all of it; decided here:
// - Names of members and of choices are compared without ASCII case; a member twice in one object
//   is an error.
// - Words of an enumeration are delivered as the value they stand for. Words that are no member,
//   and what is neither word nor number, are malformed; null means that nothing is set. A number is
//   delivered as it is: the numbers of the enumeration are no masks, which the interpreter reports.
// - `none` and `lmAndNltm` are what Intune shows where nobody chose: a note says so.
// - A choice of the settings catalog is its definition with `_` and the number behind it.
// - A setting named in a form that is none of these is an error, but in descriptions and in the
//   definitions that an export may carry.
// - `@odata.nextLink`, also of a member, that is not null: an error, since a setting may be on
//   another page. A policy that is assigned to no one is a warning.
// - JSON that has nothing of the API in it is an error.
absl::Status ReadIntuneGraph(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_INTUNE_GRAPH_H_
