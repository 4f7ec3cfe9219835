// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_ROLE_H_
#define NTLMATRIX_PARSERS_POLICY_ROLE_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/policy/os.h"

namespace ntlmatrix::policy {

// A row of the default table of the policy page: two GPOs as shipped, and four kinds of computer.
enum class Role : uint8_t {
  kDefaultDomainPolicy,
  kDefaultDomainControllerPolicy,
  kStandAloneServer,
  kDc,
  kMemberServer,
  kClient,
};

absl::Span<const Role> AllRoles();

// The name on the command line and in reports: "stand-alone-server".
absl::string_view RoleName(Role role);

std::optional<Role> ParseRole(absl::string_view name);

bool IsGpo(Role role);

// Whether that Windows can be in that role; a GPO can be applied to every Windows.
bool IsPossible(Os os, Role role);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_ROLE_H_
