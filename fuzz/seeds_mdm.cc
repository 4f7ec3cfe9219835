// SPDX-License-Identifier: Apache-2.0

// Stores of configuration and device management, and of Samba.

#include <string>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

Data Text(const std::string& text) { return Data(text.begin(), text.end()); }

// ASCII as UTF-16LE with byte order mark.
Data Utf16(const std::string& text) {
  Data data = {0xFF, 0xFE};
  for (const char c : text) {
    data.push_back(static_cast<uint8_t>(c));
    data.push_back(0);
  }
  return data;
}

// An input of a target that cuts: the place in 256ths, the store.
Data CutAt(uint8_t place, const Data& store) { return Join({Data{place}, store}); }

std::string Instance(const std::string& class_name, const std::string& properties) {
  return "instance of " + class_name + " as $A1ref\r\n{\r\n" + properties + "\r\n};\r\n";
}

const std::string kMofEnd = Instance("OMI_ConfigurationDocument", " Version=\"2.0.0\";");
const std::string kMsvKey =
    " Key = \"HKLM:\\\\System\\\\CurrentControlSet\\\\Control\\\\Lsa\\\\MSV1_0\";\r\n";

std::string Registry(const std::string& name, const std::string& more) {
  return Instance("MSFT_RegistryResource",
                  kMsvKey + " ValueName = \"" + name + "\";\r\n ValueType = \"Dword\";\r\n" + more);
}

std::string Option(const std::string& name, const std::string& words) {
  return Instance("MSFT_SecurityOption", "Network_security_" + name + " = \"" + words + "\";");
}

Data Mof(const std::string& text, uint8_t cut = 255) { return CutAt(cut, Text(text + kMofEnd)); }

// A device configuration with one member.
Data Graph(const std::string& member, const std::string& value) {
  return Text(
      "{\n  \"@odata.type\": \"#microsoft.graph.windows10EndpointProtectionConfiguration\","
      "\n  \"" +
      member + "\": " + value + "\n}\n");
}

constexpr char kGraphClients[] = "localSecurityOptionsMinimumSessionSecurityForNtlmSspBasedClients";
constexpr char kCatalogClients[] =
    "device_vendor_msft_policy_config_localpoliciessecurityoptions_networksecurity_"
    "minimumsessionsecurityforntlmsspbasedclients";
constexpr char kCspOptions[] = "./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions";
const std::string kCspClients =
    std::string(kCspOptions) + "/NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients";
const std::string kCspLevel =
    std::string(kCspOptions) + "/NetworkSecurity_LANManagerAuthenticationLevel";

// A policy of the settings catalog with one setting.
Data Catalog(const std::string& members) {
  return Text(
      "{\"name\": \"x\", \"platforms\": \"windows10\", \"settings\": [{\"id\": \"0\", "
      "\"settingInstance\": {\"settingDefinitionId\": \"" +
      std::string(kCatalogClients) + "\"" + members + "}}]}");
}

// A custom device configuration with one setting.
Data Custom(const std::string& uri, const std::string& members) {
  return Text("{\"omaSettings\": [{\"omaUri\": \"" + uri + "\"" + members + "}]}");
}

std::string SyncmlItem(const std::string& uri, const std::string& more) {
  return "<Item><Target><LocURI>" + uri + "</LocURI></Target>" + more + "</Item>";
}

std::string SyncmlCommand(const std::string& name, const std::string& items) {
  return "<" + name + "><CmdID>1</CmdID>" + items + "</" + name + ">";
}

Data Syncml(const std::string& name, const std::string& items) {
  return Text("<SyncML xmlns=\"SYNCML:SYNCML1.2\">\n<SyncBody>\n" + SyncmlCommand(name, items) +
              "\n<Final/>\n</SyncBody>\n</SyncML>\n");
}

Data Smb(const std::string& lines) { return Text("[global]\n" + lines + "\n"); }

}  // namespace

