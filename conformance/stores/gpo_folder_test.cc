// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/gpo_folder.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/stores/test_folder.h"

namespace ntlmatrix::stores {
namespace {

namespace fs = std::filesystem;
using policy::SettingId;
using policy::SettingState;
using Findings = std::vector<std::string>;

constexpr char kGuid[] = "{12345678-9ABC-def0-1234-56789ABCDEF0}";
constexpr char kTemplate[] = "Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf";

std::string PreferencesXml(absl::string_view hive) {
  return absl::StrCat(
      "<RegistrySettings clsid='{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}'><Registry name='x' "
      "clsid='{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}'><Properties action='U' hive='",
      hive,
      "' key='SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0' name='NtlmMinClientSec' "
      "type='REG_DWORD' value='00000000'/></Registry></RegistrySettings>\n");
}

// A policy as SYSVOL has it, whose template requires both options.
class PolicyFolderTest : public testing::Test {
 protected:
  PolicyFolderTest() {
    Write("GPT.INI", "[General]\r\nVersion=3\r\n");
    Write(kTemplate, Template({kClientBoth}));
  }
  void Write(const std::string& name, absl::string_view content) {
    folder_.Write(absl::StrCat(kGuid, "/", name), content);
  }
  fs::path At(const std::string& name) const { return folder_ / absl::StrCat(kGuid, "/", name); }
  PolicyInput Read() const { return ReadOne(folder_ / kGuid); }

  TestFolder folder_;
};

TEST_F(PolicyFolderTest, IsOneInput) {
  Write("Machine/Scripts/scripts.ini", "[Startup]\r\n");
  const PolicyInput input = Read();
  EXPECT_EQ(input.path, (folder_ / kGuid).string());
  EXPECT_EQ(input.format, "gpo-folder");
  EXPECT_FALSE(HasErrors(input));
  ASSERT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kDefined);
  EXPECT_EQ(input.settings[0].value, 0x20080000u);
  EXPECT_EQ(input.settings[0].sources[0].file, kTemplate);
  EXPECT_EQ(FileOf(input, input.settings[0].sources[0].file), At(kTemplate).string());
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinServerSec), SettingState::kNotDefined);
}

TEST_F(PolicyFolderTest, AcceptsAnyLetterCase) {
  fs::remove_all(At("Machine"));
  fs::rename(At("GPT.INI"), At("gpt.ini"));
  Write("MACHINE/microsoft/WINDOWS nt/secedit/GPTTMPL.INF", Template({kClientBoth}));
  const PolicyInput input = Read();
  EXPECT_FALSE(HasErrors(input));
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kDefined);
}

TEST_F(PolicyFolderTest, EqualValuesOfTwoFilesAreDefined) {
  Write("Machine/Registry.pol", RegistryPolBoth());
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{absl::StrCat("note several-files ", kTemplate)}));
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kDefined);
  EXPECT_EQ(input.settings[0].sources.size(), 2u);
}

TEST_F(PolicyFolderTest, DifferentValuesOfTwoFilesAreConflicting) {
  Write("Machine/Registry.pol", RegistryPol("\\MSV1_0", "NtlmMinClientSec", 0));
  EXPECT_EQ(StateOf(Read(), SettingId::kNtlmMinClientSec), SettingState::kConflicting);
}

TEST_F(PolicyFolderTest, ASettingOfUsersTakesNoEffect) {
  fs::remove(At(kTemplate));
  Write("GPT.INI", "[General]\r\nVersion=65536\r\n");
  Write("User/Registry.pol", RegistryPolBoth());
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"warning wrong-location User/Registry.pol"}));
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kNotDefined);
  Write("User/Registry.pol", "no store");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"warning unreadable-file User/Registry.pol"}));
}

TEST_F(PolicyFolderTest, PreferencesOfUsersMayWriteHklm) {
  constexpr char kUserXml[] = "User/Preferences/Registry/Registry.xml";
  Write(kUserXml, PreferencesXml("HKEY_LOCAL_MACHINE"));
  PolicyInput input = Read();
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kConflicting);
  EXPECT_TRUE(HasErrors(input));
  fs::remove(At(kTemplate));
  Write("GPT.INI", "[General]\r\nVersion=65536\r\n");
  input = Read();
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kConflicting);
  EXPECT_TRUE(HasErrors(input));
  // Found without GPT.INI and the name of a GPO.
  fs::rename(At("User"), folder_ / "User");
  input = ReadOne(folder_ / kUserXml);
  EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kConflicting);
}

