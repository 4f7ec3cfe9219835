// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpt_ini.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

absl::StatusOr<GptIni> Parse(absl::string_view text) {
  return ParseGptIni(std::vector<uint8_t>(text.begin(), text.end()));
}

void ExpectBad(absl::string_view text, absl::string_view reason, uint64_t line) {
  const auto ini = Parse(text);
  ASSERT_EQ(ini.status().code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_TRUE(absl::StrContains(ini.status().message(), reason)) << ini.status();
  EXPECT_EQ(PlaceOf(ini.status()), line == 0 ? Place() : Place::Line(line));
}

// [MS-GPOL] 3.3.5.4: "For user policy mode, increment the upper 16-bit version; or for computer
// policy mode, increment the lower 16-bit version."
TEST(GptIniTest, SplitsTheVersion) {
  const auto ini = Parse("[General]\r\nVersion=9437184\r\n");  // [MS-GPOL] 4.10
  ASSERT_TRUE(ini.ok()) << ini.status();
  EXPECT_EQ(ini->user_version(), 144);
  EXPECT_EQ(ini->computer_version(), 0);
  EXPECT_FALSE(ini->without_end);
  EXPECT_EQ(Parse("[General]\nVersion=1179715\n")->computer_version(), 67);
}

TEST(GptIniTest, AcceptsWhatSambaWrites) {
  const auto ini = Parse("[General]\nVersion = 65537\ndisplayName = A policy\n\n");
  ASSERT_TRUE(ini.ok()) << ini.status();
  EXPECT_EQ(ini->version, 65537u);
  EXPECT_EQ(ini->display_name, "A policy");
}

TEST(GptIniTest, AcceptsOtherSectionsCommentsAndCase) {
  const auto ini = Parse("; one\n[Other]\nVersion=7\n[GENERAL]\nVERSION=3\nversion=3\nOptions=1\n");
  ASSERT_TRUE(ini.ok()) << ini.status();
  EXPECT_EQ(ini->version, 3u);
}

TEST(GptIniTest, AcceptsUtf16WithMark) {
  const auto bytes = Utf8ToUtf16("\xEF\xBB\xBF[General]\r\nVersion=5\r\n", Endian::kLittle);
  ASSERT_TRUE(bytes.ok());
  const auto ini = ParseGptIni(*bytes);
  ASSERT_TRUE(ini.ok()) << ini.status();
  EXPECT_EQ(ini->version, 5u);
}

TEST(GptIniTest, TellsAVersionWithoutLineEnd) {
  EXPECT_TRUE(Parse("[General]\r\nVersion=65")->without_end);
  EXPECT_FALSE(Parse("[General]\r\nVersion=65\r\n; x")->without_end);
}

TEST(GptIniTest, RejectsWhatIsNoVersion) {
  for (const char* version : {"", "-1", "0x10", "4294967296", "1 2", "one"}) {
    ExpectBad(absl::StrCat("[General]\nVersion=", version, "\n"), "is not a number of 32 bits", 2);
  }
  EXPECT_EQ(Parse("[General]\nVersion=4294967295\n")->version, 0xFFFFFFFFu);
}

TEST(GptIniTest, RejectsVersionTwiceUnlessEqual) {
  ExpectBad("[General]\nVersion=1\nVersion=2\n", "two values of Version that differ", 3);
}

// TechNet cc978247: "Options This refers to Group Policy object options such as User portion
// disabled or Computer portion disabled."
TEST(GptIniTest, ReadsOptionsAndExtensionsOfALocalGpo) {
  EXPECT_FALSE(Parse("[General]\nVersion=1\n")->computer_settings_disabled());
  EXPECT_FALSE(Parse("[General]\nVersion=1\nOptions=1\n")->computer_settings_disabled());
  EXPECT_TRUE(Parse("[General]\nOptions=2\nVersion=1\n")->computer_settings_disabled());
  EXPECT_TRUE(Parse("[General]\nVersion=1\noptions = 3\n")->computer_settings_disabled());
  EXPECT_FALSE(Parse("[Other]\nOptions=2\n[General]\nVersion=1\n")->computer_settings_disabled());
  EXPECT_TRUE(Parse("[General]\nVersion=1\nOptions=2")->without_end);
  EXPECT_EQ(Parse("[General]\nVersion=1\n")->machine_extensions, std::nullopt);
  EXPECT_EQ(Parse("[General]\nVersion=1\ngPCMachineExtensionNames=\n")->machine_extensions, "");
  EXPECT_EQ(Parse("[General]\ngpcmachineextensionnames=[{1}{2}]\nVersion=1\n")->machine_extensions,
            "[{1}{2}]");
  ExpectBad("[General]\nVersion=1\nOptions=0x2\n", "Options `0x2` is not a number of 32 bits", 3);
  ExpectBad("[General]\nOptions=0\nOptions=2\n", "two values of Options that differ", 3);
  ExpectBad("[General]\ngPCMachineExtensionNames=a\ngPCMachineExtensionNames=\n",
            "two values of gPCMachineExtensionNames", 3);
}

TEST(GptIniTest, RejectsOtherFiles) {
  ExpectBad("", "no Version", 0);
  ExpectBad("[General]\ndisplayName=x\n", "no Version", 0);
  ExpectBad("Version=1\n", "no Version", 0);
  ExpectBad("[General]\nVersion=1\nxyz\n", "neither section nor entry", 3);
  ExpectBad("[General\nVersion=1\n", "without `]`", 1);
  ExpectBad(absl::string_view("[General]\nVersion=1\n\0", 21), "U+0000", 3);
}

TEST(GptIniTest, RejectsPastTheLimit) {
  const std::string large(kMaxGptIniSize + 1, ';');
  EXPECT_EQ(Parse(large).status().code(), absl::StatusCode::kResourceExhausted);
}

// Cut anywhere it gives an error, the whole version, or one that is marked as without end.
TEST(GptIniTest, TruncationAtEveryByteIsNeverAnotherVersion) {
  const std::string whole = "[General]\r\nVersion=1179715\r\ndisplayName=x\r\n";
  for (size_t size = 0; size < whole.size(); ++size) {
    const auto ini = Parse(whole.substr(0, size));
    EXPECT_TRUE(!ini.ok() || ini->without_end || ini->version == 1179715u) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
