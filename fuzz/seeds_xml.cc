// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

#define NTLMATRIX_LSA "System\\CurrentControlSet\\Control\\Lsa"
constexpr char kLsa[] = NTLMATRIX_LSA;
constexpr char kLevelPath[] = "MACHINE\\" NTLMATRIX_LSA "\\LmCompatibilityLevel";
constexpr char kClientPath[] = "MACHINE\\" NTLMATRIX_LSA "\\MSV1_0\\NTLMMinClientSec";
constexpr char kServerPath[] = "MACHINE\\" NTLMATRIX_LSA "\\MSV1_0\\NTLMMinServerSec";
#undef NTLMATRIX_LSA

Data Text(absl::string_view text) { return {text.begin(), text.end()}; }

// ASCII as UTF-16LE with byte order mark.
Data Utf16(absl::string_view text) {
  Data data = {0xFF, 0xFE};
  for (const char c : text) {
    data.push_back(static_cast<uint8_t>(c));
    data.push_back(0);
  }
  return data;
}

std::string Times(absl::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) absl::StrAppend(&out, text);
  return out;
}

// A report of one GPO with that computer side.
std::string Gpo(absl::string_view computer, absl::string_view user = "") {
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
      "<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\""
      " xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\""
      " xmlns:r=\"http://www.microsoft.com/GroupPolicy/Settings/Registry\""
      " xmlns:p=\"http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry\">\r\n"
      "<Computer><Enabled>true</Enabled><ExtensionData><Extension>\r\n",
      computer, "</Extension><Name>Security</Name></ExtensionData></Computer>\r\n<User>", user,
      "</User>\r\n</GPO>\r\n");
}

std::string Rsop(absl::string_view computer) {
  return absl::StrCat(
      "<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\""
      " xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\""
      " xmlns:b=\"http://www.microsoft.com/GroupPolicy/Settings/Base\"><ComputerResults>"
      "<ExtensionStatus><Name>Security</Name>"
      "<Identifier>{827D319E-6EAC-11D2-A4EA-00C04F79F83A}</Identifier>"
      "<LoggingStatus>Complete</LoggingStatus><Error>0</Error></ExtensionStatus>\n",
      computer, "</ComputerResults></Rsop>\n");
}

std::string Option(absl::string_view path, absl::string_view number, absl::string_view rest = "") {
  return absl::StrCat("<s:SecurityOptions>", rest, "<s:KeyName>", path,
                      "</s:KeyName><s:SettingNumber>", number,
                      "</s:SettingNumber></s:SecurityOptions>\r\n");
}

std::string Fields(absl::string_view ess, absl::string_view strong) {
  return absl::StrCat(
      "<s:Display><s:Name>Minimum session security</s:Name><s:DisplayFields>"
      "<s:Field><s:Name>Require NTLMv2 session security</s:Name><s:Value>",
      ess, "</s:Value></s:Field><s:Field><s:Name>Require 128-bit encryption</s:Name><s:Value>",
      strong, "</s:Value></s:Field></s:DisplayFields></s:Display>");
}

std::string Precedence(absl::string_view number) {
  return absl::StrCat("<b:GPO><b:Identifier>{A}</b:Identifier></b:GPO><b:Precedence>", number,
                      "</b:Precedence>");
}

// Registry.xml of Group Policy Preferences.
std::string Preferences(absl::string_view inside) {
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<RegistrySettings clsid=\"{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}\">",
      inside, "</RegistrySettings>\n");
}

std::string Item(absl::string_view action, absl::string_view value, absl::string_view rest = "",
                 absl::string_view attributes = "") {
  return absl::StrCat("<Registry clsid=\"{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}\"", attributes,
                      "><Properties action=\"", action,
                      "\" displayDecimal=\"1\" default=\"0\" hive=\"HKEY_LOCAL_MACHINE\" key=\"",
                      kLsa, "\" name=\"LmCompatibilityLevel\" type=\"REG_DWORD\" value=\"", value,
                      "\"/>", rest, "</Registry>\n");
}

std::string Rules(absl::string_view inside) {
  return absl::StrCat("<PolicyRules>\n", inside, "</PolicyRules>\n");
}

std::string Lines(absl::string_view section, absl::string_view line) {
  return absl::StrCat("<SecurityTemplate Section=\"", section, "\"><LineItem>", line,
                      "</LineItem><PolicyName>x</PolicyName></SecurityTemplate>\n");
}