TEST_F(PolicyFolderTest, RegistryPolOfUsersIsKnownByItsFolder) {
  for (const char* file : {"User/Registry.pol", "a/USER/registry.POL"}) {
    folder_.Write(file, RegistryPolBoth());
    const PolicyInput input = ReadOne(folder_ / file);
    EXPECT_EQ(FindingsOf(input), (Findings{"warning user-policy ", "warning wrong-location "}));
    EXPECT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kNotDefined);
    EXPECT_FALSE(HasErrors(input));
  }
  folder_.Write("a/Registry.pol", RegistryPolBoth());
  EXPECT_EQ(StateOf(ReadOne(folder_ / "a/Registry.pol"), SettingId::kNtlmMinClientSec),
            SettingState::kDefined);
}

TEST_F(PolicyFolderTest, TheInsideOfABackupKeepsUsersApart) {
  folder_.Write("DomainSysvol/GPO/Machine/Registry.pol", RegistryPolBoth());
  folder_.Write("DomainSysvol/GPO/User/Registry.pol", RegistryPolBoth());
  const std::vector<PolicyInput> inputs = ReadAll(folder_ / "DomainSysvol/GPO");
  ASSERT_EQ(inputs.size(), 2u);
  EXPECT_EQ(StateOf(inputs[0], SettingId::kNtlmMinClientSec), SettingState::kDefined);
  EXPECT_EQ(StateOf(inputs[1], SettingId::kNtlmMinClientSec), SettingState::kNotDefined);
}

TEST_F(PolicyFolderTest, AnUnreadableFileHidesNothing) {
  Write("Machine/Registry.pol", "PReg\2");
  const PolicyInput input = Read();
  EXPECT_TRUE(input.status.ok());
  EXPECT_TRUE(input.torn);
  EXPECT_EQ(FindingsOf(input), (Findings{"error unreadable-file Machine/Registry.pol"}));
}

TEST_F(PolicyFolderTest, AFolderInPlaceOfAFileIsAnError) {
  fs::create_directory(At("Machine/Registry.pol"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error unreadable-file Machine/Registry.pol"}));
}

TEST_F(PolicyFolderTest, WithoutGptIniIsNoWholeCopy) {
  fs::remove(At("GPT.INI"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-gpt-ini "}));
  fs::remove_all(At("Machine"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-gpt-ini "}));
}

TEST_F(PolicyFolderTest, WithoutMachineThatGptIniCountsIsNoWholeCopy) {
  fs::remove_all(At("Machine"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-machine-folder GPT.INI"}));
  Write("GPT.INI", "[General]\r\nVersion=65536\r\n");  // settings of users alone
  EXPECT_EQ(FindingsOf(Read()), (Findings{}));
}

TEST_F(PolicyFolderTest, WithoutStoresThatGptIniCountsMayBeNoWholeCopy) {
  fs::remove(At(kTemplate));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-machine-store GPT.INI"}));
  Write("Machine/Microsoft/Windows NT/SecEdit/x", "");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-machine-store GPT.INI"}));
  fs::remove_all(At("Machine"));
  fs::create_directories(At("Machine/Scripts"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-machine-store GPT.INI"}));
  Write("Machine/Scripts/scripts.ini", "[Startup]\r\n");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"warning no-machine-store GPT.INI"}));
  Write("Machine/Registry.pol", RegistryPolBoth());
  EXPECT_EQ(FindingsOf(Read()), (Findings{}));
}

// "Checks for an empty GPO: GPO MUST be considered denied if the GPO versions consisting of GPO
// container version and GPO file system version are both 0." [MS-GPOL] 3.2.5.1.6
TEST_F(PolicyFolderTest, SettingsThatGptIniDoesNotCountAreNoRequirement) {
  Write("GPT.INI", "[General]\r\nVersion=65536\r\n");
  PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"error gpo-version-0 GPT.INI"}));
  EXPECT_TRUE(DefinedSettings(input).empty());
  Write(kTemplate, Template({"Other=4,1"}));
  EXPECT_EQ(FindingsOf(Read()), (Findings{}));
}

TEST_F(PolicyFolderTest, InSysvolActiveDirectoryDecides) {
  Write("GPT.INI", "[General]\r\nVersion=3\r\nOptions=2\r\ngPCMachineExtensionNames=\r\n");
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"warning computer-settings-disabled GPT.INI",
                                         "warning extension-not-named GPT.INI"}));
  EXPECT_FALSE(input.torn);
}

constexpr char kSecurityNames[] =
    "gPCMachineExtensionNames=[{827D319E-6EAC-11D2-A4EA-00C04F79F83A}"
    "{803E14A0-B4FB-11D0-A0D0-00A0C90F574B}]\r\n";
constexpr char kRegistryNames[] =
    "gPCMachineExtensionNames=[{35378EAC-683F-11D2-A89A-00C04FBBCFA2}"
    "{D02B1F72-3407-48AE-BA88-E8213C6761F1}]\r\n";

// A local GPO as %windir%/System32 has it.
class LocalGpoTest : public testing::Test {
 protected:
  LocalGpoTest() {
    folder_.Write("GroupPolicy/Machine/Registry.pol", RegistryPolBoth());
    WriteIni(kRegistryNames);
  }
  void WriteIni(absl::string_view lines) {
    folder_.Write("GroupPolicy/gpt.ini", absl::StrCat("[General]\r\nVersion=1\r\n", lines));
  }
  PolicyInput Read() const { return ReadOne(folder_ / "GroupPolicy"); }

  TestFolder folder_;
};

TEST_F(LocalGpoTest, DisabledComputerSettingsAreNoRequirement) {
  WriteIni(absl::StrCat(kRegistryNames, "Options=1\r\n"));
  EXPECT_EQ(DefinedSettings(Read()).size(), 1u);
  WriteIni(absl::StrCat(kRegistryNames, "Options=2\r\n"));
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"error computer-settings-disabled gpt.ini"}));
  EXPECT_TRUE(DefinedSettings(input).empty());
}

