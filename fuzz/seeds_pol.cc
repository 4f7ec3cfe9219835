// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

constexpr char kLsa[] = "System\\CurrentControlSet\\Control\\Lsa";
constexpr char kMsv10[] = "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
constexpr char kClient[] = "NTLMMinClientSec";
constexpr char kGrammar[] = "[MS-GPREG] 2.2.1";
constexpr char kWin32[] = "Win32, Registry Policy File Format";
constexpr char kManual[] = "LGPO.pdf";

const Data kHeader = {'P', 'R', 'e', 'g', 1, 0, 0, 0};
const Data kBoth = {0x00, 0x00, 0x08, 0x20};

Data Utf16(absl::string_view ascii) {
  Data data;
  for (const char c : ascii) data.insert(data.end(), {static_cast<uint8_t>(c), 0});
  return data;
}

Data Utf16Z(absl::string_view ascii) { return Join({Utf16(ascii), Zeros(2)}); }

Data Number(uint32_t number) { return SetFlags(Zeros(4), 0, number); }

Data EntryOfSize(absl::string_view key, absl::string_view name, uint32_t type, uint32_t size,
                 Bytes data) {
  return Join({Utf16("["), Utf16Z(key), Utf16(";"), Utf16Z(name), Utf16(";"), Number(type),
               Utf16(";"), Number(size), Utf16(";"), data, Utf16("]")});
}

Data Entry(absl::string_view key, absl::string_view name, uint32_t type, Bytes data) {
  return EntryOfSize(key, name, type, static_cast<uint32_t>(data.size()), data);
}

Data Client(uint32_t type, Bytes data) { return Entry(kMsv10, kClient, type, data); }

Data Pol(std::initializer_list<Bytes> entries) { return Join({kHeader, Join(entries)}); }

Data Text(absl::string_view text) { return Data(text.begin(), text.end()); }

// An LGPO text with the client setting.
std::string ClientText(absl::string_view action, absl::string_view line_end = "\r\n") {
  std::string text;
  for (const absl::string_view line : {absl::string_view("Computer"), absl::string_view(kMsv10),
                                       absl::string_view(kClient), action}) {
    text.append(line.data(), line.size());
    text.append(line_end.data(), line_end.size());
  }
  return text;
}

}  // namespace

