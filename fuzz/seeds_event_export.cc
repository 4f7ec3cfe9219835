// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

constexpr char kMessageFields[] =
    "Calling Process PID: 3360\nCalling Process Name: sqlservr.exe\n"
    "Negotiated Security Flags: 0x2818205\nMinimum Security Flags: 0x20080000\n";

std::string EventXml(absl::string_view id, absl::string_view data,
                     absl::string_view provider = "Microsoft-Windows-NTLM") {
  return absl::StrCat(
      "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
      "<Provider Name='",
      provider, "'/><EventID>", id, "</EventID></System><EventData>", data,
      "</EventData></Event>\n");
}

std::string Flags(absl::string_view negotiated, absl::string_view required) {
  return absl::StrCat("<Data Name='ProcessName'>lsass.exe</Data><Data Name='NegotiatedSecurity'>",
                      negotiated, "</Data><Data Name='RequiredSecurity'>", required, "</Data>");
}

std::string Logon(absl::string_view package, absl::string_view lm, absl::string_view length) {
  return EventXml("4624",
                  absl::StrCat("<Data Name='AuthenticationPackageName'>", package,
                               "</Data><Data Name='LmPackageName'>", lm,
                               "</Data><Data Name='KeyLength'>", length, "</Data>"),
                  "Microsoft-Windows-Security-Auditing");
}

std::string Utf16(absl::string_view text) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : text) {
    utf16 += c;
    utf16 += '\0';
  }
  return utf16;
}

Seed Of(const char* name, const char* what, absl::string_view text) {
  return {name, kByHand, what, Data(text.begin(), text.end())};
}

std::vector<Seed> XmlSeeds() {
  const std::string block = EventXml("4011", Flags("0x2818205", "0x20080000"));
  return {
      {"xml_to_xml", "manifest Microsoft-Windows-NTLM, 4010", "events without a root, as ToXml()",
       Join({Data(block.begin(), block.end()), Data(block.begin(), block.end())})},
      Of("xml_with_root", "wevtutil /e:Events, with XML declaration",
         absl::StrCat("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Events>", block, "</Events>")),
      Of("xml_utf16", "what Windows PowerShell writes into a file", Utf16(block)),
      Of("xml_rendered", "the message beside the fields",
         absl::StrCat("<Event><System><EventID Qualifiers='0'>4011</EventID></System>"
                      "<RenderingInfo Culture='en-US'><Message>NTLM Minimum Server Security "
                      "Block:\n",
                      kMessageFields, "</Message></RenderingInfo></Event>")),
      Of("xml_without_fields", "event 4010 without flags is not nobody", EventXml("4010", "")),
      Of("xml_two_values", "the same field twice, with two values",
         EventXml("4011", absl::StrCat(Flags("0x1", "0x2"), Flags("0x1", "0x3")))),
      Of("xml_other_events", "4022 carries no flags, 4011 of another provider is another event",
         absl::StrCat(EventXml("4022", "<Data Name='Mic Status'>Protected</Data>"),
                      EventXml("4011", "", "MSDTC"))),
      Of("xml_logons", "KeyLength of NTLM, and of Kerberos, which has none",
         absl::StrCat(Logon("NTLM", "NTLM V2", "128"), Logon("Negotiate", "NTLM V1", "56"),
                      Logon("Kerberos", "-", "0"))),
      Of("xml_logon_without_length", "event 4624 without KeyLength", Logon("NTLM", "NTLM V2", "")),
      Of("xml_clixml", "Export-Clixml, which has no Event elements", "<Objs><Obj/></Objs>"),
      Of("xml_entity", "a DOCTYPE with an entity",
         "<!DOCTYPE a [<!ENTITY b \"0x20080000\">]><Events>&b;</Events>"),
      Of("xml_closes_the_root", "an end tag without start tag", "</Export><Export>"),
      Of("xml_cut", "the end is missing", block.substr(0, block.size() / 2)),
  };
}

