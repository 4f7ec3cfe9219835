// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/csp_setting.h"

#include <string>

#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

constexpr char kClients[] = "NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients";

std::string Config(const std::string& scope, const std::string& name = kClients) {
  return scope + "Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/" + name;
}

TEST(CspSettingTest, KnowsEveryFormOfTheUri) {
  for (const char* scope : {"./Device/", "./", "Device/", "", "./DEVICE/"}) {
    const auto node = CspNodeAt(Config(scope));
    ASSERT_TRUE(node.has_value()) << scope;
    EXPECT_EQ(node->id, SettingId::kNtlmMinClientSec);
    EXPECT_FALSE(node->is_user);
  }
  EXPECT_TRUE(CspNodeAt(Config("./User/")).value().is_user);
}

TEST(CspSettingTest, KnowsEverySetting) {
  EXPECT_EQ(CspNodeAt(Config("./", "NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedServers"))
                .value()
                .id,
            SettingId::kNtlmMinServerSec);
  EXPECT_EQ(CspNodeAt(Config("./", "networksecurity_lanmanagerauthenticationlevel")).value().id,
            SettingId::kLmCompatibilityLevel);
}

TEST(CspSettingTest, KnowsNoOtherUri) {
  for (const std::string& uri :
       {std::string(), Config("./Device/", ""), Config("./Device/", "NetworkSecurity_X"),
        Config("./Device/") + "/", Config("./Device/User/"), Config(" ./"),
        "./Device/Vendor/MSFT/Policy/Result/LocalPoliciesSecurityOptions/" + std::string(kClients),
        std::string(kClients)}) {
    EXPECT_FALSE(CspNodeAt(uri).has_value()) << uri;
  }
}

TEST(CspSettingTest, KnowsWhatIsAboveANode) {
  const std::string options = "Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions";
  for (const std::string& uri : {"./Device/" + options, "./" + options + "/", options,
                                 std::string("./DEVICE/vendor/MSFT/Policy/Config")}) {
    EXPECT_TRUE(IsAboveCspNode(uri, SettingId::kNtlmMinClientSec)) << uri;
    EXPECT_TRUE(IsAboveCspNode(uri, SettingId::kLmCompatibilityLevel)) << uri;
  }
  for (const std::string& uri :
       {std::string(), std::string("./"), "./User/" + options, Config("./"),
        std::string("./Vendor/MSFT/Policy/Con"), std::string("./Vendor/MSFT/BitLocker")}) {
    EXPECT_FALSE(IsAboveCspNode(uri, SettingId::kNtlmMinClientSec)) << uri;
  }
}

TEST(CspSettingTest, KnowsDefinitionsOfTheCatalog) {
  const std::string folder = "device_vendor_msft_policy_config_localpoliciessecurityoptions_";
  EXPECT_EQ(CatalogSetting(folder + "networksecurity_lanmanagerauthenticationlevel"),
            SettingId::kLmCompatibilityLevel);
  EXPECT_EQ(CatalogSetting(folder + kClients), SettingId::kNtlmMinClientSec);
  for (const std::string& other :
       {std::string(), folder, folder + kClients + "_0", "user" + folder.substr(6) + kClients}) {
    EXPECT_FALSE(CatalogSetting(other).has_value()) << other;
  }
}

TEST(CspSettingTest, TakesDecimalNumbersAlone) {
  EXPECT_EQ(DecimalOrNothing("537395200"), "537395200");
  for (const char* text : {"", "0x5", "-1", " 5", "5 ", "5.0", "1e3", "true"}) {
    EXPECT_EQ(DecimalOrNothing(text), "") << text;
  }
}

TEST(CspSettingTest, MakesRegistryValues) {
  const RegistryValue value =
      CspRegistryValue({SettingId::kNtlmMinClientSec}, "5", "five", Place::Line(3));
  EXPECT_EQ(value.hive, "HKEY_LOCAL_MACHINE");
  EXPECT_EQ(value.key, "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0");
  EXPECT_EQ(value.name, "NtlmMinClientSec");
  EXPECT_EQ(value.type, kRegDword);
  EXPECT_EQ(std::get<absl::string_view>(value.data), "5");
  EXPECT_EQ(value.written, "five");
  EXPECT_EQ(value.where, Place::Line(3));
  EXPECT_EQ(CspRegistryValue({SettingId::kNtlmMinClientSec, true}, "", "", {}).hive,
            "HKEY_CURRENT_USER");
}

}  // namespace
}  // namespace ntlmatrix::policy
