// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/extension_names.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kTool = "{803E14A0-B4FB-11D0-A0D0-00A0C90F574B}";

std::string Group(absl::string_view extension) { return absl::StrCat("[", extension, kTool, "]"); }

TEST(ExtensionNamesTest, FindsEachOfSeveral) {
  const std::string names = absl::StrCat(Group(kRegistryCseGuid), Group(kSecurityCseGuid),
                                         Group(kRegistryPreferencesCseGuid));
  EXPECT_TRUE(NamesExtension(names, kRegistryCseGuid));
  EXPECT_TRUE(NamesExtension(names, kSecurityCseGuid));
  EXPECT_TRUE(NamesExtension(names, kRegistryPreferencesCseGuid));
}

TEST(ExtensionNamesTest, AcceptsAnyLetterCaseAndBlanks) {
  EXPECT_TRUE(NamesExtension(
      " [ {827d319e-6eac-11d2-a4ea-00c04f79f83a} {803e14a0-b4fb-11d0-a0d0-00a0c90f574b} ]",
      kSecurityCseGuid));
}

TEST(ExtensionNamesTest, AToolIsNoExtension) {
  EXPECT_FALSE(
      NamesExtension(absl::StrCat("[", kRegistryCseGuid, kSecurityCseGuid, "]"), kSecurityCseGuid));
}

// "Group Policy processing terminates at the first <CSE GUIDn> out of sequence."
// [MS-GPOL] 2.2.4
TEST(ExtensionNamesTest, EndsAtAGuidOutOfSequence) {
  const std::string names = absl::StrCat(Group(kSecurityCseGuid), Group(kRegistryCseGuid),
                                         Group(kRegistryPreferencesCseGuid));
  EXPECT_TRUE(NamesExtension(names, kSecurityCseGuid));
  EXPECT_FALSE(NamesExtension(names, kRegistryCseGuid));
  EXPECT_FALSE(NamesExtension(names, kRegistryPreferencesCseGuid));
}

TEST(ExtensionNamesTest, AnotherFormNamesNothing) {
  const std::string whole = Group(kSecurityCseGuid);
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(NamesExtension(whole.substr(0, size), kSecurityCseGuid)) << size;
  }
  EXPECT_FALSE(NamesExtension(kSecurityCseGuid, kSecurityCseGuid));
  EXPECT_FALSE(NamesExtension("[]" + whole, kSecurityCseGuid));
  EXPECT_FALSE(NamesExtension("][" + whole, kSecurityCseGuid));
  EXPECT_FALSE(
      NamesExtension(absl::StrCat("[(", std::string(40, 'x'), "]", whole), kSecurityCseGuid));
}

}  // namespace
}  // namespace ntlmatrix::policy
