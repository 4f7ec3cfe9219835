// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/link_order.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::precedence {
namespace {

using policy::Applies;
using policy::ContainerKind;

// A whole file around containers.
std::string File(absl::string_view containers, absl::string_view more = "") {
  return absl::StrCat("{\"schema\": \"ntlmatrix/link-order/1\", \"containers\": [", containers, "]",
                      more, "}");
}

std::string Error(absl::string_view text) {
  const auto order = ParseLinkOrder(text);
  return order.ok() ? "ok" : std::string(order.status().message());
}

constexpr char kPolicies[] = ", \"policies\": {\"DC=example,DC=com\": \"sysvol/Policies\"}";

// A gPLink of GPOs {n0000000-...} with options, in the order of the attribute.
std::string GpLink(std::initializer_list<absl::string_view> links,
                   absl::string_view domain = "dc=example,dc=com") {
  std::string text;
  for (const absl::string_view link : links) {
    absl::StrAppend(&text, "[LDAP://cn={", link.substr(0, 1),
                    "0000000-0000-0000-0000-000000000000},cn=policies,cn=system,", domain, ";",
                    link.substr(1), "]");
  }
  return text;
}

TEST(LinkOrderTest, ReadsContainersAndLinks) {
  const auto order = ParseLinkOrder(File(
      R"({"name": "this computer", "kind": "local", "links": [{"gpo": "local"}]},
         {"name": "Berlin", "kind": "site", "links": []},
         {"name": "example.com", "kind": "domain", "links": [
           {"gpo": "a", "enforced": true}, {"gpo": "b", "enabled": false, "applies": "unknown"}]},
         {"name": "Servers", "kind": "ou", "block_inheritance": true, "links": [{"gpo": "a"}]},
         {"name": "Web", "kind": "ou", "links": [{"gpo": "c", "applies": "no"}]})"));
  ASSERT_TRUE(order.ok()) << order.status();
  ASSERT_EQ(order->containers.size(), 5u);
  EXPECT_EQ(order->gpos, (std::vector<std::string>{"local", "a", "b", "c"}));
  EXPECT_EQ(order->containers[0].kind, ContainerKind::kLocal);
  EXPECT_EQ(order->containers[1].kind, ContainerKind::kSite);
  EXPECT_EQ(order->containers[2].kind, ContainerKind::kDomain);
  EXPECT_EQ(order->containers[3].kind, ContainerKind::kOu);
  EXPECT_EQ(order->containers[3].name, "Servers");
  EXPECT_TRUE(order->containers[3].block_inheritance);
  EXPECT_FALSE(order->containers[4].block_inheritance);
  const auto& links = order->containers[2].links;
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].gpo, 1u);
  EXPECT_TRUE(links[0].enabled);
  EXPECT_TRUE(links[0].enforced);
  EXPECT_EQ(links[0].applies, Applies::kYes);
  EXPECT_FALSE(links[1].enabled);
  EXPECT_FALSE(links[1].enforced);
  EXPECT_EQ(links[1].applies, Applies::kUnknown);
  EXPECT_EQ(order->containers[3].links[0].gpo, 1u);
  EXPECT_EQ(order->containers[4].links[0].applies, Applies::kNo);
}

TEST(LinkOrderTest, AcceptsNoContainers) { EXPECT_EQ(Error(File("")), "ok"); }

// The Group Policy Management Console gives the last link of the attribute link order 1.
TEST(LinkOrderTest, ReadsGpLinkFromItsEnd) {
  const auto order = ParseLinkOrder(
      File(absl::StrCat(R"({"name": "d", "kind": "domain", "gPOptions": 1, "gPLink": ")",
                        GpLink({"a0", "b2", "c1", "d3"}), "\"}"),
           kPolicies));
  ASSERT_TRUE(order.ok()) << order.status();
  EXPECT_EQ(order->gpos,
            (std::vector<std::string>{"sysvol/Policies/{d0000000-0000-0000-0000-000000000000}",
                                      "sysvol/Policies/{c0000000-0000-0000-0000-000000000000}",
                                      "sysvol/Policies/{b0000000-0000-0000-0000-000000000000}",
                                      "sysvol/Policies/{a0000000-0000-0000-0000-000000000000}"}));
  EXPECT_TRUE(order->containers[0].block_inheritance);
  const auto& links = order->containers[0].links;
  EXPECT_FALSE(links[0].enabled);
  EXPECT_TRUE(links[0].enforced);
  EXPECT_FALSE(links[1].enabled);
  EXPECT_TRUE(links[2].enabled);
  EXPECT_TRUE(links[2].enforced);
  EXPECT_TRUE(links[3].enabled);
  EXPECT_FALSE(links[3].enforced);
}

