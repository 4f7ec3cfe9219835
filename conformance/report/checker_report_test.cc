// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/checker_report.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

namespace ntlmatrix::report {
namespace {

CheckerInput Read(absl::string_view text) {
  return ReadCheckerInput("f.yml", std::vector<uint8_t>(text.begin(), text.end()), nullptr);
}

constexpr char kLevel[] =
    "checks:\n- id: 7\n  title: Send NTLMv2 response only\n  condition: all\n  rules:\n"
    "  - r:HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa -> LmCompatibilityLevel\n"
    "  - r:HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa -> LmCompatibilityLevel -> 3\n";

TEST(CheckerReportTest, ShowsRulesAndFindings) {
  const CheckerInput input = Read(kLevel);
  EXPECT_TRUE(HasErrors(input));
  EXPECT_EQ(CountFindings(input, Severity::kError), size_t{1});
  EXPECT_EQ(
      CheckerErrorLine(input),
      "f.yml:6: LmCompatibilityLevel: fails level 4, level 5, though level 3 or more is enough");
  const std::string text = CheckerText(input);
  EXPECT_TRUE(absl::StartsWith(text, "f.yml (wazuh-sca)\n  LmCompatibilityLevel  line 2, 7: Send"));
  EXPECT_TRUE(absl::StrContains(text, "has to find level 3 or more"));
  EXPECT_TRUE(absl::StrContains(text, "passes 0 wrongly and fails 2 wrongly"));
  EXPECT_TRUE(absl::StrContains(text, "[fails-stricter]"));
}

TEST(CheckerReportTest, ShowsConditionsAndWhatIsNotJudged) {
  const CheckerInput input = Read(
      "<check_type:\"Windows\">\n<if>\n<then>\n<item>\ntype : REG_CHECK\nvalue_data : "
      "\"HKLM\\System\\CurrentControlSet\\Control\\Lsa\"\nkey_item : LmCompatibilityLevel\n"
      "reg_option : ODD\n</item>\n</then>\n</if>\n</check_type>\n");
  const std::string text = CheckerText(input);
  EXPECT_TRUE(
      absl::StrContains(text, "holds only where the condition of the <if> of line 2 holds"));
  EXPECT_TRUE(absl::StrContains(text, "not judged"));
  const auto json = nlohmann::json::parse(CheckerJson({input}));
  EXPECT_EQ(json["inputs"][0]["rules"][0]["judged"], false);
}

TEST(CheckerReportTest, WritesJson) {
  const auto json = nlohmann::json::parse(CheckerJson({Read(kLevel), Read("x"), Read("")}));
  EXPECT_EQ(json["schema"], "ntlmatrix/check-checker/1");
  const auto& rule = json["inputs"][0]["rules"][0];
  EXPECT_EQ(rule["setting"], "LmCompatibilityLevel");
  EXPECT_EQ(rule["requires"]["value"], 3);
  EXPECT_EQ(rule["false_fails"], nlohmann::json({4, 5}));
  EXPECT_EQ(rule["absent"]["verdict"], "fail");
  EXPECT_EQ(rule["absent"]["right"], "either");
  EXPECT_EQ(rule["answers"][3]["verdict"], "pass");
  EXPECT_EQ(rule["answers"][3]["right"], "pass");
  EXPECT_EQ(json["inputs"][0]["findings"][0]["place"]["line"], 6);
  EXPECT_EQ(json["inputs"][1]["findings"][0]["id"], "unreadable");
  EXPECT_TRUE(json["inputs"][2]["format"].is_null());
}

TEST(CheckerReportTest, NamesTheFormatsItKnows) {
  EXPECT_EQ(CheckerErrorLine(Read("x")),
            "f.yml: not a checker's file that is known here: Nessus .audit file, HardeningKitty "
            "finding list (CSV), Wazuh SCA policy (YAML)");
  EXPECT_EQ(CheckerErrorLine(Read("")), "f.yml: the file is empty");
}

TEST(CheckerReportTest, ConcludesNothingFromATornFile) {
  const CheckerInput input = Read("checks:\n- id: 1\n");
  EXPECT_EQ(input.findings.size(), size_t{1});
  EXPECT_EQ(input.findings[0].id, "condition");
  const CheckerInput cut = Read("checks:\n- 'x");
  EXPECT_FALSE(cut.status.ok());
  EXPECT_TRUE(cut.findings.empty());
  EXPECT_TRUE(absl::StrContains(CheckerText(cut), "unreadable"));
}

TEST(CheckerReportTest, ShortensLongLists) {
  std::string text = "checks:\n";
  for (int i = 0; i < 200; ++i) text += "- x\n";
  EXPECT_TRUE(absl::StrContains(CheckerText(Read(text)), "and 100 more findings; --json has all"));
}

}  // namespace
}  // namespace ntlmatrix::report
