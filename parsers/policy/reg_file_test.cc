// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/reg_file.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/policy/interpreter.h"

namespace ntlmatrix::policy {
namespace {

using Strings = std::vector<std::string>;

constexpr char kMsv[] = "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0]\r\n";
constexpr char kHeader[] = "Windows Registry Editor Version 5.00\r\n\r\n";

// What a read delivered: values as "line hive|key|name|type|data", findings as "line id", and what
// the interpreter made of it: "client server level".
struct Seen {
  Strings values;
  Strings findings;
  std::string states;
  absl::Status status;
};

std::string DataText(const RegistryValue& value) {
  if (value.operation == RegistryValue::Operation::kDelete) return "deleted";
  if (value.operation == RegistryValue::Operation::kDeleteKey) return "key deleted";
  if (const auto* text = std::get_if<absl::string_view>(&value.data)) return absl::StrCat(*text);
  std::string hex = "<";
  for (const uint8_t byte : std::get<Bytes>(value.data)) {
    absl::StrAppend(&hex, absl::Hex(byte, absl::kZeroPad2));
  }
  return hex + ">";
}

std::string StatesOf(const Interpreter& interpreter) {
  std::string text;
  for (const PolicySetting& setting : interpreter.Settings()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", SettingStateName(setting.state));
    if (setting.state == SettingState::kDefined) {
      absl::StrAppend(&text, "=0x", absl::Hex(setting.value));
    }
  }
  return text;
}

Seen ReadBytes(Bytes bytes) {
  Seen seen;
  Interpreter interpreter("file.reg");
  seen.status = ReadRegFile(
      {bytes},
      [&](const RegistryValue& value) {
        interpreter.Add(value);
        seen.values.push_back(absl::StrCat(PlaceText(value.where), " ", value.hive, "|", value.key,
                                           "|", value.name, "|", value.type, "|", DataText(value),
                                           value.cut_off ? "|cut" : "",
                                           value.condition.empty() ? "" : "|condition"));
      },
      [&](const PolicyFinding& finding) {
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.fix.empty());
        const char* mark = finding.severity == Severity::kError ? "!" : "?";
        seen.findings.push_back(absl::StrCat(PlaceText(finding.place), mark, finding.id));
      });
  seen.states = StatesOf(interpreter);
  return seen;
}

Seen Read(absl::string_view text) {
  return ReadBytes(std::vector<uint8_t>(text.begin(), text.end()));
}

// The same of lines in [HKEY_LOCAL_MACHINE\A], the first of which is the fourth of the file.
Seen ReadLines(absl::string_view lines) {
  return Read(absl::StrCat(kHeader, "[HKEY_LOCAL_MACHINE\\A]\r\n", lines, "\r\n"));
}

// The state of NtlmMinClientSec after lines in its key.
std::string ClientState(absl::string_view lines) {
  const std::string states = Read(absl::StrCat(kHeader, kMsv, lines, "\r\n")).states;
  return states.substr(0, states.find(' '));
}

// The same of the data of that value.
std::string ClientData(absl::string_view data) {
  return ClientState(absl::StrCat("\"NtlmMinClientSec\"=", data));
}

TEST(RegFileTest, ReadsEveryFormOfValue) {
  const Seen seen = ReadLines(
      "@=\"default\"\r\n"
      "\"s\"=\"C:\\\\dir \\\"x\\\"\"\r\n"
      "\"d\"=dword:20080000\r\n"
      "\"b\"=hex:00,ff\r\n"
      "\"e\"=hex(2):25,00,00,00\r\n"
      "\"m\"=hex(7):00,00\r\n"
      "\"q\"=hex(b):01,00,00,00,00,00,00,00\r\n"
      "\"n\"=hex(0):\r\n"
      "\"x\"=hex(ffff0012):01\r\n"
      "\"gone\"=-\r\n"
      "\r\n"
      "[-HKEY_LOCAL_MACHINE\\B\\C]\r\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.values, Strings({
                             "4 HKEY_LOCAL_MACHINE|A||1|\"default\"",
                             "5 HKEY_LOCAL_MACHINE|A|s|1|\"C:\\\\dir \\\"x\\\"\"",
                             "6 HKEY_LOCAL_MACHINE|A|d|4|<00000820>",
                             "7 HKEY_LOCAL_MACHINE|A|b|3|<00ff>",
                             "8 HKEY_LOCAL_MACHINE|A|e|2|<25000000>",
                             "9 HKEY_LOCAL_MACHINE|A|m|7|<0000>",
                             "10 HKEY_LOCAL_MACHINE|A|q|11|<0100000000000000>",
                             "11 HKEY_LOCAL_MACHINE|A|n|0|<>",
                             "12 HKEY_LOCAL_MACHINE|A|x|4294901778|<01>",
                             "13 HKEY_LOCAL_MACHINE|A|gone|0|deleted",
                             "15 HKEY_LOCAL_MACHINE|B\\C||0|key deleted",
                         }));
}

