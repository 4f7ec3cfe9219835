// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_report.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

#include "conformance/report/policy_json.h"
#include "conformance/report/policy_text.h"
#include "conformance/report/policy_words.h"

namespace ntlmatrix::report {
namespace {

using policy::Os;
using policy::Role;
using policy::SettingId;
using stores::CountFindings;
using stores::DefinedSettings;
using stores::HasErrors;
using stores::UnreadablePolicyInput;

constexpr char kClient[] =
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NTLMMinClientSec=";
constexpr char kLevel[] = "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=";

// A template whose line 4 is the first of these.
PolicyInput Input(absl::string_view lines, const PolicyScope& scope = {}) {
  const std::string text =
      absl::StrCat("\xEF\xBB\xBF[Version]\nsignature=\"$CHICAGO$\"\n[Registry Values]\n", lines);
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  return stores::ReadPolicyInput("a.inf", {bytes}, nullptr, scope);
}

nlohmann::json JsonOf(const PolicyInput& input, const PolicyScope& scope = {}) {
  return nlohmann::json::parse(PolicyJson({input}, scope))["inputs"][0];
}

TEST(PolicyReportTest, DefinedIsNoError) {
  const PolicyInput input = Input(absl::StrCat(kClient, "4,537395200\n", kLevel, "4,5\n"));
  EXPECT_FALSE(HasErrors(input));
  EXPECT_EQ(input.format, "security-template");
}

TEST(PolicyReportTest, EveryStateButDefinedAndNotDefinedIsAnError) {
  for (const char* data : {"1,\"0\"", "4,", "4,-1", "4,0\nx", "4,3"}) {
    EXPECT_TRUE(HasErrors(Input(absl::StrCat(kClient, data, "\n")))) << data;
  }
  EXPECT_TRUE(HasErrors(Input(absl::StrCat(kClient, "4,0\n", kClient, "4,16\n"))));
}

TEST(PolicyReportTest, ErrorLineNamesThePlaceAndCountsTheRest) {
  EXPECT_EQ(PolicyErrorLine(Input(absl::StrCat(kClient, "4,-1\n", kLevel, "4,7\n"))),
            "a.inf:4: NtlmMinClientSec: `-1` is not a number of 32 bits (and 1 more error)");
  EXPECT_EQ(PolicyErrorLine(UnreadablePolicyInput("x\n.inf", absl::InvalidArgumentError("no"))),
            "x\\u000a.inf: no");
}

TEST(PolicyReportTest, ErrorLineNamesTheDemandUnlessTheStoreCannotBeRead) {
  const policy::PolicyFinding demand{"not-required", Severity::kError, "no", "set it",
                                     policy::Place::Line(9)};
  PolicyInput whole = Input("");
  whole.verdicts = {demand, demand};
  EXPECT_FALSE(HasErrors(whole));
  EXPECT_TRUE(stores::Fails(whole));
  EXPECT_EQ(PolicyErrorLine(whole), "a.inf:9: no; fix: set it (and 1 more error)");
  EXPECT_TRUE(absl::StrContains(PolicyText(whole, {}), "error: a.inf:9: no [not-required]\n"));
  EXPECT_TRUE(absl::StrContains(PolicyText(whole, {}, PolicyDetail::kBrief), "[not-required]"));
  EXPECT_EQ(JsonOf(whole)["findings"].back()["id"], "not-required");
  // A demand says nothing about the store: its defaults are shown.
  EXPECT_TRUE(absl::StrContains(PolicyText(whole, {}), "the documented default applies"));
  PolicyInput torn = Input("x\n");
  torn.verdicts = {demand};
  EXPECT_TRUE(absl::StrContains(PolicyErrorLine(torn), "a.inf:4: "));
  EXPECT_FALSE(absl::StrContains(PolicyErrorLine(torn), "more error"));
}

TEST(PolicyReportTest, ErrorsNeverReadAsNotDefined) {
  for (const PolicyInput& input :
       {Input("x\n"), Input(absl::StrCat(kClient, "1,\"0\"\n")), Input(absl::StrCat(kLevel, "4,")),
        Input("\xFF\n"), UnreadablePolicyInput("a.inf", absl::InvalidArgumentError("no"))}) {
    EXPECT_FALSE(absl::StrContains(PolicyText(input, {}), "not defined"));
    EXPECT_FALSE(absl::StrContains(PolicyText(input, {}), "No requirements"));
  }
}

TEST(PolicyReportTest, LevelZeroByDefaultLocksOut) {
  const std::string line = absl::StrCat(kClient, "4,524288\n");
  for (const Os os : {Os::k2000, Os::kXp}) {
    const PolicyInput input = Input(line, {os, std::nullopt});
    ASSERT_EQ(CountFindings(input, Severity::kError), 1u);
    EXPECT_TRUE(absl::StrContains(PolicyErrorLine(input), "every connection is refused"));
  }
  EXPECT_FALSE(HasErrors(Input(line, {Os::k2003, std::nullopt})));
  EXPECT_FALSE(HasErrors(Input(line)));
  EXPECT_TRUE(
      absl::StrContains(PolicyText(Input(line), {}), "the default of Windows 2000 and XP, never"));
}

TEST(PolicyReportTest, TextFitsIn100Columns) {
  const PolicyInput strict = Input(absl::StrCat(kClient, "4,0xA0080030\n"));
  const PolicyInput wrong = Input(absl::StrCat(kClient, "4,", std::string(200, 'x'), "\n"));
  const std::string text =
      absl::StrCat(PolicyText(Input(""), {}), PolicyText(strict, {}), PolicyText(wrong, {}),
                   PolicyFooter({SettingId::kLmCompatibilityLevel}, {}));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_LE(line.size(), 100u) << line;
  }
}

TEST(PolicyReportTest, FooterSpeaksOfRestartWhereASettingWasRead) {
  const auto footer = [](const PolicyInput& input, const PolicyScope& scope = {}) {
    const auto defined = DefinedSettings(input);
    return PolicyFooter({defined.begin(), defined.end()}, scope);
  };
  const std::string client = footer(Input(absl::StrCat(kClient, "4,0\n")));
  EXPECT_TRUE(absl::StrContains(client, "without a computer restart"));
  EXPECT_FALSE(absl::StrContains(client, "Windows 2000"));
  const std::string level = absl::StrCat(kLevel, "4,5\n");
  EXPECT_TRUE(absl::StrContains(footer(Input(level)), "Windows 2000 must be restarted"));
  EXPECT_FALSE(absl::StrContains(footer(Input(level), {Os::k10, {}}), "Windows 2000"));
  EXPECT_EQ(footer(Input("")), "");
  EXPECT_EQ(footer(Input(absl::StrCat(level, "x\n"))), "");
  EXPECT_EQ(footer(UnreadablePolicyInput("a.inf", absl::InvalidArgumentError("no"))), "");
}

TEST(PolicyReportTest, AHiveWithoutAValueSaysWhoseDefaultApplies) {
  PolicyInput hive = Input("");
  EXPECT_FALSE(absl::StrContains(PolicyText(hive, {}), "absent from the hive"));
  hive.format = "system-hive";
  const std::string text = PolicyText(hive, {});
  EXPECT_TRUE(absl::StrContains(text, "      absent from the hive, in which many installations"))
      << text;
  EXPECT_TRUE(absl::StrContains(text, "      absent from the hive; what applies then is")) << text;
}

TEST(PolicyReportTest, TextListsEveryDefaultRow) {
  const std::string text = PolicyText(Input(""), {});
  for (const char* row :
       {"default-domain-policy, default-domain-controller-policy: every Windows",
        "stand-alone-server, dc, member-server: 2008r2 2012 2012r2 2016 2019 2022 2025",
        "client: 7 8 8.1 10 11", "client: vista 7", "client: 8 8.1", "not-applicable",
        "undocumented", "disputed"}) {
    EXPECT_TRUE(absl::StrContains(text, row)) << row;
  }
}

TEST(PolicyReportTest, JsonGivesValueHexAndSource) {
  const auto json = JsonOf(Input(absl::StrCat(kClient, "4,0x20080000\n")))["settings"];
  const auto& client = json["NtlmMinClientSec"];
  EXPECT_EQ(client["state"], "defined");
  EXPECT_EQ(client["value"], 537395200u);
  EXPECT_EQ(client["hex"], "0x20080000");
  EXPECT_EQ(client["sources"],
            nlohmann::json::parse(
                R"([{"file": "a.inf", "line": 4, "raw_type": 4, "raw": "0x20080000"}])"));
  EXPECT_EQ(client["effective"],
            nlohmann::json::parse(
                R"([{"os": "any", "role": "any", "value": 537395200, "origin": "a.inf:4"}])"));
  EXPECT_EQ(json["LmCompatibilityLevel"]["state"], "not-defined");
  EXPECT_TRUE(json["LmCompatibilityLevel"]["value"].is_null());
}

TEST(PolicyReportTest, JsonGivesOneDefaultPerClaim) {
  const PolicyScope scope = {Os::k7, Role::kClient};
  const auto rows = JsonOf(Input(""), scope)["settings"]["LmCompatibilityLevel"]["effective"];
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["os"], "7");
  EXPECT_EQ(rows[0]["role"], "client");
  EXPECT_EQ(rows[0]["value"], 3);
  EXPECT_EQ(rows[1]["value"], "not-defined");
  EXPECT_EQ(JsonOf(Input(""))["settings"]["NtlmMinClientSec"]["effective"].size(), 17u * 6u);
}

