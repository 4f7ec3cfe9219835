// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/role.h"

namespace ntlmatrix::policy {
namespace {

constexpr Role kRoles[] = {
    Role::kDefaultDomainPolicy, Role::kDefaultDomainControllerPolicy,
    Role::kStandAloneServer,    Role::kDc,
    Role::kMemberServer,        Role::kClient,
};

}  // namespace

absl::Span<const Role> AllRoles() { return kRoles; }

absl::string_view RoleName(Role role) {
  switch (role) {
    case Role::kDefaultDomainPolicy:
      return "default-domain-policy";
    case Role::kDefaultDomainControllerPolicy:
      return "default-domain-controller-policy";
    case Role::kStandAloneServer:
      return "stand-alone-server";
    case Role::kDc:
      return "dc";
    case Role::kMemberServer:
      return "member-server";
    case Role::kClient:
      return "client";
  }
  return "";
}

std::optional<Role> ParseRole(absl::string_view name) {
  for (const Role role : kRoles) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

bool IsGpo(Role role) {
  return role == Role::kDefaultDomainPolicy || role == Role::kDefaultDomainControllerPolicy;
}

bool IsPossible(Os os, Role role) {
  if (IsGpo(role)) return true;
  return role == Role::kClient ? IsClient(os) : IsServer(os);
}

}  // namespace ntlmatrix::policy
