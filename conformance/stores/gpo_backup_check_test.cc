// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/gpo_backup_check.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

#include "conformance/stores/test_folder.h"

namespace ntlmatrix::stores {
namespace {

namespace fs = std::filesystem;
using policy::SettingId;
using policy::SettingState;
using Findings = std::vector<std::string>;

constexpr char kNamespace[] = "http://www.microsoft.com/GroupPolicy/GPOOperations";
constexpr char kTemplate[] = "DomainSysvol/GPO/Machine/microsoft/windows nt/SecEdit/GptTmpl.inf";
constexpr char kTemplateLocation[] =
    "DomainSysvol\\GPO\\Machine\\microsoft\\windows nt\\SecEdit\\GptTmpl.inf";

std::string BackupXml(absl::string_view options, const std::vector<std::string>& locations) {
  std::string text = absl::StrCat(
      "<GroupPolicyBackupScheme xmlns='", kNamespace, "' xmlns:bkp='", kNamespace,
      "'><GroupPolicyCoreSettings><ID>{1}</ID><DisplayName>From Backup</DisplayName><Options>",
      options, "</Options></GroupPolicyCoreSettings>");
  for (const std::string& location : locations) {
    absl::StrAppend(&text, "<FSObjectFile bkp:Location='", location, "'/>");
  }
  return text + "</GroupPolicyBackupScheme>";
}

std::string BackupInfo(absl::string_view gpo) {
  return absl::StrCat("<BackupInst xmlns='", kNamespace, "/Manifest'><GPOGuid>", gpo,
                      "</GPOGuid><ID>{2}</ID><GPODisplayName>From Info</GPODisplayName>",
                      "</BackupInst>");
}

// What gpreport.xml says of NtlmMinClientSec.
std::string Report(absl::string_view number) {
  return absl::StrCat(
      "<GPO "
      "xmlns='http://www.microsoft.com/GroupPolicy/Settings'><Computer><Enabled>true</"
      "Enabled><ExtensionData>",
      "<Extension xmlns:q1='http://www.microsoft.com/GroupPolicy/Settings/Security'>",
      "<q1:SecurityOptions><q1:KeyName>MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\",
      "NTLMMinClientSec</q1:KeyName><q1:SettingNumber>", number,
      "</q1:SettingNumber></q1:SecurityOptions></Extension></ExtensionData></Computer></GPO>");
}

// A whole backup whose template requires both options.
class BackupFolderTest : public testing::Test {
 protected:
  BackupFolderTest() {
    folder_.Write("bkupInfo.xml", BackupInfo("{1}"));
    folder_.Write("Backup.xml", BackupXml("1", {kTemplateLocation}));
    folder_.Write(kTemplate, Template({kClientBoth}));
  }
  PolicyInput Read() const { return ReadOne(folder_.path()); }