std::vector<Seed> DscMofSeeds() {
  const std::string client = Registry("NTLMMinClientSec", " ValueData = {\r\n \"537395200\"\r\n};");
  const std::string rpc = "Minimum_session_security_for_NTLM_SSP_based_including_secure_RPC_";
  return {
      {"registry", kByHand, "the resource Registry, without Force",
       Mof("/*\r\n@TargetNode='localhost'\r\n*/\r\n" + client)},
      {"utf16", kByHand, "UTF-16LE with byte order mark", CutAt(255, Utf16(client + kMofEnd))},
      {"half_code_unit", kByHand, "an odd number of bytes of UTF-16",
       CutAt(255, Join({Utf16(client + kMofEnd), Data{'x'}}))},
      {"cr_cr_lf", "compiled by DSC", "lines that end in CR CR LF",
       Mof("instance of A\r\r\n{\r\r\n};\r\r\n")},
      {"hex", "MSFT_RegistryResource", "hexadecimal data with Hex",
       Mof(Registry("NTLMMinServerSec", " Hex = True;\r\n ValueData = {\"20080000\"};"))},
      {"hex_without_hex", "MSFT_RegistryResource", "0x without Hex",
       Mof(Registry("NTLMMinServerSec", " ValueData = {\"0x20080000\"};"))},
      {"several_items", kByHand, "two numbers for one value",
       Mof(Registry("NTLMMinClientSec", " ValueData = {\"5\", \"6\"};"))},
      {"absent", "MSFT_RegistryResource", "a value that is deleted",
       Mof(Registry("NTLMMinClientSec", " Ensure = \"Absent\";"))},
      {"absent_key", "MSFT_RegistryResource", "a key that is deleted",
       Mof(Registry("", " Ensure = \"Absent\";"))},
      {"wrong_type", kByHand, "the number as text",
       Mof(Instance("MSFT_RegistryResource",
                    kMsvKey + " ValueName = \"NTLMMinClientSec\"; ValueData = \"537395200\";"))},
      {"policy_file", "GPRegistryPolicyDsc", "the resource RegistryPolicyFile",
       Mof(Instance("MSFT_RegistryPolicyFile",
                    "Key = \"System\\\\CurrentControlSet\\\\Control\\\\Lsa\"; TargetType = "
                    "\"ComputerConfiguration\"; ValueName = \"LmCompatibilityLevel\"; ValueType = "
                    "\"Dword\"; ValueData = {\"5\"};"))},
      {"policy_file_user", "GPRegistryPolicyDsc", "a policy of users with a key of the computer",
       Mof(Instance("MSFT_RegistryPolicyFile",
                    kMsvKey + "TargetType = \"UserConfiguration\"; ValueName = "
                              "\"NtlmMinClientSec\"; ValueType = \"Dword\"; ValueData = "
                              "{\"537395200\"};"))},
      {"force", "MSFT_RegistryResource", "a value that may be changed",
       Mof(Registry("NTLMMinClientSec", " Force = True;\r\n ValueData = {\"537395200\"};"))},
      {"meta", "localhost.meta.mof, by its form", "the Local Configuration Manager alone",
       Mof(Instance("MSFT_DSCMetaConfiguration", " ConfigurationMode=\"ApplyOnly\";"))},
      {"option_both", "SecurityPolicyDsc", "the words for both options",
       Mof(Option(rpc + "clients", "Both options checked"))},
      {"option_ntlmv2", "SecurityPolicyDsc", "the words for NTLMv2 session security",
       Mof(Option(rpc + "servers", "Require NTLMv2 session security"))},
      {"option_level", "SecurityPolicyDsc", "the words for a level",
       Mof(Option("LAN_Manager_authentication_level",
                  "Send NTLMv2 responses only. Refuse LM & NTLM"))},
      {"option_unknown", kByHand, "words that are no choice", Mof(Option(rpc + "clients", "Both"))},
      {"option_number", kByHand, "a number in place of words",
       Mof(Option("LAN_Manager_authentication_level", "5"))},
      {"script", kByHand, "a script that sets a value",
       Mof(Instance("MSFT_ScriptResource", "SetScript = \"reg add X /v NtlmMinClientSec\";"))},
      {"security_template", "SecurityPolicyDsc", "a template that is not seen",
       Mof(Instance("MSFT_SecurityTemplate", "Path = \"C:\\\\x.inf\";"))},
      {"escapes", "DSP0004 A.2", "every escape",
       Mof(Instance("A", "B = \"\\\"\\\\\\'\\b\\t\\n\\f\\r\\x41\\X20AC\";"))},
      {"bad_escape", kByHand, "an escape that MOF does not have",
       Mof(Instance("A", "B = \"\\q\";"))},
      {"joined_strings", "DSP0004 A.2", "strings next to each other",
       Mof(Instance("MSFT_RegistryResource", "ValueName = \"NTLMMin\" /* x */ \"ClientSec\";"))},
      {"embedded_instance", "DSP0004 7.9", "an instance inside another one",
       Mof(Instance("A", "B = { instance of C { D = 1; }, $A1ref, NULL, {True, -1.5e3} };"))},
      {"duplicate_property", kByHand, "a property twice",
       Mof(Registry("NTLMMinClientSec", " ValueData = {\"5\"};\r\n ValueData = {\"6\"};"))},
      {"conflicting", kByHand, "one setting twice, not alike",
       Mof(client + Option(rpc + "clients", "Require 128-bit encryption"))},
      {"cut_between_instances", kByHand, "the end is missing behind an instance",
       CutAt(255, Text(client))},
      {"two_documents", kByHand, "two configurations in one file", Mof(kMofEnd + client, 80)},
      {"schema", "MSFT_RegistryResource.schema.mof", "a declaration of a class",
       Mof("[ClassVersion(\"1.0.0\")] class A : OMI_BaseResource { [Key] String Key; };")},
      {"pragma", "DSP0004 7.11", "a compiler directive", Mof("#pragma include(\"x.mof\")\r\n")},
      {"deep", kByHand, "100 arrays in each other",
       Mof(Instance("A", "B = " + std::string(100, '{') + std::string(100, '}') + ";"))},
      {"string_without_end", kByHand, "a string without end",
       CutAt(255, Text("instance of A { B = \"x"))},
      {"comment_without_end", kByHand, "a comment without end",
       CutAt(255, Text("/* @TargetNode='x'"))},
      {"nul", kByHand, "U+0000 in a string",
       CutAt(255, Join({Text("instance of A { B = \"x"), Data{0}, Text("\"; };")}))},
      {"empty", kByHand, "no bytes at all", {}},
  };
}

