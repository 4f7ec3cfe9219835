// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/policy_rules.h"

#include <string>

#include "parsers/policy/test_read.h"

namespace ntlmatrix::policy {
namespace {

using test::Seen;
using test::Strings;

Seen Read(absl::string_view text) { return test::Read("policy-rules", text); }

Seen ReadPart(absl::string_view part) {
  return Read(absl::StrCat("<PolicyRules>", part, "</PolicyRules>"));
}

std::string Line(absl::string_view line, absl::string_view section = "Registry Values") {
  return absl::StrCat("<SecurityTemplate Section=\"", section, "\"><LineItem>", line,
                      "</LineItem></SecurityTemplate>");
}

std::string Config(absl::string_view name, absl::string_view type, absl::string_view data) {
  return absl::StrCat("<ComputerConfig><Key>System\\CurrentControlSet\\Control\\Lsa</Key><Value>",
                      name, "</Value><RegType>", type, "</RegType><RegData>", data,
                      "</RegData></ComputerConfig>");
}

constexpr char kLevel[] = "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel";

TEST(PolicyRulesTest, ReadsLinesOfTheTemplate) {
  const Seen seen = Read(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<PolicyRules>\n"
      "  <SecurityTemplate Section=\"registry values\">\n"
      "    <LineItem>\n"
      "      MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4,5\n"
      "    </LineItem>\n"
      "    <SourceFile>GptTmpl.inf</SourceFile>\n"
      "    <PolicyName>baseline</PolicyName>\n"
      "  </SecurityTemplate>\n"
      "</PolicyRules>\n");
  EXPECT_EQ(seen.status, "ok");
  EXPECT_EQ(seen.values, Strings({"4 MACHINE|System\\CurrentControlSet\\Control\\Lsa|"
                                  "LmCompatibilityLevel|4|5"}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.settings[2], "0x5");
}

TEST(PolicyRulesTest, ReportsLinesAsTheTemplateReaderDoes) {
  EXPECT_EQ(ReadPart(Line(absl::StrCat(kLevel, "=4"))).findings, Strings({"1!not-an-entry"}));
  EXPECT_EQ(ReadPart(Line("HKLM\\A\\B=4,1")).findings, Strings({"1?hive"}));
  EXPECT_EQ(ReadPart(Line(absl::StrCat(kLevel, "=1,\"5\""))).settings[2], "wrong-type");
  EXPECT_EQ(ReadPart(Line(absl::StrCat(kLevel, "=4,7"))).settings[2], "malformed");
  EXPECT_EQ(ReadPart(Line("")).findings, Strings({"1!not-an-entry"}));
}

TEST(PolicyRulesTest, ReportsLinesThatAreNotRead) {
  const std::string line = absl::StrCat(kLevel, "=4,5");
  const Strings elsewhere = {"1!outside-registry-values"};
  EXPECT_EQ(ReadPart(Line(line, "System Access")).findings, elsewhere);
  EXPECT_EQ(ReadPart(Line(line, "RegistryValues")).findings, elsewhere);
  EXPECT_EQ(ReadPart(Line("LockoutBadCount = 5", "System Access")).findings, Strings());
  EXPECT_EQ(ReadPart(Line(line + "\n" + line)).findings, Strings({"1!not-a-line"}));
  EXPECT_EQ(ReadPart(Line("a<b/>c")).findings, Strings({"1!not-a-line"}));
  EXPECT_EQ(ReadPart("<SecurityTemplate/>").findings, Strings({"1!no-section"}));
  const auto child = [&](absl::string_view name) {
    return ReadPart(absl::StrCat("<SecurityTemplate Section=\"Registry Values\"><", name, ">", line,
                                 "</", name, "></SecurityTemplate>"))
        .findings;
  };
  EXPECT_EQ(child("lineitem"), Strings({"1!unknown-element"}));
  EXPECT_EQ(child("SourceFile"), Strings({"1!unknown-element"}));
}

TEST(PolicyRulesTest, ReadsRegistryPolicy) {
  const Seen seen = ReadPart(Config("LmCompatibilityLevel", "REG_DWORD", "5"));
  EXPECT_EQ(seen.values, Strings({"1 MACHINE|System\\CurrentControlSet\\Control\\Lsa|"
                                  "LmCompatibilityLevel|4|5"}));
  EXPECT_EQ(seen.settings[2], "0x5");
  const auto level = [](absl::string_view type, absl::string_view data) {
    return ReadPart(Config("LmCompatibilityLevel", type, data)).settings[2];
  };
  EXPECT_EQ(level("reg_dword", " 0x3 "), "0x3");
  EXPECT_EQ(level("REG_DWORD", ""), "malformed");
  EXPECT_EQ(level("REG_DWORD", "5<!-- -->0"), "malformed");
  EXPECT_EQ(level("REG_DWORD", "5</RegData><RegData>5"), "malformed");
  for (const char* other : {"REG_SZ", "REG_EXPAND_SZ", "REG_BINARY", "REG_MULTI_SZ", "REG_QWORD",
                            "REG_NONE", "REG_DWORD_BIG_ENDIAN", "DWORD", ""}) {
    EXPECT_EQ(level(other, "5"), "wrong-type") << other;
  }
  EXPECT_EQ(ReadPart(Config("LmCompatibilityLevel", "DWORD", "5")).findings,
            Strings({"1!unknown-type"}));
}

TEST(PolicyRulesTest, ReadsDirectives) {
  EXPECT_EQ(ReadPart(Config("**del.LmCompatibilityLevel", "REG_SZ", " ")).settings[2], "deleted");
  EXPECT_EQ(ReadPart(Config("**Del.LmCompatibilityLevel", "", "")).settings[2], "deleted");
  EXPECT_EQ(ReadPart(Config("LmCompatibilityLevel", "DELETE", "")).settings[2], "deleted");
  EXPECT_EQ(ReadPart(Config("**delvals.", "REG_SZ", " ")).values,
            Strings({"1 delete-values MACHINE|System\\CurrentControlSet\\Control\\Lsa|"}));
  EXPECT_EQ(ReadPart(Config("**DeleteValues", "REG_SZ", "LmCompatibilityLevel")).findings,
            Strings({"1!directive"}));
}

TEST(PolicyRulesTest, ReportsPartsThatAreNotKnown) {
  EXPECT_EQ(ReadPart("<UserConfig><Value>LmCompatibilityLevel</Value></UserConfig>"
                     "<AuditSubcategory/><CseMachine/>")
                .findings,
            Strings());
  EXPECT_EQ(ReadPart("<Comment/>").findings, Strings({"1?unknown-element"}));
  EXPECT_EQ(ReadPart("<computerconfig><a b=\"lmcompatibilitylevel\"/></computerconfig>").findings,
            Strings({"1!unknown-element"}));
  EXPECT_EQ(ReadPart("<x><y>NTLMMinClientSec</y></x>").findings, Strings({"1!unknown-element"}));
  EXPECT_EQ(ReadPart("<p:ComputerConfig xmlns:p=\"u\"/>").findings, Strings({"1?unknown-element"}));
  EXPECT_EQ(ReadPart("<ComputerConfig><Key>a</Key></ComputerConfig>").findings,
            Strings({"1!no-name"}));
  EXPECT_EQ(ReadPart(Config("a</Value><Value>b", "REG_SZ", "")).findings, Strings({"1!no-name"}));
  EXPECT_EQ(ReadPart("<ComputerConfig><Value>a</Value></ComputerConfig>").findings,
            Strings({"1!no-name"}));
}

TEST(PolicyRulesTest, RejectsOtherRoots) {
  EXPECT_EQ(Read("<Rules/>").status,
            "1: not a .PolicyRules file: the root is Rules and not PolicyRules without namespace");
  EXPECT_NE(Read("<PolicyRules xmlns=\"u\"/>").status, "ok");
  EXPECT_EQ(Read("").status, ": the file is empty");
  EXPECT_FALSE(LooksLikePolicyRules({}));
}

TEST(PolicyRulesTest, TruncationAtEveryByteIsAnErrorOrTheWholeAnswer) {
  const std::string text = absl::StrCat("<PolicyRules>", Line(absl::StrCat(kLevel, "=4,5")),
                                        Config("NoLMHash", "REG_DWORD", "1"), "</PolicyRules>\n");
  const Seen whole = Read(text);
  ASSERT_EQ(whole.values.size(), 2u);
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen cut = Read(absl::string_view(text).substr(0, size));
    EXPECT_EQ(cut.status == "ok", size + 1 == text.size()) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