std::string Config(absl::string_view name, absl::string_view type, absl::string_view data) {
  return absl::StrCat("<ComputerConfig><Key>", kLsa, "</Key><Value>", name, "</Value><RegType>",
                      type, "</RegType><RegData>", data, "</RegData></ComputerConfig>\n");
}

std::string BillionLaughs() {
  std::string text = "<!DOCTYPE a [<!ENTITY e0 \"ha\">";
  for (int i = 1; i < 10; ++i) {
    absl::StrAppend(&text, "<!ENTITY e", i, " \"", Times(absl::StrCat("&e", i - 1, ";"), 10),
                    "\">");
  }
  return absl::StrCat(text, "]><a>&e9;</a>");
}

}  // namespace

std::vector<Seed> XmlScanSeeds() {
  const std::string document =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a xmlns:p=\"u\" b=\"&lt;\">"
      "<p:c p:d=''>x<!-- y -->&#x7A;<![CDATA[<&]]></p:c><e/></a>\n";
  return {
      {"document", kByHand, "every kind of markup", Text(document)},
      {"utf16", kByHand, "the same in UTF-16LE", Utf16(document)},
      {"billion_laughs", "XML bomb", "entities that grow tenfold nine times",
       Text(BillionLaughs())},
      {"external_entity", "XXE", "an entity that names a file",
       Text("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>")},
      {"entity_without_dtd", kByHand, "a reference to an entity that nothing declares",
       Text("<a>&e;</a>")},
      {"depth_64", kByHand, "as deep as the limit", Text(Times("<a>", 64) + Times("</a>", 64))},
      {"depth_65", kByHand, "one deeper than the limit",
       Text(Times("<a>", 65) + Times("</a>", 65))},
      {"deep_and_open", kByHand, "a thousand start tags", Text(Times("<a>", 1000))},
      {"duplicate_attribute", kByHand, "pugixml keeps both", Text("<a b='1' b='2'/>")},
      {"two_roots", kByHand, "pugixml takes both", Text("<a/><b/>")},
      {"text_after_root", kByHand, "pugixml drops it", Text("<a/>x")},
      {"unclosed", kByHand, "the end of the root is missing", Text("<a><b></b>")},
      {"wrong_end", kByHand, "ends in the wrong order", Text("<a><b></a></b>")},
      {"attributes_without_space", kByHand, "no blank between attributes", Text("<a b='1'c='2'/>")},
      {"comment_in_number", kByHand, "pugixml gives two texts", Text("<a>5373<!-- x -->95200</a>")},
      {"blanks_between_comments", kByHand, "a text of blanks alone counts",
       Text("<a>5<!-- --> <!-- -->3</a>")},
      {"empty_cdata", kByHand, "no characters", Text("<a><![CDATA[]]></a>")},
      {"nul_reference", kByHand, "pugixml ends the text there", Text("<a>5&#0;3</a>")},
      {"nul", "hivex image special", "U+0000 itself", Text({"<a>5\0003</a>", 10})},
      {"reference_wraps", kByHand, "2^32 + 53", Text("<a>&#4294967349;</a>")},
      {"surrogate_reference", kByHand, "half a pair", Text("<a>&#xD835;</a>")},
      {"prefix_redefined", kByHand, "the same prefix for two namespaces",
       Text("<p:a xmlns:p='u'><p:b xmlns:p='v'/></p:a>")},
      {"prefix_undeclared", kByHand, "out of its scope", Text("<a><b xmlns:p='u'/><p:c/></a>")},
      {"declared_utf7", kByHand, "an encoding in which < may be hidden",
       Text("<?xml version='1.0' encoding='utf-7'?><a>+ADw-b/+AD4-</a>")},
      {"declared_utf16", kByHand, "says UTF-16 and is not",
       Text("<?xml version='1.0' encoding='utf-16'?><a/>")},
      {"declaration_late", kByHand, "a blank before the XML declaration",
       Text(" <?xml version='1.0'?><a/>")},
      {"comment_with_dashes", kByHand, "not well-formed", Text("<a><!-- -- --></a>")},
      {"crash_encoding_with_markup", "fuzzing xml_scan",
       "the encoding holds a whole declaration and a tag",
       Text("<?xml version='1.0' encoding='utf-8\"?><a><b'?><a/>")},
      {"cdata_end_in_text", kByHand, "]]> outside a section", Text("<a>]]></a>")},
      {"open_comment", kByHand, "hides all that follows", Text("<a><!-- <b/></a>")},
      {"8_bit", kByHand, "neither UTF-8 nor UTF-16", Text("<a>\xE4</a>")},
      {"empty", kByHand, "no bytes at all", {}},
  };
}