std::vector<Seed> CsvSeeds() {
  const std::string row = absl::StrCat("\"NTLM Minimum Server Security Block:\n", kMessageFields,
                                       "\",\"4011\",\"Microsoft-Windows-NTLM\"\r\n");
  return {
      Of("csv_export", "Get-WinEvent and Export-Csv",
         absl::StrCat("\"Message\",\"Id\",\"ProviderName\"\r\n", row)),
      Of("csv_type_line", "Windows PowerShell's first line",
         absl::StrCat("#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n"
                      "\"Message\",\"Id\",\"ProviderName\"\r\n",
                      row)),
      Of("csv_event_viewer", "a message behind the last column with a heading",
         absl::StrCat("Level,Date and Time,Source,Event ID,Task Category\r\n"
                      "Warning,1/2/2024,Microsoft-Windows-NTLM,4011,None,\"",
                      kMessageFields, "\"\r\n")),
      Of("csv_semicolon", "the list separator of other countries, a byte order mark",
         "\xEF\xBB\xBF"
         "EventID;NegotiatedSecurity;RequiredSecurity\n4010;0x88205;0x20000000\n"),
      Of("csv_short_row", "a row with too few fields",
         "EventID,NegotiatedSecurity,RequiredSecurity\n4010,0x88205\n"),
      Of("csv_cut_number", "0x20080000 cut off to 0x2008",
         "EventID,NegotiatedSecurity,RequiredSecurity\n4010,0x88205,0x2008"),
  };
}

std::vector<Seed> JsonSeeds() {
  constexpr char kFields[] =
      "\"NegotiatedSecurity\":\"0x2818205\",\"RequiredSecurity\":\"0x20080000\"";
  return {
      Of("json_lines", "an object on each line",
         absl::StrCat("{\"EventID\":4011,", kFields, "}\n{\"EventID\":4020}\n")),
      Of("json_array", "ConvertTo-Json, numbers in decimal",
         "[{\"Id\":4010,\"ProviderName\":\"Microsoft-Windows-NTLM\",\"Message\":"
         "\"Negotiated Security Flags: 0x1\\r\\nMinimum Security Flags: 0x2\"},{\"Id\":8001}]"),
      Of("json_elastic", "fields of Elastic Common Schema",
         absl::StrCat("{\"winlog\":{\"event_id\":\"4011\",\"event_data\":{", kFields,
                      "}},\"event\":{\"code\":\"4011\"},\"agent\":{\"id\":\"x\"}}")),
      Of("json_twice", "a member that stands there twice, the last one harmless",
         absl::StrCat("{\"EventID\":4011,", kFields, ",\"RequiredSecurity\":0}")),
      Of("json_deep", "nested deeper than the limit", std::string(5000, '[')),
      Of("json_cut", "an array without its end", absl::StrCat("[{\"EventID\":4011,", kFields, "}")),
  };
}

std::vector<Seed> TextSeeds() {
  return {
      {"text_message", "microsoft/mssql-jdbc#1180",
       "event 4011 as Windows words it: lower case, no leading zero",
       [] {
         const std::string text =
             absl::StrCat("NTLM Minimum Server Security Block:\n", kMessageFields);
         return Data(text.begin(), text.end());
       }()},
      Of("text_wevtutil", "wevtutil /f:text, two events",
         absl::StrCat("Event[0]:\r\n  Log Name: Microsoft-Windows-NTLM/Operational\r\n"
                      "  Event ID: 4011\r\n  Description: \r\n",
                      kMessageFields, "Event[1]:\r\n  Event ID: 4022\r\n")),
      Of("text_list", "Format-List",
         absl::StrCat("TimeCreated  : 1/2/2024\nId           : 4010\nMessage      : ",
                      kMessageFields)),
      Of("text_logon", "event 4624 as Windows words it",
         "Source: Microsoft-Windows-Security-Auditing\nEvent ID: 4624\nDescription:\n"
         "Authentication Package:\t\tNTLM\nPackage Name (NTLM only):\tNTLM V2\n"
         "Key Length:\t\t56\n"),
      Of("text_german", "a message in another language",
         "Event ID: 4011\nAusgehandelte Sicherheitsflags: 0x2818205\n"),
      Of("text_cut_number", "ends within the number",
         "Event ID: 4011\nNegotiated Security Flags: 0x1\nMinimum Security Flags: 0x2008"),
      Of("evtx", "a log itself", "ElfFile"),
      Of("empty", "no bytes at all", ""),
      Of("nul", "character U+0000", absl::string_view("Event ID: 4011\0", 15)),
      Of("lone_surrogate", "UTF-16LE with half a pair",
         absl::string_view("\xFF\xFE<\0\x00\xD8<\0", 8)),
  };
}

}  // namespace

std::vector<Seed> EventExportSeeds() {
  std::vector<Seed> seeds;
  for (const auto& some : {XmlSeeds(), CsvSeeds(), JsonSeeds(), TextSeeds()}) {
    seeds.insert(seeds.end(), some.begin(), some.end());
  }
  return seeds;
}

}  // namespace ntlmatrix::fuzz
