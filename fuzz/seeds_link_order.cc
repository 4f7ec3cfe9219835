// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

constexpr char kGpLink[] = "[MS-GPOL] 2.2.2";
constexpr char kSearch[] = "[MS-GPOL] 3.2.5.1.5";
constexpr char kSamba[] = "Samba gpclass.py add_gplink_to_gpo_list";

Seed Of(const char* name, const char* source, const char* what, absl::string_view text) {
  return {name, source, what, Data(text.begin(), text.end())};
}

std::string Link(absl::string_view digit, absl::string_view options,
                 absl::string_view domain = "DC=example,DC=com") {
  return absl::StrCat("[LDAP://cn={", digit,
                      "1B2F340-016D-11D2-945F-00C04FB984F9},cn=policies,cn=system,", domain, ";",
                      options, "]");
}

std::string File(absl::string_view containers, absl::string_view more = "") {
  return absl::StrCat("{\"schema\":\"ntlmatrix/link-order/1\",\"containers\":[", containers, "]",
                      more, "}");
}

std::string Container(absl::string_view kind, absl::string_view links,
                      absl::string_view more = "") {
  return absl::StrCat("{\"name\":\"", kind, "\",\"kind\":\"", kind, "\",\"links\":[", links, "]",
                      more, "}");
}

}  // namespace

std::vector<Seed> GpLinkSeeds() {
  const std::string two = Link("3", "0") + Link("6", "2");
  return {
      Of("empty", kGpLink, "no links", ""),
      Of("blank", kByHand, "what is left when the last link is removed", " "),
      Of("one_link", kGpLink, "neither ignored nor enforced", Link("3", "0")),
      Of("two_links", kGpLink, "the second one enforced", two),
      Of("every_option", kGpLink, "options 0 to 3",
         Link("0", "0") + Link("1", "1") + Link("2", "2") + Link("3", "3")),
      Of("gpo_twice", kGpLink, "one GPO linked twice", Link("3", "1") + Link("3", "0")),
      Of("two_domains", kGpLink, "the same GUID in two domains",
         Link("3", "0") + Link("3", "0", "DC=other,DC=com")),
      Of("lower_case", kByHand, "fixed parts in lower case",
         "[ldap://cn={31b2f340-016d-11d2-945f-00c04fb984f9},cn=policies,cn=system,dc=x;0]"),
      Of("option_4", kGpLink, "a bit without a meaning", Link("3", "4")),
      Of("option_wraps", kByHand, "2^32 as options", Link("3", "4294967296")),
      Of("option_negative", kByHand, "a negative number", Link("3", "-1")),
      Of("option_twice", kSamba, "two semicolons", Link("3", "0;2")),
      Of("without_options", kSamba, "no semicolon",
         "[LDAP://cn={31B2F340-016D-11D2-945F-00C04FB984F9},cn=policies,cn=system,DC=x]"),
      Of("bracket_in_name", kSamba, "a name with the end of a link in it",
         Link("3", "0", "DC=a;2][LDAP://cn=x")),
      Of("escaped_bracket", kSamba, "a name with an escaped bracket", Link("3", "0", "DC=a\\5D")),
      Of("quoted_name", kSamba, "a quoted name", Link("3", "0", "DC=\"a;0]\"")),
      Of("server_name", kByHand, "the name of a server before the GPO",
         "[LDAP://dc1/cn={31B2F340-016D-11D2-945F-00C04FB984F9},cn=policies,cn=system,DC=x;0]"),
      Of("unterminated", kByHand, "no closing bracket",
         absl::string_view(two).substr(0, two.size() - 1)),
      Of("comma_between", kByHand, "links with a comma between them",
         Link("3", "0") + "," + Link("6", "0")),
      Of("nul_in_name", kByHand, "character U+0000 in a name",
         Link("3", "0", absl::string_view("DC=a\0b", 6))),
      Of("empty_link", kByHand, "nothing between the brackets", "[]"),
      Of("many_brackets", kByHand, "4096 opening brackets", std::string(4096, '[')),
  };
}

