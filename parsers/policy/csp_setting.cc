// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/csp_setting.h"

#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/setting_key.h"

namespace ntlmatrix::policy {
namespace {

struct Node {
  absl::string_view name;
  SettingId id;
};

constexpr Node kNodes[] = {
    {"NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients", SettingId::kNtlmMinClientSec},
    {"NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedServers", SettingId::kNtlmMinServerSec},
    {"NetworkSecurity_LANManagerAuthenticationLevel", SettingId::kLmCompatibilityLevel},
};

bool ConsumeIgnoringCase(absl::string_view* text, absl::string_view prefix) {
  if (!absl::StartsWithIgnoreCase(*text, prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

constexpr absl::string_view kFolder = "Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/";

// Takes the part before the folder of the CSP off; returns whether it says that it is for users.
bool ConsumeScope(absl::string_view* uri) {
  absl::ConsumePrefix(uri, "./");
  if (ConsumeIgnoringCase(uri, "User/")) return true;
  ConsumeIgnoringCase(uri, "Device/");
  return false;
}

std::optional<SettingId> NodeNamed(absl::string_view name) {
  for (const Node& node : kNodes) {
    if (absl::EqualsIgnoreCase(name, node.name)) return node.id;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CspNode> CspNodeAt(absl::string_view uri) {
  const bool is_user = ConsumeScope(&uri);
  if (!ConsumeIgnoringCase(&uri, kFolder)) return std::nullopt;
  const auto id = NodeNamed(uri);
  if (!id.has_value()) return std::nullopt;
  return CspNode{*id, is_user};
}

bool IsAboveCspNode(absl::string_view uri, SettingId id) {
  if (ConsumeScope(&uri)) return false;
  absl::ConsumeSuffix(&uri, "/");
  for (const Node& node : kNodes) {
    if (node.id != id) continue;
    std::string path = absl::StrCat(kFolder, node.name);
    return !uri.empty() && path.size() > uri.size() && path[uri.size()] == '/' &&
           absl::StartsWithIgnoreCase(path, uri);
  }
  return false;
}

bool MayBeEscapedCspNode(absl::string_view uri) {
  const size_t escape = uri.find('%');
  if (escape == absl::string_view::npos) return false;
  const absl::string_view begin = uri.substr(0, escape);
  for (const absl::string_view scope : {"./Device/", "./User/", "./", "Device/", "User/", ""}) {
    for (const Node& node : kNodes) {
      if (absl::StartsWithIgnoreCase(absl::StrCat(scope, kFolder, node.name), begin)) return true;
    }
  }
  return false;
}

std::optional<SettingId> CatalogSetting(absl::string_view definition_id) {
  if (!ConsumeIgnoringCase(&definition_id,
                           "device_vendor_msft_policy_config_localpoliciessecurityoptions_")) {
    return std::nullopt;
  }
  return NodeNamed(definition_id);
}

absl::string_view DecimalOrNothing(absl::string_view text) {
  return text.find_first_not_of("0123456789") == absl::string_view::npos ? text
                                                                         : absl::string_view();
}

RegistryValue CspRegistryValue(const CspNode& node, absl::string_view number,
                               absl::string_view written, const Place& where) {
  RegistryValue value;
  value.hive = node.is_user ? "HKEY_CURRENT_USER" : "HKEY_LOCAL_MACHINE";
  value.key = SettingKey(node.id);
  value.name = SettingName(node.id);
  value.type = kRegDword;
  value.data = number;
  value.written = written;
  value.where = where;
  return value;
}

}  // namespace ntlmatrix::policy
