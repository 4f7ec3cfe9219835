// SPDX-License-Identifier: Apache-2.0

#include "conformance/checker/checker_judge.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/checker/checker_format.h"

namespace ntlmatrix::conformance {
namespace {

using Strings = std::vector<std::string>;
using policy::SettingId;

constexpr char kBothTitle[] = "Require NTLMv2 session security, Require 128-bit encryption";

JudgedChecker Judge(absl::string_view format, absl::string_view text) {
  CheckerJudge judge;
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  const absl::Status status = checker::FindCheckerFormat(format)->read(
      bytes, [&](const checker::CheckerRule& rule) { judge.Add(rule); },
      [](const policy::PolicyFinding& finding) { ADD_FAILURE() << finding.message; });
  EXPECT_TRUE(status.ok()) << status;
  return judge.Result(true);
}

// Ids with "!" for errors, "?" for warnings and "." for notes, but for the blind spots, which
// nearly all texts here have.
Strings Ids(const JudgedChecker& judged, bool blind_spots = false) {
  Strings ids;
  for (const policy::PolicyFinding& finding : judged.findings) {
    if (!blind_spots && absl::EndsWith(finding.id, "-not-checked")) continue;
    const char* mark = finding.severity == Severity::kError     ? "!"
                       : finding.severity == Severity::kWarning ? "?"
                                                                : ".";
    ids.push_back(absl::StrCat(mark, finding.id));
  }
  return ids;
}

std::string Row(absl::string_view title, absl::string_view key, absl::string_view name,
                absl::string_view op, absl::string_view value, absl::string_view absent = "") {
  return absl::StrCat("1,\"", title, "\",Registry,", key, ",", name, ",", absent, ",", value, ",",
                      op, ",Low\n");
}

constexpr char kMsv[] = "HKLM:\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
constexpr char kLsa[] = "HKLM:\\System\\CurrentControlSet\\Control\\Lsa";
constexpr char kHeader[] =
    "ID,Name,Method,RegistryPath,RegistryItem,DefaultValue,RecommendedValue,Operator,Severity\n";

JudgedChecker Kitty(absl::string_view rows) {
  return Judge("hardeningkitty", absl::StrCat(kHeader, rows));
}

JudgedChecker Mask(absl::string_view op, absl::string_view value, absl::string_view title = "",
                   absl::string_view absent = "0") {
  return Kitty(Row(title, kMsv, "NtlmMinClientSec", op, value, absent));
}

JudgedChecker Level(absl::string_view op, absl::string_view value, absl::string_view title = "",
                    absl::string_view absent = "0") {
  return Kitty(Row(title, kLsa, "LmCompatibilityLevel", op, value, absent));
}

JudgedChecker Wazuh(absl::string_view condition, const Strings& rules,
                    absl::string_view title = "t") {
  std::string text = absl::StrCat("checks:\n- id: 1\n  title: \"", title,
                                  "\"\n  condition: ", condition, "\n  rules:\n");
  for (const std::string& rule : rules) absl::StrAppend(&text, "  - '", rule, "'\n");
  return Judge("wazuh-sca", text);
}

std::string MaskRule(absl::string_view pattern) {
  return absl::StrCat(
      "r:HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0 -> NTLMMinClientSec",
      pattern.empty() ? "" : " -> ", pattern);
}

std::string LevelRule(absl::string_view pattern) {
  return absl::StrCat(
      "r:HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa -> LmCompatibilityLevel",
      pattern.empty() ? "" : " -> ", pattern);
}

TEST(RequirementTest, ComesFromTheTitle) {
  const auto mask = [](absl::string_view title) {
    return RequirementOf(SettingId::kNtlmMinClientSec, title, 3);
  };
  EXPECT_EQ(mask(kBothTitle), (Requirement{SettingId::kNtlmMinClientSec, 0x20080000, false}));
  EXPECT_EQ(mask("Minimum session security for NTLM SSP based (including secure RPC) clients"),
            (Requirement{SettingId::kNtlmMinClientSec, 0x20080000, true}));
  EXPECT_EQ(mask("require 128-bit ENCRYPTION").value, 0x20000000u);
  EXPECT_EQ(mask("Require NTLMv2 session security").value, 0x00080000u);
  const auto level = [](absl::string_view title, uint32_t least) {
    return RequirementOf(SettingId::kLmCompatibilityLevel, title, least).value;
  };
  EXPECT_EQ(level("Send NTLMv2 response only. Refuse LM & NTLM", 3), 5u);
  EXPECT_EQ(level("Send NTLMv2 response only. Refuse LM and NTLM", 3), 5u);
  EXPECT_EQ(level("Send NTLMv2 response only. Refuse LM", 3), 4u);
  EXPECT_EQ(level("Send NTLMv2 response only", 5), 3u);
  EXPECT_EQ(level("LAN Manager authentication level", 4), 4u);
  EXPECT_EQ(level("", 1), 3u);
}

TEST(RequirementTest, TellsTheTruthAboutValues) {
  const Requirement both = {SettingId::kNtlmMinClientSec, 0x20080000, false};
  EXPECT_EQ(TruthOf(both, 0x20080000), Truth::kMustPass);
  EXPECT_EQ(TruthOf(both, 0xA0080030), Truth::kMustPass);
  EXPECT_EQ(TruthOf(both, 0x20000000), Truth::kMustFail);
  EXPECT_EQ(TruthOf(both, 0x20040000), Truth::kMustFail);
  EXPECT_EQ(TruthOf(both, 0xFFFFFFFF), Truth::kEither);
  const Requirement level = {SettingId::kLmCompatibilityLevel, 3, false};
  EXPECT_EQ(TruthOf(level, 2), Truth::kMustFail);
  EXPECT_EQ(TruthOf(level, 5), Truth::kMustPass);
  EXPECT_EQ(TruthOf(level, 6), Truth::kMustFail);
}

TEST(RequirementTest, TellsTheTruthAboutAbsence) {
  EXPECT_EQ(TruthOfAbsence({SettingId::kNtlmMinClientSec, 0x20080000, false}).truth,
            Truth::kMustFail);
  const AbsenceTruth one = TruthOfAbsence({SettingId::kNtlmMinServerSec, 0x20000000, false});
  EXPECT_EQ(one.truth, Truth::kEither);
  EXPECT_EQ(one.weaker, Strings({"2000", "xp", "2003", "vista", "2008"}));
  EXPECT_EQ(TruthOfAbsence({SettingId::kLmCompatibilityLevel, 4, false}).truth, Truth::kMustFail);
  EXPECT_EQ(TruthOfAbsence({SettingId::kLmCompatibilityLevel, 3, false}).weaker,
            Strings({"2000", "xp", "2003"}));
}

// STIG, CIS and HardeningKitty compare for equality: right about every value that an editor offers.
TEST(CheckerJudgeTest, AcceptsTheValueForBothOptions) {
  const JudgedChecker judged = Mask("=", "537395200", kBothTitle);
  EXPECT_EQ(Ids(judged), Strings({"?fails-stricter"}));
  ASSERT_EQ(judged.rules.size(), size_t{1});
  EXPECT_TRUE(judged.rules[0].judged);
  EXPECT_EQ(judged.rules[0].FalsePasses(), std::vector<uint32_t>());
  EXPECT_EQ(judged.rules[0].FalseFails(),
            std::vector<uint32_t>({0x20080010, 0x20080020, 0x20080030, 0xA0080000, 0xA0080010,
                                   0xA0080020, 0xA0080030}));
}

TEST(CheckerJudgeTest, ReportsAValueForOneOptionOnly) {
  EXPECT_EQ(Ids(Mask("=", "536870912")), Strings({"!wrong-value"}));
  EXPECT_EQ(Ids(Mask("=", "524288", kBothTitle)), Strings({"!wrong-value"}));
  EXPECT_EQ(Ids(Mask("=", "536870912", "Require 128-bit encryption")),
            Strings({"?fails-stricter", ".absence-fails"}));
  const JudgedChecker judged = Mask("=", "536870912");
  EXPECT_TRUE(absl::StrContains(judged.findings[0].message, "as the STIGs, CIS"));
  EXPECT_EQ(judged.findings[0].fix, "expect 0x20080000 (537395200)");
}

TEST(CheckerJudgeTest, ReportsSlipsOfTheBase) {
  for (const char* value : {"20080000", "20000000", "80000", "0x20080000", "0x537395200"}) {
    EXPECT_EQ(Ids(Mask("=", value)), Strings({"!hex-decimal-slip"})) << value;
  }
  EXPECT_EQ(Ids(Mask(">=", "0x537395200")), Strings({"!hex-decimal-slip"}));
  EXPECT_EQ(Ids(Wazuh("all", {MaskRule("r:^0x20080000$")})),
            Strings({"!hex-decimal-slip", "?absence-not-applicable"}));
}

TEST(CheckerJudgeTest, ReportsOtherWrongValues) {
  EXPECT_EQ(Ids(Mask("=", "3")), Strings({"!enum-instead-of-mask"}));
  EXPECT_EQ(Ids(Mask("=", "537133056")), Strings({"!wrong-value"}));
  EXPECT_EQ(Ids(Mask("=", "yes")), Strings({"!wrong-value"}));
  EXPECT_EQ(Ids(Mask("=", "0", "", "0")), Strings({"!wrong-value", "!absence-passes"}));
  EXPECT_EQ(Ids(Level("=", "7")), Strings({"!wrong-value", ".absence-fails"}));
}

TEST(CheckerJudgeTest, ReportsRulesThatPassLess) {
  EXPECT_EQ(Ids(Mask("!=", "0")), Strings({"!passes-weaker"}));
  EXPECT_EQ(Ids(Mask(">=", "536870912")), Strings({"!passes-weaker", "?fails-stricter"}));
  EXPECT_EQ(Ids(Mask("contains", "537395200")), Strings({"?passes-other", "?fails-stricter"}));
  EXPECT_EQ(Ids(Level(">=", "1")), Strings({"!passes-weaker", ".absence-fails"}));
  EXPECT_EQ(Ids(Level(">=", "3", "Send NTLMv2 response only. Refuse LM & NTLM")),
            Strings({"!passes-weaker"}));
}

TEST(CheckerJudgeTest, ReportsRulesThatFailMore) {
  EXPECT_EQ(Ids(Level("=", "3")), Strings({"!fails-stricter", ".absence-fails"}));
  EXPECT_EQ(Ids(Level("=", "5")), Strings());
  EXPECT_EQ(Ids(Level(">=", "3")), Strings({".passes-other", ".absence-fails"}));
}

TEST(CheckerJudgeTest, ReportsPatternsThatAreTooWide) {
  EXPECT_EQ(Ids(Wazuh("all", {LevelRule(""), LevelRule("r:5")})), Strings({"?pattern-too-wide"}));
  EXPECT_EQ(Ids(Wazuh("all", {LevelRule(""), LevelRule("r:^5$")})), Strings());
  EXPECT_EQ(Ids(Wazuh("all", {MaskRule(""), MaskRule("r:537395200")})),
            Strings({"?pattern-too-wide", "?fails-stricter"}));
}

TEST(CheckerJudgeTest, ReportsWhatIsSaidOfAbsence) {
  EXPECT_EQ(Ids(Mask("=", "537395200", "", "537395200")),
            Strings({"?fails-stricter", "!absence-passes"}));
  EXPECT_EQ(Ids(Level("=", "5", "", "5")), Strings({"!absence-passes"}));
  EXPECT_EQ(Ids(Level(">=", "3", "", "3")), Strings({".passes-other", "?absence-passes"}));
  EXPECT_EQ(Ids(Wazuh("any", {"not " + LevelRule(""), LevelRule("5")})),
            Strings({"!absence-passes"}));
  EXPECT_EQ(Ids(Wazuh("all", {LevelRule("5")})), Strings({"?absence-not-applicable"}));
  EXPECT_EQ(Ids(Wazuh("all", {"not " + LevelRule("")})),
            Strings({"!wrong-value", "?absence-passes"}));
}

TEST(CheckerJudgeTest, ReportsValuesWithoutVerdict) {
  EXPECT_EQ(Ids(Wazuh("all", {MaskRule(""), MaskRule("n:(\\d+) compare == 537395200")})),
            Strings({"?fails-stricter", "?not-applicable"}));
}

TEST(CheckerJudgeTest, ReportsWrongKeysAndNames) {
  const auto ids = [](absl::string_view key, absl::string_view name) {
    return Ids(Kitty(Row("", key, name, "=", "537395200", "0")));
  };
  EXPECT_EQ(ids(kLsa, "NtlmMinClientSec"), Strings({"!wrong-key", "?fails-stricter"}));
  EXPECT_EQ(ids("HKCU:\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0", "NtlmMinClientSec"),
            Strings({"!wrong-key", "?fails-stricter"}));
  EXPECT_EQ(ids(absl::StrCat(kMsv, "\\"), "NtlmMinClientSec"), Strings({"?fails-stricter"}));
  EXPECT_EQ(ids(kMsv, "NtlmMinClientsSec"), Strings({"!misspelt-name", "?fails-stricter"}));
  EXPECT_EQ(ids(kMsv, "NtlmMinClie"), Strings({"!misspelt-name", "?fails-stricter"}));
  EXPECT_EQ(ids(kMsv, "NtlmMin"), Strings({"?no-rule"}));
  EXPECT_EQ(Ids(Kitty(Row("", kMsv, "LmCompatibilityLevel", "=", "5", "0"))),
            Strings({"!wrong-key"}));
}

TEST(CheckerJudgeTest, ReportsBlindSpots) {
  const std::string client = Row("", kMsv, "NtlmMinClientSec", "=", "537395200", "0");
  const std::string server = Row("", kMsv, "NtlmMinServerSec", "=", "537395200", "0");
  EXPECT_EQ(Ids(Kitty(client), true), Strings({"?fails-stricter", "?server-not-checked"}));
  EXPECT_EQ(Ids(Kitty(server), true), Strings({"?fails-stricter", "?client-not-checked"}));
  EXPECT_EQ(Ids(Kitty(client + server), true), Strings({"?fails-stricter", "?fails-stricter"}));
  EXPECT_EQ(Ids(Kitty("")), Strings({"?no-rule"}));
  CheckerJudge judge;
  EXPECT_EQ(Ids(judge.Result(false)), Strings());
}

TEST(CheckerJudgeTest, ReportsWhatItCannotJudge) {
  EXPECT_EQ(Ids(Mask("==", "537395200")), Strings({"!cannot-judge"}));
  EXPECT_EQ(Ids(Mask(">=", "x")), Strings({"!cannot-judge"}));
  EXPECT_EQ(Ids(Wazuh("all", {MaskRule("r:(3|5)")})), Strings({"!cannot-judge"}));
  EXPECT_EQ(Ids(Wazuh("all", {"c:reg query /v NtlmMinClientSec -> r:0x20080000"})),
            Strings({"?not-judged"}));
  EXPECT_EQ(Ids(Wazuh("all", {"c:x"}, "NTLMMinServerSec")), Strings({"?not-judged"}));
  const JudgedChecker judged = Judge("nessus-audit",
                                     "<check_type:\"Windows\">\n<if>\n<condition "
                                     "type:\"and\">\n<item>\ntype : REG_CHECK\nvalue_data : "
                                     "\"HKLM\\System\\CurrentControlSet\\Control\\Lsa\"\nkey_item "
                                     ": LmCompatibilityLevel\nreg_option : "
                                     "MUST_EXIST\n</item>\n</condition>\n</if>\n</check_type>\n");
  EXPECT_EQ(Ids(judged), Strings({".precondition"}));
  EXPECT_FALSE(judged.rules[0].judged);
}

TEST(CheckerJudgeTest, ReportsRulesOverTheLimit) {
  std::string rows;
  for (size_t i = 0; i <= CheckerJudge::kMaxRules; ++i) {
    rows += Row("", kLsa, "LmCompatibilityLevel", "=", "5", "0");
  }
  const JudgedChecker judged = Kitty(rows);
  EXPECT_EQ(judged.rules.size(), CheckerJudge::kMaxRules);
  EXPECT_EQ(Ids(judged), Strings({"!more-rules"}));
}

}  // namespace
}  // namespace ntlmatrix::conformance
