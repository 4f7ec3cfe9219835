// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpo_report.h"

#include <string>

#include "parsers/policy/test_read.h"

namespace ntlmatrix::policy {
namespace {

using test::Seen;
using test::Strings;

Seen Read(absl::string_view text) { return test::Read("gpo-report", text); }

constexpr char kClient[] =
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NTLMMinClientSec";
constexpr char kLevel[] = "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel";

// A report of one GPO whose prefixes are s for Security, r for Registry, p for preferences and b
// for Base.
std::string Gpo(absl::string_view computer, absl::string_view user = "") {
  return absl::StrCat(
      "<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\""
      " xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\""
      " xmlns:r=\"http://www.microsoft.com/GroupPolicy/Settings/Registry\""
      " xmlns:p=\"http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry\""
      " xmlns:b=\"http://www.microsoft.com/GroupPolicy/Settings/Base\""
      " xmlns:q=\"urn:other\"><Name>test</Name>\n<Computer><Enabled>true</Enabled>"
      "<ExtensionData><Extension>",
      computer, "</Extension></ExtensionData></Computer>\n<User><ExtensionData><Extension>", user,
      "</Extension></ExtensionData></User></GPO>");
}

constexpr char kGood[] = "<LoggingStatus>Complete</LoggingStatus><Error>0</Error>";

std::string Status(absl::string_view id, absl::string_view rest) {
  return absl::StrCat("<ExtensionStatus><Name>x</Name><Identifier>", id, "</Identifier>", rest,
                      "</ExtensionStatus>");
}

// The same as a resultant set.
std::string Rsop(absl::string_view computer,
                 absl::string_view status = Status("{827D319E-6EAC-11D2-A4EA-00C04F79F83A}",
                                                   kGood)) {
  return absl::StrCat(
      "<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\""
      " xmlns:g=\"http://www.microsoft.com/GroupPolicy/Settings\""
      " xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\""
      " xmlns:r=\"http://www.microsoft.com/GroupPolicy/Settings/Registry\""
      " xmlns:p=\"http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry\""
      " xmlns:b=\"http://www.microsoft.com/GroupPolicy/Settings/Base\"><ComputerResults>",
      status, computer, "</ComputerResults></Rsop>");
}

std::string Option(absl::string_view key, absl::string_view number, absl::string_view rest = "") {
  return absl::StrCat("<s:SecurityOptions><s:KeyName>", key, "</s:KeyName><s:SettingNumber>",
                      number, "</s:SettingNumber>", rest, "</s:SecurityOptions>");
}

std::string Field(absl::string_view name, absl::string_view value) {
  return absl::StrCat("<s:Field><s:Name>", name, "</s:Name><s:Value>", value,
                      "</s:Value></s:Field>");
}

std::string Fields(absl::string_view fields) {
  return absl::StrCat("<s:Display><s:Name>x</s:Name><s:DisplayFields>", fields,
                      "</s:DisplayFields></s:Display>");
}

std::string Precedence(absl::string_view number, absl::string_view gpo = "{A}") {
  return absl::StrCat("<b:GPO><b:Identifier>", gpo, "</b:Identifier></b:GPO><b:Precedence>", number,
                      "</b:Precedence>");
}

TEST(GpoReportTest, ReadsSecurityOptionsWhateverThePrefix) {
  const Seen seen = Read(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
      "<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\">\r\n"
      "  <Computer>\r\n"
      "    <Enabled>true</Enabled>\r\n"
      "    <ExtensionData><Extension"
      " xmlns:q1=\"http://www.microsoft.com/GroupPolicy/Settings/Security\">\r\n"
      "      <q1:SecurityOptions>\r\n"
      "        <q1:KeyName>MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\"
      "NTLMMinClientSec</q1:KeyName>\r\n"
      "        <q1:SettingNumber>\r\n537395200\r\n</q1:SettingNumber>\r\n"
      "        <q1:Display><q1:Name>x</q1:Name><q1:DisplayFields>\r\n"
      "          <q1:Field><q1:Name>Require NTLMv2 session security</q1:Name>"
      "<q1:Value>true</q1:Value></q1:Field>\r\n"
      "          <q1:Field><q1:Name>Require 128-bit encryption</q1:Name>"
      "<q1:Value>true</q1:Value></q1:Field>\r\n"
      "        </q1:DisplayFields></q1:Display>\r\n"
      "      </q1:SecurityOptions>\r\n"
      "      <SecurityOptions xmlns=\"http://www.microsoft.com/GroupPolicy/Settings/Security\">"
      "<SystemAccessPolicyName>X</SystemAccessPolicyName></SecurityOptions>\r\n"
      "      <q1:Blocked>false</q1:Blocked>\r\n"
      "    </Extension></ExtensionData>\r\n"
      "  </Computer>\r\n"
      "</GPO>\r\n");
  EXPECT_EQ(seen.status, "ok");
  EXPECT_EQ(seen.values, Strings({"6 MACHINE|System\\CurrentControlSet\\Control\\Lsa\\MSV1_0|"
                                  "NTLMMinClientSec|4|537395200"}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.settings, Strings({"0x20080000", "not-defined", "not-defined"}));
}

TEST(GpoReportTest, ReportsNumbersThatOptionsContradict) {
  const auto read = [](absl::string_view number, absl::string_view fields) {
    return Read(Gpo(Option(kClient, number, Fields(fields))));
  };
  const std::string ess = Field("Require NTLMv2 session security", "true");
  const std::string no_ess = Field("require ntlmv2 session security", "false");
  const std::string no_128 = Field("Require 128-bit encryption", "0");
  EXPECT_EQ(read("524288", ess + no_128).settings[0], "0x80000");
  EXPECT_EQ(read("524288", ess + no_128).findings, Strings());
  EXPECT_EQ(read("524336", Field("Require message integrity", "1") +
                               Field("Require message confidentiality", "true"))
                .settings[0],
            "0x80030");
  for (const std::string& fields : {no_ess, Field("Require 128-bit encryption", "true"),
                                    Field("Require NTLMv2 session security", "maybe"),
                                    Field("Require message integrity", "true")}) {
    const Seen seen = read("524288", fields);
    EXPECT_EQ(seen.settings[0], "conflicting") << fields;
    EXPECT_EQ(seen.findings, Strings({"2!number-and-options"})) << fields;
  }
  const Seen german = read("524288", Field("128-Bit-Verschl\xC3\xBCsselung erfordern", "true"));
  EXPECT_EQ(german.settings[0], "0x80000");
  EXPECT_EQ(german.findings, Strings({"2.unknown-option"}));
  // What can't be a number of options is left to the interpreter.
  EXPECT_EQ(read("x", no_ess).settings[0], "malformed");
  EXPECT_EQ(Read(Gpo(Option("MACHINE\\A\\B", "1", Fields(ess)))).findings, Strings());
}

TEST(GpoReportTest, ReportsLevelsThatTheTextContradicts) {
  const auto read = [](absl::string_view text) {
    return Read(Gpo(Option(
        kLevel, "5",
        absl::StrCat("<s:Display><s:DisplayString>", text, "</s:DisplayString></s:Display>"))));
  };
  EXPECT_EQ(read("Send NTLMv2 response only. Refuse LM &amp; NTLM").findings, Strings());
  EXPECT_EQ(read("").findings, Strings());
  EXPECT_EQ(read("Send NTLM response only").findings, Strings({"2!number-and-options"}));
  EXPECT_EQ(read("Send NTLM response only").settings[2], "conflicting");
  EXPECT_EQ(read("LM- und NTLM-Antworten senden").findings, Strings({"2.unknown-option"}));
}

TEST(GpoReportTest, ReadsOtherTypesAndDamage) {
  const auto level = [](absl::string_view data) {
    return Read(Gpo(absl::StrCat("<s:SecurityOptions><s:KeyName>", kLevel, "</s:KeyName>", data,
                                 "</s:SecurityOptions>")))
        .settings[2];
  };
  EXPECT_EQ(level("<s:SettingNumber>&#53;</s:SettingNumber>"), "0x5");
  EXPECT_EQ(level("<s:SettingNumber><![CDATA[5]]></s:SettingNumber>"), "0x5");
  EXPECT_EQ(level("<s:SettingString>\"5\"</s:SettingString>"), "wrong-type");
  EXPECT_EQ(level("<s:SettingStrings><s:Value>5</s:Value></s:SettingStrings>"), "wrong-type");
  EXPECT_EQ(level("<s:SettingBoolean>true</s:SettingBoolean>"), "wrong-type");
  EXPECT_EQ(level(""), "malformed");
  EXPECT_EQ(level("<s:SettingNumber/>"), "malformed");
  EXPECT_EQ(level("<s:SettingNumber>5</s:SettingNumber><s:SettingNumber>5</s:SettingNumber>"),
            "malformed");
  EXPECT_EQ(level("<s:SettingNumber>5<s:x/></s:SettingNumber>"), "malformed");
  EXPECT_EQ(Read(Gpo("<s:SecurityOptions/>")).findings, Strings({"2!key-name"}));
  EXPECT_EQ(Read(Gpo(Option(kLevel, "5", "<s:KeyName>b</s:KeyName>"))).findings,
            Strings({"2!key-name"}));
}

TEST(GpoReportTest, ReportsWhatStandsInOtherPlaces) {
  const std::string wrong =
      absl::StrCat("<q:SecurityOptions><q:KeyName>", kLevel, "</q:KeyName></q:SecurityOptions>");
  EXPECT_EQ(Read(Gpo(wrong)).findings, Strings({"2!unknown-namespace"}));
  EXPECT_EQ(Read(Gpo("<q:RegistrySetting/>")).findings, Strings({"2!unknown-namespace"}));
  EXPECT_EQ(Read(Gpo("<r:RegistrySettings/>")).findings, Strings({"2!unknown-namespace"}));
  EXPECT_EQ(Read(Gpo("", Option(kLevel, "5"))).findings, Strings({"3?user-side"}));
  EXPECT_EQ(Read(Gpo("", "<r:RegistrySetting/>")).findings, Strings());
  const std::string report = Gpo("");
  const std::string misplaced =
      absl::StrCat(report.substr(0, report.size() - 6), Option(kLevel, "5"), "</GPO>");
  EXPECT_EQ(Read(misplaced).findings, Strings({"3!misplaced"}));
}

TEST(GpoReportTest, TakesDisabledSettingsForConditional) {
  std::string disabled = Gpo(Option(kLevel, "5") + Option(kClient, "0"));
  disabled.replace(disabled.find("true"), 4, "false");
  EXPECT_EQ(Read(disabled).settings, Strings({"conflicting", "not-defined", "conflicting"}));
  EXPECT_NE(Read(disabled).values[0].find("the report says that they are not"), std::string::npos);
  EXPECT_EQ(Read(Gpo(Option(kLevel, "5") + "<s:Blocked>true</s:Blocked>")).settings[2],
            "conflicting");
  EXPECT_EQ(Read(Gpo(Option(kLevel, "5") + "<s:Blocked> false </s:Blocked>")).settings[2], "0x5");
  EXPECT_EQ(
      Read(Gpo(Option(kLevel, "5") + "</Extension><Error><Details>x</Details></Error><Extension>"))
          .findings,
      Strings({"2!extension-error"}));
}

TEST(GpoReportTest, TakesSettingsForConditionalUnlessEnabled) {
  const auto read = [](const std::string& enabled) {
    std::string text = Gpo(Option(kLevel, "5"));
    const std::string before = "<Enabled>true</Enabled>";
    return Read(text.replace(text.find(before), before.size(), enabled));
  };
  EXPECT_EQ(read("<Enabled> 1 </Enabled>").settings[2], "0x5");
  for (const char* enabled : {"", "<Enabled/>", "<Enabled>False</Enabled>", "<Enabled>no</Enabled>",
                              "<Enabled>true</Enabled><Enabled>true</Enabled>"}) {
    const Seen seen = read(enabled);
    EXPECT_EQ(seen.settings[2], "conflicting") << enabled;
    EXPECT_NE(seen.values[0].find("does not say that they are"), std::string::npos) << enabled;
  }
}

// "GPO MUST be considered denied if the GPO versions consisting of GPO container version and GPO
// file system version are both 0." [MS-GPOL] 3.2.5.1.6
TEST(GpoReportTest, TakesSettingsOfVersion0ForConditional) {
  const auto read = [](absl::string_view versions) {
    std::string text = Gpo(Option(kLevel, "5"));
    text.insert(text.find("<Enabled>"), std::string(versions));
    return Read(text).settings[2];
  };
  const auto versions = [](absl::string_view directory, absl::string_view sysvol) {
    return absl::StrCat("<VersionDirectory>", directory, "</VersionDirectory><VersionSysvol>",
                        sysvol, "</VersionSysvol>");
  };
  EXPECT_EQ(read(versions("0", "0")), "conflicting");
  EXPECT_EQ(read(versions("0", "1")), "0x5");
  EXPECT_EQ(read(versions("1", "0")), "0x5");
}

TEST(GpoReportTest, ReportsGpoWithoutEnabledLink) {
  const auto findings = [](const std::string& links) {
    std::string text = Gpo(Option(kLevel, "5"));
    return Read(text.insert(text.find("</GPO>"), links)).findings;
  };
  const std::string off = "<LinksTo><SOMName>d</SOMName><Enabled>false</Enabled></LinksTo>";
  const std::string on = "<LinksTo><SOMName>d</SOMName><Enabled>true</Enabled></LinksTo>";
  EXPECT_EQ(findings(off), Strings({"3?no-enabled-link"}));
  EXPECT_EQ(findings(off + off), Strings({"3?no-enabled-link"}));
  EXPECT_EQ(findings("<LinksTo/>"), Strings({"3?no-enabled-link"}));
  EXPECT_EQ(findings(off + on), Strings());
}

TEST(GpoReportTest, ReadsRegistrySettings) {
  const auto read = [](absl::string_view inside) {
    return Read(Gpo(absl::StrCat(
        "<r:RegistrySetting><r:KeyPath>System\\CurrentControlSet\\Control\\Lsa</r:KeyPath>"
        "<r:AdmSetting>false</r:AdmSetting>",
        inside, "</r:RegistrySetting>")));
  };
  const auto value = [](absl::string_view data) {
    return absl::StrCat("<r:Value><r:Name>LmCompatibilityLevel</r:Name>", data, "</r:Value>");
  };
  EXPECT_EQ(
      read(value("<r:Number>3</r:Number>")).values,
      Strings({"2 MACHINE|System\\CurrentControlSet\\Control\\Lsa|LmCompatibilityLevel|4|3"}));
  EXPECT_EQ(read(value("<r:Number>3</r:Number>")).settings[2], "0x3");
  EXPECT_EQ(read(value("<r:String>3</r:String>")).settings[2], "wrong-type");
  EXPECT_EQ(read(value("<r:Whatever>3</r:Whatever>")).settings[2], "wrong-type");
  EXPECT_EQ(read(value("")).settings[2], "malformed");
  EXPECT_EQ(read("<r:Value><r:Name>**del.LmCompatibilityLevel</r:Name></r:Value>").settings[2],
            "malformed");
  EXPECT_EQ(read("<r:Command>DeleteValues</r:Command>").findings, Strings({"2!unknown-element"}));
  EXPECT_EQ(read("<r:Value><r:Number>3</r:Number></r:Value>").findings, Strings({"2!key-name"}));
  EXPECT_EQ(Read(Gpo("<r:RegistrySetting><r:KeyPath>Software\\X</r:KeyPath><r:Command/>"
                     "</r:RegistrySetting>"))
                .findings,
            Strings());
  EXPECT_EQ(Read(Gpo(absl::StrCat("<r:RegistrySetting><r:KeyPath>HKLM\\A</r:KeyPath>",
                                  value("<r:Number>3</r:Number>"), "</r:RegistrySetting>")))
                .values,
            Strings({"2 HKLM|A|LmCompatibilityLevel|4|3"}));
}

TEST(GpoReportTest, ReadsPreferencesOfBothSides) {
  const std::string item =
      "<p:RegistrySettings clsid=\"{}\"><p:Registry><p:GPOSettingOrder>1</p:GPOSettingOrder>"
      "<p:Properties action=\"U\" hive=\"HKEY_LOCAL_MACHINE\""
      " key=\"System\\CurrentControlSet\\Control\\Lsa\" name=\"LmCompatibilityLevel\""
      " type=\"REG_DWORD\" value=\"00000005\"/></p:Registry></p:RegistrySettings>";
  EXPECT_EQ(Read(Gpo(item)).settings[2], "0x5");
  EXPECT_EQ(Read(Gpo(item)).findings, Strings());
  EXPECT_EQ(Read(Gpo("", item)).settings[2], "conflicting");
  const auto with_precedence = [&](absl::string_view number) {
    std::string text = item;
    text.insert(text.find("<p:Registry>"), Precedence(number));
    return Read(Rsop(text)).settings[2];
  };
  EXPECT_EQ(with_precedence("1"), "0x5");
  EXPECT_EQ(with_precedence("2"), "conflicting");
}

TEST(GpoReportTest, ReportsTemplatesThatSeemToSetASetting) {
  const auto findings = [](absl::string_view name) {
    return Read(Gpo(absl::StrCat("<r:Policy><r:Name>", name, "</r:Name></r:Policy>"))).findings;
  };
  EXPECT_EQ(findings("Prohibit installation of drivers"), Strings({"2.policies-by-name"}));
  EXPECT_EQ(findings("NTLMMinClientSec"), Strings({"2!administrative-template"}));
  EXPECT_EQ(findings("MSS: LAN Manager Authentication Level"),
            Strings({"2!administrative-template"}));
  EXPECT_EQ(Read(Gpo("", "<r:Policy><r:Name>NTLMMinClientSec</r:Name></r:Policy>")).findings,
            Strings());
}

TEST(GpoReportTest, RemarksOnceOnPoliciesThatAreShownByNameOnly) {
  const auto policy = [](absl::string_view state) {
    return absl::StrCat("\n<r:Policy><r:Name>x</r:Name><r:State>", state, "</r:State></r:Policy>");
  };
  EXPECT_EQ(Read(Gpo(policy("Enabled"))).findings, Strings({"3.policies-by-name"}));
  // A policy that is disabled may write values too.
  EXPECT_EQ(Read(Gpo(policy("NotConfigured") + policy("Disabled") + policy("Enabled"))).findings,
            Strings({"4.policies-by-name"}));
  EXPECT_EQ(Read(Gpo(policy("NotConfigured"), policy("Enabled"))).findings, Strings());
}

TEST(GpoReportTest, LetsPrecedenceOneWin) {
  const Seen seen = Read(Rsop(
      absl::StrCat(Option(kLevel, "3", Precedence("2", "{LOSER}")), "\n",
                   Option(kLevel, "5", Precedence(" 1 ")), "\n",
                   Option("machine\\system\\currentcontrolset\\control\\lsa\\lmcompatibilitylevel",
                          "0", Precedence("3")))));
  EXPECT_EQ(seen.status, "ok");
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|System\\CurrentControlSet\\Control\\Lsa|"
                                  "LmCompatibilityLevel|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"1.lost", "3.lost"}));
  EXPECT_EQ(seen.settings[2], "0x5");
}

TEST(GpoReportTest, ReportsUndecidedPrecedence) {
  const auto read = [](absl::string_view first, absl::string_view second) {
    return Read(Rsop(absl::StrCat(Option(kLevel, "3", first), Option(kLevel, "5", second))));
  };
  const Strings both = {"1!precedence", "1!precedence"};
  EXPECT_EQ(read(Precedence("1"), Precedence("1")).findings, both);
  EXPECT_EQ(read(Precedence("1"), Precedence("1")).settings[2], "conflicting");
  EXPECT_EQ(read(Precedence("2"), Precedence("3")).findings, both);
  EXPECT_EQ(read("", "").findings, both);
  EXPECT_EQ(read(Precedence("1"), "").findings, Strings({"1!precedence"}));
  EXPECT_EQ(read(Precedence("1"), Precedence("0")).settings[2], "conflicting");
  EXPECT_EQ(read(Precedence("1"), Precedence("x")).settings[2], "conflicting");
  // The prefix alone does not make it a Precedence.
  EXPECT_EQ(Read(Rsop(Option(kLevel, "3", "<s:Precedence>1</s:Precedence>"))).findings,
            Strings({"1!precedence"}));
}

TEST(GpoReportTest, LeavesTwoExtensionsToTheInterpreter) {
  const Seen seen = Read(Rsop(
      absl::StrCat(Option(kLevel, "5", Precedence("1")), "<r:RegistrySetting>", Precedence("1"),
                   "<r:KeyPath>System\\CurrentControlSet\\Control\\Lsa</r:KeyPath><r:Value>"
                   "<r:Name>LmCompatibilityLevel</r:Name><r:Number>3</r:Number></r:Value></"
                   "r:RegistrySetting>")));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.settings[2], "conflicting");
}

TEST(GpoReportTest, ReportsExtensionsThatFailed) {
  const auto findings = [](absl::string_view id, absl::string_view rest) {
    return Read(Rsop("", Status(id, rest))).findings;
  };
  const std::string bad = "<LoggingStatus>Complete</LoggingStatus><Error>1274</Error>";
  for (const char* id :
       {"{827D319E-6EAC-11D2-A4EA-00C04F79F83A}", "{35378eac-683f-11d2-a89a-00c04fbbcfa2}",
        "{00000000-0000-0000-0000-000000000000}"}) {
    EXPECT_EQ(findings(id, kGood), Strings());
    EXPECT_EQ(findings(id, bad), Strings({"1!extension-error"}));
    EXPECT_EQ(findings(id, "<LoggingStatus>Failed</LoggingStatus><Error>0</Error>"),
              Strings({"1!extension-error"}));
    EXPECT_EQ(findings(id, ""), Strings({"1!extension-error"}));
  }
  EXPECT_EQ(findings("{0E28E245-9368-4853-AD84-6DA3BA35BB75}", bad), Strings());
}

TEST(GpoReportTest, ConcludesNothingWithoutExtensions) {
  EXPECT_EQ(Read(Rsop("", "")).findings, Strings({"!no-extension-status"}));
  const std::string user = absl::StrCat(
      "<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\"><ComputerResults/><UserResults>",
      Status("{00000000-0000-0000-0000-000000000000}", kGood), "</UserResults></Rsop>");
  EXPECT_EQ(Read(user).findings, Strings({"!no-extension-status"}));
}

TEST(GpoReportTest, ConcludesNothingWithoutTheComputer) {
  EXPECT_EQ(
      Read("<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\"><User/></GPO>").findings,
      Strings({"!no-computer-part"}));
  EXPECT_EQ(Read("<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\"><UserResults/></Rsop>")
                .findings,
            Strings({"!no-computer-part"}));
  EXPECT_EQ(Read("<report/>").findings, Strings({"!no-computer-part"}));
}

TEST(GpoReportTest, ReadsSeveralGpos) {
  const std::string first = Gpo(Option(kLevel, "5"));
  const std::string second = Gpo(Option(kLevel, "3"));
  const Seen seen = Read(absl::StrCat("<report>", first, second, "</report>"));
  EXPECT_EQ(seen.values.size(), 2u);
  EXPECT_EQ(seen.findings, Strings({"?several-gpos"}));
  EXPECT_EQ(seen.settings[2], "conflicting");
  EXPECT_EQ(Read(absl::StrCat("<Report>", first, "</Report>")).findings, Strings());
}

TEST(GpoReportTest, RejectsOtherRoots) {
  EXPECT_EQ(Read("\n<GPO/>").status,
            "2: not a report of Group Policy: the root is GPO in the namespace ``");
  EXPECT_NE(Read("<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\"/>").status, "ok");
  EXPECT_NE(Read("<x/>").status, "ok");
  EXPECT_EQ(Read("<GPO>").status, "1: XML: the file ends inside the element GPO");
  EXPECT_FALSE(LooksLikeGpoReport({}));
}

TEST(GpoReportTest, TruncationAtEveryByteIsAnErrorOrTheWholeAnswer) {
  const std::string text = Gpo(Option(kLevel, "5")) + "\n";
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen cut = Read(absl::string_view(text).substr(0, size));
    EXPECT_EQ(cut.status == "ok", size + 1 == text.size()) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
