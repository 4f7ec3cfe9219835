// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/passed_over.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::stores {
namespace {

absl::Status Check(absl::string_view name, const std::string& content) {
  return MayPassOver(name, {reinterpret_cast<const uint8_t*>(content.data()), content.size()});
}

TEST(PassedOverTest, KnowsNamesOfStores) {
  for (const char* name : {"a.inf",
                           "Registry.POL",
                           "x.reg",
                           "x.PolicyRules",
                           "localhost.mof",
                           "x.hiv",
                           "x.HIVE",
                           "SYSTEM",
                           "system",
                           "SYSTEM.sav",
                           "System.Bak",
                           "SYSTEM_B",
                           "system-host1",
                           "host1_SYSTEM",
                           "host1.SYSTEM",
                           "Registry.xml",
                           "gpreport.xml",
                           "gpresult.xml",
                           "gpresult_host1.xml",
                           "GPResult.html",
                           "rsop.xml",
                           "lgpo.txt",
                           "smb.conf",
                           "smb.conf.bak",
                           "host1-smb.conf"}) {
    EXPECT_TRUE(HasStoreName(name)) << name;
    EXPECT_FALSE(Check(name, "text").ok()) << name;
    EXPECT_FALSE(Check(name, "").ok()) << name;
  }
}

TEST(PassedOverTest, OtherNamesSayNothing) {
  for (const char* name : {"README", "README.md", "ecosystem", "systemd", "system.ini", "notes.txt",
                           "desktop.ini", "x", "resolv.conf"}) {
    EXPECT_FALSE(HasStoreName(name)) << name;
    EXPECT_TRUE(Check(name, "text").ok()) << name;
  }
}

TEST(PassedOverTest, AnEmptyFileMayHaveBeenAStore) {
  for (const char* name : {"host1", "host1.txt", "a.xml", "a.json", "a.conf", "host1.bak"}) {
    EXPECT_EQ(Check(name, "").message(), "the file is empty") << name;
  }
  for (const char* name : {".gitkeep", "README.md", "__init__.py"}) {
    EXPECT_TRUE(Check(name, "").ok()) << name;
  }
}

TEST(PassedOverTest, BrokenXmlOrJsonMayHaveBeenAStore) {
  EXPECT_TRUE(Check("a.xml", "<a><b/></a>").ok());
  EXPECT_TRUE(Check("a.JSON", "{\"a\": [1]}").ok());
  EXPECT_TRUE(Check("a.json", "\xEF\xBB\xBF{}").ok());
  const absl::Status json = Check("a.json", "{\"a\":\n [1}");
  EXPECT_TRUE(absl::StrContains(json.message(), "a broken JSON file")) << json;
  EXPECT_EQ(policy::PlaceOf(json), policy::Place::Line(2));
  EXPECT_FALSE(Check("a.json", std::string("{\0}", 3)).ok());
  EXPECT_TRUE(absl::StrContains(Check("a.XML", "<a><b>").message(), "a broken XML file"));
}

}  // namespace
}  // namespace ntlmatrix::stores
