// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/defaults.h"

#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::policy {
namespace {

using Kind = DefaultClaim::Kind;

// Sets of Windows versions and roles, as masks.
constexpr uint32_t Bit(Os os) { return 1u << static_cast<uint32_t>(os); }
constexpr uint32_t Bit(Role role) { return 1u << static_cast<uint32_t>(role); }
constexpr uint32_t Bit(SettingId id) { return 1u << static_cast<uint32_t>(id); }

constexpr uint32_t kEveryOs = (1u << 17) - 1;
constexpr uint32_t kUpTo2008 =
    Bit(Os::k2000) | Bit(Os::kXp) | Bit(Os::k2003) | Bit(Os::kVista) | Bit(Os::k2008);
constexpr uint32_t k7And2008R2 = Bit(Os::k7) | Bit(Os::k2008R2);
constexpr uint32_t k8And8Point1 = Bit(Os::k8) | Bit(Os::k8Point1);
constexpr uint32_t k10And11 = Bit(Os::k10) | Bit(Os::k11);
constexpr uint32_t k2012To2016 = Bit(Os::k2012) | Bit(Os::k2012R2) | Bit(Os::k2016);
constexpr uint32_t k2019To2025 = Bit(Os::k2019) | Bit(Os::k2022) | Bit(Os::k2025);

constexpr uint32_t kGpos =
    Bit(Role::kDefaultDomainPolicy) | Bit(Role::kDefaultDomainControllerPolicy);
constexpr uint32_t kServers =
    Bit(Role::kStandAloneServer) | Bit(Role::kDc) | Bit(Role::kMemberServer);
constexpr uint32_t kClient = Bit(Role::kClient);
constexpr uint32_t kComputers = kServers | kClient;

constexpr uint32_t kMinClient = Bit(SettingId::kNtlmMinClientSec);
constexpr uint32_t kMinServer = Bit(SettingId::kNtlmMinServerSec);
constexpr uint32_t kLevel = Bit(SettingId::kLmCompatibilityLevel);

struct DefaultRow {
  uint32_t settings;
  uint32_t oses;
  uint32_t roles;
  Kind kind;
  uint32_t value;
  absl::string_view source;
};

// Impossible pairs are not in the table, nor is what no document states.
constexpr DefaultRow kRows[] = {
    {kMinClient, kEveryOs, kGpos, Kind::kNotDefined, 0,
     "policy page (clients) 2016, Default values"},
    {kMinServer, kEveryOs, kGpos, Kind::kNotDefined, 0, "policy page (servers), Default values"},
    {kLevel, kEveryOs, kGpos, Kind::kNotDefined, 0,
     "LAN Manager authentication level page, Default values"},

    {kMinClient, kUpTo2008, kComputers, Kind::kValue, 0,
     "Policy CSP LocalPoliciesSecurityOptions; policy page (clients) 2016, Operating system "
     "version differences"},
    {kMinServer, kUpTo2008, kComputers, Kind::kValue, 0,
     "Policy CSP LocalPoliciesSecurityOptions; [MS-NLMP] v36.0 Appendix B <60>"},
    {kMinClient, k7And2008R2, kComputers, Kind::kValue, kRequire128Bit,
     "Policy CSP LocalPoliciesSecurityOptions; [MS-NLMP] v36.0 Appendix B <38>"},
    {kMinServer, k7And2008R2, kComputers, Kind::kValue, kRequire128Bit,
     "Policy CSP LocalPoliciesSecurityOptions; [MS-NLMP] v36.0 Appendix B <60>"},
    {kMinClient, k8And8Point1, kClient, Kind::kValue, kRequire128Bit,
     "[MS-NLMP] v36.0 Appendix B <38>; TechNet jj852240, Default values"},
    {kMinClient, k10And11, kClient, Kind::kValue, kRequire128Bit,
     "[MS-NLMP] v36.0 Appendix B <38>; policy page (clients) for Windows 10 and 11, Default "
     "values"},
    {kMinClient, k2012To2016, kServers, Kind::kValue, kRequire128Bit,
     "policy page (clients) 2016, Default values; [MS-NLMP] v36.0 Appendix B <38>"},
    {kMinClient, k2019To2025, kServers, Kind::kValue, kRequire128Bit,
     "[MS-NLMP] v36.0 Appendix B <38>"},
    {kMinServer, k8And8Point1 | k2012To2016 | k2019To2025, kComputers, Kind::kValue, kRequire128Bit,
     "[MS-NLMP] v36.0 Appendix B <60>"},
    {kMinServer, k10And11, kClient, Kind::kValue, kRequire128Bit,
     "[MS-NLMP] v36.0 Appendix B <60>; policy page (servers), Default values"},

    {kLevel, Bit(Os::k2000), kComputers, Kind::kValue, 0,
     "Policy CSP LocalPoliciesSecurityOptions; TechNet cc960646"},
    {kLevel, Bit(Os::kXp), kComputers, Kind::kValue, 0, "Policy CSP LocalPoliciesSecurityOptions"},
    {kLevel, Bit(Os::k2003), kComputers, Kind::kValue, 2,
     "Policy CSP LocalPoliciesSecurityOptions"},
    {kLevel, Bit(Os::k2008), kComputers, Kind::kValue, 3,
     "Policy CSP LocalPoliciesSecurityOptions"},
    {kLevel, Bit(Os::k2008R2), kComputers, Kind::kValue, 3,
     "Policy CSP LocalPoliciesSecurityOptions; LAN Manager authentication level page, "
     "Vulnerability"},
    {kLevel, k2012To2016 | k2019To2025, kServers, Kind::kValue, 3,
     "LAN Manager authentication level page, Vulnerability"},
    // The level page and the CSP disagree about clients.
    {kLevel, Bit(Os::kVista) | Bit(Os::k7), kClient, Kind::kValue, 3,
     "Policy CSP LocalPoliciesSecurityOptions"},
    {kLevel, Bit(Os::kVista) | Bit(Os::k7), kClient, Kind::kNotDefined, 0,
     "LAN Manager authentication level page, Vulnerability"},
    {kLevel, k10And11, kClient, Kind::kValue, 3,
     "Policy CSP LocalPoliciesSecurityOptions (Windows 10 version 1803 and later)"},
    {kLevel, k10And11, kClient, Kind::kNotDefined, 0,
     "LAN Manager authentication level page, Default values"},
};

}  // namespace

std::vector<DefaultClaim> DefaultsOf(SettingId id, Os os, Role role) {
  if (!IsPossible(os, role)) return {{Kind::kNotApplicable, 0, ""}};
  std::vector<DefaultClaim> claims;
  for (const DefaultRow& row : kRows) {
    if ((row.settings & Bit(id)) != 0 && (row.oses & Bit(os)) != 0 &&
        (row.roles & Bit(role)) != 0) {
      claims.push_back({row.kind, row.value, row.source});
    }
  }
  if (claims.empty()) claims.push_back({Kind::kUndocumented, 0, ""});
  return claims;
}

absl::string_view DefaultKindName(Kind kind) {
  switch (kind) {
    case Kind::kValue:
      return "value";
    case Kind::kNotDefined:
      return "not-defined";
    case Kind::kNotApplicable:
      return "not-applicable";
    case Kind::kUndocumented:
      return "undocumented";
  }
  return "";
}

}  // namespace ntlmatrix::policy
