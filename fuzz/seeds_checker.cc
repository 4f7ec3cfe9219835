// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

Data Text(absl::string_view text) { return Data(text.begin(), text.end()); }

Seed Of(const char* name, const char* source, const char* what, absl::string_view text) {
  return {name, source, what, Text(text)};
}

// Texts that are at odds with every format.
std::vector<Seed> WithBadBytes(std::vector<Seed> seeds, absl::string_view good) {
  seeds.push_back(Of("empty", kByHand, "no bytes at all", ""));
  seeds.push_back(Of("nul", kByHand, "character U+0000 in the middle",
                     absl::StrCat(good, absl::string_view("\0", 1), good)));
  seeds.push_back(Of("malformed_utf8", kByHand, "malformed UTF-8 after a byte order mark",
                     absl::StrCat("\xEF\xBB\xBF", good, "\xC3")));
  seeds.push_back(
      Of("truncated", kByHand, "the last third is missing", good.substr(0, good.size() * 2 / 3)));
  seeds.push_back(Of("lone_surrogate", kByHand, "UTF-16LE with half a pair",
                     absl::string_view("\xFF\xFE<\0\x00\xD8<\0", 8)));
  return seeds;
}

std::string KittyRow(absl::string_view id, absl::string_view item, absl::string_view op,
                     absl::string_view value, absl::string_view absent = "536870912") {
  return absl::StrCat(id, ",Options,\"NTLM, \"\"", item,
                      "\"\"\",Registry,,HKLM:\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0,",
                      item, ",,,,", absent, ",", value, ",", op, ",Medium\n");
}

const std::string& KittyHeader() {
  static const auto* const kHeader = new std::string(
      "ID,Category,Name,Method,MethodArgument,RegistryPath,RegistryItem,ClassName,Namespace,"
      "Property,DefaultValue,RecommendedValue,Operator,Severity\n");
  return *kHeader;
}

std::string Check(absl::string_view id, absl::string_view title, absl::string_view condition,
                  absl::string_view rules) {
  return absl::StrCat("  - id: ", id, "\n    title: \"", title, "\"\n    condition: ", condition,
                      "\n    rules:\n", rules);
}

std::string Rule(absl::string_view name, absl::string_view pattern) {
  return absl::StrCat(
      "      - 'r:HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0 -> ", name,
      " -> ", pattern, "'\n");
}

constexpr char kPolicy[] = "policy:\n  id: \"sample\"\nchecks:\n";
constexpr char kLevel[] =
    "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa -> LmCompatibilityLevel";

std::string Item(absl::string_view title, absl::string_view item, absl::string_view value,
                 absl::string_view more = "") {
  return absl::StrCat(
      "  <custom_item>\n    type        : REGISTRY_SETTING\n    description : \"", title,
      "\"\n    value_type  : POLICY_DWORD\n    value_data  : ", value,
      "\n    reg_key     : \"HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\\"\n"
      "    reg_item    : \"",
      item, "\"\n", more, "  </custom_item>\n");
}

std::string Audit(absl::string_view inside) {
  return absl::StrCat("# a sample\n<check_type:\"Windows\" version:\"2\">\n", inside,
                      "</check_type>\n");
}

}  // namespace