// "including in the subset only those GPOs whose [...] gPCMachineExtensionNames [...] attributes
// contain CSE GUID that correspond to the Group Policy extension" [MS-GPOL] 3.2.5.1.10
TEST_F(LocalGpoTest, AStoreWhoseExtensionIsNotNamedIsNoRequirement) {
  EXPECT_EQ(FindingsOf(Read()), (Findings{}));
  WriteIni("gPCMachineExtensionNames=\r\n");
  PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"error extension-not-named gpt.ini"}));
  EXPECT_TRUE(DefinedSettings(input).empty());
  folder_.Write("GroupPolicy/Machine/Registry.pol", RegistryPol("\\Other", "x", 0));
  EXPECT_EQ(FindingsOf(Read()), (Findings{}));
  folder_.Write(absl::StrCat("GroupPolicy/", kTemplate), Template({kClientBoth}));
  WriteIni(kRegistryNames);
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error extension-not-named gpt.ini"}));
  WriteIni(kSecurityNames);
  EXPECT_EQ(FindingsOf(Read()), (Findings{}));
}

TEST_F(LocalGpoTest, PreferencesNeedTheirExtensionToo) {
  constexpr char kPreferences[] = "GroupPolicy/Machine/Preferences/Registry/Registry.xml";
  folder_.Write(kPreferences, PreferencesXml("HKEY_LOCAL_MACHINE"));
  folder_.Write("GroupPolicy/Machine/Registry.pol", RegistryPol("\\MSV1_0", "NtlmMinClientSec", 0));
  EXPECT_EQ(FindingsOf(Read()).back(), "error extension-not-named gpt.ini");
}

TEST_F(LocalGpoTest, WithoutExtensionNamesIsAWarning) {
  WriteIni("");
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"warning no-extension-names gpt.ini"}));
  EXPECT_EQ(DefinedSettings(input).size(), 1u);
}

TEST_F(LocalGpoTest, AnExtensionWithoutItsStoreIsNoWholeCopy) {
  WriteIni(kSecurityNames);
  EXPECT_EQ(FindingsOf(Read()),
            (Findings{"error missing-store gpt.ini", "error extension-not-named gpt.ini"}));
}

TEST_F(PolicyFolderTest, BadGptIniIsAnError) {
  Write("GPT.INI", "[General]\r\nVersion=x\r\n");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error bad-gpt-ini GPT.INI"}));
  Write("GPT.INI", "[General]\r\nVersion=3");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"warning no-line-end GPT.INI"}));
}

