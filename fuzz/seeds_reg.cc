// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

constexpr char kRegedit[] = "what regedit does, by Wine's conformance tests";
constexpr char kReaders[] = "where hivexregedit and Samba disagree";

const std::string kHeader4 = "REGEDIT4\r\n\r\n";
const std::string kHeader5 = "Windows Registry Editor Version 5.00\r\n\r\n";
const std::string kLsa =
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
    "\"LmCompatibilityLevel\"=dword:00000005\r\n\r\n";
const std::string kMsv =
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0]\r\n";
const std::string kClient = "\"NtlmMinClientSec\"=";
const std::string kBoth = kClient + "dword:20080000\r\n";

Data Text(const std::string& text) { return {text.begin(), text.end()}; }

Data Utf16(const std::string& ascii, bool little = true) {
  Data data = little ? Data{0xFF, 0xFE} : Data{0xFE, 0xFF};
  for (const char c : ascii) {
    const auto byte = static_cast<uint8_t>(c);
    data.insert(data.end(), {little ? byte : uint8_t{0}, little ? uint8_t{0} : byte});
  }
  return data;
}

// A file whose key has these lines.
Data Lines(const std::string& lines) { return Text(kHeader5 + kMsv + lines); }

// A file whose NtlmMinClientSec is written so.
Data Client(const std::string& data) { return Lines(kClient + data + "\r\n"); }

std::string WithDoubledBackslashes(const std::string& text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '\\' ? 2 : 1, c);
  return doubled;
}

}  // namespace

