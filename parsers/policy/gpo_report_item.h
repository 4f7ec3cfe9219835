// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPO_REPORT_ITEM_H_
#define NTLMATRIX_PARSERS_POLICY_GPO_REPORT_ITEM_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/policy/limited_findings.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {

// The namespaces of a report.
namespace report_namespace {
inline constexpr char kSettings[] = "http://www.microsoft.com/GroupPolicy/Settings";
inline constexpr char kRsop[] = "http://www.microsoft.com/GroupPolicy/Rsop";
inline constexpr char kBase[] = "http://www.microsoft.com/GroupPolicy/Settings/Base";
inline constexpr char kSecurity[] = "http://www.microsoft.com/GroupPolicy/Settings/Security";
inline constexpr char kRegistry[] = "http://www.microsoft.com/GroupPolicy/Settings/Registry";
inline constexpr char kPreferences[] =
    "http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry";
}  // namespace report_namespace

// One value that an element of a report states; it owns what RegistryValue only views.
struct ReportedValue {
  std::string path;  // hive, key and name
  uint32_t type = 0;
  std::string data;
  std::string condition;
  Place where;

  void Deliver(RegistryValueSink values) const;
};

// The values of a SecurityOptions element: one, or none where it is not about the registry.
std::vector<ReportedValue> ReadSecurityOptions(const XmlStore& store, pugi::xml_node options,
                                               absl::string_view condition,
                                               LimitedFindings* findings);

// The values of a RegistrySetting element.
std::vector<ReportedValue> ReadRegistrySetting(const XmlStore& store, pugi::xml_node setting,
                                               absl::string_view condition,
                                               LimitedFindings* findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPO_REPORT_ITEM_H_
