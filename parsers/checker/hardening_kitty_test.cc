// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/hardening_kitty.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/checker/checker_seen.h"
#include "parsers/checker/csv_row.h"
#include "parsers/checker/evaluate.h"

namespace ntlmatrix::checker {
namespace {

constexpr char kHeader[] =
    "ID,Name,Method,RegistryPath,RegistryItem,DefaultValue,RecommendedValue,Operator,Severity\n";

Seen Read(absl::string_view rows) {
  return ReadChecker("hardeningkitty", absl::StrCat(kHeader, rows));
}

// The verdict on a value, or on none, of a row with this operator, recommended value and default.
Verdict Ask(absl::string_view op, absl::string_view value, std::optional<uint32_t> is,
            absl::string_view absent = "") {
  const Seen seen =
      Read(absl::StrCat("1,n,Registry,HKLM:\\A,B,", absent, ",", value, ",", op, ",Low\n"));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.rules.size(), size_t{1});
  return Evaluator(seen.rules[0], [](const RegistryTest&) { return true; }).Evaluate(is);
}

TEST(HardeningKittyTest, ReadsRowsByTheNamesOfTheirColumns) {
  const Seen seen =
      ReadChecker("hardeningkitty",
                  "operator,Extra,RegistryItem,RegistryPath,Method,RECOMMENDEDVALUE\r\n"
                  "=,x,B,HKLM:\\System\\A,registry,5\r\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.tests, Strings({"2 HKLM:|System\\A|B|5"}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(HardeningKittyTest, ReadsQuotedFields) {
  const Seen seen =
      Read("7,\"a \"\"b\"\", c\nd\",Registry,HKLM:\\A,B,,\"5\",=,Low\n\n8,e,secedit,,,,,,x\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.rules[0].title, "a \"b\", c\nd");
  EXPECT_EQ(seen.rules[0].id, "7");
  EXPECT_EQ(seen.tests, Strings({"2 HKLM:|A|B|5",
                                 "5 |||"
                                 "|Method secedit is not read here"}));
}

// Invoke-HardeningKitty.ps1: `=` and `!=` cast to [string], the others to [int].
TEST(HardeningKittyTest, ComparesAsTheScriptDoes) {
  EXPECT_EQ(Ask("=", "537395200", 0x20080000), Verdict::kPass);
  EXPECT_EQ(Ask("=", "0x20080000", 0x20080000), Verdict::kFail);
  EXPECT_EQ(Ask("!=", "0", 1), Verdict::kPass);
  EXPECT_EQ(Ask(">=", "3", 3), Verdict::kPass);
  EXPECT_EQ(Ask(">=", "3", 0x80000000), Verdict::kFail);
  EXPECT_EQ(Ask("<=", "3", 4), Verdict::kFail);
  EXPECT_EQ(Ask("<=!0", "3", 0), Verdict::kFail);
  EXPECT_EQ(Ask("<=!0", "3", 2), Verdict::kPass);
  EXPECT_EQ(Ask("contains", "5", 150), Verdict::kPass);
  EXPECT_EQ(Ask("=|0", "5", 5), Verdict::kPass);
  EXPECT_EQ(Ask("=|0", "5", std::nullopt), Verdict::kPass);
  EXPECT_EQ(Ask("=", "5", std::nullopt, "5"), Verdict::kPass);
  EXPECT_EQ(Ask("=", "5", std::nullopt, "3"), Verdict::kFail);
  EXPECT_EQ(Ask("==", "5", 5), Verdict::kUnknown);
}

TEST(HardeningKittyTest, ReportsRowsThatDoNotFit) {
  EXPECT_EQ(Read("1,n,Registry\n").findings, Strings({"2!fields"}));
  EXPECT_EQ(Read("1,n,Registry,HKLM:\\A,B,,5,=,Low,more\n").findings, Strings({"2!fields"}));
  EXPECT_EQ(Read("1,\"n\"x,Registry,HKLM:\\A,B,,5,=,Low\n").findings,
            Strings({"2!text-behind-quote"}));
  EXPECT_EQ(Read("1,\"\"x,Registry,HKLM:\\A,B,,5,=,Low\n").findings,
            Strings({"2!text-behind-quote"}));
}

TEST(HardeningKittyTest, RejectsOtherTables) {
  const auto message = [](absl::string_view text) {
    const Seen seen = ReadChecker("hardeningkitty", text);
    EXPECT_EQ(policy::PlaceOf(seen.status), policy::Place::Line(1));
    return std::string(seen.status.message());
  };
  EXPECT_EQ(message("ID,Name\n"),
            "not a finding list of HardeningKitty: no column is named Method");
  EXPECT_EQ(message("Method,method\n"), "two columns are named Method");
  EXPECT_TRUE(absl::StrContains(message("\"Method"), "no closing one"));
  EXPECT_EQ(ReadChecker("hardeningkitty", "").status.message(), "the file is empty");
}

TEST(HardeningKittyTest, ReportsALastRowThatMayBeCutOff) {
  constexpr char kLast[] = "Method,RegistryPath,RegistryItem,Operator,RecommendedValue\n";
  EXPECT_EQ(ReadChecker("hardeningkitty", absl::StrCat(kLast, "Registry,A,B,=,53")).findings,
            Strings({"2!no-line-end"}));
  EXPECT_EQ(Read("1,n,Registry,HKLM:\\A,B,,5,=,Lo").findings, Strings());
  EXPECT_EQ(
      ReadChecker("hardeningkitty", "Method,RegistryPath,RegistryItem,RecommendedValue,Operator")
          .findings,
      Strings({"1!no-line-end"}));
}

TEST(HardeningKittyTest, RejectsWhatIsOverALimit) {
  const auto code = [](const std::string& rows) { return Read(rows).status.code(); };
  EXPECT_EQ(code(std::string(kMaxCheckerField + 1, 'x')), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code(std::string(CsvReader::kMaxFields, ',')), absl::StatusCode::kResourceExhausted);
  std::string many;
  for (size_t i = 0; i <= kMaxCheckerFindings; ++i) many += "x\n";
  const Seen seen = Read(many);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(seen.findings.size(), kMaxCheckerFindings);
  std::string rows;
  for (size_t i = 0; i <= kMaxCheckerTests; ++i) rows += ",,,,,,,,\n";
  EXPECT_EQ(code(rows), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code(std::string(kMaxCheckerFileSize, '\n')), absl::StatusCode::kResourceExhausted);
}

TEST(HardeningKittyTest, DeliversRowsBeforeABadByte) {
  const Seen seen = ReadChecker(
      "hardeningkitty",
      absl::StrCat("\xEF\xBB\xBF", kHeader, "1,n,Registry,HKLM:\\A,B,,5,=,Low\n2,\xFF"));
  EXPECT_EQ(seen.tests.size(), size_t{1});
  EXPECT_EQ(policy::PlaceOf(seen.status), policy::Place::Line(3));
  EXPECT_TRUE(absl::StrContains(seen.status.message(), "malformed UTF-8"));
}

// A cut at the end of a row gives the shorter list, one inside a row nothing else but what the
// whole list says.
TEST(HardeningKittyTest, TruncationAtEveryByteGivesNoOtherValue) {
  const std::string text = absl::StrCat(
      kHeader, "1,n,Registry,HKLM:\\A,B,3,55,=,Low\n2,\"m\",Registry,HKLM:\\A,C,4,66,=,Low\n");
  const Seen whole = ReadChecker("hardeningkitty", text);
  ASSERT_EQ(whole.tests.size(), size_t{2});
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen rest = ReadChecker("hardeningkitty", text.substr(0, size));
    for (size_t i = 0; i < rest.tests.size(); ++i) EXPECT_EQ(rest.tests[i], whole.tests[i]) << size;
    const bool row_end = size > 0 && text[size - 1] == '\n';
    EXPECT_TRUE(row_end || !rest.status.ok() || !rest.findings.empty() ||
                text.substr(0, size).find(",=,") != std::string::npos)
        << size;
  }
}

TEST(HardeningKittyTest, LooksLikeAListByItsColumns) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeHardeningKitty(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks(kHeader));
  EXPECT_FALSE(looks(absl::StrCat("\n", kHeader)));
  EXPECT_FALSE(looks(""));
}

}  // namespace
}  // namespace ntlmatrix::checker