std::vector<Seed> HardeningKittySeeds() {
  const std::string both = absl::StrCat(KittyRow("1", "NTLMMinClientSec", "=", "537395200"),
                                        KittyRow("2", "NTLMMinServerSec", "=", "537395200"));
  const std::string good = KittyHeader() + both;
  return WithBadBytes(
      {
          Of("both_options", kByHand, "the two rules as the published lists have them", good),
          Of("one_option", kByHand, "128-bit encryption where both are wanted",
             KittyHeader() + KittyRow("1", "NTLMMinClientSec", "=", "536870912")),
          Of("hexadecimal", kByHand, "0x20080000, which no text of a number equals",
             KittyHeader() + KittyRow("1", "NTLMMinClientSec", "=", "0x20080000")),
          Of("without_0x", kByHand, "20080000, read as decimal",
             KittyHeader() + KittyRow("1", "NTLMMinClientSec", "=", "20080000")),
          Of("at_least", kByHand, "a mask compared by size",
             KittyHeader() + KittyRow("1", "NTLMMinClientSec", ">=", "537395200")),
          Of("default_passes", kByHand, "a default that is what is recommended",
             KittyHeader() + KittyRow("1", "NTLMMinClientSec", "=", "537395200", "537395200")),
          Of("unknown_operator", kByHand, "an operator that the script has not",
             KittyHeader() + KittyRow("1", "NTLMMinClientSec", "==", "537395200")),
          Of("level_under_msv1_0", kByHand, "LmCompatibilityLevel in the key of the masks",
             KittyHeader() + KittyRow("1", "LmCompatibilityLevel", "=", "3", "3")),
          Of("crash_second_check_type", "fuzzing nessus_audit",
             "a second check_type, which a file that lost its end would not have",
             Audit(Item("55", "NTLMMinClientSec", "1")) +
                 Audit(Item("66", "NTLMMinClientSec", "2"))),
          Of("quote_without_end", kByHand, "a quote that does not end", good + "3,\"x"),
          Of("short_row", kByHand, "a row that ends after its name", good + "3,x,y"),
          Of("line_in_quotes", "RFC 4180 2", "a line break inside of a field",
             KittyHeader() + "1,\"a\nb\",c,Registry,,,,,,,,,=,Low\r\n"),
          Of("header_alone", kByHand, "no row", KittyHeader()),
          Of("other_table", kByHand, "other columns", "ID,Name\n1,2\n"),
          Of("column_twice", kByHand, "two columns of one name",
             "Method,Method,RegistryPath,RegistryItem,RecommendedValue,Operator\n"),
      },
      good);
}

std::vector<Seed> NessusAuditSeeds() {
  constexpr char kTitle[] = "Require NTLMv2 session security, Require 128-bit encryption";
  const std::string both = absl::StrCat(Item(kTitle, "NTLMMinClientSec", "537395200"),
                                        Item(kTitle, "NTLMMinServerSec", "\"537395200\""));
  const std::string good = Audit(both);
  const std::string report = "<report type:\"PASSED\">\n description : \"r\"\n</report>\n";
  const std::string failed = "<report type:\"FAILED\">\n description : \"r\"\n</report>\n";
  const std::string nested = "<if>\n<condition type:\"OR\">\n" + both + "</condition>\n<then>\n" +
                             report + "</then>\n<else>\n" + failed + "</else>\n</if>\n";
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += "<if>\n";
  return WithBadBytes(
      {
          Of("both_options", "Nessus Compliance Checks Reference", "two items", good),
          Of("either", "Nessus Compliance Checks Reference", "values joined by ||",
             Audit(Item("", "NTLMMinClientSec", "\"537395200\" || \"537395248\""))),
          Of("range", "Nessus Compliance Checks Reference", "a range without upper end",
             Audit(Item("", "NTLMMinClientSec", "[537395200..MAX]"))),
          Of("can_be_null", "Nessus Compliance Checks Reference", "an absent value passes",
             Audit(Item("", "NTLMMinClientSec", "537395200", "    reg_option : CAN_BE_NULL\n"))),
          Of("wrong_bit", "anavem.com", "0x20040000 for both options",
             Audit(Item("", "NTLMMinClientSec", "537133056"))),
          Of("enum_number", "Intune Graph API", "the number of a choice",
             Audit(Item("", "NTLMMinClientSec", "3"))),
          Of("condition", "Nessus Compliance Checks Reference", "an <if> that reports",
             Audit(nested)),
          Of("precondition", "Nessus Compliance Checks Reference", "an <if> around another item",
             Audit("<if>\n<condition type:\"AND\">\n" + both + "</condition>\n<then>\n" + both +
                   "</then>\n</if>\n")),
          Of("auto_else", "Nessus Compliance Checks Reference", "auto:\"FAILED\"",
             Audit("<if>\n<condition type:\"AND\" auto:\"FAILED\">\n" + both +
                   "</condition>\n<then>\n" + report + "</then>\n</if>\n")),
          Of("must_not_exist", "Nessus Compliance Checks Reference", "REG_CHECK",
             Audit("<custom_item>\n type : REG_CHECK\n value_data : \"HKLM\\A\"\n reg_option : "
                   "MUST_NOT_EXIST\n key_item : 'x'\n</item>\n")),
          Of("powershell", kByHand, "an item of another type that names the setting",
             Audit("<custom_item>\n type : AUDIT_POWERSHELL\n powershell_args : \"gp "
                   "NtlmMinClientSec\"\n</custom_item>\n")),
          Of("variable", kByHand, "an expected value to be filled in",
             Audit(Item("", "NTLMMinClientSec", "\"@MIN@\""))),
          Of("several_lines", kByHand, "text over several lines, tags in it",
             Audit("<report type:\"FAILED\">\n info : \"a\n</check_type>\nb\"\n</report>\n")),
          Of("quote_without_end", kByHand, "a quote that does not end",
             Audit("<custom_item>\n info : \"a\n</custom_item>\n")),
          Of("deep", kByHand, "70 elements inside each other", Audit(deep)),
          Of("crossed", kByHand, "an element that ends another", Audit("<if>\n<then>\n</if>\n")),
      },
      good);
}