std::vector<Seed> IntuneGraphSeeds() {
  const std::string choice =
      std::string(", \"choiceSettingValue\": {\"children\": [], \"value\": \"") + kCatalogClients;
  return {
      {"enum_both", "Microsoft Graph", "a word for both options",
       Graph(kGraphClients, "\"ntlmV2And128BitEncryption\"")},
      {"enum_sic", "Microsoft Graph", "a word as the API misspells it",
       Graph(kGraphClients, "\"requireNtmlV2SessionSecurity\"")},
      {"enum_none", "Microsoft Graph", "the default of the profile",
       Graph(kGraphClients, "\"none\"")},
      {"enum_number", "Microsoft Graph", "the number of the choice, which is no mask",
       Graph(kGraphClients, "3")},
      {"enum_null", kByHand, "null", Graph(kGraphClients, "null")},
      {"enum_unknown", kByHand, "a word that is no member", Graph(kGraphClients, "\"both\"")},
      {"enum_object", kByHand, "an object in the place of a word",
       Graph(kGraphClients, "{\"a\": 1}")},
      {"level", "Microsoft Graph", "a word for a level",
       Graph("lanManagerAuthenticationLevel", "\"lmNtlmV2AndNotLmOrNtm\"")},
      {"list", "Microsoft Graph", "a list of configurations",
       Text("{\"value\": [{\"lanManagerAuthenticationLevel\": \"lmAndNtlmV2\"}, {}, [1.5, -1, "
            "true]]}")},
      {"catalog_choice", "Microsoft Graph", "a setting of the settings catalog",
       Catalog(choice + "_537395200\"}")},
      {"catalog_other_choice", kByHand, "a choice of another setting",
       Catalog(", \"choiceSettingValue\": {\"value\": \"x_5\"}")},
      {"catalog_integer", kByHand, "a simple value",
       Catalog(", \"simpleSettingValue\": {\"value\": 536870912}")},
      {"catalog_no_value", kByHand, "a setting without value", Catalog("")},
      {"catalog_definitions", "Microsoft Graph $expand=settingDefinitions",
       "definitions in an export",
       Text("{\"settings\": [{\"settingInstance\": null, \"settingDefinitions\": [{\"id\": \"" +
            std::string(kCatalogClients) + "\"}]}]}")},
      {"oma_integer", "Policy CSP", "a custom setting",
       Custom(kCspClients,
              ", \"@odata.type\": \"#microsoft.graph.omaSettingInteger\", \"value\": "
              "537395200")},
      {"oma_text", kByHand, "a custom setting as text",
       Custom(kCspLevel,
              ", \"@odata.type\": \"#microsoft.graph.omaSettingString\", \"value\": \"5\"")},
      {"oma_encrypted", "Microsoft Graph", "a value that is not shown",
       Custom(kCspLevel, ", \"isEncrypted\": true, \"value\": \"****\"")},
      {"oma_user", kByHand, "for users, which the CSP does not have",
       Custom("./User/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/"
              "NetworkSecurity_LANManagerAuthenticationLevel",
              ", \"value\": 5")},
      {"next_page", "OData 4.0", "the first page of several",
       Text("{\"@odata.context\": \"x\", \"@odata.nextLink\": \"https://x?$skip=1\", \"value\": "
            "[]}")},
      {"not_assigned", "Microsoft Graph", "a policy that nobody gets",
       Text("{\"assignments\": [], \"lanManagerAuthenticationLevel\": \"lmNtlmV2AndNotLm\"}")},
      {"mention", kByHand, "a setting in an unknown form",
       Text("{\"omaSettings\": [], \"script\": [\"reg add x /v NtlmMinClientSec\"]}")},
      {"duplicate_member", "RFC 8259 4", "a member twice",
       Text("{\"lanManagerAuthenticationLevel\": 5, \"lanManagerAuthenticationLevel\": 0}")},
      {"escapes", "RFC 8259 7", "escapes in names and words",
       Graph("lanManager\\u0041uthenticationLevel", "\"lmAndNtlmV\\u0032\"")},
      {"lone_surrogate", "RFC 8259 8.2", "half a pair", Graph("x", "\"\\ud800\"")},
      {"utf16", kByHand, "UTF-16LE with byte order mark",
       Utf16("{\"lanManagerAuthenticationLevel\": 5}")},
      {"deep", kByHand, "100 arrays in each other", Text(std::string(100, '['))},
      {"large_number", kByHand, "a number of more than 64 bits",
       Graph(kGraphClients, "18446744073709551616")},
      {"cut", kByHand, "the end is missing", Text("{\"lanManagerAuthenticationLevel\": 5")},
      {"other_json", kByHand, "JSON of another kind", Text("{\"a\": [1, 2]}")},
      {"empty", kByHand, "no bytes at all", {}},
  };
}