std::vector<Seed> RegistryPolSeeds() {
  const Data client = Client(4, kBoth);
  const Data blank = Utf16Z(" ");
  const Data other = Entry("Software\\Policies\\Example", "Enabled", 4, Number(1));
  const Data whole = Pol({other, client, Entry(kLsa, "LmCompatibilityLevel", 4, Number(5))});
  const size_t last_name = whole.size() - 2 - 4 - 2 - 4 - 2 - 4 - 2;  // its NUL ends here
  return {
      {"hardened_client", kGrammar, "the client setting and the level among others", whole},
      {"header_only", kGrammar, "a policy that sets nothing", kHeader},
      {"empty_file", kByHand, "no bytes at all", {}},
      {"truncated_header", "CVE-2015-0009", "7 bytes", Cut(kHeader, 7)},
      {"truncated_in_data", "CVE-2015-0009", "the last entry ends in its data",
       Cut(whole, whole.size() - 4)},
      {"truncated_between_entries", "CVE-2015-0009", "whole entries alone",
       Cut(whole, kHeader.size() + other.size())},
      {"signature_in_small_letters", "GPRegistryPolicyParser compares without case", "preg",
       Set(whole, 0, {'p', 'r', 'e', 'g'})},
      {"version_0", "Samba accepts any version", "version 0", Set(whole, 4, {0})},
      {"version_2", "Samba accepts any version", "version 2", Set(whole, 4, {2})},
      {"trailing_zeros", "PolicyPlus stops with an exception",
       "two zero bytes behind the last entry", Join({whole, Zeros(2)})},
      {"other_brackets", "Samba and PolicyPlus do not compare them", "( and )",
       Set(Set(Pol({client}), 8, {'('}), kHeader.size() + client.size() - 2, {')'})},
      {"key_without_nul", "PolicyPlus swallows the separator", "the NUL behind the last name is x",
       Set(whole, last_name - 2, {'x'})},
      {"embedded_nul", kByHand, "a key with a NUL in it",
       Pol({Entry(absl::string_view("Soft\0ware", 9), "A", 4, kBoth)})},
      {"control_character", kGrammar, "a line feed in a value name",
       Pol({Entry("Software", "A\nB", 4, kBoth)})},
      {"lone_surrogate", kByHand, "half a surrogate pair in a key",
       Set(Pol({client}), 12, {0x00, 0xD8})},
      {"non_ascii_names", kByHand, "a euro sign in the key", Set(Pol({client}), 12, {0xAC, 0x20})},
      {"semicolon_in_name", "GPRegistryPolicyParser splits there", "a;b",
       Pol({Entry("Software", "a;b", 4, kBoth), client})},
      {"bracket_in_data", "GPRegistryPolicyParser goes on there", "][ in REG_NONE data",
       Pol({Entry("Software", "A", 0, Utf16("][")), client})},
      {"entry_in_data", kByHand, "a whole entry in REG_BINARY data",
       Pol({Entry("Software", "A", 3, client)})},
      {"dword_of_8_bytes", "Samba takes the low 4", "Size 8",
       Pol({Client(4, Join({kBoth, Zeros(4)}))})},
      {"dword_of_2_bytes", "GPRegistryPolicyParser reads 4", "Size 2",
       Pol({Client(4, Cut(kBoth, 2))})},
      {"dword_of_0_bytes", "PolicyPlus stops with an exception", "Size 0", Pol({Client(4, {})})},
      {"dword_big_endian", "Samba swaps the bytes", "type 5",
       Pol({Client(5, Data{0x20, 8, 0, 0})})},
      {"number_in_reg_sz", kByHand, "537395200 as text", Pol({Client(1, Utf16Z("537395200"))})},
      {"reg_qword", kGrammar, "type 11", Pol({Client(11, Join({kBoth, Zeros(4)}))})},
      {"unknown_type", "Samba and PolicyPlus accept it", "type 99", Pol({Client(99, kBoth)})},
      {"size_wraps", "PolicyPlus tries to allocate it", "Size 0xFFFFFFFF",
       Pol({EntryOfSize(kMsv10, kClient, 4, 0xFFFFFFFF, kBoth)})},
      {"size_past_end_by_one", kByHand, "the closing bracket and one byte more",
       Pol({EntryOfSize(kMsv10, kClient, 4, 7, kBoth)})},
      {"size_over_the_bracket", kByHand, "the closing bracket belongs to the data",
       Pol({EntryOfSize(kMsv10, kClient, 4, 6, kBoth)})},
      {"key_creation", kWin32, "an empty value name, type 0 and size 0",
       Pol({Entry(kMsv10, "", 0, {})})},
      {"left_out_fields", kWin32, "the key alone in brackets",
       Pol({Join({Utf16("["), Utf16Z(kMsv10), Utf16("]")})})},
      {"duplicate_in_other_case", "PolicyPlus keeps the last", "two values that differ",
       Pol({client, Entry("SYSTEM\\currentcontrolset\\CONTROL\\lsa\\msv1_0", "ntlmminclientsec", 4,
                          Zeros(4))})},
      {"hive_in_key", kGrammar, "HKEY_LOCAL_MACHINE before the key",
       Pol({Entry(std::string("HKEY_LOCAL_MACHINE\\") + kMsv10, kClient, 4, kBoth)})},
      {"delete_value", kWin32, "**del. of the setting",
       Pol({Entry(kMsv10, "**del.NTLMMinClientSec", 1, blank)})},
      {"delete_all_values", kWin32, "**delvals. and then the setting",
       Pol({Entry(kMsv10, "**delvals.", 1, blank), client})},
      {"set_then_delete", "PolicyPlus sorts deletions first", "the setting and then its deletion",
       Pol({client, Entry(kMsv10, "**Del.NTLMMinClientSec", 1, blank), client})},
      {"delete_values", kWin32, "a list with the setting in it",
       Pol({Entry(kMsv10, "**DeleteValues", 1, Utf16Z("A;NTLMMinClientSec"))})},
      {"delete_keys", kWin32, "a list with Lsa in it",
       Pol({Entry("System\\CurrentControlSet\\Control", "**DeleteKeys", 1, Utf16Z("A\\B;Lsa"))})},
      {"delete_keys_without_list", kByHand, "semicolons alone",
       Pol({Entry(kLsa, "**DeleteKeys ", 1, Utf16Z(";;"))})},
      {"delete_keys_binary", kByHand, "a list of an odd size",
       Pol({Entry("", "**deletekeys.", 3, Data{'A', 0, 'B'})})},
      {"soft", kWin32, "**soft. of the setting",
       Pol({Entry(kMsv10, "**soft.NTLMMinClientSec", 4, kBoth)})},
      {"secure_key", kWin32, "access to the key of the settings",
       Pol({Entry(kMsv10, "**SecureKey", 4, Number(1))})},
      {"unknown_directive", kByHand, "no document names it", Pol({Entry(kLsa, "**Foo", 4, kBoth)})},
  };
}