std::vector<Seed> LinkOrderSeeds() {
  const std::string gplink =
      absl::StrCat(",{\"name\":\"d\",\"kind\":\"domain\",\"gPOptions\":1,\"gPLink\":\"",
                   Link("3", "0"), Link("6", "2"), Link("1", "3"), "\"}");
  constexpr char kPolicies[] = ",\"policies\":{\"DC=example,DC=com\":\"Policies\"}";
  const std::string every = absl::StrCat(
      Container("local", "{\"gpo\":\"l\"}"), ",", Container("site", "{\"gpo\":\"s\"}"), ",",
      Container("domain", "{\"gpo\":\"d\",\"enforced\":true},{\"gpo\":\"e\",\"enabled\":false}"),
      ",",
      Container("ou", "{\"gpo\":\"o\"},{\"gpo\":\"d\",\"applies\":\"no\"}",
                ",\"block_inheritance\":true"),
      ",", Container("ou", "{\"gpo\":\"c\",\"applies\":\"unknown\"},{\"gpo\":\"o\"}"));
  const std::string whole = File(every);
  std::string many;
  for (int i = 0; i < 200; ++i)
    absl::StrAppend(&many, i == 0 ? "" : ",", "{\"gpo\":\"", i % 9, "\"}");
  return {
      Of("every_container", kSearch, "local, site, domain, two OUs, every kind of link", whole),
      Of("gplink", kGpLink, "gPLink and gPOptions",
         File(Container("site", "{\"gpo\":\"s\"}") + gplink, kPolicies)),
      Of("gplink_unknown_domain", kByHand, "gPLink of a domain without folder",
         File(Container("site", "") + gplink)),
      Of("gplink_crafted_name", kSamba, "a name with the end of a link in it",
         File(absl::StrCat("{\"name\":\"d\",\"kind\":\"domain\",\"gPLink\":\"",
                           Link("3", "0", "DC=a;2][LDAP://cn=x"), "\"}"),
              kPolicies)),
      Of("no_containers", kByHand, "an empty list", File("")),
      Of("enforced_in_two_containers", kSearch, "the higher one wins",
         File(Container("domain", "{\"gpo\":\"d\",\"enforced\":true}") + "," +
              Container("ou", "{\"gpo\":\"o\",\"enforced\":true}", ",\"block_inheritance\":true"))),
      Of("gpo_linked_twice", kGpLink, "one GPO twice in a container",
         File(Container("ou", "{\"gpo\":\"o\",\"enabled\":false},{\"gpo\":\"o\"}"))),
      Of("many_links", kByHand, "200 links to nine GPOs", File(Container("ou", many))),
      Of("wrong_order", kByHand, "an OU before the domain",
         File(Container("ou", "") + "," + Container("domain", ""))),
      Of("local_enforced", kByHand, "the local GPO enforced",
         File(Container("local", "{\"gpo\":\"l\",\"enforced\":true}"))),
      Of("member_twice", kByHand, "a member that stands twice",
         File(Container("ou", "{\"gpo\":\"a\",\"gpo\":\"b\"}"))),
      Of("member_unknown", kByHand, "a misspelt member",
         File(Container("ou", "{\"gpo\":\"a\",\"enforce\":true}"))),
      Of("nul_in_path", kByHand, "U+0000 in a path",
         File(Container("ou", "{\"gpo\":\"a\\u0000b\"}"))),
      Of("lone_surrogate", kByHand, "half a pair in a path",
         File(Container("ou", "{\"gpo\":\"\\ud800\"}"))),
      Of("malformed_utf8", kByHand, "malformed UTF-8 in a path",
         File(Container("ou", "{\"gpo\":\"\xC3\"}"))),
      Of("utf16", kByHand, "UTF-16 with byte order mark", absl::string_view("\xFF\xFE{\0}\0", 6)),
      Of("utf8_mark", kByHand, "a byte order mark", absl::StrCat("\xEF\xBB\xBF", whole)),
      Of("truncated", kByHand, "the last third is missing",
         absl::string_view(whole).substr(0, whole.size() * 2 / 3)),
      Of("deep", kByHand, "4096 lists in each other", std::string(4096, '[')),
      Of("huge_number", kByHand, "a number out of range",
         File("{\"name\":\"o\",\"kind\":\"ou\",\"links\":[],\"gPOptions\":1e999}")),
      Of("option_2_to_the_64", kByHand, "2^64 as gPOptions",
         File("{\"name\":\"o\",\"kind\":\"ou\",\"links\":[],\"gPOptions\":18446744073709551616}")),
      Of("empty", kByHand, "no bytes at all", ""),
  };
}

}  // namespace ntlmatrix::fuzz