std::vector<Seed> IntuneSyncmlSeeds() {
  const std::string format = "<Meta><Format xmlns=\"syncml:metinf\">int</Format></Meta>";
  return {
      {"replace", "Policy CSP", "both options",
       Syncml("Replace", SyncmlItem(kCspClients, format + "<Data>537395200</Data>"))},
      {"add_level", "Policy CSP", "a level",
       Syncml("Add", SyncmlItem(kCspLevel, format + "<Data>5</Data>"))},
      {"one_command", kByHand, "a command without SyncML around it",
       Text(SyncmlCommand("Replace", SyncmlItem(kCspLevel, "<Data>5</Data>")))},
      {"prefixes", kByHand, "a prefix before every name",
       Text("<a:Add xmlns:a=\"x\"><a:Item><a:Target><a:LocURI>" + kCspLevel +
            "</a:LocURI></a:Target><a:Data>5</a:Data></a:Item></a:Add>")},
      {"several_items", kByHand, "two items in one command",
       Syncml("Replace", format + SyncmlItem(kCspLevel, "<Data>4</Data>") +
                             SyncmlItem(kCspClients, "<Data>0</Data>"))},
      {"delete", kByHand, "a setting that is deleted",
       Syncml("Delete", SyncmlItem(kCspClients, ""))},
      {"delete_above", kByHand, "all options that are deleted",
       Syncml("Delete", SyncmlItem(kCspOptions, ""))},
      {"get", kByHand, "a question", Syncml("Get", SyncmlItem(kCspClients, ""))},
      {"exec", kByHand, "a command that is not read", Syncml("Exec", SyncmlItem(kCspClients, ""))},
      {"hex", kByHand, "a hexadecimal number",
       Syncml("Add", SyncmlItem(kCspClients, "<Data>0x20080000</Data>"))},
      {"format_chr", kByHand, "the format of text",
       Syncml("Add", SyncmlItem(kCspLevel, "<Meta><Format>chr</Format></Meta><Data>5</Data>"))},
      {"data_twice", kByHand, "Data twice",
       Syncml("Add", SyncmlItem(kCspLevel, "<Data>5</Data><Data>0</Data>"))},
      {"cdata", kByHand, "Data in CDATA",
       Syncml("Add", SyncmlItem(kCspLevel, "<Data><![CDATA[5]]></Data>"))},
      {"comment_in_data", kByHand, "a comment inside the number",
       Syncml("Add", SyncmlItem(kCspLevel, "<Data>5<!-- x -->1</Data>"))},
      {"result", kByHand, "a node from which is read only",
       Syncml("Replace", SyncmlItem("./Vendor/MSFT/Policy/Result/X/LANManagerAuthenticationLevel",
                                    "<Data>5</Data>"))},
      {"escape", kByHand, "a node whose name is written with an escape",
       Syncml("Replace",
              SyncmlItem(std::string(kCspOptions) +
                             "/NetworkSecurity_MinimumSessionSecurityFor%4ETLMSSPBasedClients",
                         "<Data>0</Data>"))},
      {"bomb", "XML", "entities that grow",
       Text("<!DOCTYPE x [<!ENTITY a \"&b;&b;\">]><Replace>&a;</Replace>")},
      {"utf16", kByHand, "UTF-16LE with byte order mark",
       Utf16(SyncmlCommand("Add", SyncmlItem(kCspLevel, "<Data>5</Data>")))},
      {"cut", kByHand, "the end is missing", Text("<Replace><Item><Target>")},
      {"empty", kByHand, "no bytes at all", {}},
  };
}

