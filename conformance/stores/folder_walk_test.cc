// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/folder_walk.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include <sys/stat.h>

#include "conformance/stores/test_folder.h"

namespace ntlmatrix::stores {
namespace {

namespace fs = std::filesystem;
using policy::SettingId;
using policy::SettingState;
using Lines = std::vector<std::string>;

std::string Guid(char digit) {
  const std::string part(4, digit);
  return absl::StrCat("{", part, part, "-", part, "-", part, "-", part, "-", part, part, part, "}");
}

// The inputs below a folder: "path format" or "path: why it is unreadable".
Lines Walk(const TestFolder& folder, PathOptions options = {}) {
  Lines lines;
  for (const PolicyInput& input : ReadAll(folder.path(), options)) {
    const std::string path =
        input.path == folder.path() ? "." : input.path.substr(folder.path().size() + 1);
    lines.push_back(input.status.ok()
                        ? absl::StrCat(path, " ", input.format)
                        : absl::StrCat(path, ": ", std::string(input.status.message())));
  }
  return lines;
}

TEST(FolderWalkTest, ReadsGposAndStoresInOrder) {
  const TestFolder folder;
  folder.Write(Guid('b') + "/GPT.INI", "[General]\nVersion=0\n");
  folder.Write(Guid('A') + "/GPT.INI", "[General]\nVersion=0\n");
  folder.Write("dumps/host1/secedit.inf", Template({kClientBoth}));
  folder.Write("Dumps/host1/registry.pol", RegistryPolBoth());
  folder.Write("z.inf", Template({}));
  EXPECT_EQ(Walk(folder), (Lines{"Dumps/host1/registry.pol registry-pol",
                                 "dumps/host1/secedit.inf "
                                 "security-template",
                                 "z.inf security-template", Guid('A') + " gpo-folder",
                                 Guid('b') + " gpo-folder"}));
}

TEST(FolderWalkTest, PassesOverWhatIsNoStoreButNotWhatIsCalledOne) {
  const TestFolder folder;
  folder.Write("README.md", "text");
  folder.Write("desktop.ini", "[.ShellClassInfo]\nIconIndex=1\n");
  folder.Write(".gitkeep", "");
  folder.Write("empty.inf", "");
  folder.Write("host1/SYSTEM", std::string(8192, '\0'));
  folder.Write("host2/smb.conf", "");
  folder.Write("host3/intune.json", "{\"value\": [");
  folder.Write("host4/gpresult.xml", "<nothing/>");
  folder.Write("driver.inf", "[Manufacturer]\n%x%=y\n");
  folder.Write("archive.zip", "PK\x03\x04");
  folder.Write("gpreport.xml", "<nothing/>");
  WalkProgress progress;
  EXPECT_EQ(Walk(folder, {nullptr, {}, {}, &progress}).size(), 8u);
  EXPECT_EQ(progress.passed_over, 3u);
  EXPECT_EQ(progress.passed_over_first,
            (Lines{(folder / ".gitkeep").string(), (folder / "desktop.ini").string(),
                   (folder / "README.md").string()}));
  EXPECT_EQ(progress.done, 11u);
  EXPECT_EQ(progress.total, 11u);
}

TEST(FolderWalkTest, AFolderWithoutStoresIsAnError) {
  const TestFolder folder;
  EXPECT_EQ(Walk(folder), (Lines{".: no policy store in this folder"}));
  folder.Write("README.md", "text");
  EXPECT_EQ(Walk(folder), (Lines{".: no policy store in this folder"}));
}

TEST(FolderWalkTest, ALinkOrPipeIsAnError) {
  const TestFolder folder;
  fs::create_symlink("/", folder / "root");
  fs::create_symlink(".", folder / "self");
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(Walk(folder), (Lines{"pipe: neither a file nor a folder",
                                 "root: a symbolic link, which is not followed",
                                 "self: a symbolic link, which is not followed"}));
}

TEST(FolderWalkTest, GoesNoDeeperThanTheLimit) {
  const TestFolder folder;
  std::string deep;
  for (size_t i = 0; i < kMaxFolderDepth; ++i) deep += "d/";
  folder.Write(deep + "a.inf", Template({}));
  EXPECT_EQ(Walk(folder), (Lines{deep + "a.inf security-template"}));
  folder.Write(deep + "d/a.inf", Template({}));
  EXPECT_EQ(Walk(folder), (Lines{deep + "a.inf security-template",
                                 deep + "d: more than 64 folders in each other"}));
}

TEST(FolderWalkTest, HoldsBackupsToTheirManifest) {
  const TestFolder folder;
  const auto instance = [](const std::string& id) {
    return absl::StrCat("<BackupInst><GPOGuid>{1}</GPOGuid><ID>", id,
                        "</ID><GPODisplayName>A</GPODisplayName></BackupInst>");
  };
  const auto manifest = [](const std::string& instances) {
    return absl::StrCat(
        "<Backups xmlns='http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest'>", instances,
        "</Backups>");
  };
  folder.Write("Manifest.xml", manifest(instance(Guid('a')) + instance(Guid('B'))));
  folder.Write(Guid('A') + "/Backup.xml", "");
  EXPECT_EQ(Walk(folder),
            (Lines{Guid('B') + ": manifest.xml names this backup, and it is not there",
                   Guid('A') + " gpo-backup"}));
  folder.Write("Manifest.xml", manifest("<BackupInst/>"));
  EXPECT_EQ(Walk(folder),
            (Lines{"Manifest.xml: GPO backup: no ID in BackupInst", Guid('A') + " gpo-backup"}));
  folder.Write("Manifest.xml", "<manifest/>");  // of another program
  EXPECT_EQ(Walk(folder), (Lines{Guid('A') + " gpo-backup"}));
}

TEST(FolderWalkTest, TheSinkEndsTheReading) {
  const TestFolder folder;
  for (const char* name : {"a.inf", "b.inf", "c/d.inf"}) folder.Write(name, Template({}));
  for (int most = 1; most <= 3; ++most) {
    int count = 0;
    EXPECT_FALSE(
        ReadPolicyPath(folder.path(), {}, [&](const PolicyInput&) { return ++count < most; }));
    EXPECT_EQ(count, most);
  }
}

TEST(FolderWalkTest, FormatIsForced) {
  const TestFolder folder;
  folder.Write("README.md", "text");
  EXPECT_EQ(Walk(folder, {policy::FindStoreFormat("security-template"), {}, {}, nullptr}).size(),
            1u);
}

TEST(FolderWalkTest, SlashesAtTheEndMakeNoDifference) {
  const TestFolder folder;
  folder.Write("a.inf", Template({}));
  EXPECT_EQ(ReadOne(folder.path() + "//").path, (folder / "a.inf").string());
}

}  // namespace
}  // namespace ntlmatrix::stores
