// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_PRECEDENCE_GPLINK_H_
#define NTLMATRIX_CONFORMANCE_PRECEDENCE_GPLINK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::precedence {

// One link of a gPLink attribute, [MS-GPOL] 2.2.2.
struct DirectoryLink {
  std::string guid;    // of the GPO, in braces, as written
  std::string domain;  // "DC=example,DC=com", as written
  bool ignored = false;
  bool enforced = false;

  bool operator==(const DirectoryLink&) const = default;
};

// The links of a gPLink attribute in the order in which they stand there:
// "[LDAP://cn={GUID},cn=policies,cn=system,DC=example,DC=com;0][...]".
//
// InvalidArgument with the number of the link and the reason for anything else. Characters that
// would need an escape in a distinguished name are refused, so that no name can look like the end
// of a link and the beginning of another. Options are one digit, 0 to 3. An attribute from which
// the last link was removed is empty or one blank.
absl::StatusOr<std::vector<DirectoryLink>> ParseGpLink(absl::string_view text);

// The same as text.
std::string GpLinkText(const std::vector<DirectoryLink>& links);

// Whether a text is a distinguished name of DC parts only, and whether two name the same domain.
bool IsDomainName(absl::string_view text);
bool IsSameDomain(absl::string_view a, absl::string_view b);

}  // namespace ntlmatrix::precedence

#endif  // NTLMATRIX_CONFORMANCE_PRECEDENCE_GPLINK_H_