TEST_F(PolicyFolderTest, TakesTheNameFromGptIniOrTheGuid) {
  EXPECT_EQ(Read().name, "");
  Write("GPT.INI", "[General]\r\nVersion=3\r\ndisplayName=New Group Policy Object\r\n");
  EXPECT_EQ(Read().name, "");
  Write("GPT.INI", "[General]\r\nVersion=3\r\ndisplayName=A\r\n");
  EXPECT_EQ(Read().name, "A");
  for (const auto& [guid, name] :
       {std::pair("{31B2F340-016D-11D2-945F-00C04FB984F9}", "Default Domain Policy"),
        std::pair("{6AC1786C-016F-11D2-945F-00C04fB984F9}", "Default Domain Controllers Policy")}) {
    folder_.Write(absl::StrCat(guid, "/GPT.INI"), "[General]\nVersion=0\ndisplayName=A\n");
    EXPECT_EQ(ReadOne(folder_ / guid).name, name);
  }
}

TEST_F(PolicyFolderTest, RefusesLinks) {
  fs::rename(At(kTemplate), folder_ / "outside.inf");
  fs::create_symlink(folder_ / "outside.inf", At(kTemplate));
  PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{absl::StrCat("error symbolic-link ", kTemplate)}));
  EXPECT_TRUE(input.settings[0].sources.empty());
  fs::rename(At("Machine"), folder_ / "outside");
  fs::create_directory_symlink(folder_ / "outside", At("Machine"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error symbolic-link Machine"}));
  fs::remove(At("Machine"));
  fs::create_directory_symlink(".", At("Machine"));  // a loop
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error symbolic-link Machine"}));
}

TEST_F(PolicyFolderTest, RefusesPipes) {
  fs::remove(At(kTemplate));
  ASSERT_EQ(mkfifo(At(kTemplate).c_str(), 0600), 0);
  EXPECT_EQ(FindingsOf(Read()), (Findings{absl::StrCat("error no-file ", kTemplate)}));
}

TEST_F(PolicyFolderTest, NamesThatDifferInCaseOnlyAreAnError) {
  Write("Machine/Microsoft/Windows NT/SecEdit/gpttmpl.inf", Template({}));
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input),
            (Findings{"error case-twins Machine/Microsoft/Windows NT/SecEdit/gpttmpl.inf"}));
  EXPECT_TRUE(input.torn);
}

TEST_F(PolicyFolderTest, CountsFindingsPastTheLimit) {
  fs::remove(At("GPT.INI"));
  for (size_t i = 0; i < PolicyInputBuilder::kMaxFindings + 5; ++i) {
    fs::create_symlink("x", At(absl::StrCat("link", i)));
  }
  const PolicyInput input = Read();
  ASSERT_EQ(input.findings.size(), PolicyInputBuilder::kMaxFindings + 1);
  EXPECT_EQ(input.findings.back().message, "6 more findings are not listed");
  EXPECT_EQ(input.findings.back().severity, Severity::kError);
}

TEST_F(PolicyFolderTest, UnreadableFolderIsAnError) {
  if (geteuid() == 0) GTEST_SKIP() << "root reads every folder";
  fs::permissions(At("Machine"), fs::perms::none);
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error unreadable-folder Machine"}));
  fs::permissions(At("Machine"), fs::perms::owner_all);
}

TEST(GpoKindTest, KnowsGuids) {
  EXPECT_TRUE(IsGuidName(kGuid));
  EXPECT_FALSE(IsGuidName("{12345678-9ABC-def0-1234-56789ABCDEFG}"));
  EXPECT_FALSE(IsGuidName("12345678-9ABC-def0-1234-56789ABCDEF0"));
  EXPECT_FALSE(IsGuidName(""));
}

TEST(GpoKindTest, KnowsFoldersByWhatIsInThem) {
  const auto kind = [](absl::string_view name, const char* entry) {
    return GpoKindOf(name, {{entry, files::EntryKind::kFile}});
  };
  EXPECT_EQ(kind("x", "BKUPINFO.XML"), GpoKind::kBackup);
  EXPECT_EQ(kind(kGuid, "backup.xml"), GpoKind::kBackup);
  EXPECT_EQ(kind("x", "DomainSysvol"), GpoKind::kBackup);
  EXPECT_EQ(kind("GroupPolicy", "gpt.ini"), GpoKind::kPolicy);
  EXPECT_EQ(kind(kGuid, "x"), GpoKind::kPolicy);
  EXPECT_EQ(kind("x", "manifest.xml"), GpoKind::kNone);
}

}  // namespace
}  // namespace ntlmatrix::stores