// [MS-GPOL] 3.2.5.1.5 prepends links that are not enforced, beginning with the first.
TEST(LinkOrderTest, TurnsOnlyLinksOfGpLinkThatAreNotEnforcedForTheDocument) {
  const auto order = ParseLinkOrder(File(
      absl::StrCat(R"({"name": "d", "kind": "domain", "gPLink": ")",
                   GpLink({"a0", "b2", "c0", "d2"}),
                   R"("}, {"name": "o", "kind": "ou", "links": [{"gpo": "x"}, {"gpo": "y"}]})"),
      kPolicies));
  ASSERT_TRUE(order.ok()) << order.status();
  const auto containers = InOrderOfDocument(*order);
  std::string letters;
  for (const policy::GpoLink& link : containers[0].links) {
    letters += order->gpos[link.gpo][std::string("sysvol/Policies/{").size()];
  }
  EXPECT_EQ(letters, "dbac");
  EXPECT_EQ(order->gpos[containers[1].links[0].gpo], "x");
}

TEST(LinkOrderTest, AcceptsGpLinkWithoutLinks) {
  EXPECT_EQ(Error(File(R"({"name": "d", "kind": "domain", "gPLink": " ", "gPOptions": 0})")), "ok");
}

struct BadCase {
  std::string containers;
  absl::string_view error;
};

TEST(LinkOrderTest, RejectsBadContainers) {
  const BadCase kCases[] = {
      {"1", "/containers/0: is not an object"},
      {R"({"kind": "ou", "links": []})", "/containers/0: has no `name`"},
      {R"({"name": "", "kind": "ou", "links": []})",
       "/containers/0/name: is not a text of one character or more"},
      {R"({"name": 1, "kind": "ou", "links": []})",
       "/containers/0/name: is not a text of one character or more"},
      {R"({"name": "o", "links": []})", "/containers/0: has no `kind`"},
      {R"({"name": "o", "kind": "OU", "links": []})",
       "/containers/0/kind: `OU` is none of local, site, domain, ou"},
      {R"({"name": "o", "kind": "ou"})", "/containers/0: has neither `links` nor `gPLink`"},
      {R"({"name": "o", "kind": "ou", "links": {}})", "/containers/0/links: is not a list"},
      {R"({"name": "o", "kind": "ou", "links": [], "link": []})",
       "/containers/0/link: is not known here; known are name, kind, block_inheritance, links, "
       "gPLink, gPOptions"},
      {R"({"name": "o", "kind": "ou", "links": [], "~/": []})",
       "/containers/0/~0~1: is not known here; known are name, kind, block_inheritance, links, "
       "gPLink, gPOptions"},
      {R"({"name": "o", "name": "p", "kind": "ou", "links": []})",
       "/containers/0/name: stands twice in this object"},
      {R"({"name": "o", "kind": "ou", "block_inheritance": "true", "links": []})",
       "/containers/0/block_inheritance: is neither true nor false"},
      {R"({"name": "o", "kind": "ou", "links": [], "gPLink": ""})",
       "/containers/0/gPLink: stands beside `links`: give one of them"},
      {R"({"name": "o", "kind": "ou", "links": [], "block_inheritance": false, "gPOptions": 0})",
       "/containers/0/gPOptions: stands beside `block_inheritance`: give one of them"},
      {R"({"name": "o", "kind": "ou", "links": [], "gPOptions": 2})",
       "/containers/0/gPOptions: is neither 0 nor 1 ([MS-GPOL] 2.2.2)"},
      {R"({"name": "o", "kind": "ou", "links": [], "gPOptions": -1})",
       "/containers/0/gPOptions: is neither 0 nor 1 ([MS-GPOL] 2.2.2)"},
      {R"({"name": "o", "kind": "ou", "links": [], "gPOptions": "1"})",
       "/containers/0/gPOptions: is neither 0 nor 1 ([MS-GPOL] 2.2.2)"},
      {R"({"name": "o", "kind": "ou", "gPLink": 1})", "/containers/0/gPLink: is not a text"},
      {R"({"name": "o", "kind": "ou", "gPLink": "[]"})",
       "/containers/0/gPLink: link 1: has no `;` and options"},
      {absl::StrCat(R"({"name": "o", "kind": "ou", "gPLink": ")", GpLink({"a0", "b0"}, "dc=other"),
                    "\"}"),
       "/containers/0/gPLink: link 2: /policies gives no folder for the GPOs of dc=other"},
      {R"({"name": "l", "kind": "local", "block_inheritance": true, "links": []})",
       "/containers/0/block_inheritance: nothing stands above the local GPO"},
      {R"({"name": "l", "kind": "local", "gPLink": ""})",
       "/containers/0: the local GPO has neither gPLink nor gPOptions"},
      {R"({"name": "l", "kind": "local", "gPOptions": 0, "links": []})",
       "/containers/0: the local GPO has neither gPLink nor gPOptions"},
  };
  for (const BadCase& one : kCases) {
    EXPECT_EQ(Error(File(one.containers)), one.error) << one.containers;
  }
}

