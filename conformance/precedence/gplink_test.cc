// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/gplink.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::precedence {
namespace {

constexpr char kGuid[] = "{31B2F340-016D-11D2-945F-00C04FB984F9}";

std::string Link(absl::string_view options, absl::string_view domain = "DC=example,DC=com") {
  return absl::StrCat("[LDAP://cn=", kGuid, ",cn=policies,cn=system,", domain, ";", options, "]");
}

std::string Error(absl::string_view text) {
  const auto links = ParseGpLink(text);
  return links.ok() ? "ok" : std::string(links.status().message());
}

TEST(GpLinkTest, ReadsLinksInOrderOfTheAttribute) {
  const auto links = ParseGpLink(absl::StrCat(Link("0"), Link("2", "DC=other")));
  ASSERT_TRUE(links.ok()) << links.status();
  ASSERT_EQ(links->size(), 2u);
  EXPECT_EQ((*links)[0], (DirectoryLink{kGuid, "DC=example,DC=com", false, false}));
  EXPECT_EQ((*links)[1], (DirectoryLink{kGuid, "DC=other", false, true}));
}

// [MS-GPOL] 2.2.2: "any bitwise combination of the flag values is valid"
TEST(GpLinkTest, ReadsEveryCombinationOfOptions) {
  for (int options = 0; options < 4; ++options) {
    const auto links = ParseGpLink(Link(absl::StrCat(options)));
    ASSERT_TRUE(links.ok()) << links.status();
    EXPECT_EQ((*links)[0].ignored, (options & 1) != 0);
    EXPECT_EQ((*links)[0].enforced, (options & 2) != 0);
  }
}

TEST(GpLinkTest, AcceptsAnyCaseOfFixedParts) {
  const auto links =
      ParseGpLink(absl::StrCat("[ldap://CN=", kGuid, ",CN=Policies,CN=System,dc=x;0]"));
  ASSERT_TRUE(links.ok()) << links.status();
  EXPECT_EQ((*links)[0].domain, "dc=x");
  EXPECT_TRUE(IsSameDomain("dc=X", (*links)[0].domain));
  EXPECT_FALSE(IsSameDomain("dc=y", (*links)[0].domain));
}

TEST(GpLinkTest, AcceptsAnAttributeWithoutLinks) {
  EXPECT_TRUE(ParseGpLink("")->empty());
  EXPECT_TRUE(ParseGpLink(" ")->empty());
}

TEST(GpLinkTest, RejectsWhatIsNoLink) {
  EXPECT_EQ(Error("  "), "link 1 is not in brackets: `  `");
  EXPECT_EQ(Error("x"), "link 1 is not in brackets: `x`");
  EXPECT_EQ(Error(absl::StrCat(Link("0"), " ")), "link 2 is not in brackets: ` `");
  EXPECT_EQ(Error(absl::StrCat(Link("0"), ",", Link("0"))).substr(0, 27),
            "link 2 is not in brackets: ");
  EXPECT_EQ(Error("[]"), "link 1: has no `;` and options");
  EXPECT_EQ(Error("[;0]"), "link 1: `;0` does not begin with LDAP://cn={GUID}");
}

TEST(GpLinkTest, RejectsOtherOptions) {
  for (const absl::string_view bad :
       {"", "4", "8", "00", "+0", "-1", "0x0", " 0", "0 ", "0;0", "4294967296"}) {
    EXPECT_EQ(Error(Link(bad)),
              absl::StrCat("link 1: options `", std::string(bad),
                           "` are not 0 to 3: 1 is disabled, 2 enforced ([MS-GPOL] 2.2.2)"));
  }
}

TEST(GpLinkTest, RejectsOtherNames) {
  for (const std::string& bad : {
           std::string(
               "[LDAP://cn={31B2F340-016D-11D2-945F-00C04FB984F},cn=policies,cn=system,DC=x;0]"),
           std::string(
               "[LDAP://cn={G1B2F340-016D-11D2-945F-00C04FB984F9},cn=policies,cn=system,DC=x;0]"),
           absl::StrCat("[LDAP://dc1.example.com/cn=", kGuid, ",cn=policies,cn=system,DC=x;0]"),
           absl::StrCat("[cn=", kGuid, ",cn=policies,cn=system,DC=x;0]"),
           absl::StrCat("[LDAP://cn=", kGuid, ",cn=policies,DC=x;0]"),
           absl::StrCat("[LDAP://cn=", kGuid, ",cn=policies,cn=system;0]"),
           absl::StrCat("[LDAP://cn=", kGuid, ",cn=policies,cn=system,OU=x;0]"),
           Link("0", "DC="),
           Link("0", "DC=a b"),
           Link("0", "DC=a,"),
       }) {
    EXPECT_NE(Error(bad), "ok") << bad;
  }
}

// A name that holds the signs of the format: splitting at them gives another list of links, or, in
// Samba's gpclass.py, a ValueError.
TEST(GpLinkTest, RejectsNamesThatHoldTheSignsOfTheFormat) {
  EXPECT_NE(Error(Link("0", "DC=a;0]")), "ok");
  EXPECT_NE(Error(Link("0", "DC=a\\5D")), "ok");
  EXPECT_NE(Error(Link("0", "DC=a\\]")), "ok");
  EXPECT_NE(Error(Link("0", "DC=a[b")), "ok");
  EXPECT_NE(Error(Link("0", "DC=a]b")), "ok");
  EXPECT_NE(Error(Link("0", "DC=\"a;2][\"")), "ok");
  EXPECT_NE(Error(Link("0", std::string("DC=a\0b", 6))), "ok");
}

TEST(GpLinkTest, TruncationAtEveryByteIsAnErrorOrTheLinksBefore) {
  const std::string whole = Link("0") + Link("2");
  for (size_t size = 0; size < whole.size(); ++size) {
    const auto links = ParseGpLink(absl::string_view(whole).substr(0, size));
    if (size == 0 || size == Link("0").size()) {
      ASSERT_TRUE(links.ok());
      EXPECT_EQ(links->size(), size == 0 ? 0u : 1u);
    } else {
      EXPECT_FALSE(links.ok()) << size;
    }
  }
}

TEST(GpLinkTest, WritesWhatItReads) {
  const std::string text = Link("0") + Link("1") + Link("2") + Link("3", "DC=x");
  EXPECT_EQ(GpLinkText(*ParseGpLink(text)), text);
}

TEST(GpLinkTest, ReadsAsManyLinksAsTheTextHas) {
  std::string text = Link("0");
  for (size_t count = 1; count <= 512; count *= 2, text += text) {
    EXPECT_EQ(ParseGpLink(text)->size(), count);
  }
}

}  // namespace
}  // namespace ntlmatrix::precedence
