// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/setting_key.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

// Every name one slip away, and the name itself.
std::vector<std::string> Slips(const std::string& name) {
  std::vector<std::string> slips = {name};
  for (size_t i = 0; i <= name.size(); ++i) {
    slips.push_back(name.substr(0, i) + "_" + name.substr(i));
    if (i == name.size()) break;
    slips.push_back(name.substr(0, i) + name.substr(i + 1));
    slips.push_back(name.substr(0, i) + "_" + name.substr(i + 1));
    if (i + 1 == name.size()) continue;
    slips.push_back(name);
    std::swap(slips.back()[i], slips.back()[i + 1]);
  }
  return slips;
}

TEST(SettingKeyTest, FindsWhatIsMeant) {
  for (const SettingId id : AllSettings()) {
    const std::string setting(SettingName(id));
    for (const std::string& name : Slips(setting)) {
      EXPECT_EQ(SettingMeantBy(name), id) << name;
      EXPECT_EQ(SettingMeantBy(absl::AsciiStrToUpper(name)), id) << name;
      EXPECT_EQ(SettingNamed(name).has_value(), absl::EqualsIgnoreCase(name, setting)) << name;
    }
    EXPECT_EQ(SettingNamed(absl::AsciiStrToLower(setting)), id);
    EXPECT_EQ(SettingMeantBy(absl::StrCat("4,0MACHINE\\", setting)), id);
    EXPECT_EQ(SettingMeantBy(absl::StrCat(setting, "=4,5")), id);
  }
}

TEST(SettingKeyTest, TakesNoOtherNameForASetting) {
  for (const char* name : {"", " ", "ec", "NtlmMinClient", "EnableLUA", "RestrictAnonymousSAM",
                           "AuditReceivingNTLMTraffic", "FilterAdministratorToken"}) {
    EXPECT_FALSE(SettingMeantBy(name).has_value()) << name;
    EXPECT_FALSE(SettingNamed(name).has_value()) << name;
  }
}

TEST(SettingKeyTest, FindsPathsThatMayBecomeASetting) {
  const std::string lsa = "SYSTEM\\CurrentControlSet\\Control\\Lsa";
  for (const std::string& path :
       {lsa + "\\%x%", lsa + "\\MSV1_0\\%x%", lsa + "\\MSV1_0\\Ntlm%x%Sec", lsa + "%x%",
        lsa + "\\\\MSV1_0\\\\%x%", std::string("%x%"), std::string("%x%\\%y%"),
        std::string("%x%\\lmcompatibilitylevel"), std::string("System\\%x%\\Control"),
        std::string("\\SYSTEM\\ControlSet00%x%\\Control\\Lsa\\LmCompatibilityLevel"),
        std::string("System\\ControlSet%x%2\\Control\\Lsa\\MSV1_0\\NtlmMinServerSec"),
        std::string("%x%LmCompatibilityLevel%y%")}) {
    EXPECT_TRUE(MayBecomeNearSetting(path)) << path;
  }
  for (const std::string& path :
       {lsa + "\\LmCompatibilityLevel", lsa + "\\%x", lsa + "\\%x%\\Other",
        lsa + "\\MSV1_0\\Other%x%", std::string("Software\\%x%\\LmCompatibilityLevel"),
        std::string("SYSTEM\\CurrentControlSet\\Services\\%x%"), std::string(), std::string("%"),
        std::string("System\\ControlSetX%x%\\Control\\Lsa\\LmCompatibilityLevel")}) {
    EXPECT_FALSE(MayBecomeNearSetting(path)) << path;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