std::vector<Seed> SmbConfSeeds() {
  return {
      {"default", kByHand, "nothing about NTLM",
       Smb("\tworkgroup = EXAMPLE\n\n[share]\n\tpath = /srv")},
      {"client_without_128", "Samba auth/ntlmssp",
       "a client that does not offer 128-bit encryption", Smb("ntlmssp_client:128bit = no")},
      {"server_without_128", "Samba auth/ntlmssp", "a server that does not grant it",
       Smb("ntlmssp_server:128bit = off")},
      {"without_ntlm2", "Samba auth/ntlmssp", "no extended session security on either side",
       Smb("ntlmssp_client:ntlm2 = 0\nntlmssp_server:ntlm2 = false")},
      {"56_bit", "Samba auth/ntlmssp", "56-bit encryption", Smb("ntlmssp_client: 56bit = Yes")},
      {"lm_key", "Samba auth/ntlmssp", "LM session keys",
       Smb("ntlmssp_client:lm_key = yes\nntlmssp_client:allow_lm_key = yes\n"
           "ntlmssp_server:allow_lm_key = yes")},
      {"ntlmv1", "smb.conf(5)", "NTLMv1 and LM on both sides",
       Smb("client NTLMv2 auth = no\nclient lanman auth = yes\nlanman auth = yes\nntlm auth = "
           "ntlmv1-permitted")},
      {"ntlm_disabled", "smb.conf(5)", "no NTLM", Smb("ntlm auth = disabled")},
      {"odd_names", "Samba strwicmp", "case and white space in names",
       Smb("N T L M auth =\tYES\n  ntlmssp_CLIENT : 128Bit= N o")},
      {"continued", "Samba lib/util/tini.c", "lines that go on",
       Smb("ntlm \\\n auth \\ \t\n = \\\r\nyes")},
      {"continued_comment", "Samba lib/util/tini.c", "a comment that does not go on",
       Smb("# x \\\nntlm auth = yes\n; y")},
      {"only_backslash", "Samba lib/util/tini.c", "lines of a backslash",
       Smb("\\\n\\\n\nntlm auth = yes")},
      {"in_share", "Samba lib/param/loadparm.c", "options that do not count",
       Text("[share]\nntlm auth = yes\nntlmssp_client:128bit = no\n[ Globals ]\nlanman auth = "
            "yes\n")},
      {"before_sections", "Samba lib/param/loadparm.c", "options before the first section",
       Text("ntlm auth = yes\n")},
      {"several_values", kByHand, "an option twice", Smb("ntlm auth = yes\nntlm auth = no")},
      {"bad_value", kByHand, "values that are none",
       Smb("ntlm auth = maybe\nntlmssp_client:128bit =")},
      {"unknown_option", kByHand, "a misspelt option", Smb("ntlmssp_client:128bits = yes")},
      {"include", "smb.conf(5)", "what is not seen",
       Smb("include = /etc/samba/%m.conf\nconfig backend = registry\nconfig file = x")},
      {"no_equals_sign", "Samba lib/util/tini.c", "a line that is ignored", Smb("ntlm auth")},
      {"no_name", "Samba lib/util/tini.c", "nothing before =", Smb(" = yes")},
      {"section_without_end", "Samba lib/util/tini.c", "a section without ]", Smb("[share")},
      {"no_line_end", kByHand, "the end may be missing", Text("[global]\nntlm auth = yes")},
      {"byte_order_mark", kByHand, "UTF-8 with byte order mark", Text("\xEF\xBB\xBF[global]\n")},
      {"utf16", kByHand, "UTF-16LE with byte order mark", Utf16("[global]\n")},
      {"8_bit", kByHand, "8-bit text", Smb("workgroup = \xFF")},
      {"nul", kByHand, "U+0000 in a line",
       Join({Text("[global]\nntlm auth = y"), Data{0}, Text("es\n")})},
      {"empty", kByHand, "no bytes at all", {}},
  };
}

}  // namespace ntlmatrix::fuzz