TEST(RegFileTest, ReadsTheThreeSettings) {
  const Seen seen = Read(absl::StrCat(
      kHeader, "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n",
      "\"LmCompatibilityLevel\"=dword:00000005\r\n", kMsv,
      "\"NtlmMinClientSec\"=dword:20080000\r\n", "\"NtlmMinServerSec\"=dword:20000000\r\n"));
  EXPECT_EQ(seen.states, "defined=0x20080000 defined=0x20000000 defined=0x5");
  EXPECT_EQ(seen.findings, Strings());
}

TEST(RegFileTest, KeepsWhatStandsInTheFile) {
  std::vector<std::string> written;
  const std::string text = absl::StrCat(
      kHeader, "[HKEY_LOCAL_MACHINE\\A]\r\n\"a\" = dword: 00000005 ; five\r\n",
      "\"b\"=hex(4):00,00,\\\r\n  08,20\r\n\"c\"=\"text\"\r\n\"d\"=DWORD:1\r\n\"e\"=-\r\n");
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  EXPECT_TRUE(
      ReadRegFile(
          {bytes},
          [&](const RegistryValue& value) { written.push_back(absl::StrCat(value.written)); },
          [](const PolicyFinding&) {})
          .ok());
  EXPECT_EQ(written,
            Strings({"dword: 00000005 ; five", "hex(4):00,00,\\\r\n  08,20", "", "DWORD:1", "-"}));
}

TEST(RegFileTest, ReadsEveryEncodingAlike) {
  const std::string text = "REGEDIT4\n[HKEY_LOCAL_MACHINE\\A]\n\"B\"=dword:00000005\n";
  const Strings values = {"3 HKEY_LOCAL_MACHINE|A|B|4|<05000000>"};
  const auto marked = [](std::vector<uint8_t> mark, const std::vector<uint8_t>& rest) {
    mark.insert(mark.end(), rest.begin(), rest.end());
    return mark;
  };
  for (const auto& bytes :
       {marked({0xFF, 0xFE}, Utf8ToUtf16(text).value()),
        marked({0xFE, 0xFF}, Utf8ToUtf16(text, Endian::kBig).value()),
        marked({0xEF, 0xBB, 0xBF}, {text.begin(), text.end()}), Utf8ToUtf16(text).value()}) {
    EXPECT_EQ(ReadBytes(bytes).values, values);
    EXPECT_EQ(ReadBytes(bytes).findings, Strings({"?encoding"}));
  }
  EXPECT_EQ(Read(text).values, values);
  EXPECT_EQ(Read(text).findings, Strings());
}

TEST(RegFileTest, ReportsTheEncodingOfTheOtherHeader) {
  const std::string five = absl::StrCat(kHeader, "[HKEY_LOCAL_MACHINE\\A]\r\n");
  std::vector<uint8_t> utf16 = {0xFF, 0xFE};
  const auto units = *Utf8ToUtf16(five);
  utf16.insert(utf16.end(), units.begin(), units.end());
  EXPECT_EQ(ReadBytes(utf16).findings, Strings());
  EXPECT_EQ(Read(absl::StrCat(five, "; \xFC\r\n")).findings, Strings({"?encoding"}));
  EXPECT_EQ(Read("REGEDIT4\n; \xFC\n").findings, Strings());
}