TEST(LinkOrderTest, RejectsBadLinks) {
  const BadCase kCases[] = {
      {"1", "/containers/0/links/0: is not an object"},
      {"{}", "/containers/0/links/0: has no `gpo`"},
      {R"({"gpo": ""})", "/containers/0/links/0/gpo: is not a text of one character or more"},
      {R"({"gpo": "a\u0000b"})",
       "/containers/0/links/0/gpo: is not a text of one character or more"},
      {R"({"gpo": "a"}, {"gpo": "a", "enabled": 1})",
       "/containers/0/links/1/enabled: is neither true nor false"},
      {R"({"gpo": "a", "enforced": null})",
       "/containers/0/links/0/enforced: is neither true nor false"},
      {R"({"gpo": "a", "applies": "maybe"})",
       "/containers/0/links/0/applies: `maybe` is none of yes, no, unknown"},
      {R"({"gpo": "a", "disabled": true})",
       "/containers/0/links/0/disabled: is not known here; known are gpo, enabled, enforced, "
       "applies"},
  };
  for (const BadCase& one : kCases) {
    EXPECT_EQ(Error(File(
                  absl::StrCat(R"({"name": "o", "kind": "ou", "links": [)", one.containers, "]}"))),
              one.error)
        << one.containers;
  }
  EXPECT_EQ(
      Error(File(R"({"name": "l", "kind": "local", "links": [{"gpo": "a", "enforced": true}]})")),
      "/containers/0/links/0/enforced: the local GPO can't be enforced");
}

TEST(LinkOrderTest, RejectsContainersInAnotherOrder) {
  const auto container = [](absl::string_view kind) {
    return absl::StrCat(R"({"name": "x", "kind": ")", kind, R"(", "links": []})");
  };
  for (const auto& [above, below] :
       {std::pair("site", "local"), std::pair("domain", "site"), std::pair("ou", "domain"),
        std::pair("domain", "domain"), std::pair("site", "site"), std::pair("local", "local")}) {
    EXPECT_EQ(Error(File(absl::StrCat(container(above), ",", container(below)))),
              "/containers/1/kind: containers stand in the order local, site, domain, ou from "
              "parent to child, and only OUs may be several");
  }
  EXPECT_EQ(
      Error(File(absl::StrCat(container("local"), ",", container("ou"), ",", container("ou")))),
      "ok");
}

TEST(LinkOrderTest, RejectsBadFiles) {
  EXPECT_EQ(Error("[]"), "/: is not an object");
  EXPECT_EQ(Error("{}"), "/: has no `schema`");
  EXPECT_EQ(Error(R"({"schema": "ntlmatrix/link-order/2", "containers": []})"),
            "/schema: is not ntlmatrix/link-order/1");
  EXPECT_EQ(Error(R"({"schema": "ntlmatrix/link-order/1"})"), "/containers: is not a list");
  EXPECT_EQ(Error(File("", ", \"links\": []")),
            "/links: is not known here; known are schema, policies, containers");
  EXPECT_EQ(Error(File("", ", \"policies\": []")), "/policies: is not an object");
  EXPECT_EQ(Error(File("", ", \"policies\": {\"example.com\": \"x\"}")),
            "/policies/example.com: is no domain in the form DC=example,DC=com");
  EXPECT_EQ(Error(File("", ", \"policies\": {\"DC=x\": 1}")),
            "/policies/DC=x: is not a text of one character or more");
  EXPECT_EQ(Error(File("", ", \"policies\": {\"DC=x\": \"a\", \"dc=X\": \"b\"}")),
            "/policies/dc=X: the domain stands twice, in other case of letters");
  EXPECT_EQ(Error("{"), "line 1, column 2: not JSON in UTF-8");
  EXPECT_EQ(ParseLinkOrder(std::string(kMaxLinkOrderSize + 1, ' ')).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(LinkOrderTest, TruncationAtEveryByteIsAnError) {
  const std::string whole =
      File(absl::StrCat(R"({"name": "d", "kind": "domain", "gPLink": ")", GpLink({"a0"}), "\"}"),
           kPolicies);
  ASSERT_EQ(Error(whole), "ok");
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(Error(absl::string_view(whole).substr(0, size)), "ok") << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::precedence