std::vector<Seed> WazuhScaSeeds() {
  const std::string both =
      absl::StrCat(Check("1", "Clients", "all", Rule("NTLMMinClientSec", "537395200")),
                   Check("2", "Servers", "all", Rule("NTLMMinServerSec", "537395200")));
  const std::string good = kPolicy + both;
  std::string laughs = "a: &a0 [x]\n";
  for (int i = 1; i < 30; ++i) {
    absl::StrAppend(&laughs, "b", i, ": &a", i, " [*a", i - 1, ", *a", i - 1, "]\n");
  }
  std::string aliases = "x: &c {condition: all, rules: [&r 'r:HKLM\\A -> B -> 1'";
  for (int i = 0; i < 100; ++i) aliases += ", *r";
  aliases += "]}\nchecks: [*c";
  for (int i = 0; i < 100; ++i) aliases += ", *c";
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "[";
  return WithBadBytes(
      {
          Of("both_options", kByHand, "two checks", good),
          Of("one_option", "wazuh#17769", "536870912 where both options are wanted",
             kPolicy + Check("1", "Minimum session security for NTLM SSP based clients", "all",
                             Rule("NTLMMinClientSec", "536870912"))),
          Of("truncated_name", "wazuh#10953", "NTLMMinClientSe",
             kPolicy + Check("1", "c", "all", Rule("NTLMMinClientSe", "537395200"))),
          Of("decimal_as_hexadecimal", "wazuh#33726", "0x537395200",
             kPolicy + Check("1", "c", "all", Rule("NTLMMinClientSec", "0x537395200"))),
          Of("level_any", kByHand, "levels one by one",
             absl::StrCat(kPolicy, Check("1", "l", "any",
                                         absl::StrCat("      - 'r:", kLevel, " -> 3'\n      - 'r:",
                                                      kLevel, " -> r:^4|^5'\n")))),
          Of("level_at_least", kByHand, "a number captured and compared",
             absl::StrCat(kPolicy, Check("1", "l", "all",
                                         absl::StrCat("      - 'r:", kLevel,
                                                      " -> n:^(\\d+) compare >= 3'\n")))),
          Of("level_exactly_3", "AzFileDiagnostics#44", "== 3 where 4 and 5 do as well",
             absl::StrCat(kPolicy, Check("1", "l", "all",
                                         absl::StrCat("      - 'r:", kLevel,
                                                      " -> n:(\\d+) compare == 3'\n")))),
          Of("absent_passes", kByHand, "a rule that the value does not exist",
             absl::StrCat(kPolicy,
                          Check("1", "l", "any", absl::StrCat("      - 'not r:", kLevel, "'\n")))),
          Of("pcre2", kByHand, "a pattern of the other dialect",
             absl::StrCat("policy:\n  regex_type: pcre2\nchecks:\n",
                          Check("1", "l", "none",
                                absl::StrCat("      - '!r:", kLevel, " -> r:^[0-2]{1,3}$'\n")))),
          Of("command", kByHand, "a command that names the setting",
             kPolicy +
                 Check("1", "c", "all",
                       "      - 'c:reg query HKLM\\A /v NtlmMinClientSec -> r:0x20080000'\n")),
          Of("no_condition", kByHand, "a check without condition",
             std::string(kPolicy) + "  - id: 1\n    rules: ['r:HKLM\\A']\n"),
          Of("billion_laughs", "CVE-2003-1564 as YAML", "aliases of aliases",
             laughs + "checks: *a29\n"),
          Of("aliases", kByHand, "one check and one rule 100 times each", aliases + "]\n"),
          Of("alias_inside_itself", kByHand, "a list that holds itself", "checks: &a [*a]\n"),
          Of("deep", kByHand, "200 lists inside each other", "checks: " + deep + "\n"),
          Of("tab", "YAML 1.2 6.1", "a tab as indentation", "checks:\n\t- id: 1\n"),
          Of("two_documents", kByHand, "two documents", good + "---\n" + good),
          Of("directive", "YAML 1.2 6.8", "a directive", "%TAG !a! x\n---\n" + good),
          Of("no_line_end", kByHand, "a plain scalar that may be cut off",
             kPolicy + Check("1", "c", "all", "      - r:HKLM\\A -> B -> 5373")),
      },
      good);
}

