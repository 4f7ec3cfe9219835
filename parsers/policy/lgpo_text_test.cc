// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/lgpo_text.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/name_list.h"

namespace ntlmatrix::policy {
namespace {

using Strings = std::vector<std::string>;

constexpr absl::string_view kClientLines =
    "Computer\nSystem\\CurrentControlSet\\Control\\Lsa\\MSV1_0\nNtlmMinClientSec\n";

// What a read delivered: values as "line operation|hive|key|name|type|data", findings as "line id".
struct Seen {
  Strings values;
  Strings findings;
  absl::Status status;
};

Seen ReadBytes(Bytes bytes) {
  Seen seen;
  seen.status = ReadLgpoText(
      {bytes},
      [&](const RegistryValue& value) {
        const char* kOperations[] = {"set", "delete", "delete-values", "delete-key"};
        const char* hive = value.hive == "HKEY_LOCAL_MACHINE"  ? "HKLM"
                           : value.hive == "HKEY_CURRENT_USER" ? "HKCU"
                                                               : "?";
        seen.values.push_back(absl::StrCat(
            PlaceText(value.where), " ", kOperations[static_cast<int>(value.operation)], "|", hive,
            "|", value.key, "|", value.name, "|", value.type, "|",
            std::get<absl::string_view>(value.data), value.cut_off ? "|cut" : ""));
      },
      [&](const PolicyFinding& finding) {
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.fix.empty());
        seen.findings.push_back(absl::StrCat(PlaceText(finding.place),
                                             finding.severity == Severity::kError ? "!" : "?",
                                             finding.id));
      });
  return seen;
}

Seen Read(absl::string_view text) {
  return ReadBytes(std::vector<uint8_t>(text.begin(), text.end()));
}

// The values of an entry of HKLM\K with this name and action.
Strings ReadEntry(absl::string_view name, absl::string_view action) {
  const Seen seen = Read(absl::StrCat("Computer\nK\n", name, "\n", action, "\n"));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  return seen.values;
}

std::string ClientSetting(absl::string_view text) {
  Interpreter interpreter("");
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  const absl::Status status = ReadLgpoText(
      {bytes}, [&](const RegistryValue& value) { interpreter.Add(value); },
      [](const PolicyFinding&) {});
  EXPECT_TRUE(status.ok()) << status;
  const PolicySetting setting = interpreter.Settings().front();
  const std::string state(SettingStateName(setting.state));
  if (setting.state != SettingState::kDefined) return state;
  return absl::StrCat(state, " 0x", absl::Hex(setting.value));
}

void ExpectError(absl::string_view text, uint64_t line, absl::string_view message) {
  const absl::Status status = Read(text).status;
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_EQ(PlaceOf(status), Place::Line(line)) << text;
  EXPECT_TRUE(absl::StrContains(std::string(status.message()), message)) << status;
}

TEST(LgpoTextTest, ReadsEntries) {
  const Seen seen = Read(
      "; PARSING Computer POLICY\r\n"
      "\r\n"
      "Computer\r\n"
      "Software\\Policies\\K\r\n"
      "A b\r\n"
      "DWORD:5\r\n"
      "\r\n"
      "User\r\n"
      "Software\\L\r\n"
      "B\r\n"
      "SZ:text\r\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values, Strings({"6 set|HKLM|Software\\Policies\\K|A b|4|5",
                                  "11 set|HKCU|Software\\L|B|1|text"}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(LgpoTextTest, ReadsEntriesWithoutBlankLinesBetween) {
  EXPECT_EQ(Read("Computer\nK\nA\nDWORD:5\nComputer\nK\nB\nDWORD:6\n").values,
            Strings({"4 set|HKLM|K|A|4|5", "8 set|HKLM|K|B|4|6"}));
}

TEST(LgpoTextTest, ReadsTheClientSetting) {
  EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, "DWORD:537395200\n")), "defined 0x20080000");
  EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, "DWORD:0x20080000\n")), "defined 0x20080000");
  EXPECT_EQ(ClientSetting("; nothing\n"), "not-defined");
}

TEST(LgpoTextTest, DeliversNumbersThatAreNone) {
  for (const char* data : {"", " 5", "5 ", "-1", "0x", "5;", "4294967296", "20080000h", "five"}) {
    EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, "DWORD:", data, "\n")), "malformed") << data;
  }
}