  TestFolder folder_;
};

constexpr char kSecurityNames[] =
    "[{827d319e-6EAC-11D2-A4EA-00C04F79F83A}{803E14A0-B4FB-11D0-A0D0-00A0C90F574B}]";
constexpr char kRegistryNames[] =
    "[{35378EAC-683F-11D2-A89A-00C04FBBCFA2}{D02B1F72-3407-48AE-BA88-E8213C6761F1}]";

std::string BackupXmlWith(absl::string_view element, absl::string_view text) {
  return absl::StrReplaceAll(
      BackupXml("0", {}),
      {{"</Options>", absl::StrCat("</Options><", element, ">", text, "</", element, ">")}});
}

TEST_F(BackupFolderTest, AnExtensionWithoutItsStoreIsNoWholeCopy) {
  folder_.Write("Backup.xml", BackupXmlWith("MachineExtensionGuids", kSecurityNames));
  EXPECT_EQ(FindingsOf(Read()), Findings());
  fs::remove(folder_ / kTemplate);
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error missing-store Backup.xml"}));
  folder_.Write("Backup.xml", BackupXmlWith("MachineExtensionGuids", kRegistryNames));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error missing-store Backup.xml"}));
  folder_.Write("DomainSysvol/GPO/Machine/registry.pol", RegistryPolBoth());
  EXPECT_EQ(FindingsOf(Read()), Findings());
}

// "including in the subset only those GPOs whose [...] gPCMachineExtensionNames [...] attributes
// contain CSE GUID that correspond to the Group Policy extension" [MS-GPOL] 3.2.5.1.10
TEST_F(BackupFolderTest, AStoreWhoseExtensionIsNotNamedIsNoRequirement) {
  for (const char* names : {"", kRegistryNames}) {
    folder_.Write("Backup.xml", BackupXmlWith("MachineExtensionGuids", names));
    folder_.Write("DomainSysvol/GPO/Machine/Registry.pol", RegistryPol("\\Other", "x", 0));
    const PolicyInput input = Read();
    EXPECT_EQ(FindingsOf(input), (Findings{"error extension-not-named Backup.xml"})) << names;
    EXPECT_TRUE(DefinedSettings(input).empty());
  }
}

// "GPO MUST be considered denied if the GPO versions consisting of GPO container version and GPO
// file system version are both 0." [MS-GPOL] 3.2.5.1.6
TEST_F(BackupFolderTest, AnEmptyGpoIsNoRequirement) {
  folder_.Write("Backup.xml", BackupXmlWith("MachineVersionNumber", "0"));
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"error gpo-version-0 Backup.xml"}));
  EXPECT_TRUE(DefinedSettings(input).empty());
  folder_.Write("Backup.xml", BackupXmlWith("MachineVersionNumber", "65536"));
  EXPECT_EQ(FindingsOf(Read()), Findings());
  folder_.Write("Backup.xml", BackupXmlWith("MachineVersionNumber", "0"));
  folder_.Write(kTemplate, Template({}));
  EXPECT_EQ(FindingsOf(Read()), Findings());
}

TEST_F(BackupFolderTest, IsOneInput) {
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), Findings());
  EXPECT_EQ(input.format, "gpo-backup");
  EXPECT_EQ(input.name, "From Info");
  ASSERT_EQ(StateOf(input, SettingId::kNtlmMinClientSec), SettingState::kDefined);
  EXPECT_EQ(input.settings[0].sources[0].file, kTemplate);
}

TEST_F(BackupFolderTest, AcceptsLocationsInOtherLetterCase) {
  folder_.Write("Backup.xml", BackupXml("0", {"DOMAINSYSVOL\\gpo\\MACHINE\\Microsoft\\Windows NT\\"
                                              "secedit\\GPTTMPL.INF"}));
  EXPECT_EQ(FindingsOf(Read()), Findings());
}

TEST_F(BackupFolderTest, AMissingFileIsAnError) {
  fs::remove(folder_ / kTemplate);
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{absl::StrCat("error missing-file ", kTemplate)}));
  EXPECT_TRUE(input.torn);
  fs::remove_all(folder_ / "DomainSysvol");
  EXPECT_EQ(FindingsOf(Read()), (Findings{absl::StrCat("error missing-file ", kTemplate)}));
  fs::create_directories(folder_ / kTemplate);
  EXPECT_EQ(FindingsOf(Read()), (Findings{absl::StrCat("error missing-file ", kTemplate),
                                          absl::StrCat("error unreadable-file ", kTemplate)}));
}

TEST_F(BackupFolderTest, ALocationThatLeadsOutIsAnError) {
  folder_.Write("Backup.xml", BackupXml("1", {"DomainSysvol\\..\\..\\x.inf", "\\x", "/etc/passwd",
                                              std::string(300, 'x')}));
  EXPECT_EQ(FindingsOf(Read()),
            (Findings{"error bad-path Backup.xml", "error bad-path Backup.xml",
                      "error bad-path Backup.xml",
                      absl::StrCat("error missing-file ", std::string(300, 'x'))}));
}