TEST(RegFileTest, RejectsOtherHeaders) {
  for (const char* header :
       {"Windows Registry Editor Version 6.00", "Windows Registry Editor Version 4.00",
        "Windows Registry Editor Version 5", "WINDOWS REGISTRY EDITOR VERSION 5.00",
        "Windows Registry Editor Version 5.00 x", "REGEDIT", "REGEDIT3", "REGEDIT5", "regedit4",
        "REGEDIT 4", "REGEDIT4FOO", "; comment", "", "[HKEY_LOCAL_MACHINE\\B]"}) {
    const Seen seen = Read(absl::StrCat(header, "\r\n\r\n", kMsv, "\"A\"=dword:00000001\r\n"));
    EXPECT_EQ(seen.status.code(), absl::StatusCode::kInvalidArgument) << header;
    EXPECT_EQ(PlaceOf(seen.status), Place::Line(1)) << header;
    EXPECT_EQ(seen.values, Strings()) << header;
  }
  EXPECT_EQ(Read("").status.message(), "the file is empty");
  EXPECT_FALSE(Read("\xEF\xBB\xBF").status.ok());
}

TEST(RegFileTest, AcceptsBlanksBeforeTheHeader) {
  EXPECT_TRUE(Read(" \t REGEDIT4\n[HKEY_LOCAL_MACHINE\\A]\n").status.ok());
}

// Table 4.4 of the edges that readers disagree about, row by row.
TEST(RegFileTest, ReadsDwordsOfEightDigits) {
  EXPECT_EQ(ClientData("dword:20080000"), "defined=0x20080000");
}

TEST(RegFileTest, RejectsUpperCaseDword) {
  EXPECT_EQ(ClientData("DWORD:20080000"), "malformed");
  EXPECT_EQ(ReadLines("\"a\"=DWORD:20080000").findings, Strings({"4!unreadable-data"}));
}

TEST(RegFileTest, ReportsShortDword) {
  EXPECT_EQ(ClientData("dword:5"), "defined=0x5");
  EXPECT_EQ(ReadLines("\"a\"=dword:1").findings, Strings({"4?short-dword"}));
}

TEST(RegFileTest, RejectsDwordOfNineDigits) {
  EXPECT_EQ(ClientData("dword:200800001"), "malformed");
  EXPECT_EQ(ClientData("dword:020080000"), "malformed");
}

TEST(RegFileTest, RejectsDwordWithPrefix) {
  EXPECT_EQ(ClientData("dword:0x20080000"), "malformed");
}

TEST(RegFileTest, AcceptsBlanksAroundTheEqualsSign) {
  EXPECT_EQ(ClientState(" \t\"NtlmMinClientSec\" \t= dword:20080000 "), "defined=0x20080000");
}

TEST(RegFileTest, AcceptsCommentBehindData) {
  EXPECT_EQ(ClientData("dword:20080000 ; c"), "defined=0x20080000");
  EXPECT_EQ(ClientData("dword:20080000 # c"), "malformed");
}

TEST(RegFileTest, ReadsDwordAsBytesOverSeveralLines) {
  EXPECT_EQ(ClientData("hex(4):00,00,08,20"), "defined=0x20080000");
  EXPECT_EQ(ClientData("hex(4):00,00,\\\r\n  08,20"), "defined=0x20080000");
  EXPECT_EQ(ClientData("hex(4):\\\r\n  00,00,08,\\\r\n20"), "defined=0x20080000");
  EXPECT_EQ(ClientData("hex(00000004):00,00,08,20"), "defined=0x20080000");
}

TEST(RegFileTest, RejectsDwordOfOtherSize) {
  for (const char* data : {"hex(4):", "hex(4):00,20", "hex(4):00,00,08", "hex(4):00,00,08,20,00",
                           "hex(4):00,00,08,20,00,00,00,00"}) {
    EXPECT_EQ(ClientData(data), "malformed") << data;
  }
}