TEST(PolicyReportTest, JsonOfATornInputConcludesNothing) {
  const auto json = JsonOf(Input(absl::StrCat(kClient, "4,0\nx\n")))["settings"];
  EXPECT_EQ(json["NtlmMinClientSec"]["effective"].size(), 0u);
  EXPECT_EQ(json["LmCompatibilityLevel"]["state"], "malformed");
  EXPECT_EQ(json["LmCompatibilityLevel"]["effective"].size(), 0u);
}

TEST(PolicyReportTest, JsonOfAnUnreadableInputHasNoSettings) {
  const auto json = JsonOf(Input(absl::StrCat(kClient, "4,0\n\xFF\n")));
  EXPECT_EQ(json["settings"].size(), 0u);
  EXPECT_EQ(json["findings"][0]["id"], "unreadable");
  EXPECT_EQ(json["findings"][0]["place"], nlohmann::json::parse(R"({"file": "a.inf", "line": 5})"));
  EXPECT_EQ(json["findings"][1]["id"], "seen-before-error");
}

TEST(PolicyReportTest, JsonInPiecesIsTheSameDocument) {
  const PolicyInput input = Input(absl::StrCat(kClient, "4,0\n"));
  const std::string one = PolicyJson({input}, {});
  EXPECT_EQ(PolicyJsonHead() + PolicyJsonInput(input, {}, true) + PolicyJsonTail(true), one);
  const auto json = nlohmann::ordered_json::parse(PolicyJson({input, input}, {}));
  EXPECT_EQ(json["inputs"].size(), 2u);
  EXPECT_EQ(json["inputs"][0], json["inputs"][1]);
  EXPECT_EQ(nlohmann::ordered_json::parse(one).dump(2, ' ', true) + "\n", one);
  EXPECT_EQ(nlohmann::json::parse(PolicyJsonHead() + PolicyJsonInput(input, {}, true) +
                                  PolicyJsonTail(true, 2))["passed_over"],
            2);
  EXPECT_EQ(nlohmann::json::parse(PolicyJsonHead() + PolicyJsonTail(false, 1))["passed_over"], 1);
  EXPECT_EQ(PolicyJson({}, {}), "{\n  \"schema\": \"ntlmatrix/policy/1\",\n  \"inputs\": []\n}\n");
}

