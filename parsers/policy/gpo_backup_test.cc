// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpo_backup.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

constexpr char kInfo[] =
    "<BackupInst xmlns=\"http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest\">\n"
    "<GPOGuid><![CDATA[{00000001-0000-0000-0000-000000000000}]]></GPOGuid>\n"
    "<ID><![CDATA[{00000002-0000-0000-0000-000000000000}]]></ID>\n"
    "<Comment/>\n"
    "<GPODisplayName><![CDATA[A <policy>]]></GPODisplayName></BackupInst>\n";

constexpr char kManifest[] =
    "<Backups xmlns=\"http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest\">"
    "<BackupInst><GPOGuid>{1}</GPOGuid><ID>{2}</ID><GPODisplayName>A</GPODisplayName></"
    "BackupInst>\n"
    "<BackupInst><GPOGuid>{3}</GPOGuid><ID>{4}</ID><GPODisplayName/></BackupInst></Backups>\n";

constexpr char kContents[] =
    "<GroupPolicyBackupScheme xmlns=\"http://www.microsoft.com/GroupPolicy/GPOOperations\"\n"
    " xmlns:b=\"http://www.microsoft.com/GroupPolicy/GPOOperations\"><GroupPolicyObject>\n"
    "<GroupPolicyCoreSettings><ID>{1}</ID><DisplayName>A</DisplayName><Options>1</Options>\n"
    "</GroupPolicyCoreSettings><GroupPolicyExtension b:ID=\"{5}\">\n"
    "<FSObjectFile b:Path=\"x\" b:Location=\"DomainSysvol\\GPO\\Machine\\registry.pol\"/>\n"
    "<FSObjectFile b:Path=\"%GPO_FSPATH%\\Adm\\*.*\"/>\n"
    "<FSObjectDir b:Location=\"DomainSysvol\\GPO\\Machine\\Scripts\"/>\n"
    "</GroupPolicyExtension></GroupPolicyObject></GroupPolicyBackupScheme>\n";

std::vector<uint8_t> BytesOf(absl::string_view text) { return {text.begin(), text.end()}; }

void NoFinding(const PolicyFinding& finding) { ADD_FAILURE() << finding.message; }
void AnyFinding(const PolicyFinding&) {}

std::string Replaced(absl::string_view text, absl::string_view from, absl::string_view to) {
  const std::string replaced = absl::StrReplaceAll(text, {{from, to}});
  EXPECT_NE(replaced, text) << from;
  return replaced;
}

template <typename Read>
void ExpectBad(Read read, absl::string_view text, absl::string_view reason) {
  const auto result = read(BytesOf(text), AnyFinding);
  ASSERT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_TRUE(absl::StrContains(result.status().message(), reason)) << result.status();
}

TEST(GpoBackupTest, ReadsBackupInfo) {
  const auto info = ReadBackupInfo(BytesOf(kInfo), NoFinding);
  ASSERT_TRUE(info.ok()) << info.status();
  EXPECT_EQ(info->id, "{00000002-0000-0000-0000-000000000000}");
  EXPECT_EQ(info->gpo_id, "{00000001-0000-0000-0000-000000000000}");
  EXPECT_EQ(info->display_name, "A <policy>");
}

TEST(GpoBackupTest, RejectsBackupInfoThatIsNotWhole) {
  ExpectBad(ReadBackupInfo, Replaced(kInfo, "<Comment/>", "<ID>x</ID>"), "a second ID");
  ExpectBad(ReadBackupInfo, Replaced(kInfo, "ID>", "Id>"), "no ID in BackupInst");
  ExpectBad(ReadBackupInfo, Replaced(kInfo, "<![CDATA[A <policy>]]>", "<b/>"), "is not text");
  ExpectBad(ReadBackupInfo, Replaced(kInfo, "/Manifest", "/Other"), "is no BackupInst");
  ExpectBad(ReadBackupInfo, kManifest, "is no BackupInst");
  EXPECT_EQ(PlaceOf(ReadBackupInfo(BytesOf(Replaced(kInfo, "<Comment/>", "<ID>x</ID>")), AnyFinding)
                        .status()),
            Place::Line(4));
}

TEST(GpoBackupTest, ReadsManifest) {
  EXPECT_TRUE(LooksLikeBackupManifest(BytesOf(kManifest)));
  EXPECT_FALSE(LooksLikeBackupManifest(BytesOf(kInfo)));
  const auto backups = ReadBackupManifest(BytesOf(kManifest), NoFinding);
  ASSERT_TRUE(backups.ok()) << backups.status();
  ASSERT_EQ(backups->size(), 2u);
  EXPECT_EQ((*backups)[0], (GpoBackupInfo{"{2}", "{1}", "A"}));
  EXPECT_EQ((*backups)[1], (GpoBackupInfo{"{4}", "{3}", ""}));
}

