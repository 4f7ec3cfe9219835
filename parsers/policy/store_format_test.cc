// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/store_format.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "parsers/policy/test_stores.h"

namespace ntlmatrix::policy {
namespace {

std::vector<uint8_t> BytesOf(absl::string_view text) { return {text.begin(), text.end()}; }

absl::string_view GuessedName(Bytes bytes) {
  const StoreFormat* format = GuessStoreFormat(bytes);
  return format == nullptr ? absl::string_view("-") : format->name;
}

TEST(StoreFormatTest, EveryFormatIsFoundByItsName) {
  std::set<std::string> names;
  for (const StoreFormat& format : StoreFormats()) {
    EXPECT_EQ(FindStoreFormat(format.name), &format);
    EXPECT_TRUE(names.insert(std::string(format.name)).second) << format.name;
  }
  EXPECT_EQ(FindStoreFormat("no-such-format"), nullptr);
}

// A seed that the reader of its folder reads without error is no other format's.
TEST(StoreFormatTest, GuessesTheFormatOfEverySeed) {
  for (const StoreFormat& format : StoreFormats()) {
    int guessed = 0;
    for (const test::StoreFiles& seed : test::Seeds(test::SeedFolder(format))) {
      // The folder of three XML formats: their roots tell them apart.
      if (test::SeedFolder(format) == "policy_xml" && !format.looks_like(seed.bytes)) continue;
      if (!test::Ask(format, seed.bytes).status.ok()) continue;
      EXPECT_EQ(GuessedName(seed.bytes), format.name) << seed.name;
      ++guessed;
    }
    EXPECT_GE(guessed, 3) << format.name << ": is its corpus folder still there?";
  }
}

TEST(StoreFormatTest, TellsTextFormatsApart) {
  EXPECT_EQ(GuessedName(BytesOf("[global]\n\tworkgroup = A\n")), "smb-conf");
  EXPECT_EQ(GuessedName(BytesOf("[Unicode]\r\nUnicode=yes\r\n")), "security-template");
  EXPECT_EQ(GuessedName(BytesOf("REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\SYSTEM]\n")), "reg");
  EXPECT_EQ(GuessedName(BytesOf("Computer\nSoftware\\A\nB\nDWORD:1\n\n")), "lgpo-text");
}

// INI files and scripts of other programs are in error, whoever takes them.
TEST(StoreFormatTest, OtherTextIsNoStore) {
  for (const char* text : {
           "[General]\r\nVersion=65537\r\n",                          // GPT.INI
           "[.ShellClassInfo]\r\nIconFile=a.ico\r\n",                 // desktop.ini
           "[boot loader]\r\ntimeout=30\r\n[operating systems]\r\n",  // boot.ini
           "[Unit]\nDescription=a\n\n[Service]\nExecStart=/bin/a\n",
           "[libdefaults]\n\tdefault_realm = A\n",
           "[\n  1, 2\n]\n",
           "{\"a\": 1}\n",
           "Machine Name,Policy Target\r\n,System\r\n",
           "<?xml version=\"1.0\"?><a/>\n",
           "# a comment\nkey = value\n",
       }) {
    const std::vector<uint8_t> bytes = BytesOf(text);
    const StoreFormat* format = GuessStoreFormat(bytes);
    if (format == nullptr) continue;
    EXPECT_FALSE(test::Ask(*format, bytes).status.ok()) << text << " as " << format->name;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