TEST(LgpoTextTest, ReadsEveryActionThatSetsAValue) {
  EXPECT_EQ(ReadEntry("A", "DWORD:0x10"), Strings({"4 set|HKLM|K|A|4|0x10"}));
  EXPECT_EQ(ReadEntry("A", "QWORD:1"), Strings({"4 set|HKLM|K|A|11|1"}));
  EXPECT_EQ(ReadEntry("A", "SZ:"), Strings({"4 set|HKLM|K|A|1|"}));
  EXPECT_EQ(ReadEntry("A", "SZ:a:b;c "), Strings({"4 set|HKLM|K|A|1|a:b;c "}));
  EXPECT_EQ(ReadEntry("A", "EXSZ:%x%\\\\y"), Strings({"4 set|HKLM|K|A|2|%x%\\\\y"}));
  EXPECT_EQ(ReadEntry("A", "MULTISZ:a\\0b"), Strings({"4 set|HKLM|K|A|7|a\\0b"}));
  EXPECT_EQ(ReadEntry("A", "BINARY:00,ff"), Strings({"4 set|HKLM|K|A|3|00,ff"}));
  for (const char* action : {"SZ:537395200", "QWORD:537395200", "BINARY:00,00,08,20"}) {
    EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, action, "\n")), "wrong-type");
  }
}

TEST(LgpoTextTest, ReadsTheDefaultValue) {
  EXPECT_EQ(ReadEntry("(Default)", "SZ:x"), Strings({"4 set|HKLM|K||1|x"}));
  EXPECT_EQ(ReadEntry("(default)", "DELETE"), Strings({"4 delete|HKLM|K||0|DELETE"}));
}

TEST(LgpoTextTest, CreatesKeys) {
  EXPECT_EQ(ReadEntry("*", "CREATEKEY"), Strings({"4 set|HKLM|K||0|"}));
}

TEST(LgpoTextTest, Deletes) {
  EXPECT_EQ(ReadEntry("A;B", "DELETE"), Strings({"4 delete|HKLM|K|A;B|0|DELETE"}));
  EXPECT_EQ(ReadEntry("*", "DELETEALLVALUES"),
            Strings({"4 delete-values|HKLM|K||0|DELETEALLVALUES"}));
  EXPECT_EQ(
      ReadEntry("L;;M\\N", "DELETEKEYS"),
      Strings({"4 delete-key|HKLM|K\\L||0|DELETEKEYS", "4 delete-key|HKLM|K\\M\\N||0|DELETEKEYS"}));
  EXPECT_EQ(ReadEntry("*", "CLEAR"), Strings({"4 delete-key|HKLM|K||0|CLEAR"}));
  for (const char* action : {"DELETE", "DELETEALLVALUES", "CLEAR"}) {
    EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, action, "\n")), "deleted") << action;
    EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, "DWORD:0\n", kClientLines, action, "\n")),
              "conflicting");
  }
  EXPECT_EQ(ClientSetting("Computer\nSystem\\CurrentControlSet\\Control\nLsa\nDELETEKEYS\n"),
            "deleted");
}

TEST(LgpoTextTest, RejectsDeleteKeysWithoutAKey) {
  ExpectError("Computer\nK\n;\nDELETEKEYS\n", 3, "comment where the value name");
  Seen seen = Read("Computer\nK\n(Default)\nDELETEKEYS\n");
  EXPECT_EQ(seen.status.message(), "DELETEKEYS without a key on the line before it");
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(4));
}

TEST(LgpoTextTest, ReadsEveryConfiguration) {
  for (const char* user :
       {"User", "USER", "User:Administrators", "user:Non-Administrators", "User:some body"}) {
    EXPECT_EQ(Read(absl::StrCat(user, "\nK\nA\nDWORD:5\n")).values,
              Strings({"4 set|HKCU|K|A|4|5"}));
  }
  EXPECT_EQ(Read("COMPUTER\nK\nA\nDWORD:5\n").values, Strings({"4 set|HKLM|K|A|4|5"}));
  for (const char* other : {" Computer", "Computer ", "Machine", "User:", "User ", "Users",
                            "User:x ", "Computer:x", "K", "\"Computer\"", "[Version]"}) {
    ExpectError(absl::StrCat("\n", other, "\nK\nA\nDWORD:5\n"), 2, "where an entry begins");
  }
}

TEST(LgpoTextTest, AcceptsActionsInAnyCase) {
  const Seen seen = Read("Computer\nK\nA\ndword:5\nComputer\nK\nA\nDelete\n");
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings({"4 set|HKLM|K|A|4|5", "8 delete|HKLM|K|A|0|Delete"}));
  EXPECT_EQ(seen.findings, Strings({"4?action-case"}));
}