TEST(RegFileTest, KeepsTheSameNameTwice) {
  EXPECT_EQ(ClientState("\"NtlmMinClientSec\"=dword:20080000\n\"NTLMMINCLIENTSEC\"=dword:0"),
            "conflicting");
  EXPECT_EQ(ClientState("\"NtlmMinClientSec\"=dword:00000000\n\"NTLMMINCLIENTSEC\"=dword:00000000"),
            "defined=0x0");
}

TEST(RegFileTest, KeepsTheOrderOfDeletions) {
  EXPECT_EQ(ClientState("\"NtlmMinClientSec\"=dword:20080000\n\"NtlmMinClientSec\"=-"),
            "conflicting");
  EXPECT_EQ(ClientState("\"NtlmMinClientSec\"=-\n\"NtlmMinClientSec\"=dword:20080000"),
            "defined=0x20080000");
  EXPECT_EQ(ClientState("\"NtlmMinClientSec\"=-"), "deleted");
}

TEST(RegFileTest, AcceptsCommentBetweenKeyAndValue) {
  EXPECT_EQ(ClientState("; c\n\n\"NtlmMinClientSec\"=dword:20080000"), "defined=0x20080000");
}

TEST(RegFileTest, NeverReadsDoubledBackslashesInKeys) {
  const Seen seen = Read(absl::StrCat(kHeader, absl::StrReplaceAll(kMsv, {{"\\", "\\\\"}}),
                                      "\"NtlmMinClientSec\"=dword:20080000\r\n"));
  EXPECT_EQ(seen.states, "malformed not-defined not-defined");
  EXPECT_EQ(seen.values,
            Strings({"4 HKEY_LOCAL_MACHINE|\\SYSTEM\\\\CurrentControlSet\\\\Control\\\\"
                     "Lsa\\\\MSV1_0|NtlmMinClientSec|4|<00000820>"}));
}

TEST(RegFileTest, ReadsTheLastLine) {
  const std::string begin = absl::StrCat(kHeader, kMsv);
  const Seen crlf = Read(absl::StrCat(begin, "\"NtlmMinClientSec\"=dword:20080000\r\n"));
  EXPECT_EQ(crlf.states, "defined=0x20080000 not-defined not-defined");
  EXPECT_EQ(crlf.findings, Strings());
  const Seen none = Read(absl::StrCat(begin, "\"NtlmMinClientSec\"=dword:20080000"));
  EXPECT_EQ(none.states, "defined=0x20080000 not-defined not-defined");
  EXPECT_EQ(none.findings, Strings({"4?no-line-end"}));
}

// What is not in the table.
TEST(RegFileTest, ReportsDataOnALastLineThatMayBeCutOff) {
  const auto findings = [](absl::string_view line) {
    return Read(absl::StrCat("REGEDIT4\n[HKEY_LOCAL_MACHINE\\A]\n", line));
  };
  EXPECT_EQ(findings("\"a\"=dword:2008000").values,
            Strings({"3 HKEY_LOCAL_MACHINE|A|a|4|<00800002>|cut"}));
  EXPECT_EQ(findings("\"a\"=hex(4):00,00,08,20").values,
            Strings({"3 HKEY_LOCAL_MACHINE|A|a|4|<00000820>|cut"}));
  EXPECT_EQ(findings("\"a\"=hex(4):00,00,08,20,\\\n").values,
            Strings({"3 HKEY_LOCAL_MACHINE|A|a|4|<>|cut"}));
  EXPECT_EQ(findings("\"a\"=hex(4):00,00,08,20,\\\n").findings, Strings({"3!unreadable-data"}));
  EXPECT_EQ(findings("\"a\"=\"x\"").findings, Strings({"3?no-line-end"}));
  EXPECT_EQ(findings("\"a\"=-").findings, Strings({"3?no-line-end"}));
  EXPECT_EQ(findings("\"a\"=\"x").findings, Strings({"3!unreadable-data", "3!no-line-end"}));
  EXPECT_EQ(findings("; c").findings, Strings({"3!no-line-end"}));
  EXPECT_EQ(findings("[HKEY_USERS\\B]").findings, Strings({"3!no-line-end"}));
  EXPECT_EQ(findings("[HKEY_USERS\\B").findings, Strings({"3!key-without-end"}));
  EXPECT_EQ(findings("\"a").findings, Strings({"3!not-an-entry"}));
  EXPECT_EQ(findings("  ").findings, Strings({"3!no-line-end"}));
  EXPECT_EQ(findings("\r").findings, Strings({"3!no-line-end"}));
  EXPECT_EQ(Read("REGEDIT4").findings, Strings({"1!no-line-end"}));
}

