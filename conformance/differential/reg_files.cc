// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/differential/stores.h"

namespace ntlmatrix::differential {
namespace {

const std::string kHeader5 = "Windows Registry Editor Version 5.00\r\n\r\n";
const std::string kKey =
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0]\r\n";
const std::string kServer = "\"NtlmMinServerSec\"=dword:20080000\r\n";
const std::string kName = "\"NtlmMinClientSec\"=";
const std::string kClient = kName + "dword:20080000\r\n";

Data Text(const std::string& text) { return {text.begin(), text.end()}; }

// A file with these lines below the key, and the blank line with which regedit ends.
Data Lines(const std::string& lines) { return Text(kHeader5 + kKey + kServer + lines + "\r\n"); }

// A file whose NtlmMinClientSec is written so.
Data Client(const std::string& data) { return Lines(kName + data + "\r\n"); }

Data Utf16(const std::string& ascii) {
  Data data = {0xFF, 0xFE};
  for (const char c : ascii) data.insert(data.end(), {static_cast<uint8_t>(c), 0});
  return data;
}

std::string WithDoubledBackslashes(const std::string& text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '\\' ? 2 : 1, c);
  return doubled;
}

}  // namespace

std::vector<Store> RegFiles() {
  const std::string body = kKey + kServer + kClient;
  const std::string zero = kName + "dword:00000000\r\n";
  return {
      {"plain", "client and server", Lines(kClient)},
      {"absent", "no NtlmMinClientSec", Lines("")},
      {"regedit4", "the header REGEDIT4", Text("REGEDIT4\r\n\r\n" + body + "\r\n")},
      {"utf16le", "UTF-16LE with byte order mark, as regedit writes",
       Utf16(kHeader5 + body + "\r\n")},
      {"dword-upper", "DWORD: in capitals", Client("DWORD:20080000")},
      {"dword-1-digit", "dword: with one digit", Client("dword:1")},
      {"dword-9-digits", "dword: with nine digits", Client("dword:200800001")},
      {"dword-0x", "dword: with 0x", Client("dword:0x20080000")},
      {"dword-no-digit", "dword: without digits", Client("dword:")},
      {"dword-capitals", "hexadecimal digits in capitals", Client("dword:A0080000")},
      {"blanks", "blanks around the equals sign",
       Lines("\"NtlmMinClientSec\" = dword:20080000\r\n")},
      {"comment-behind", "a comment behind the number", Client("dword:20080000 ; both")},
      {"hex-4", "hex(4): of 4 bytes", Client("hex(4):00,00,08,20")},
      {"hex-4-continued", "hex(4): over two lines", Client("hex(4):00,00,\\\r\n  08,20")},
      {"hex-4-short", "hex(4): of 2 bytes", Client("hex(4):00,20")},
      {"hex-4-long", "hex(4): of 8 bytes", Client("hex(4):00,00,08,20,00,00,00,00")},
      {"hex-4-empty", "hex(4): of no bytes", Client("hex(4):")},
      {"hex-5", "hex(5):, REG_DWORD_BIG_ENDIAN", Client("hex(5):20,08,00,00")},
      {"hex-b", "hex(b):, REG_QWORD", Client("hex(b):00,00,08,20,00,00,00,00")},
      {"hex", "hex:, REG_BINARY", Client("hex:00,00,08,20")},
      {"string", "the decimal number in quotes", Client("\"537395200\"")},
      {"bare-number", "the number without a type", Client("537395200")},
      {"twice-other-case", "the name again in capitals, with 0",
       Lines(kClient + "\"NTLMMINCLIENTSEC\"=dword:00000000\r\n")},
      {"twice-same-name", "the same name again, with 0", Lines(kClient + zero)},
      {"set-then-delete", "set, then =-", Lines(kClient + kName + "-\r\n")},
      {"delete-then-set", "=-, then set", Lines(kName + "-\r\n" + kClient)},
      {"delete", "=- alone", Lines(kName + "-\r\n")},
      {"delete-key", "the key is deleted after the value is set",
       Text(kHeader5 + body + "\r\n[-" + kKey.substr(1) + "\r\n")},
      {"comment-below-key", "a comment between key and value",
       Text(kHeader5 + kKey + "; both options\r\n" + kServer + kClient + "\r\n")},
      {"blank-line", "a blank line between key and value",
       Text(kHeader5 + kKey + "\r\n" + kServer + kClient + "\r\n")},
      {"version-6", "the header of a version 6.00",
       Text("Windows Registry Editor Version 6.00\r\n\r\n" + body + "\r\n")},
      {"no-header", "no header", Text(body + "\r\n")},
      {"doubled-backslashes", "doubled backslashes in the key",
       Text(kHeader5 + WithDoubledBackslashes(kKey) + kServer + kClient + "\r\n")},
      {"no-blank-line", "the last line is a value, with its line end", Text(kHeader5 + body)},
      {"no-line-end", "the last line is a value, without line end",
       Text(kHeader5 + body.substr(0, body.size() - 2))},
      {"line-feeds", "lines that end in LF",
       Text("Windows Registry Editor Version 5.00\n\n" + kKey.substr(0, kKey.size() - 2) + "\n" +
            kServer.substr(0, kServer.size() - 2) + "\n" + kClient.substr(0, kClient.size() - 2) +
            "\n\n")},
      {"key-lower", "the key in small letters, but for the hive",
       Text(kHeader5 + "[HKEY_LOCAL_MACHINE\\SYSTEM\\currentcontrolset\\control\\lsa\\msv1_0]\r\n" +
            kServer + kClient + "\r\n")},
      {"trailing-backslash", "a backslash behind the key",
       Text(kHeader5 + kKey.substr(0, kKey.size() - 3) + "\\]\r\n" + kServer + kClient + "\r\n")},
      {"name-without-quotes", "the name without quotes",
       Lines("NtlmMinClientSec=dword:20080000\r\n")},
      {"wrong-key", "NtlmMinClientSec in Lsa",
       Text(kHeader5 + kKey + kServer + "\r\n" + kKey.substr(0, kKey.size() - 10) + "]\r\n" +
            kClient + "\r\n")},
  };
}

}  // namespace ntlmatrix::differential