std::vector<Seed> LgpoTextSeeds() {
  const std::string client = ClientText("DWORD:537395200");
  const auto unix_text = [](absl::string_view action) { return Text(ClientText(action, "\n")); };
  const Data mark = {0xFF, 0xFE};
  return {
      {"parse_output", "LGPO.exe /parse", "comments around one entry",
       Text("; ----------\r\n; PARSING Computer POLICY\r\n; Source file:  registry.pol\r\n\r\n" +
            client + "\r\n; PARSING COMPLETED.\r\n; ----------\r\n\r\n")},
      {"comments_only", "LGPO.exe /parse", "a policy that sets nothing",
       Text("; PARSING Computer POLICY\r\n; PARSING COMPLETED.\r\n")},
      {"only_a_mark", kByHand, "a byte order mark and nothing else", mark},
      {"cut_in_blank_line", kByHand, "the file ends between CR and LF of a blank line",
       Text("; PARSING Computer POLICY\r\n\r")},
      {"empty_file", kByHand, "no bytes at all", {}},
      {"utf16le", "PowerShell redirection", "UTF-16LE with byte order mark",
       Join({mark, Utf16(client)})},
      {"utf16le_without_mark", kByHand, "UTF-16LE without byte order mark", Utf16(client)},
      {"half_code_unit", kByHand, "UTF-16LE of an odd size",
       Join({mark, Utf16(client), Data{';'}})},
      {"lf", kByHand, "lines that end in LF", unix_text("DWORD:537395200")},
      {"hex_number", kManual, "0x20080000", unix_text("DWORD:0x20080000")},
      {"bad_number", kByHand, "text behind the number", unix_text("DWORD:537395200 ; both")},
      {"empty_number", kByHand, "no number at all", unix_text("DWORD:")},
      {"truncated_number", "CVE-2015-0009", "the file ends in the number",
       Cut(Text(client), client.size() - 5)},
      {"truncated_entry", "CVE-2015-0009", "the file ends behind the key",
       Cut(Text(client), sizeof kMsv10 + 11)},
      {"every_action", kManual, "each action once",
       Text("Computer\nK\nA\nDWORD:1\n\nComputer\nK\nA\nQWORD:0x1\n\nComputer\nK\nA\nSZ:a:b\n\n"
            "User\nK\n(Default)\nEXSZ:%x%\\\\y\n\nUser:Administrators\nK\nA\nMULTISZ:a\\0b\n\n"
            "User:Non-Administrators\nK\nA\nBINARY:00,ff\n\nUser:me\nK\nA\nDELETE\n\n"
            "Computer\nK\n*\nCREATEKEY\n\nComputer\nK\n*\nDELETEALLVALUES\n\n"
            "Computer\nK\nL;M\\N\nDELETEKEYS\n\nComputer\nK\n*\nCLEAR\n")},
      {"delete", kManual, "the setting is deleted", unix_text("DELETE")},
      {"clear", kManual, "the key is removed from the policy", unix_text("CLEAR")},
      {"set_then_delete_all_values", kManual, "the setting and then all values",
       Join({unix_text("DWORD:524288"), unix_text("DELETEALLVALUES")})},
      {"delete_keys", kManual, "Lsa is deleted",
       Text("Computer\nSystem\\CurrentControlSet\\Control\nA;Lsa\nDELETEKEYS\n")},
      {"delete_keys_without_key", kByHand, "no name in the list",
       Text("Computer\nK\n(Default)\nDELETEKEYS\n")},
      {"key_missing", kByHand, "an entry of three lines shifts the next",
       Text("Computer\nNTLMMinClientSec\nDWORD:0\n" + ClientText("DWORD:537395200", "\n"))},
      {"blank_line_inside", kByHand, "a blank line before the action",
       Text("Computer\nK\nA\n\nDWORD:1\n")},
      {"comment_inside", kByHand, "a comment before the value name",
       Text("Computer\nK\n; name\nA\nDWORD:1\n")},
      {"blank_around_configuration", kManual, "which may have none",
       Text(" Computer\nK\nA\nDWORD:1\n")},
      {"small_letters", kByHand, "an action in small letters", unix_text("dword:537395200")},
      {"lone_cr", kByHand, "a carriage return in a line", Text("Computer\nK\rA\nDWORD:1\n")},
      {"nul", kByHand, "U+0000 in the action", Join({Text("Computer\nK\nA\nSZ:"), Zeros(2)})},
      {"code_page", kByHand, "a comment that is no UTF-8", Text("; \xE9\n" + client)},
      {"directive_as_name", kByHand, "**delvals. as a value name",
       Text("Computer\n" + std::string(kMsv10) + "\n**delvals.\nSZ: \n")},
      {"wrong_type", kByHand, "the number as text", unix_text("SZ:537395200")},
      {"equal_and_other_duplicate", kByHand, "three values, two alike",
       Join({unix_text("DWORD:0"), unix_text("DWORD:0x0"), unix_text("DWORD:537395200")})},
  };
}

}  // namespace ntlmatrix::fuzz
