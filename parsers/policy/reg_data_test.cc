// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/reg_data.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

using Form = RegData::Form;

std::string Text(absl::string_view text) { return std::string(text.begin(), text.end()); }

// "type number digits" of a dword, "type text" of other data, the problem of what can't be read.
std::string Read(absl::string_view line) {
  const RegData data = ReadRegData(line);
  switch (data.form) {
    case Form::kUnreadable:
      EXPECT_FALSE(data.problem.empty()) << line;
      return "unreadable";
    case Form::kString:
      return absl::StrCat("string ", data.type, " ", data.text);
    case Form::kDword:
      return absl::StrCat("dword ", data.type, " 0x", absl::Hex(data.number), " ", data.digits);
    case Form::kHex:
      return absl::StrCat("hex ", data.type, " ", data.text);
    case Form::kDeletion:
      return "deletion";
  }
  return "";
}

TEST(RegDataTest, ReadsEveryForm) {
  EXPECT_EQ(Read("\"text\""), "string 1 \"text\"");
  EXPECT_EQ(Read("\"\""), "string 1 \"\"");
  EXPECT_EQ(Read("dword:20080000"), "dword 4 0x20080000 8");
  EXPECT_EQ(Read("dword:ffffFFFF"), "dword 4 0xffffffff 8");
  EXPECT_EQ(Read("hex:00,01"), "hex 3 00,01");
  EXPECT_EQ(Read("hex:"), "hex 3 ");
  EXPECT_EQ(Read("hex(0):"), "hex 0 ");
  EXPECT_EQ(Read("hex(2):00"), "hex 2 00");
  EXPECT_EQ(Read("hex(b):00"), "hex 11 00");
  EXPECT_EQ(Read("hex(fFfFfFfF):"), "hex 4294967295 ");
  EXPECT_EQ(Read("-"), "deletion");
}

TEST(RegDataTest, AllowsBlanksAndCommentsBehindData) {
  EXPECT_EQ(Read("\"text\" \t"), "string 1 \"text\"");
  EXPECT_EQ(Read("\"text\";c"), "string 1 \"text\"");
  EXPECT_EQ(Read("dword:00000001 ; c"), "dword 4 0x1 8");
  EXPECT_EQ(Read("dword:00000001;c"), "dword 4 0x1 8");
  EXPECT_EQ(Read("dword: \t00000001\t"), "dword 4 0x1 8");
  EXPECT_EQ(Read("- ; c"), "deletion");
}

TEST(RegDataTest, CountsTheDigitsOfADword) {
  EXPECT_EQ(Read("dword:1"), "dword 4 0x1 1");
  EXPECT_EQ(Read("dword:2008000"), "dword 4 0x2008000 7");
}

TEST(RegDataTest, RejectsOtherDwords) {
  for (const char* line : {"dword:",
                           "dword: ",
                           "dword:hello",
                           "dword:200800001",
                           "dword:000000001",
                           "dword:0x20080000",
                           "dword:1234 5678",
                           "dword:12345678 abc",
                           "dword:00000001#c",
                           "dword:1234\\",
                           "dword:-1",
                           "dword 00000001",
                           "DWORD:00000001",
                           "Dword:00000001",
                           "dword :00000001",
                           ";dword:00000001",
                           "537395200",
                           "0x20080000",
                           "",
                           "\xEF\xBB\xBF"
                           "dword:00000001"}) {
    EXPECT_EQ(Read(line), "unreadable") << line;
  }
}

TEST(RegDataTest, RejectsOtherStringsAndTypes) {
  for (const char* line : {"\"",          "\"text",
                           "text\"",      "\"text\\\"",
                           "\"a\"b\"",    "\"a\"\"b\"",
                           "\"a\" #c",    "\\\"a\\\"",
                           "str:\"a\"",   "string:00000001",
                           "hex",         "hex 00",
                           "HEX:00",      "hex():00",
                           "hex(4:00",    "hex(4)00",
                           "hex(g):00",   "hex(100000000):00",
                           "hex(0x4):00", "hex( 4):00",
                           "hex(4) :00",  "--",
                           "-x"}) {
    EXPECT_EQ(Read(line), "unreadable") << line;
  }
}

TEST(RegDataTest, FindsTheQuoteThatNoBackslashEscapes) {
  EXPECT_EQ(FindClosingQuote("\"\""), 1u);
  EXPECT_EQ(FindClosingQuote("\"a\\\"b\"c\""), 5u);
  EXPECT_EQ(FindClosingQuote("\"\\\\\"\""), 3u);
  EXPECT_EQ(FindClosingQuote("\"\\\\\\\""), absl::string_view::npos);
  EXPECT_EQ(FindClosingQuote("\""), absl::string_view::npos);
}

// The bytes of a line in hexadecimal, with "+" where more follow, or the problem.
std::string Hex(absl::string_view line) {
  std::vector<uint8_t> bytes;
  bool more = false;
  const absl::string_view problem = ReadHexLine(line, &bytes, &more);
  if (!problem.empty()) return Text(problem);
  std::string text;
  for (const uint8_t byte : bytes) absl::StrAppend(&text, absl::Hex(byte, absl::kZeroPad2));
  return text + (more ? "+" : "");
}

TEST(RegDataTest, ReadsLinesOfBytes) {
  EXPECT_EQ(Hex(""), "");
  EXPECT_EQ(Hex("00"), "00");
  EXPECT_EQ(Hex("00,fF,0A"), "00ff0a");
  EXPECT_EQ(Hex("  00,01 \t"), "0001");
  EXPECT_EQ(Hex("00,01;c"), "0001");
  EXPECT_EQ(Hex("\\"), "+");
  EXPECT_EQ(Hex("  00,01,\\"), "0001+");
  EXPECT_EQ(Hex("00,01,\\ \t;c"), "0001+");
}

TEST(RegDataTest, RejectsOtherBytes) {
  constexpr char kDigits[] = "not two hexadecimal digits for each byte, with commas between";
  for (const char* line : {"0", "00,0", "00 ,01", "00, 01", "00,,01", ",00", "000", "0g", "zz",
                           "00,01#c", "00,01,\\x", "00,01,\\\\", "0x00", "00,\"", "00,01,x"}) {
    EXPECT_EQ(Hex(line), kDigits) << line;
  }
  EXPECT_EQ(Hex("00,01,"), "the bytes end in a comma");
  EXPECT_EQ(Hex("00,01, ;c"), "the bytes end in a comma");
  EXPECT_EQ(Hex("00,01\\"), "no comma before the backslash");
}

}  // namespace
}  // namespace ntlmatrix::policy