TEST(PolicyReportTest, NamesTheFilesOfAGpo) {
  PolicyInput input = Input(absl::StrCat(kClient, "4,0\n"));
  input.path = "GPO";
  input.name = "A \x1B";
  input.settings[0].sources[0].file = "Machine/a.inf";
  input.findings.push_back({"id", Severity::kError, "wrong", "", policy::Place::Line(3), "b.inf"});
  const std::string text = PolicyText(input, {});
  EXPECT_TRUE(absl::StrContains(text, "GPO (security-template, \"A \\u001b\")\n")) << text;
  EXPECT_TRUE(absl::StrContains(text, "  error: b.inf:3: wrong [id]\n")) << text;
  EXPECT_EQ(PolicyErrorLine(input), "GPO/b.inf:3: wrong");
  const auto json = JsonOf(input);
  EXPECT_EQ(json["name"], "A \x1B");
  EXPECT_EQ(json["settings"]["NtlmMinClientSec"]["sources"][0]["file"], "GPO/Machine/a.inf");
  EXPECT_EQ(json["findings"].back()["place"]["file"], "GPO/b.inf");
}

TEST(PolicyReportTest, BriefTextHasOneLineForNothingDefined) {
  EXPECT_EQ(PolicyText(Input(""), {}, PolicyDetail::kBrief),
            "a.inf (security-template): not defined\n");
  const std::string text =
      PolicyText(Input(absl::StrCat(kClient, "4,0\n")), {}, PolicyDetail::kBrief);
  EXPECT_TRUE(absl::StrContains(text, "LmCompatibilityLevel  not defined\n")) << text;
  EXPECT_FALSE(absl::StrContains(text, "default applies"));
  const std::string torn = PolicyText(Input("x\n"), {}, PolicyDetail::kBrief);
  EXPECT_TRUE(absl::StrContains(torn, "nothing found; see the errors")) << torn;
}

TEST(PolicyWordsTest, NamesOptionsAndLevels) {
  EXPECT_EQ(ValueWords(SettingId::kNtlmMinClientSec, 0x20080000),
            "Require NTLMv2 session security (extended session security), Require 128-bit "
            "encryption");
  EXPECT_EQ(ValueWords(SettingId::kNtlmMinServerSec, 0), "No requirements");
  EXPECT_EQ(ValueWords(SettingId::kNtlmMinServerSec, 0x40000000), "undocumented bits 0x40000000");
  EXPECT_EQ(ValueWords(SettingId::kLmCompatibilityLevel, 5),
            "Send NTLMv2 response only. Refuse LM & NTLM");
  EXPECT_EQ(ValueNumber(SettingId::kNtlmMinClientSec, 0x80000), "0x00080000 (524288)");
}

TEST(PolicyWordsTest, NeverAnswers128WithoutSealingWithYesOrNo) {
  const auto lines = Refusals(SettingId::kNtlmMinClientSec, 0x20000000);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0],
            "refuses servers that do not grant 128-bit encryption: with confidentiality "
            "(required); with integrity (recommended); with neither: undocumented (seen in the "
            "field: accepted)");
}

}  // namespace
}  // namespace ntlmatrix::report