TEST(RegFileTest, ReportsLinesThatAreNoEntries) {
  for (const char* line :
       {"a", "a\"=dword:00000001", "NtlmMinClientSec=dword:00000001", "\"a=dword:00000001", "\"a\"",
        "\"a\" dword:00000001", "\"a\\\"=dword:00000001", "@", "@a", "@\"a\"=-", "=", "]", "-"}) {
    const Seen seen = ReadLines(line);
    EXPECT_TRUE(seen.status.ok()) << line;
    EXPECT_EQ(seen.values, Strings()) << line;
    EXPECT_EQ(seen.findings, Strings({"4!not-an-entry"})) << line;
  }
}

TEST(RegFileTest, DeliversUnreadableDataAsMalformed) {
  for (const char* data : {"", "537395200", "0x20080000", "string:00000001", "\"20080000",
                           "dword:", "dword:1234\\", "hex(4):00,00,08,20,", "hex(4):0,0,8,20",
                           "hex(4):00 00 08 20", "=-", "--", "#dword:20080000", ";"}) {
    EXPECT_EQ(ClientData(data), "malformed") << data;
    const Seen seen = ReadLines(absl::StrCat("\"a\"=", data));
    EXPECT_EQ(seen.values, Strings({"4 HKEY_LOCAL_MACHINE|A|a|4|<>"})) << data;
    EXPECT_EQ(seen.findings, Strings({"4!unreadable-data"})) << data;
  }
}

TEST(RegFileTest, RejectsOtherTypes) {
  for (const char* data : {"\"537395200\"", "hex:00,00,08,20", "hex(5):20,08,00,00",
                           "hex(b):00,00,08,20,00,00,00,00", "hex(104):00,00,08,20"}) {
    EXPECT_EQ(ClientData(data), "wrong-type") << data;
  }
}

TEST(RegFileTest, ReportsWhatInterruptsBytes) {
  for (const char* between : {"; c\r\n", "\r\n", " \t\r\n;\r\n\r\n"}) {
    const Seen seen = ReadLines(absl::StrCat("\"a\"=hex:00,\\\r\n", between, "  01"));
    EXPECT_EQ(seen.values, Strings({"4 HKEY_LOCAL_MACHINE|A|a|3|<0001>"}));
    ASSERT_EQ(seen.findings.size(), 1u);
    EXPECT_TRUE(absl::EndsWith(seen.findings[0], "?interrupted-data"));
  }
  EXPECT_EQ(ReadLines("\"a\"=hex:00,\\;c\r\n  01").findings, Strings());
  EXPECT_EQ(ReadLines("\"a\"=hex:00,\\\r\n  #c\r\n  01").findings,
            Strings({"5!unreadable-data", "6!not-an-entry"}));
}

// regedit takes the line for the rest of the bytes, other readers do not.
TEST(RegFileTest, ConcludesNothingFromAnEntryInsideBytes) {
  EXPECT_EQ(ClientState("\"a\"=hex:00,\\\r\n\"NtlmMinClientSec\"=dword:20080000"), "conflicting");
  EXPECT_EQ(ClientState("\"a\"=hex:zz,\\\r\n\"NtlmMinClientSec\"=dword:20080000"), "conflicting");
  EXPECT_EQ(ClientState("\"a\\\r\n\"NtlmMinClientSec\"=dword:20080000"), "conflicting");
  EXPECT_EQ(ClientState("\"a\"=hex:00,\\\r\n@=\"\"\r\n\"NtlmMinClientSec\"=dword:20080000"),
            "defined=0x20080000");
  EXPECT_EQ(
      ReadLines("\"a\"=hex:00,\\\r\n\"b\"=-").values,
      Strings({"4 HKEY_LOCAL_MACHINE|A|a|4|<>", "5 HKEY_LOCAL_MACHINE|A|b|0|deleted|condition"}));
  const Seen key = ReadLines("\"a\"=hex:00,\\\r\n[HKEY_LOCAL_MACHINE\\B]\r\n\"c\"=-");
  EXPECT_EQ(key.values, Strings({"4 HKEY_LOCAL_MACHINE|A|a|4|<>", "6 ||c|0|deleted"}));
  EXPECT_EQ(key.findings, Strings({"4!unreadable-data", "6!value-without-key"}));
}

