// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/computer_policy.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "conformance/stores/test_folder.h"

namespace ntlmatrix::precedence {
namespace {

using policy::GpoReading;
using policy::LinkStanding;
using policy::SettingState;
using stores::Template;
using stores::TestFolder;

constexpr char kLevel5[] = "LmCompatibilityLevel=4,5";
constexpr char kLevel0[] = "LmCompatibilityLevel=4,0";
constexpr char kClientEss[] = "MSV1_0\\NtlmMinClientSec=4,524288";

constexpr char kDomainThenOu[] =
    R"({"schema": "ntlmatrix/link-order/1", "containers": [
        {"name": "example.com", "kind": "domain", "links": [{"gpo": "gpos/d.inf"}]},
        {"name": "Servers", "kind": "ou", "links": [{"gpo": "gpos/o.inf"}]}]})";

ComputerPolicy Read(const TestFolder& folder, const stores::PolicyScope& scope = {}) {
  auto computer = ReadComputerPolicy(folder / "order.json", scope);
  EXPECT_TRUE(computer.ok()) << computer.status();
  return computer.ok() ? *std::move(computer) : ComputerPolicy();
}

TEST(ComputerPolicyTest, ReadsGposBesideTheFile) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kLevel5, kClientEss}));
  folder.Write("gpos/o.inf", Template({"LmCompatibilityLevel=4,3"}));
  const ComputerPolicy computer = Read(folder);
  ASSERT_EQ(computer.settings.size(), 3u);
  EXPECT_EQ(computer.settings[0].value, 0x80000u);
  EXPECT_EQ(computer.settings[1].state, SettingState::kNotDefined);
  EXPECT_EQ(computer.settings[2].value, 3u);
  EXPECT_EQ(computer.inputs[0].path, (folder / "gpos/d.inf").string());
  EXPECT_TRUE(computer.findings.empty());
  EXPECT_FALSE(HasErrors(computer));
}

TEST(ComputerPolicyTest, ReadsAbsolutePaths) {
  TestFolder folder;
  folder.Write("gpos/d.inf", Template({kLevel5}));
  folder.Write("order.json", absl::StrCat(R"({"schema": "ntlmatrix/link-order/1", "containers": [
                   {"name": "l", "kind": "local", "links": [{"gpo": ")",
                                          (folder / "gpos/d.inf").string(), "\"}]}]}"));
  EXPECT_EQ(Read(folder).settings[2].value, 5u);
}

TEST(ComputerPolicyTest, AMissingGpoIsNeverAsIfItDefinedNothing) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kLevel5}));
  const ComputerPolicy computer = Read(folder);
  EXPECT_EQ(computer.settings[2].state, SettingState::kMalformed);
  EXPECT_FALSE(computer.inputs[1].status.ok());
  EXPECT_TRUE(HasErrors(computer));
}

TEST(ComputerPolicyTest, AFolderOfSeveralStoresIsNoGpo) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kLevel5}));
  folder.Write("gpos/o.inf/a.inf", Template({kLevel5}));
  folder.Write("gpos/o.inf/b.inf", Template({kLevel5}));
  const ComputerPolicy computer = Read(folder);
  EXPECT_EQ(computer.inputs[1].status.message(),
            "is not one GPO: it holds several policy stores; give the folder of one");
  EXPECT_EQ(computer.settings[2].state, SettingState::kMalformed);
}

TEST(ComputerPolicyTest, AFileThatIsCutHidesWhatItOutranks) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kLevel5}));
  folder.Write("gpos/o.inf", Template({kClientEss}).substr(0, 71));
  EXPECT_EQ(Read(folder).settings[2].state, SettingState::kMalformed);
}

TEST(ComputerPolicyTest, FindsALockOutThatGposMakeTogether) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kClientEss}));
  folder.Write("gpos/o.inf", Template({kLevel0}));
  const ComputerPolicy computer = Read(folder);
  ASSERT_EQ(computer.findings.size(), 1u);
  EXPECT_EQ(computer.findings[0].id, "never-satisfiable");
  EXPECT_TRUE(HasErrors(computer));
}

TEST(ComputerPolicyTest, FindsALockOutByTheDefaultLevel) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kClientEss}));
  folder.Write("gpos/o.inf", Template({}));
  EXPECT_TRUE(Read(folder).findings.empty());
  EXPECT_TRUE(Read(folder, {policy::Os::k11, policy::Role::kClient}).findings.empty());
  const ComputerPolicy computer = Read(folder, {policy::Os::kXp, policy::Role::kClient});
  ASSERT_EQ(computer.findings.size(), 1u);
  EXPECT_NE(computer.findings[0].message.find("the default,"), std::string::npos);
  folder.Write("gpos/o.inf", Template({kLevel5}));
  EXPECT_TRUE(Read(folder, {policy::Os::kXp, policy::Role::kClient}).findings.empty());
}