TEST_F(BackupFolderTest, WithoutBackupXmlIsNoWholeCopy) {
  fs::remove(folder_ / "Backup.xml");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error no-backup-xml Backup.xml"}));
  fs::remove(folder_ / "bkupInfo.xml");
  EXPECT_EQ(FindingsOf(Read()),
            (Findings{"error no-backup-xml Backup.xml", "warning no-bkupinfo bkupInfo.xml"}));
}

TEST_F(BackupFolderTest, BadXmlIsAnError) {
  folder_.Write("Backup.xml", "<GroupPolicyBackupScheme>");
  folder_.Write("bkupInfo.xml", "");
  EXPECT_EQ(FindingsOf(Read()),
            (Findings{"error bad-backup-xml Backup.xml", "error bad-bkupinfo bkupInfo.xml"}));
}

TEST_F(BackupFolderTest, XmlThatIsNoFileIsAnError) {
  for (const char* name : {"Backup.xml", "bkupInfo.xml"}) {
    fs::remove(folder_ / name);
    fs::create_directory(folder_ / name);
  }
  EXPECT_EQ(FindingsOf(Read()),
            (Findings{"error unreadable-file Backup.xml", "error unreadable-file bkupInfo.xml"}));
}

TEST_F(BackupFolderTest, TakesTheNameFromBackupXmlToo) {
  fs::remove(folder_ / "bkupInfo.xml");
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"warning no-bkupinfo bkupInfo.xml"}));
  EXPECT_EQ(input.name, "From Backup");
  EXPECT_FALSE(input.torn);
}

TEST_F(BackupFolderTest, FilesOfTwoGposAreAnError) {
  folder_.Write("bkupInfo.xml", BackupInfo("{9}"));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error two-gpos "}));
}

TEST_F(BackupFolderTest, DisabledComputerSettingsAreNoRequirement) {
  folder_.Write("Backup.xml", BackupXml("2", {kTemplateLocation}));
  const PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"error computer-settings-disabled Backup.xml"}));
  EXPECT_TRUE(DefinedSettings(input).empty());
}

TEST_F(BackupFolderTest, HoldsTheReportToTheStores) {
  folder_.Write("gpreport.xml", Report("537395200"));
  EXPECT_EQ(FindingsOf(Read()), Findings());
  folder_.Write("gpreport.xml", Report("536870912"));
  PolicyInput input = Read();
  EXPECT_EQ(FindingsOf(input), (Findings{"error report-disagrees gpreport.xml"}));
  EXPECT_EQ(input.findings[0].message,
            "the report says of NtlmMinClientSec: 0x20000000 (536870912); the stores of the "
            "backup: 0x20080000 (537395200)");
  EXPECT_TRUE(DefinedSettings(input).empty());
  folder_.Write(kTemplate, Template({}));
  EXPECT_EQ(FindingsOf(Read()), (Findings{"error report-disagrees gpreport.xml"}));
}

TEST_F(BackupFolderTest, AConditionalReportIsNotCalledConflicting) {
  folder_.Write("gpreport.xml",
                absl::StrReplaceAll(Report("537395200"),
                                    {{"<Enabled>true</Enabled>", "<Enabled>false</Enabled>"}}));
  const PolicyInput input = Read();
  ASSERT_EQ(FindingsOf(input), (Findings{"error report-disagrees gpreport.xml"}));
  EXPECT_EQ(input.findings[0].message,
            "the report says of NtlmMinClientSec: `537395200` only where the computer settings of "
            "the GPO are enabled, and the report says that they are not; the stores of the "
            "backup: 0x20080000 (537395200)");
}

TEST_F(BackupFolderTest, AReportThatCannotBeReadIsAWarning) {
  folder_.Write("gpreport.xml", "<GPO>");
  EXPECT_EQ(FindingsOf(Read()), (Findings{"warning report-not-compared gpreport.xml"}));
  EXPECT_EQ(DefinedSettings(Read()).size(), 1u);
}

}  // namespace
}  // namespace ntlmatrix::stores