// One file of each format is about the settings, the others begin from it.
std::vector<Seed> CheckerJudgeSeeds() {
  const std::string row = KittyRow("1", "NTLMMinClientSec", "=", "537395200");
  return {
      Of("finding_list", kByHand, "HardeningKitty", KittyHeader() + row),
      Of("audit", kByHand, "Nessus", Audit(Item("", "NTLMMinServerSec", "[537395200..537395248]"))),
      Of("sca", kByHand, "Wazuh",
         kPolicy + Check("1", "Require 128-bit encryption", "any",
                         Rule("NTLMMinClientSec", "r:^53\\d+$") +
                             absl::StrCat("      - 'not r:", kLevel, " -> !5'\n"))),
  };
}

std::vector<Seed> ValuePatternSeeds() {
  const char* const patterns[] = {
      "^537395200$", "^(\\d+)$", "^[345]$",     "^(3|4|5)$",
      "[^0-2]",      "\\d{1,9}", "(?:a|b)*5?",  "((((1*)*)*)*)*$",
      "\\b3\\b",     "(?!5)",    "[[:digit:]]", "5|",
      "(",           "[",        "a{40}",       "(\\d{32}){32}{32}",
      "\\.+",        "5+",
  };
  std::vector<Seed> seeds;
  int number = 0;
  for (const char* pattern : patterns) {
    for (const char dialect : {'\0', '\1'}) {
      ++number;
      seeds.push_back(Of("", kByHand, "", absl::StrCat(std::string(1, dialect), "345\n", pattern)));
      seeds.back().name = absl::StrCat("pattern_", number);
      seeds.back().what = absl::StrCat(pattern, dialect == '\0' ? " as OS_Regex" : " as PCRE2");
    }
  }
  return seeds;
}

}  // namespace ntlmatrix::fuzz
