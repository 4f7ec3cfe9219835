// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/expected_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace ntlmatrix::expected {
namespace {

using conformance::Check;
using conformance::Outcome;

constexpr char kFile[] = R"json({
  "subject": "samba",
  "implementation": "Samba",
  "version": "4.17.12-Debian",
  "lines": [
    {
      "tests": ["policy/*/server=@(none|128)", "message/challenge/flags/none"],
      "check": "flags",
      "outcome": "fail",
      "reason": "a { in a \"string\", and a [",
      "link": "https://bugzilla.samba.org/show_bug.cgi?id=1",
      "reviewed": "2026-11-26"
},
    {"tests": ["message/negotiate/*"], "check": "verdict", "outcome": "unsupported",
     "reason": "client only", "reviewed": "2024-02-29"}
  ]
}
)json";

// The file with one text for another.
std::string With(absl::string_view from, absl::string_view to) {
  const std::string text = absl::StrReplaceAll(kFile, {{from, to}});
  EXPECT_NE(text, kFile) << from;
  return text;
}

std::string ErrorOf(absl::string_view text) {
  const auto file = ParseExpectedFile(text);
  EXPECT_FALSE(file.ok()) << text;
  return std::string(file.status().message());
}

TEST(ExpectedFileTest, ReadsEveryMember) {
  const auto file = ParseExpectedFile(kFile);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->subject, "samba");
  EXPECT_EQ(file->implementation, "Samba");
  EXPECT_EQ(file->version, "4.17.12-Debian");
  ASSERT_EQ(file->lines.size(), 2u);
  const ExpectedLine& line = file->lines[0];
  EXPECT_EQ(line.tests, (std::vector<std::string>{"policy/*/server=@(none|128)",
                                                  "message/challenge/flags/none"}));
  EXPECT_EQ(line.check, Check::kFlags);
  EXPECT_EQ(line.outcome, Outcome::kFail);
  EXPECT_EQ(line.reason, "a { in a \"string\", and a [");
  EXPECT_EQ(line.link, "https://bugzilla.samba.org/show_bug.cgi?id=1");
  EXPECT_EQ(line.reviewed, absl::CivilDay(2026, 11, 26));
  EXPECT_EQ(file->lines[1].check, Check::kVerdict);
  EXPECT_EQ(file->lines[1].outcome, Outcome::kUnsupported);
  EXPECT_EQ(file->lines[1].link, "");
}

TEST(ExpectedFileTest, SaysWhereEachLineStarts) {
  const auto file = ParseExpectedFile(kFile);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->lines[0].place, 6u);
  EXPECT_EQ(file->lines[1].place, 14u);
}

TEST(ExpectedFileTest, ReadsWhatItWrites) {
  const std::string text = ExpectedFileText(ParseExpectedFile(kFile).value());
  const auto file = ParseExpectedFile(text);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->lines.size(), 2u);
  EXPECT_EQ(ExpectedFileText(*file), text);
}

TEST(ExpectedFileTest, AcceptsAFileWithoutLines) {
  EXPECT_TRUE(
      ParseExpectedFile(R"({"subject": "a", "implementation": "A", "version": "1", "lines": []})")
          .ok());
}

TEST(ExpectedFileTest, RejectsWhatTheSchemaDoesNotKnow) {
  const struct {
    std::string text, error;
  } kCases[] = {
      {With("\"subject\"", "\"subjects\""), "/: has no `subject`"},
      {With("\"samba\"", "7"), "/subject: is not a text of one character or more"},
      {With("\"4.17.12-Debian\"", "\"\""), "/version: is not a text of one character or more"},
      {With("\"version\"", "\"subject\""), "/subject: stands twice in this object"},
      {With("\"lines\": [", "\"strict\": true, \"lines\": ["),
       "/strict: is not known here; known are subject, implementation, version, lines"},
      {With("\"link\"", "\"url\""),
       "/lines/0/url: is not known here; known are tests, check, outcome, reason, link, reviewed"},
      {With("[\"message/negotiate/*\"]", "\"message/negotiate/*\""),
       "/lines/1/tests: is not a list of one name or more"},
      {With("[\"message/negotiate/*\"]", "[]"),
       "/lines/1/tests: is not a list of one name or more"},
      {With("[\"message/negotiate/*\"]", "[\"a\", 1]"),
       "/lines/1/tests/1: is not a text of one character or more"},
      {With("[\"message/negotiate/*\"]", "[\"a\", \"a\"]"), "/lines/1/tests/1: `a` stands twice"},
      {With("\"flags\"", "\"flag\""),
       "/lines/0/check: `flag` is none of verdict, status, flags, response, key, mic"},
      {With("\"fail\"", "\"pass\""),
       "/lines/0/outcome: `pass` is none of fail, broke, unsupported, cannot-require"},
      {With("\"fail\"", "\"broke\""),
       "/lines/0/outcome: is `broke`, which only the check `verdict` can have"},
      {With("\"client only\"", "\"\""), "/lines/1/reason: is not a text of one character or more"},
      {With("https:", "http:"), "/lines/0/link: is no https:// address"},
      {With("?id=1", "? id=1"), "/lines/0/link: is no https:// address"},
      {With("2026-11-26", "2026-11-31"), "/lines/0/reviewed: is no day in the form 2026-11-26"},
      {With("2026-11-26", "2026-2-3"), "/lines/0/reviewed: is no day in the form 2026-11-26"},
      {With("\"2024-02-29\"", "20240229"),
       "/lines/1/reviewed: is not a text of one character or more"},
  };
  for (const auto& one : kCases) EXPECT_EQ(ErrorOf(one.text), one.error);
}

// People write the reasons: a proposal alone excuses nothing.
TEST(ExpectedFileTest, RejectsAReasonThatNobodyHasWritten) {
  EXPECT_EQ(ErrorOf(With("client only", kNoReason)),
            "/lines/1/reason: says TODO: write why the subject does this");
  EXPECT_EQ(ErrorOf(With("client only", "todo")),
            "/lines/1/reason: says TODO: write why the subject does this");
}

TEST(ExpectedFileTest, RejectsOtherShapes) {
  EXPECT_EQ(ErrorOf("[]"), "/: is not an object");
  EXPECT_EQ(ErrorOf("{"), "line 1, column 2: not JSON in UTF-8");
  EXPECT_EQ(ErrorOf(R"({"subject": "a", "implementation": "A", "version": "1"})"),
            "/lines: is not a list");
  EXPECT_EQ(ErrorOf(R"({"subject": "a", "implementation": "A", "version": "1", "lines": [["a"]]})"),
            "/lines/0: is not an object");
  const auto huge = ParseExpectedFile(std::string(kMaxExpectedFileSize + 1, ' '));
  EXPECT_TRUE(absl::IsResourceExhausted(huge.status()));
}

// A file that can't be read would be found by the one run that it is for.
TEST(ExpectedFileTest, ReadsTheFilesOfTheProject) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(NTLMATRIX_EXPECTED_FOLDER)) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    std::ifstream in(entry.path());
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto file = ParseExpectedFile(text);
    ASSERT_TRUE(file.ok()) << entry.path() << ": " << file.status();
    EXPECT_EQ(file->subject, entry.path().stem());
    EXPECT_EQ(ExpectedFileText(*file), text) << entry.path() << ": in another layout";
  }
  EXPECT_GE(files, 10u);
}

}  // namespace
}  // namespace ntlmatrix::expected