std::vector<Seed> RegFileSeeds() {
  const std::string all =
      kHeader5 + kLsa + kMsv + kBoth + "\"NtlmMinServerSec\"=dword:20000000\r\n";
  return {
      {"regedit_export", kByHand, "the three settings in UTF-16LE with mark", Utf16(all + "\r\n")},
      {"utf16be", kByHand, "the same in UTF-16BE", Utf16(all, false)},
      {"utf16le_without_mark", kByHand, "the same without mark",
       [&] {
         Data data = Utf16(all);
         data.erase(data.begin(), data.begin() + 2);
         return data;
       }()},
      {"utf8_mark", kByHand, "the same in UTF-8 with mark",
       Join({Data{0xEF, 0xBB, 0xBF}, Text(all)})},
      {"half_code_unit", kByHand, "UTF-16 that ends in half a code unit",
       Cut(Utf16(all), 2 * all.size() + 1)},
      {"lone_surrogate", kByHand, "UTF-16 with a lone surrogate in the last name",
       Join({Utf16(kHeader5 + kMsv + kBoth + "\""), Data{0x00, 0xDC, '"', 0}})},
      {"nul", kByHand, "U+0000 between two values",
       Join({Lines(kBoth), Data{0}, Text("\"NtlmMinServerSec\"=dword:00000000\r\n")})},
      {"code_page", kByHand, "8-bit text below REGEDIT4",
       Join({Text(kHeader4 + kMsv + "\"caf"), Data{0xE9}, Text("\"=\"x\"\r\n" + kBoth)})},
      {"only_a_mark", kByHand, "a byte order mark and nothing else", {0xFF, 0xFE}},
      {"cut_in_blank_line", kByHand, "the file ends between CR and LF of a blank line",
       Text(kHeader5 + "\r")},
      {"empty", kByHand, "no bytes at all", {}},
      {"every_form", kByHand, "each form of data",
       Lines("@=\"default\"\r\n\"s\"=\"C:\\\\dir \\\"x\\\"\"\r\n\"d\"=dword:20080000\r\n"
             "\"b\"=hex:00,ff\r\n\"e\"=hex(2):25,00,00,00\r\n\"m\"=hex(7):61,00,00,00,00,00\r\n"
             "\"q\"=hex(b):01,00,00,00,00,00,00,00\r\n\"n\"=hex(0):\r\n\"x\"=hex(ffffffff):01\r\n"
             "\"gone\"=-\r\n\r\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\B]\r\n")},
      {"user_hive", kByHand, "the names below HKEY_CURRENT_USER",
       Text(kHeader5 + "[HKEY_CURRENT_USER\\Control\\Lsa\\MSV1_0]\r\n" + kBoth)},
      // The table of edges that readers disagree about.
      {"dword", kReaders, "eight digits", Client("dword:20080000")},
      {"dword_upper_case", kReaders, "DWORD:", Client("DWORD:20080000")},
      {"dword_short", kReaders, "one digit", Client("dword:1")},
      {"dword_nine_digits", kReaders, "nine digits", Client("dword:200800001")},
      {"dword_prefix", kReaders, "0x before the digits", Client("dword:0x20080000")},
      {"blanks_around_equals", kReaders, "blanks on both sides of `=`",
       Lines("  \"NtlmMinClientSec\" \t=  dword:20080000 \r\n")},
      {"comment_behind_data", kReaders, "a comment behind a number", Client("dword:20080000 ; c")},
      {"hex_4", kReaders, "a REG_DWORD as bytes", Client("hex(4):00,00,08,20")},
      {"hex_4_continued", kReaders, "the same over two lines",
       Client("hex(4):00,00,\\\r\n  08,20")},
      {"hex_4_short", kReaders, "a REG_DWORD of two bytes", Client("hex(4):00,20")},
      {"same_name_twice", kReaders, "the name again in capitals",
       Lines(kBoth + "\"NTLMMINCLIENTSEC\"=dword:00000000\r\n")},
      {"set_then_deleted", kReaders, "a value and then its deletion",
       Lines(kBoth + kClient + "-\r\n")},
      {"deleted_then_set", kReaders, "the deletion first", Lines(kClient + "-\r\n" + kBoth)},
      {"comment_below_key", kReaders, "a comment between key and value", Lines("; c\r\n" + kBoth)},
      {"version_6", kReaders, "header of version 6.00",
       Text("Windows Registry Editor Version 6.00\r\n\r\n" + kMsv + kBoth)},
      {"doubled_backslashes", kReaders, "doubled backslashes in the key",
       Text(kHeader5 + WithDoubledBackslashes(kMsv) + kBoth)},
      {"no_blank_line_at_end", kReaders, "the last line is a value", Lines(kBoth)},
      {"no_line_end", kReaders, "the last line has no line end", Lines(kClient + "dword:20080000")},
      // What regedit does where no table speaks.
      {"header_lower_case", kRegedit, "regedit4", Text("regedit4\r\n\r\n" + kMsv + kBoth)},
      {"header_windows_3", kRegedit, "REGEDIT, the form of Windows 3.1",
       Text("REGEDIT\r\nHKEY_CLASSES_ROOT\\A = x\r\n")},
      {"hash_comment", kRegedit, "a line that begins with #", Lines("#" + kBoth)},
      {"comment_ends_in_backslash", kRegedit, "a comment does not go on",
       Lines("; c\\\r\n" + kBoth)},
      {"comment_between_bytes", kRegedit, "a comment and a blank line between bytes",
       Client("hex(4):00,00,\\;c\r\n; c\r\n\r\n  08,20")},
      {"comma_at_end", kRegedit, "bytes that end in a comma", Client("hex(4):00,00,08,20,")},
      {"entry_between_bytes", kRegedit, "a value where more bytes should follow",
       Lines("\"a\"=hex:00,\\\r\n" + kBoth)},
      {"key_between_bytes", kRegedit, "a key where more bytes should follow",
       Text(kHeader5 + "[HKEY_LOCAL_MACHINE\\A]\r\n\"a\"=hex:00,\\\r\n" + kMsv + kBoth)},
      {"string_without_end", kRegedit, "a string without closing quote",
       Lines("\"a\"=\"x\r\n" + kBoth + "y\"\r\n")},
      {"name_without_end", kRegedit, "a name without closing quote",
       Lines("\"NtlmMinClientSec=dword:20080000\r\n")},
      {"name_without_quotes", kRegedit, "a name without quotes",
       Lines("NtlmMinClientSec=dword:20080000\r\n")},
      {"key_over_two_lines", kRegedit, "a key that ends in a backslash without `]`",
       Text(kHeader4 + "[HKEY_LOCAL_MACHINE\\SYSTEM\\\r\nCurrentControlSet]\r\n" + kBoth)},
      {"lone_cr", kRegedit, "lines that end in CR", Text("REGEDIT4\r\r" + kBoth + "\r")},
      {"escapes_in_name", kByHand, "a name with escapes, one of them unknown",
       Lines("\"a\\\\b\\\"c\"=-\r\n\"Ntlm\\MinClientSec\"=dword:20080000\r\n")},
      {"bracket_in_key", kByHand, "a key with `]` in it",
       Text(kHeader4 + "[HKEY_USERS\\a]b]\r\n@=-\r\n")},
      {"text_behind_key", kByHand, "a value on the line of its key",
       Text(kHeader4 + kMsv.substr(0, kMsv.size() - 2) + kBoth)},
      {"key_without_end", kByHand, "a key without `]`",
       Text(kHeader4 + kMsv.substr(0, kMsv.size() - 3) + "\r\n" + kBoth)},
      {"value_before_keys", kByHand, "a value before the first key", Text(kHeader4 + kBoth)},
      {"value_below_deleted_key", kByHand, "a value below a key that is deleted",
       Text(kHeader4 + "[-" + kMsv.substr(1) + kBoth)},
      {"short_hive", kByHand, "HKLM", Text(kHeader4 + "[HKLM\\SYSTEM\\A]\r\n" + kBoth)},
      {"quoted_number", kByHand, "the number as a string", Client("\"537395200\"")},
      {"bare_number", kByHand, "the number without a type", Client("537395200")},
      {"big_endian", kByHand, "REG_DWORD_BIG_ENDIAN", Client("hex(5):20,08,00,00")},
      {"type_out_of_range", kByHand, "a type of nine digits", Client("hex(100000004):00,00,08,20")},
      {"without_header", kByHand, "a file that begins with a key", Text(kMsv + kBoth)},
  };
}