TEST(LgpoTextTest, RejectsOtherActions) {
  for (const char* action : {"DWORD", "DWORD 5", " DWORD:5", "REG_DWORD:5", "DELETE ",
                             "DELETE:", "DELETEVALUES", "CLEAR*", "5", "HEX:00"}) {
    ExpectError(absl::StrCat("Computer\nK\nA\n", action, "\n"), 4, "where an action");
  }
}

// A missing line must not shift the meaning of those behind it.
TEST(LgpoTextTest, RejectsEntryWithAMissingLine) {
  const std::string next = "\nComputer\nK\nB\nDWORD:6\n";
  ExpectError(absl::StrCat("K\nA\nDWORD:5\n", next), 1, "where an entry begins");
  ExpectError(absl::StrCat("Computer\nA\nDWORD:5\n", next), 4, "where the action");
  ExpectError("Computer\nA\nDWORD:5\nComputer\nK\nB\nDWORD:6\n", 4, "`Computer` where an action");
  ExpectError("Computer\nK\nA\nComputer\nK\nB\nDWORD:6\n", 4, "`Computer` where an action");
  ExpectError(absl::StrCat("Computer\n", next), 2, "where the key");
  ExpectError(absl::StrCat("Computer\nK\n", next), 3, "where the value name");
  ExpectError("Computer\nK\n; comment\nA\nDWORD:5\n", 3, "where the value name");
  ExpectError("Computer\nK\nA\nDWORD:5\nDWORD:6\n", 5, "where an entry begins");
}

TEST(LgpoTextTest, ReportsDirectivesAsNames) {
  EXPECT_EQ(Read("Computer\nK\n**delvals.\nSZ: \n").findings, Strings({"4?directive"}));
  EXPECT_EQ(Read("Computer\nSystem\\CurrentControlSet\n**DeleteKeys\nSZ:Control\n").findings,
            Strings({"4!directive"}));
}

TEST(LgpoTextTest, MarksDataOnUnterminatedLastLine) {
  for (const char* end : {"", "\r"}) {
    const Seen seen = Read(absl::StrCat("Computer\nK\nA\nDWORD:5", end));
    EXPECT_TRUE(seen.status.ok());
    EXPECT_EQ(seen.values, Strings({"4 set|HKLM|K|A|4|5|cut"}));
    EXPECT_EQ(seen.findings, Strings({"4!no-line-end"}));
  }
  EXPECT_EQ(ClientSetting(absl::StrCat(kClientLines, "DWORD:53739520")), "malformed");
  EXPECT_EQ(Read("; a comment").findings, Strings({"1!no-line-end"}));
  EXPECT_EQ(Read("; a comment\n ").findings, Strings({"2!no-line-end"}));
}

TEST(LgpoTextTest, RejectsEntryWithoutEnd) {
  ExpectError("Computer", 1, "the file ends behind 1 line of an entry of four");
  ExpectError("Computer\nK\nA\n", 3, "the file ends behind 3 lines");
  ExpectError("Computer\nK\nA\nDWOR", 4, "where an action");
}

TEST(LgpoTextTest, ReadsEveryEncodingAlike) {
  const std::string text = "Computer\r\nK\r\nA\xC3\xA9\r\nDWORD:5\r\n";
  const Strings values = {"4 set|HKLM|K|A\xC3\xA9|4|5"};
  EXPECT_EQ(Read(text).values, values);
  EXPECT_EQ(Read(absl::StrCat("\xEF\xBB\xBF", text)).values, values);
  for (const Endian endian : {Endian::kLittle, Endian::kBig}) {
    EXPECT_EQ(ReadBytes(*Utf8ToUtf16(absl::StrCat("\xEF\xBB\xBF", text), endian)).values, values);
    const Seen guessed = ReadBytes(*Utf8ToUtf16(text, endian));
    EXPECT_EQ(guessed.values, values);
    EXPECT_EQ(guessed.findings, Strings({"?encoding-guessed"}));
  }
  const Seen code_page = Read("; \xE9\nComputer\nK\nA\nDWORD:5\n");
  EXPECT_EQ(code_page.values, Strings({"5 set|HKLM|K|A|4|5"}));
  EXPECT_EQ(code_page.findings, Strings({"?encoding-8-bit"}));
}