TEST(GpoBackupTest, RejectsManifestWithABackupWithoutId) {
  ExpectBad(ReadBackupManifest, Replaced(kManifest, "<ID>{4}</ID>", ""), "no ID in BackupInst");
  ExpectBad(ReadBackupManifest, kInfo, "is no Backups");
}

TEST(GpoBackupTest, ReadsContents) {
  const auto contents = ReadBackupContents(BytesOf(kContents), NoFinding);
  ASSERT_TRUE(contents.ok()) << contents.status();
  EXPECT_EQ(contents->gpo_id, "{1}");
  EXPECT_EQ(contents->display_name, "A");
  EXPECT_FALSE(contents->computer_settings_disabled);
  EXPECT_EQ(contents->files, std::vector<std::string>{"DomainSysvol\\GPO\\Machine\\registry.pol"});
}

// [MS-GPOL] 3.2.5.1.6: a GPO is denied "if the decimal representation of the Flags bit field is
// equal to 2, and if the policy application is part of computer policy mode".
TEST(GpoBackupTest, TellsDisabledComputerSettings) {
  for (const char* options : {"2", "3"}) {
    const auto contents = ReadBackupContents(
        BytesOf(Replaced(kContents, "<Options>1", absl::StrCat("<Options>", options))), NoFinding);
    ASSERT_TRUE(contents.ok()) << contents.status();
    EXPECT_TRUE(contents->computer_settings_disabled) << options;
  }
}

TEST(GpoBackupTest, RejectsContentsThatAreNotWhole) {
  ExpectBad(
      ReadBackupContents,
      Replaced(kContents, "<Options>", "<MachineVersionNumber>x</MachineVersionNumber><Options>"),
      "MachineVersionNumber `x` is not a number");
  ExpectBad(
      ReadBackupContents,
      Replaced(kContents, "<Options>", "<MachineExtensionGuids/><MachineExtensionGuids/><Options>"),
      "a second MachineExtensionGuids");
  ExpectBad(ReadBackupContents, Replaced(kContents, "<Options>1", "<Options>x"), "not a number");
  ExpectBad(ReadBackupContents, Replaced(kContents, "<ID>{1}</ID>", ""), "no ID");
  ExpectBad(ReadBackupContents, Replaced(kContents, "CoreSettings", "Settings"),
            "no GroupPolicyCoreSettings");
  ExpectBad(ReadBackupContents,
            Replaced(kContents, "<FSObjectDir", "<GroupPolicyCoreSettings/><FSObjectDir"),
            "a second GroupPolicyCoreSettings");
  ExpectBad(ReadBackupContents, kInfo, "is no GroupPolicyBackupScheme");
}

TEST(GpoBackupTest, SplitsLocations) {
  EXPECT_EQ(*SplitBackupLocation("a\\windows nt\\c.inf"),
            (std::vector<std::string>{"a", "windows nt", "c.inf"}));
}

TEST(GpoBackupTest, RejectsLocationsThatLeadOut) {
  for (const char* location : {"", "\\a", "a\\", "a\\\\b", "..\\a", "a\\..\\..\\b", ".", "a/../b",
                               "/etc/passwd", "C:\\a", "\\\\server\\share", "a\\*.*", "a\\?"}) {
    EXPECT_EQ(SplitBackupLocation(location).status().code(), absl::StatusCode::kInvalidArgument)
        << location;
  }
}

// A backup cut short must not look like one of fewer files or fewer GPOs.
TEST(GpoBackupTest, TruncationAtEveryByteIsAnErrorOrTheWhole) {
  const auto check = [](absl::string_view text, auto read) {
    const auto whole = read(BytesOf(text), AnyFinding);
    ASSERT_TRUE(whole.ok()) << whole.status();
    for (size_t size = 0; size < text.size(); ++size) {
      const auto cut = read(BytesOf(text.substr(0, size)), AnyFinding);
      EXPECT_TRUE(!cut.ok() || *cut == *whole) << size;
    }
  };
  check(kInfo, ReadBackupInfo);
  check(kManifest, ReadBackupManifest);
  check(kContents, ReadBackupContents);
}

}  // namespace
}  // namespace ntlmatrix::policy