// The last byte of an input says how many are lost.
std::vector<Seed> RegSettingSeeds() {
  return {
      {"lost_digit", kByHand, "all but the first digit", Join({Client("dword:20080000"), Data{9}})},
      {"lost_line_end", kByHand, "the line end behind eight digits",
       Join({Client("dword:20080000"), Data{2}})},
      {"lost_second_value", kByHand, "half of the second value",
       Join({Lines(kBoth + "\"NtlmMinServerSec\"=dword:20000000\r\n"), Data{20}})},
      {"lost_bytes", kByHand, "the last bytes of hex(4)",
       Join({Client("hex(4):00,00,08,20,00,00,00,00"), Data{14}})},
      {"lost_line_of_bytes", kByHand, "the second line of hex(4)",
       Join({Client("hex(4):00,00,\\\r\n  08,20"), Data{9}})},
      {"ninth_digit", kByHand, "a digit too many and the line end",
       Join({Client("dword:200800001"), Data{3}})},
      {"short_dword", kByHand, "the line feed behind a short number",
       Join({Client("dword:5"), Data{1}})},
      {"conflicting", kReaders, "two values, of which the second is lost",
       Join({Lines(kBoth + kClient + "dword:00000000\r\n"), Data{35}})},
      {"utf16", kByHand, "UTF-16LE with mark", Utf16(kHeader5 + kLsa + kMsv + kBoth)},
      {"line_feeds", kByHand, "lines that end in LF",
       Text("REGEDIT4\n[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa]\n"
            "\"LmCompatibilityLevel\"=dword:00000003\n")},
  };
}

}  // namespace ntlmatrix::fuzz