// regedit exports the line ends of a string as they are.
TEST(RegFileTest, ConcludesNothingFromValuesBehindAnOpenString) {
  const std::string value = "\"NtlmMinClientSec\"=dword:20080000\r\n";
  EXPECT_EQ(ClientState(absl::StrCat("\"a\"=\"x\r\n", value, "y\"")), "conflicting");
  EXPECT_EQ(ClientState(absl::StrCat("\"a\"=\"x\r\n", kMsv, "\r\n", value)), "conflicting");
  EXPECT_EQ(ClientState(absl::StrCat(value, "\"a\"=\"x")), "defined=0x20080000");
}

TEST(RegFileTest, ReadsNamesWithoutTheirEscapes) {
  EXPECT_EQ(ReadLines("\"a\\\\b\\\"c=d\"=-").values,
            Strings({"4 HKEY_LOCAL_MACHINE|A|a\\b\"c=d|0|deleted"}));
  EXPECT_EQ(ReadLines("\"a ; [b]\"=-").values,
            Strings({"4 HKEY_LOCAL_MACHINE|A|a ; [b]|0|deleted"}));
  const Seen odd = ReadLines("\"a\\nb\"=-");
  EXPECT_EQ(odd.values, Strings({"4 HKEY_LOCAL_MACHINE|A|a\\nb|0|deleted"}));
  EXPECT_EQ(odd.findings, Strings({"4!odd-escape"}));
  EXPECT_EQ(ClientState("\"Ntlm\\MinClientSec\"=dword:20080000"), "malformed");
}

TEST(RegFileTest, ReadsKeysOfEveryHive) {
  for (const char* hive : {"HKEY_LOCAL_MACHINE", "HKEY_USERS", "HKEY_CURRENT_USER",
                           "HKEY_CLASSES_ROOT", "HKEY_CURRENT_CONFIG", "hkey_local_machine"}) {
    const Seen seen = Read(absl::StrCat("REGEDIT4\n[", hive, "\\A\\]\n@=-\n[", hive, "]\n@=-\n"));
    EXPECT_EQ(seen.values, Strings({absl::StrCat("3 ", hive, "|A\\||0|deleted"),
                                    absl::StrCat("5 ", hive, "|||0|deleted")}));
    EXPECT_EQ(seen.findings, Strings());
  }
}

TEST(RegFileTest, ReportsOtherHives) {
  for (const char* key :
       {"HKLM\\A", "MACHINE\\A", "HKEY_LOCAL_MACHIN\\A", " HKEY_LOCAL_MACHINE\\A",
        "\\HKEY_LOCAL_MACHINE\\A", "HKEY_LOCAL_MACHINE/A", "", "--HKEY_USERS\\A"}) {
    EXPECT_EQ(Read(absl::StrCat("REGEDIT4\n[", key, "]\n")).findings, Strings({"2!hive"})) << key;
  }
}

TEST(RegFileTest, ReportsTextBehindKeys) {
  EXPECT_EQ(ReadLines("[HKEY_USERS\\B] x").findings, Strings({"4!text-after-key"}));
  EXPECT_EQ(ReadLines("[HKEY_USERS\\B]\"a\"=dword:00000001").findings,
            Strings({"4!text-after-key"}));
  EXPECT_EQ(ReadLines("[HKEY_USERS\\B] ; c").findings, Strings({"4?text-after-key"}));
  EXPECT_EQ(ReadLines("[HKEY_USERS\\B] \t").findings, Strings());
}

