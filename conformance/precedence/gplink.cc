// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/gplink.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::precedence {
namespace {

constexpr absl::string_view kScheme = "LDAP://";
constexpr absl::string_view kPolicies = ",cn=policies,cn=system,";
constexpr absl::string_view kGuidShape = "{00000000-0000-0000-0000-000000000000}";

// What needs an escape in a distinguished name (RFC 4514, 2.4) or ends one here.
constexpr absl::string_view kSpecial = "\\\"+,;<>=#[]/";

bool ConsumeAnyCase(absl::string_view* text, absl::string_view prefix) {
  if (!absl::StartsWithIgnoreCase(*text, prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

bool IsGuid(absl::string_view text) {
  return text.size() == kGuidShape.size() &&
         std::equal(text.begin(), text.end(), kGuidShape.begin(), [](char c, char shape) {
           return shape == '0' ? absl::ascii_isxdigit(static_cast<unsigned char>(c)) : c == shape;
         });
}

bool IsLabel(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7F' && !absl::StrContains(kSpecial, c);
  });
}

// The text between "[" and "]".
absl::StatusOr<DirectoryLink> ParseLink(absl::string_view text) {
  DirectoryLink link;
  const size_t semicolon = text.find(';');
  if (semicolon == absl::string_view::npos) {
    return absl::InvalidArgumentError("has no `;` and options");
  }
  const absl::string_view options = text.substr(semicolon + 1);
  if (options.size() != 1 || options[0] < '0' || options[0] > '3') {
    return absl::InvalidArgumentError(
        absl::StrCat("options `", policy::Shown(options),
                     "` are not 0 to 3: 1 is disabled, 2 enforced ([MS-GPOL] 2.2.2)"));
  }
  link.ignored = options[0] == '1' || options[0] == '3';
  link.enforced = options[0] == '2' || options[0] == '3';
  absl::string_view name = text.substr(0, semicolon);
  const bool head = ConsumeAnyCase(&name, kScheme) && ConsumeAnyCase(&name, "cn=");
  link.guid = std::string(name.substr(0, std::min(name.size(), kGuidShape.size())));
  if (!head || !IsGuid(link.guid)) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", policy::Shown(text), "` does not begin with LDAP://cn={GUID}"));
  }
  name.remove_prefix(link.guid.size());
  if (!ConsumeAnyCase(&name, kPolicies) || !IsDomainName(name)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`", policy::Shown(text), "` does not go on with ,cn=policies,cn=system,DC=...,DC=..."));
  }
  link.domain = std::string(name);
  return link;
}

}  // namespace

absl::StatusOr<std::vector<DirectoryLink>> ParseGpLink(absl::string_view text) {
  std::vector<DirectoryLink> links;
  if (text == " ") return links;
  while (!text.empty()) {
    const size_t number = links.size() + 1;
    const size_t end = text.find(']');
    if (text[0] != '[' || end == absl::string_view::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("link ", number, " is not in brackets: `", policy::Shown(text), "`"));
    }
    auto link = ParseLink(text.substr(1, end - 1));
    if (!link.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("link ", number, ": ", std::string(link.status().message())));
    }
    links.push_back(*std::move(link));
    text.remove_prefix(end + 1);
  }
  return links;
}

std::string GpLinkText(const std::vector<DirectoryLink>& links) {
  std::string text;
  for (const DirectoryLink& link : links) {
    absl::StrAppend(&text, "[", kScheme, "cn=", link.guid, kPolicies, link.domain, ";",
                    (link.ignored ? 1 : 0) + (link.enforced ? 2 : 0), "]");
  }
  return text;
}

bool IsDomainName(absl::string_view text) {
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    if (!ConsumeAnyCase(&part, "dc=") || !IsLabel(part)) return false;
  }
  return true;
}

bool IsSameDomain(absl::string_view a, absl::string_view b) { return absl::EqualsIgnoreCase(a, b); }

}  // namespace ntlmatrix::precedence