std::vector<Seed> PolicyXmlSeeds() {
  const std::string client = Option(kClientPath, "537395200", Fields("true", "true"));
  const std::string all =
      client + Option(kServerPath, "537395200", Fields("true", "true")) + Option(kLevelPath, "5");
  const std::string targeting = "<Filters><FilterGroup name=\"x\"/></Filters>";
  return {
      {"report", "gpreport.xml, by its form", "the three settings", Text(Gpo(all))},
      {"report_utf16", "gpreport.xml, by its form", "in UTF-16LE", Utf16(Gpo(client))},
      {"report_contradiction", kByHand, "the number and the options disagree",
       Text(Gpo(Option(kClientPath, "524288", Fields("true", "true"))))},
      {"report_localised", kByHand, "an option in another language",
       Text(Gpo(Option(kLevelPath, "5",
                       "<s:Display><s:DisplayString>Nur NTLMv2</s:DisplayString></s:Display>")))},
      {"report_other_namespace", kByHand, "SecurityOptions in no known namespace",
       Text(Gpo("<SecurityOptions><KeyName>x</KeyName></SecurityOptions>"))},
      {"report_prefix_redefined", kByHand, "the prefix of Security for another namespace",
       Text(Gpo("<x xmlns:s=\"u\">" + Option(kLevelPath, "5") + "</x>"))},
      {"report_number_in_pieces", kByHand, "CDATA, references and a comment inside a number",
       Text(Gpo(Option(kLevelPath, "<![CDATA[]]>&#x35;<!-- 3 -->")))},
      {"report_two_numbers", kByHand, "SettingNumber twice",
       Text(Gpo(Option(kLevelPath, "5</s:SettingNumber><s:SettingNumber>0")))},
      {"report_text_type", kByHand, "SettingString instead of SettingNumber",
       Text(Gpo(absl::StrCat("<s:SecurityOptions><s:KeyName>", kLevelPath,
                             "</s:KeyName><s:SettingString>\"5\"</s:SettingString>"
                             "</s:SecurityOptions>")))},
      {"report_user_side", kByHand, "security options of the user",
       Text(Gpo("", Option(kLevelPath, "5")))},
      {"report_blocked", kByHand, "an extension that is blocked",
       Text(Gpo(all + "<s:Blocked>true</s:Blocked>"))},
      {"report_registry_setting", "Get-GPOReport, by its form", "a value outside any template",
       Text(Gpo(absl::StrCat("<r:RegistrySetting><r:KeyPath>", kLsa,
                             "</r:KeyPath><r:AdmSetting>false</r:AdmSetting><r:Value><r:Name>"
                             "LmCompatibilityLevel</r:Name><r:Number>5</r:Number></r:Value>"
                             "</r:RegistrySetting>")))},
      {"report_preferences", "Get-GPOReport, by its form", "a preference in a report",
       Text(Gpo(absl::StrCat(
           "<p:RegistrySettings><p:Registry><p:Properties action=\"U\" hive=\"HKEY_LOCAL_MACHINE\""
           " key=\"",
           kLsa,
           "\" name=\"LmCompatibilityLevel\" type=\"REG_DWORD\" value=\"00000005\"/></p:Registry>"
           "</p:RegistrySettings>")))},
      {"report_template_name", kByHand, "an administrative template that names a setting",
       Text(Gpo("<r:Policy><r:Name>LAN Manager authentication level</r:Name></r:Policy>"))},
      {"report_disabled", kByHand, "a word that is no boolean",
       Text("<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\" "
            "xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\"><Computer><Enabled>"
            "False</Enabled>" +
            client + "</Computer></GPO>")},
      {"report_without_enabled", kByHand, "nothing says whether the settings are enabled",
       Text("<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\" "
            "xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\"><Computer>" +
            client + "</Computer></GPO>")},
      {"report_link_disabled", kByHand, "the only link is disabled",
       Text("<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\"><Computer><Enabled>true"
            "</Enabled></Computer><LinksTo><SOMPath>d</SOMPath><Enabled>false</Enabled></LinksTo>"
            "</GPO>")},
      {"report_policy_by_name", kByHand, "a policy whose registry value is not shown",
       Text(Gpo("<r:Policy><r:Name>x</r:Name><r:State>Enabled</r:State></r:Policy>"))},
      {"report_without_computer", kByHand, "the user's part alone",
       Text("<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\"><User/></GPO>")},
      {"report_several", "Get-GPOReport -All, by its form", "no GPO at all", Text("<report/>")},
      {"rsop", "gpresult /x, by its form", "a winner and a loser",
       Text(Rsop(Option(kLevelPath, "5", Precedence("1")) +
                 Option(kLevelPath, "3", Precedence("2"))))},
      {"rsop_undecided", kByHand, "two winners",
       Text(Rsop(Option(kLevelPath, "5", Precedence("1")) +
                 Option(kLevelPath, "3", Precedence("1"))))},
      {"rsop_without_precedence", kByHand, "no precedence", Text(Rsop(Option(kLevelPath, "5")))},
      {"rsop_without_status", kByHand, "no extension reports",
       Text("<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\"><ComputerResults/></Rsop>")},
      {"rsop_failed", kByHand, "an extension that failed",
       Text("<Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\"><ComputerResults>"
            "<ExtensionStatus><Identifier>{35378EAC-683F-11D2-A89A-00C04FBBCFA2}</Identifier>"
            "<LoggingStatus>Failed</LoggingStatus><Error>5</Error></ExtensionStatus>"
            "</ComputerResults></Rsop>")},
      {"preferences", "[MS-GPPREF] 4.2", "a number that is displayed as decimal",
       Text(Preferences(Item("U", "00000005")))},
      {"preferences_variable", kByHand, "a name that a variable makes a setting's",
       Text(Preferences(absl::StrCat("<Registry><Properties action=\"U\" "
                                     "hive=\"HKEY_LOCAL_MACHINE\" key=\"",
                                     kLsa,
                                     "\" name=\"%x%\" type=\"REG_DWORD\" "
                                     "value=\"00000000\"/></Registry>")))},
      {"preferences_numbered", kByHand, "a numbered control set",
       Text(Preferences("<Registry><Properties action=\"U\" hive=\"HKEY_LOCAL_MACHINE\" "
                        "key=\"SYSTEM\\ControlSet001\\Control\\Lsa\" "
                        "name=\"LmCompatibilityLevel\" type=\"REG_DWORD\" "
                        "value=\"00000005\"/></Registry>"))},
      {"preferences_decimal", kByHand, "a number that is decimal",
       Text(Preferences(Item("U", "537395200")))},
      {"preferences_actions", kByHand, "create, replace, delete",
       Text(Preferences(Item("C", "00000003") + Item("R", "00000005") + Item("D", "00000000")))},
      {"preferences_disabled", kByHand, "in a collection that is disabled",
       Text(Preferences("<Collection disabled=\"1\">" + Item("U", "00000005") + "</Collection>"))},
      {"preferences_targeting", kByHand, "targeting of an item and of its collection",
       Text(Preferences("<Collection>" + Item("U", "00000005", targeting) + targeting +
                        "</Collection>"))},
      {"preferences_bit_field", kByHand, "a mask",
       Text(Preferences(Item("U", "00000005",
                             "<Properties action=\"U\" key=\"a\" name=\"b\" "
                             "bitfield=\"1\"><SubProp id=\"c\"/></Properties>")))},
      {"preferences_delete_key", kByHand, "a whole key",
       Text(Preferences("<Registry><Properties action=\"D\" hive=\"HKEY_LOCAL_MACHINE\" "
                        "key=\"System\" name=\"\"/></Registry>"))},
      {"preferences_odd_case", kByHand, "names of elements in another case",
       Text(Preferences("<registry/>"))},
      {"rules_template", "Policy Analyzer, by its form", "a line of a template",
       Text(Rules(Lines("Registry Values", absl::StrCat(kLevelPath, "=4,5"))))},
      {"rules_other_section", kByHand, "the line in another section",
       Text(Rules(Lines("System Access", absl::StrCat(kLevelPath, "=4,5"))))},
      {"rules_registry", "Policy Analyzer, by its form", "a value of Registry.pol",
       Text(Rules(Config("LmCompatibilityLevel", "REG_DWORD", "5")))},
      {"rules_directives", "[MS-GPREG] 3.2.5.1.2", "deletions",
       Text(Rules(Config("**del.LmCompatibilityLevel", "REG_SZ", " ") +
                  Config("**delvals.", "REG_SZ", " ") +
                  Config("**DeleteValues", "REG_SZ", "LmCompatibilityLevel")))},
      {"rules_misspelt", kByHand, "an element in another case",
       Text(Rules("<computerconfig><Value>LmCompatibilityLevel</Value></computerconfig>"))},
      {"cut", kByHand, "a report without its end", Text(Gpo(all).substr(0, 700))},
  };
}

}  // namespace ntlmatrix::fuzz
