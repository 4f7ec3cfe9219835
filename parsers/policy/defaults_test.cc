// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/defaults.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

// Per Windows and role, the defaults of NtlmMinClientSec, NtlmMinServerSec, LmCompatibilityLevel:
//   nd  not-defined    na  not-applicable    ??  undocumented    0 128 levels  values
//   a/b  documents disagree
constexpr char kExpected[] = R"(
        default-domain-policy  default-domain-controller-policy  stand-alone-server  dc           member-server  client
2000    nd,nd,nd               nd,nd,nd                          0,0,0               0,0,0        0,0,0          0,0,0
xp      nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       0,0,0
2003    nd,nd,nd               nd,nd,nd                          0,0,2               0,0,2        0,0,2          na,na,na
vista   nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       0,0,3/nd
2008    nd,nd,nd               nd,nd,nd                          0,0,3               0,0,3        0,0,3          na,na,na
7       nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       128,128,3/nd
2008r2  nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
8       nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       128,128,??
2012    nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
8.1     nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       128,128,??
2012r2  nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
10      nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       128,128,3/nd
2016    nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
11      nd,nd,nd               nd,nd,nd                          na,na,na            na,na,na     na,na,na       128,128,3/nd
2019    nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
2022    nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
2025    nd,nd,nd               nd,nd,nd                          128,128,3           128,128,3    128,128,3      na,na,na
)";

std::string ClaimText(SettingId id, const DefaultClaim& claim) {
  switch (claim.kind) {
    case DefaultClaim::Kind::kNotDefined:
      return "nd";
    case DefaultClaim::Kind::kNotApplicable:
      return "na";
    case DefaultClaim::Kind::kUndocumented:
      return "??";
    case DefaultClaim::Kind::kValue:
      break;
  }
  if (id == SettingId::kLmCompatibilityLevel || claim.value == 0) return absl::StrCat(claim.value);
  return claim.value == 0x20000000 ? "128" : absl::StrCat("unexpected ", claim.value);
}

std::string CellText(Os os, Role role) {
  std::string text;
  for (const SettingId id : AllSettings()) {
    std::string claims;
    for (const DefaultClaim& claim : DefaultsOf(id, os, role)) {
      absl::StrAppend(&claims, claims.empty() ? "" : "/", ClaimText(id, claim));
    }
    absl::StrAppend(&text, text.empty() ? "" : ",", claims);
  }
  return text;
}

TEST(DefaultsTest, EveryCellIsAsDocumented) {
  std::string actual;
  for (const Role role : AllRoles()) absl::StrAppend(&actual, " ", RoleName(role));
  absl::StrAppend(&actual, "\n");
  for (const Os os : AllOses()) {
    absl::StrAppend(&actual, OsName(os));
    for (const Role role : AllRoles()) absl::StrAppend(&actual, " ", CellText(os, role));
    absl::StrAppend(&actual, "\n");
  }
  std::string expected;
  for (const absl::string_view line : absl::StrSplit(kExpected, '\n', absl::SkipEmpty())) {
    std::string row(line);
    absl::RemoveExtraAsciiWhitespace(&row);
    absl::StrAppend(&expected, expected.empty() ? " " : "", row, "\n");
  }
  EXPECT_EQ(actual, expected);
}

TEST(DefaultsTest, EveryStatementNamesItsDocument) {
  for (const SettingId id : AllSettings()) {
    for (const Os os : AllOses()) {
      for (const Role role : AllRoles()) {
        for (const DefaultClaim& claim : DefaultsOf(id, os, role)) {
          const bool stated = claim.kind == DefaultClaim::Kind::kValue ||
                              claim.kind == DefaultClaim::Kind::kNotDefined;
          EXPECT_EQ(!claim.source.empty(), stated) << OsName(os) << " " << RoleName(role);
        }
      }
    }
  }
}

TEST(DefaultsTest, NamesParseBack) {
  for (const Os os : AllOses()) EXPECT_EQ(ParseOs(OsName(os)), os);
  for (const Role role : AllRoles()) EXPECT_EQ(ParseRole(RoleName(role)), role);
  EXPECT_EQ(ParseOs("95"), std::nullopt);
  EXPECT_EQ(ParseRole("DC"), std::nullopt);
}

}  // namespace
}  // namespace ntlmatrix::policy