// A GPO that nothing satisfies by itself is mended by one that raises the level.
TEST(ComputerPolicyTest, ALockOutInAGpoHidesNothing) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({"MSV1_0\\NtlmMinServerSec=4,536870912"}));
  folder.Write("gpos/o.inf", Template({kClientEss, kLevel0}));
  const ComputerPolicy computer = Read(folder);
  EXPECT_EQ(computer.settings[1].state, SettingState::kDefined);
  EXPECT_EQ(computer.settings[1].value, 0x20000000u);
}

TEST(ComputerPolicyTest, SaysWhereTheOrderOfGpLinkIsDisputed) {
  TestFolder folder;
  const auto link = [](absl::string_view digit, absl::string_view options) {
    return absl::StrCat("[LDAP://cn={", digit,
                        "0000000-0000-0000-0000-000000000000},cn=policies,cn=system,DC=x;", options,
                        "]");
  };
  const auto order = [&](absl::string_view first, absl::string_view second) {
    folder.Write("order.json",
                 absl::StrCat(R"({"schema": "ntlmatrix/link-order/1", "policies": {"DC=x": "p"},
                     "containers": [{"name": "x", "kind": "domain", "gPLink": ")",
                              link("a", first), link("b", second), "\"}]}"));
    return Read(folder);
  };
  folder.Write("p/{a0000000-0000-0000-0000-000000000000}", Template({kLevel0}));
  folder.Write("p/{b0000000-0000-0000-0000-000000000000}", Template({kLevel5}));
  const ComputerPolicy disputed = order("0", "0");
  EXPECT_EQ(disputed.settings[2].value, 5u);
  ASSERT_EQ(disputed.findings.size(), 1u);
  EXPECT_EQ(disputed.findings[0].id, "gplink-order-disputed");
  EXPECT_EQ(disputed.findings[0].severity, Severity::kWarning);
  EXPECT_FALSE(HasErrors(disputed));
  EXPECT_TRUE(order("2", "2").findings.empty());
  EXPECT_TRUE(order("1", "0").findings.empty());
  EXPECT_EQ(order("2", "0").settings[2].value, 0u);
}

TEST(ComputerPolicyTest, KnowsTheExtensionOfASource) {
  TestFolder folder;
  folder.Write("order.json", kDomainThenOu);
  folder.Write("gpos/d.inf", Template({kLevel5}));
  folder.Write("gpos/o.inf",
               R"(<?xml version="1.0" encoding="utf-8"?>
<RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}"><Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="LmCompatibilityLevel"><Properties action="U" hive="HKEY_LOCAL_MACHINE" key="SYSTEM\CurrentControlSet\Control\Lsa" name="LmCompatibilityLevel" type="REG_DWORD" value="00000003"/></Registry></RegistrySettings>)");
  const ComputerPolicy computer = Read(folder);
  EXPECT_EQ(GpoOf(computer.inputs[0]).extensions[2], policy::kSecurityExtension);
  EXPECT_EQ(GpoOf(computer.inputs[1]).extensions[2], policy::kPreferencesExtension);
  EXPECT_EQ(computer.settings[2].state, SettingState::kConflicting);
}

TEST(ComputerPolicyTest, RejectsAFileThatIsMissingOrWrong) {
  TestFolder folder;
  EXPECT_FALSE(ReadComputerPolicy(folder / "order.json", {}).ok());
  folder.Write("order.json", "{");
  EXPECT_EQ(ReadComputerPolicy(folder / "order.json", {}).status().message(),
            "line 1, column 2: not JSON in UTF-8");
}

TEST(ComputerPolicyTest, ReadsAGpoThatIsLinkedTwiceOnce) {
  TestFolder folder;
  folder.Write("order.json", R"({"schema": "ntlmatrix/link-order/1", "containers": [
        {"name": "d", "kind": "domain", "links": [{"gpo": "a.inf"}, {"gpo": "a.inf"}]}]})");
  folder.Write("a.inf", Template({kLevel5}));
  const ComputerPolicy computer = Read(folder);
  EXPECT_EQ(computer.inputs.size(), 1u);
  EXPECT_EQ(computer.settings[2].links[1].standing, LinkStanding::kLinkOrderWins);
}

}  // namespace
}  // namespace ntlmatrix::precedence