TEST(RegFileTest, EndsKeysAtTheLastBracket) {
  const Seen seen = ReadLines("[HKEY_USERS\\a]b]\r\n@=-");
  EXPECT_EQ(seen.values, Strings({"5 HKEY_USERS|a]b||0|deleted"}));
  EXPECT_EQ(seen.findings, Strings({"4!several-key-ends"}));
}

TEST(RegFileTest, DeliversValuesWithoutAKnownKeyAlone) {
  const std::string value = "\"NtlmMinClientSec\"=dword:20080000\n";
  const std::string unclosed(kMsv, sizeof kMsv - 4);
  for (const std::string& before :
       {std::string(), unclosed + "\n", absl::StrReplaceAll(kMsv, {{"[", "[-HKEY_USERS\\"}})}) {
    const Seen seen = Read(absl::StrCat("REGEDIT4\n", before, value));
    EXPECT_EQ(seen.states, "malformed not-defined not-defined") << before;
    EXPECT_EQ(seen.values.back(),
              absl::StrCat(before.empty() ? 2 : 3, " ||NtlmMinClientSec|4|<00000820>"));
    EXPECT_TRUE(absl::EndsWith(seen.findings.back(), "!value-without-key"));
  }
}

TEST(RegFileTest, AppliesDeletionsOfKeys) {
  const std::string deletion = absl::StrReplaceAll(kMsv, {{"[", "[-"}});
  EXPECT_EQ(Read(absl::StrCat("REGEDIT4\n", deletion)).states, "deleted deleted not-defined");
  EXPECT_EQ(Read("REGEDIT4\n[-HKEY_LOCAL_MACHINE\\SYSTEM]\n").states, "deleted deleted deleted");
  EXPECT_EQ(Read("REGEDIT4\n[-HKEY_LOCAL_MACHINE]\n").states, "deleted deleted deleted");
  EXPECT_EQ(Read("REGEDIT4\n[-HKEY_USERS\\SYSTEM]\n").states,
            "not-defined not-defined not-defined");
}

TEST(RegFileTest, ReportsOtherComments) {
  EXPECT_EQ(ReadLines(" # c").findings, Strings({"4?hash-comment"}));
  EXPECT_EQ(ReadLines("; c\\\r\n\"b\"=-").values, Strings({"5 HKEY_LOCAL_MACHINE|A|b|0|deleted"}));
}

TEST(RegFileTest, RejectsLoneCarriageReturn) {
  const Seen seen = ReadLines("\"a\"=-\r\n\"b\"=-\r\"c\"=-");
  EXPECT_EQ(seen.values, Strings({"4 HKEY_LOCAL_MACHINE|A|a|0|deleted"}));
  EXPECT_EQ(seen.status.message(), "carriage return without line feed");
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(5));
  EXPECT_FALSE(Read("REGEDIT4\r\r\n").status.ok());
  EXPECT_FALSE(ReadLines("\"a\"=hex:00,\\\r\n  01\r02").status.ok());
}

TEST(RegFileTest, DeliversValuesBeforeABadByte) {
  const Seen seen = Read("\xEF\xBB\xBFREGEDIT4\n[HKEY_USERS\\A]\n@=-\n\"\xFF");
  EXPECT_EQ(seen.values, Strings({"3 HKEY_USERS|A||0|deleted"}));
  EXPECT_EQ(seen.status.message(), "malformed UTF-8 at byte offset 32");
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(4));
  EXPECT_EQ(PlaceOf(Read("\xEF\xBB\xBFREG\xFF").status), Place::Line(1));
}

TEST(RegFileTest, RejectsLineOverLimit) {
  const std::string value(kMaxRegFileLine, 'x');
  const Seen seen = ReadLines(absl::StrCat("\"a\"=\"", value));
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(4));
}

