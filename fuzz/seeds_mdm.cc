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

}  // namespace

std::vector<Seed> DscMofSeeds() {
  const std::string client = Registry("NTLMMinClientSec", " ValueData = {\r\n \"537395200\"\r\n};");
  const std::string rpc = "Minimum_session_security_for_NTLM_SSP_based_including_secure_RPC_";
  return {
      {"registry", kByHand, "the resource Registry",
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

}  // namespace ntlmatrix::fuzz