TEST(LgpoTextTest, DeliversValuesBeforeABadByte) {
  const Seen seen = Read(
      "\xEF\xBB\xBF"
      "Computer\nK\nA\nDWORD:5\nComputer\nK\nB\nDWORD:\xFF\n");
  EXPECT_EQ(seen.values, Strings({"4 set|HKLM|K|A|4|5"}));
  EXPECT_TRUE(absl::StrContains(std::string(seen.status.message()), "malformed UTF-8"));
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(8));
  const std::string nul("Computer\nK\nA\nDWORD:5\0\n", 22);
  EXPECT_EQ(Read(nul).values, Strings());
  EXPECT_EQ(PlaceOf(Read(nul).status), Place::Line(4));
}

TEST(LgpoTextTest, RejectsLoneCarriageReturn) {
  ExpectError("Computer\nK\nA\rB\nDWORD:5\n", 3, "carriage return without line feed");
  ExpectError("Computer\r\r\n", 1, "carriage return without line feed");
}

// No document tells where an LGPO text ends, so that a cut between two entries can't be seen.
TEST(LgpoTextTest, TruncationAtEveryByteGivesNoOtherValue) {
  const std::string text =
      "; x\r\n\r\nComputer\r\nK\r\nA\r\nDWORD:55\r\n\r\nComputer\r\nK\r\nB\r\nDELETEKEYS\r\n";
  const Strings whole = Read(text).values;
  const size_t first = text.find("55\r\n") + 4;
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen seen = Read(text.substr(0, size));
    const bool between = size == 5 || size == 7 || size == first || size == first + 2;
    EXPECT_EQ(seen.status.ok() && seen.findings.empty(), between) << size;
    for (const std::string& value : seen.values) {
      EXPECT_TRUE(value == whole[0] || absl::EndsWith(value, "|cut")) << size << ": " << value;
    }
  }
}

TEST(LgpoTextTest, RejectsFilesOverTheLimits) {
  EXPECT_EQ(Read("").status.message(), "the file is empty");
  EXPECT_EQ(Read("\xEF\xBB\xBF").status.message(), "the file is empty but for a byte order mark");
  EXPECT_EQ(Read(std::string(kMaxLgpoTextSize + 1, '\n')).status.code(),
            absl::StatusCode::kResourceExhausted);
  const Seen line = Read(absl::StrCat("Computer\n", std::string(kMaxLgpoTextLine + 1, 'k'), "\n"));
  EXPECT_EQ(line.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(line.status), Place::Line(2));
}

TEST(LgpoTextTest, RejectsMoreValuesThanTheLimit) {
  std::string list;
  for (int i = 0; i < 1 << 14; ++i) list += "a;";
  std::string text;
  for (size_t i = 0; i <= kMaxLgpoTextValues; i += size_t{1} << 14) {
    absl::StrAppend(&text, "User\nk\n", list, "\nDELETEKEYS\n");
  }
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  size_t count = 0;
  const absl::Status status = ReadLgpoText(
      {bytes}, [&](const RegistryValue&) { ++count; }, [](const PolicyFinding&) {});
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(count, kMaxLgpoTextValues);
}

TEST(LgpoTextTest, RejectsMoreFindingsThanTheLimit) {
  std::string text;
  for (size_t i = 0; i <= kMaxLgpoTextFindings; ++i) text += "User\nk\n**x\nSZ:\n";
  const Seen seen = Read(text);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(seen.findings.size(), kMaxLgpoTextFindings);
}

TEST(LgpoTextTest, BoundsWhatListsStandFor) {
  std::string list;
  for (int i = 0; i < 1 << 14; ++i) list += "a;";
  const std::string key(kMaxLgpoTextLine, 'k');
  const Seen seen = Read(absl::StrCat("User\n", key, "\n", list, "\nDELETEKEYS\n"));
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_LE(seen.values.size(), kMaxNameListWork / key.size());
}

TEST(LgpoTextTest, LooksLikeLgpoTextWhenAnEntryBegins) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeLgpoText(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("Computer\r\nK"));
  EXPECT_TRUE(looks("\xEF\xBB\xBF; comment\n\nuser:Administrators\nK\n"));
  EXPECT_TRUE(looks("; ---\n; PARSING Computer POLICY\n"));
  EXPECT_FALSE(looks(""));
  EXPECT_FALSE(looks("; comment\n"));
  EXPECT_FALSE(looks("; PARSING Computer POLICY\n[Version]\n"));
  EXPECT_FALSE(looks("Computers\nK\n"));
}

}  // namespace
}  // namespace ntlmatrix::policy