TEST(RegFileTest, RejectsFileOverLimit) {
  const std::vector<uint8_t> bytes(kMaxRegFileSize + 1, ' ');
  EXPECT_EQ(ReadBytes(bytes).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(RegFileTest, RejectsMoreValuesThanTheLimit) {
  std::string text = "REGEDIT4\n[HKEY_USERS]\n";
  for (size_t i = 0; i <= kMaxRegFileValues; ++i) text += "@=-\n";
  size_t count = 0;
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  const absl::Status status = ReadRegFile(
      {bytes}, [&](const RegistryValue&) { ++count; }, [](const PolicyFinding&) {});
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(status), Place::Line(kMaxRegFileValues + 3));
  EXPECT_EQ(count, kMaxRegFileValues);
}

TEST(RegFileTest, RejectsMoreFindingsThanTheLimit) {
  std::string lines;
  for (size_t i = 0; i < 2 * kMaxRegFileFindings; ++i) lines += "x\n";
  const Seen seen = ReadLines(lines);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(seen.findings.size(), kMaxRegFileFindings + 1);
}

// Bytes over many lines are put together once, whatever stands between them.
TEST(RegFileTest, DeliversNoMoreBytesThanTheFileHas) {
  for (size_t count = 1024; count <= 65536; count *= 2) {
    std::string lines = "\"a\"=hex:";
    for (size_t i = 0; i < count; ++i)
      absl::StrAppend(&lines, i % 16 == 0 ? "\\\r\n  " : "", "00,");
    const Seen seen = ReadLines(absl::StrCat(lines, "\\\r\n  ff"));
    ASSERT_EQ(seen.values.size(), 1u);
    EXPECT_EQ(seen.values[0].size(),
              std::string("4 HKEY_LOCAL_MACHINE|A|a|3|<ff>").size() + 2 * count);
  }
}

// No document tells where a .reg file ends: a cut behind a value that is whole gives the answer of
// the shorter file. Anywhere else an error says that something may be missing.
TEST(RegFileTest, TruncationAtEveryByteIsAnErrorOrARecordEnd) {
  const std::string text = absl::StrCat(
      "REGEDIT4\r\n\r\n; c\r\n", kMsv, "\"NtlmMinClientSec\"=dword:20080000\r\n",
      "\"b\"=hex(4):01,02,\\\r\n  03,04\r\n\r\n  \"NtlmMinServerSec\"=hex(4):00,00,08,20\r\n");
  const Strings whole = Read(text).values;
  for (size_t size = 0; size < text.size(); ++size) {
    const std::string cut = text.substr(0, size);
    const Seen seen = Read(cut);
    for (const std::string& value : seen.values) {
      EXPECT_TRUE(std::count(whole.begin(), whole.end(), value) > 0 ||
                  absl::EndsWith(value, "|cut"))
          << size << ": " << value;
    }
    const bool at_record_end = absl::EndsWith(cut, "\n") || absl::EndsWith(cut, "\r") ||
                               absl::EndsWith(cut, "dword:20080000");
    const bool error = !seen.status.ok() || std::any_of(seen.findings.begin(), seen.findings.end(),
                                                        [](const std::string& finding) {
                                                          return absl::StrContains(finding, "!");
                                                        });
    EXPECT_TRUE(error || at_record_end) << size;
  }
}

TEST(RegFileTest, LooksLikeARegFileByItsFirstLine) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeRegFile(std::vector<uint8_t>(text.begin(), text.end()));
  };
  for (const char* text :
       {"REGEDIT4\r\n", "regedit", "Windows Registry Editor Version 6.00",
        "\xEF\xBB\xBF \r\n; c\r\n[HKEY_LOCAL_MACHINE\\A]", "[-hkey_users\\A]\n"}) {
    EXPECT_TRUE(looks(text)) << text;
  }
  for (const char* text : {"", "regf", "[Unicode]\r\n", "; c", "x\nREGEDIT4\n"}) {
    EXPECT_FALSE(looks(text)) << text;
  }
  EXPECT_TRUE(LooksLikeRegFile(*Utf8ToUtf16("REGEDIT4\r\n")));
}

}  // namespace
}  // namespace ntlmatrix::policy
