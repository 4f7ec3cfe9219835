// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/event_export.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include <gtest/gtest.h>

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::impact {
namespace {

using conformance::SecurityEvent;
using conformance::Side;

struct Result {
  absl::Status status;
  std::vector<ExportedEvent> events;

  // Whether everything in it could be read.
  bool whole() const {
    bool all = status.ok();
    for (const ExportedEvent& event : events) all = all && event.status.ok();
    return all;
  }
};

Result Read(absl::string_view text) {
  Result result;
  result.status =
      ReadEventExport(Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()),
                      [&](ExportedEvent event) { result.events.push_back(std::move(event)); });
  return result;
}

constexpr SecurityEvent kBlock = {Side::kServer, 0x02818205, 0x20080000};

// One event 4011 and nothing else, without error.
void ExpectBlock(absl::string_view text) {
  const Result result = Read(text);
  ASSERT_TRUE(result.status.ok()) << result.status << "\n" << text;
  ASSERT_EQ(result.events.size(), 1u) << text;
  ASSERT_TRUE(result.events[0].status.ok()) << result.events[0].status << "\n" << text;
  ASSERT_TRUE(result.events[0].security) << text;
  EXPECT_EQ(*result.events[0].security, kBlock) << text;
}

void ExpectUnreadable(absl::string_view text, absl::string_view why) {
  const Result result = Read(text);
  ASSERT_EQ(result.events.size(), 1u) << text;
  EXPECT_FALSE(result.events[0].status.ok()) << text;
  EXPECT_NE(result.events[0].status.message().find(std::string(why)), std::string::npos)
      << result.events[0].status;
}

// An event as ToXml() of Get-WinEvent writes it; $DATA are its fields.
std::string Xml(int id, absl::string_view provider, absl::string_view data) {
  return absl::StrCat(
      "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
      "<Provider Name='",
      provider, "' Guid='{ac43300d-5fcc-4800-8e99-1bd3f85f0320}'/><EventID>", id,
      "</EventID><Channel>Microsoft-Windows-NTLM/Operational</Channel></System><EventData>", data,
      "</EventData></Event>\n");
}

constexpr char kNtlm[] = "Microsoft-Windows-NTLM";
constexpr char kAuditing[] = "Microsoft-Windows-Security-Auditing";
constexpr char kBlockData[] =
    "<Data Name='CallerPID'>3360</Data>"
    "<Data Name='ProcessName'>C:\\a\\sqlservr.exe</Data>"
    "<Data Name='NegotiatedSecurity'>0x2818205</Data>"
    "<Data Name='RequiredSecurity'>0x20080000</Data>";
constexpr char kMessage[] =
    "NTLM Minimum Server Security Block:\nCalling Process PID: 3360\n"
    "Calling Process Name: C:\\a\\sqlservr.exe\nNegotiated Security Flags: 0x2818205\n"
    "Minimum Security Flags: 0x20080000\n";

std::string LogonData(absl::string_view package, absl::string_view lm, absl::string_view length) {
  return absl::StrCat("<Data Name='AuthenticationPackageName'>", package,
                      "</Data><Data Name='LmPackageName'>", lm, "</Data><Data Name='KeyLength'>",
                      length, "</Data>");
}

TEST(EventXmlTest, ReadsOneEvent) {
  ExpectBlock(Xml(4011, kNtlm, kBlockData));
  EXPECT_EQ(Read(Xml(4011, kNtlm, kBlockData)).events[0].process, "C:\\a\\sqlservr.exe");
}

TEST(EventXmlTest, ReadsEventsWithAndWithoutARoot) {
  const std::string two = Xml(4011, kNtlm, kBlockData) + Xml(4010, kNtlm, kBlockData);
  for (const std::string& text :
       {two, "<Events>" + two + "</Events>",
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<Events>" + two +
            "</Events>\n"}) {
    const Result result = Read(text);
    EXPECT_TRUE(result.whole());
    ASSERT_EQ(result.events.size(), 2u) << text;
    EXPECT_EQ(result.events[0].security->side, Side::kServer);
    EXPECT_EQ(result.events[1].security->side, Side::kClient);
  }
  EXPECT_EQ(Read(two).events[1].line, 2u);
}

TEST(EventXmlTest, ReadsTheRenderedMessage) {
  std::string rendered = Xml(4011, kNtlm, "");
  rendered = absl::StrReplaceAll(
      rendered, {{"</Event>", absl::StrCat("<RenderingInfo Culture='en-US'><Message>", kMessage,
                                           "</Message></RenderingInfo></Event>")}});
  ExpectBlock(rendered);
}

TEST(EventXmlTest, RejectsAMessageThatContradictsTheFields) {
  const std::string data = absl::StrReplaceAll(kBlockData, {{"0x2818205", "0x2818201"}});
  ExpectUnreadable(
      absl::StrReplaceAll(Xml(4011, kNtlm, data),
                          {{"</Event>", absl::StrCat("<RenderingInfo><Message>", kMessage,
                                                     "</Message></RenderingInfo></Event>")}}),
      "two values");
}

TEST(EventXmlTest, ReportsAnEventWithoutItsFields) {
  ExpectUnreadable(Xml(4011, kNtlm, ""), "neither");
  ExpectUnreadable(Xml(4011, kNtlm, "<Data Name='NegotiatedSecurity'>0x2818205</Data>"),
                   "RequiredSecurity");
  ExpectUnreadable(Xml(4011, kNtlm, absl::StrReplaceAll(kBlockData, {{"0x2818205", "0x2_818205"}})),
                   "no number");
}

TEST(EventXmlTest, CountsOtherEvents) {
  const Result result = Read(Xml(4022, kNtlm, "<Data Name='NtlmUsageId'>7</Data>") +
                             Xml(4011, "Another-Provider", ""));
  EXPECT_TRUE(result.whole());
  ASSERT_EQ(result.events.size(), 2u);
  EXPECT_EQ(result.events[0].id, 4022u);
  EXPECT_FALSE(result.events[0].security);
  EXPECT_FALSE(result.events[1].security);
}

TEST(EventXmlTest, RejectsElementsThatAreNoEvents) {
  const Result result = Read("<Objs><Obj/></Objs>");
  EXPECT_EQ(result.status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_NE(result.status.message().find("Objs is no Event"), std::string::npos);
  EXPECT_FALSE(Read("<Events><Events><Event/></Events></Events>").status.ok());
  EXPECT_FALSE(Read("<!DOCTYPE a [<!ENTITY b 'c'>]><Events/>").status.ok());
}

TEST(EventXmlTest, ReadsTheLogonsOfNtlm) {
  const Result result = Read(Xml(4624, kAuditing, LogonData("NTLM", "NTLM V2", "128")) +
                             Xml(4624, kAuditing, LogonData("Kerberos", "-", "0")) +
                             Xml(4624, kAuditing, LogonData("Negotiate", "NTLM V1", "56")) +
                             Xml(4624, kAuditing, LogonData("Negotiate", "-", "0")));
  EXPECT_TRUE(result.whole());
  ASSERT_EQ(result.events.size(), 4u);
  EXPECT_TRUE(result.events[0].is_ntlm_logon);
  EXPECT_EQ(result.events[0].key_length, 128u);
  EXPECT_FALSE(result.events[1].is_ntlm_logon);
  EXPECT_TRUE(result.events[2].is_ntlm_logon);
  EXPECT_EQ(result.events[2].key_length, 56u);
  EXPECT_FALSE(result.events[3].is_ntlm_logon);
}

TEST(EventXmlTest, ReportsALogonWithoutItsFields) {
  ExpectUnreadable(Xml(4624, kAuditing, ""), "LmPackageName");
  ExpectUnreadable(Xml(4624, kAuditing, LogonData("NTLM", "NTLM V2", "")), "KeyLength");
  ExpectUnreadable(Xml(4624, kAuditing, LogonData("NTLM", "NTLM V2", "many")), "KeyLength");
  ExpectUnreadable(
      Xml(4624, kAuditing, LogonData("NTLM", "NTLM V2", "0") + LogonData("NTLM", "NTLM V2", "56")),
      "two values for KeyLength");
  ExpectUnreadable(
      Xml(4624, kAuditing, LogonData("NTLM", "NTLM V2", "0") + LogonData("NTLM", "NTLM V1", "0")),
      "two values for LmPackageName");
  ExpectUnreadable(Xml(4624, kAuditing,
                       LogonData("NTLM", "NTLM V2", "0") + LogonData("Negotiate", "NTLM V2", "0")),
                   "two values for AuthenticationPackageName");
}

TEST(EventCsvTest, ReadsExportCsv) {
  const std::string row =
      absl::StrCat("\"", kMessage, "\",\"4011\",\"Microsoft-Windows-NTLM\"\r\n");
  ExpectBlock("\"Message\",\"Id\",\"ProviderName\"\r\n" + row);
  ExpectBlock(
      "#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n"
      "\"Message\",\"Id\",\"ProviderName\"\r\n" +
      row);
  ExpectBlock("Message;Id;ProviderName\n\"" + std::string(kMessage) + "\";4011;NTLM\n");
  ExpectBlock("Id\tMessage\n4011\t\"" + std::string(kMessage) + "\"\n\n");
  ExpectBlock("EventID,NegotiatedSecurity,RequiredSecurity\n4011,42041861,0x20080000\n");
}

TEST(EventCsvTest, ReadsEventViewersColumnWithoutHeading) {
  ExpectBlock(
      absl::StrCat("Level,Date and Time,Source,Event ID,Task Category\r\n"
                   "Warning,1/2/2024 3:04:05 AM,Microsoft-Windows-NTLM,4011,None,\"",
                   kMessage, "\"\r\n"));
}

TEST(EventCsvTest, RejectsRowsThatAreNotWhole) {
  const std::string heading = "Id,NegotiatedSecurity,RequiredSecurity\n";
  EXPECT_FALSE(Read(heading + "4011,0x2818205\n").status.ok());
  EXPECT_FALSE(Read(heading + "4011,0x2818205,0x2008").status.ok());
  EXPECT_FALSE(Read(heading + "4011,\"0x2818205\" x,0x20080000\n").status.ok());
  EXPECT_FALSE(Read(heading + "4011,\"0x2818205").status.ok());
  EXPECT_FALSE(Read("\"Id\",\"a").status.ok());
}

TEST(EventJsonTest, ReadsObjectsArraysAndLines) {
  ExpectBlock(R"({"EventID":4011,"NegotiatedSecurity":"0x2818205","RequiredSecurity":537395200})");
  ExpectBlock(
      "{\n\"EventID\": 4011,\n\"NegotiatedSecurity\": \"0x2818205\",\n"
      "\"RequiredSecurity\": 537395200\n}\n");
  ExpectBlock(R"([{"Id":4011,"ProviderName":"Microsoft-Windows-NTLM","Message":")" +
              absl::StrReplaceAll(kMessage, {{"\n", "\\r\\n"}, {"\\a\\s", "\\\\a\\\\s"}}) +
              R"(","Bookmark":null,"Level":3,"ok":true,"f":1.5,"n":-1}])");
  ExpectBlock(R"({"winlog":{"event_id":"4011","event_data":{"NegotiatedSecurity":"0x2818205",)"
              R"("RequiredSecurity":"0x20080000"}},"event":{"code":"4011"},"agent":{"id":"x"}})");
  ExpectBlock(R"({"winlog.event_id":4011,"event.code":"4011",)"
              R"("winlog.event_data.NegotiatedSecurity":"0x2818205",)"
              R"("winlog.event_data.RequiredSecurity":"0x20080000"})");
  ExpectBlock(R"({"Event":{"System":{"Provider":{"Name":"Microsoft-Windows-NTLM"},)"
              R"("EventID":{"#text":4011}},"EventData":{"NegotiatedSecurity":"0x2818205",)"
              R"("RequiredSecurity":"0x20080000"}}})");
  const Result lines = Read("{\"EventID\":4022}\n\n{\"EventID\":4020}\n");
  EXPECT_TRUE(lines.whole());
  ASSERT_EQ(lines.events.size(), 2u);
  EXPECT_EQ(lines.events[1].line, 3u);
}

TEST(EventJsonTest, CountsAMemberThatStandsThereTwice) {
  ExpectUnreadable(R"({"EventID":4011,"NegotiatedSecurity":1,"RequiredSecurity":2,)"
                   R"("RequiredSecurity":3})",
                   "two values");
  ExpectUnreadable(R"({"EventID":[4010,4011]})", "two numbers");
  ExpectUnreadable(R"({"EventID":"many"})", "no number");
  ExpectUnreadable(R"({"NtlmUsageId":7})", "without number");
}

TEST(EventJsonTest, RejectsWhatIsNoEvent) {
  EXPECT_FALSE(Read("[1]").status.ok());
  EXPECT_FALSE(Read("[null]").status.ok());
  EXPECT_FALSE(Read("{\"EventID\":4022}\nnoise\n").status.ok());
  EXPECT_FALSE(Read("{\"EventID\":4022").status.ok());
  EXPECT_FALSE(Read("[{\"EventID\":4022}").status.ok());
  EXPECT_FALSE(Read(std::string(100, '[')).status.ok());
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "{\"a\":";
  EXPECT_NE(Read(deep).status.message().find("too deep"), std::string::npos);
  EXPECT_NE(Read(std::string(100000, '[')).status.message().find("too deep"), std::string::npos);
}

TEST(EventTextTest, ReadsOneMessage) {
  ExpectBlock(kMessage);
  ExpectBlock(absl::StrCat("Event ID: 4011\n", kMessage));
  ExpectBlock(absl::StripSuffix(kMessage, "\n"));
}

TEST(EventTextTest, ReadsSeveralEvents) {
  const std::string wevtutil = absl::StrCat(
      "Event[0]:\r\n  Log Name: Microsoft-Windows-NTLM/Operational\r\n"
      "  Source: Microsoft-Windows-NTLM\r\n  Event ID: 4011\r\n  Description: \r\n",
      kMessage,
      "\r\nEvent[1]:\r\n  Source: Microsoft-Windows-NTLM\r\n  Event ID: 4022\r\n  Description: \r\n"
      "NTLM was used\r\n");
  const std::string list = absl::StrCat(
      "\n\nTimeCreated  : 1/2/2024\nProviderName : Microsoft-Windows-NTLM\nId           : 4011\n"
      "Message      : ",
      kMessage, "\n\nTimeCreated  : 1/2/2024\nId           : 4022\nMessage      : x\n\n");
  const std::string all_properties = absl::StrCat(
      "\nMessage      : ", kMessage,
      "Id           : 4011\nProviderName : Microsoft-Windows-NTLM\nTimeCreated  : 1/2/2024\n\n"
      "Message      : x\nId           : 4022\nTimeCreated  : 1/2/2024\n\n");
  for (const std::string& text : {wevtutil, list, all_properties}) {
    const Result result = Read(text);
    EXPECT_TRUE(result.whole()) << text;
    ASSERT_EQ(result.events.size(), 2u) << text;
    ASSERT_TRUE(result.events[0].security);
    EXPECT_EQ(*result.events[0].security, kBlock);
    EXPECT_EQ(result.events[0].process, "C:\\a\\sqlservr.exe");
    EXPECT_EQ(result.events[1].id, 4022u);
  }
  const Result titles = Read(absl::StrCat(kMessage, "\n", kMessage));
  EXPECT_TRUE(titles.whole());
  EXPECT_EQ(titles.events.size(), 2u);
}

TEST(EventTextTest, ReadsALogon) {
  const Result result = Read(
      "Source: Microsoft-Windows-Security-Auditing\nEvent ID: 4624\nDescription:\n"
      "Detailed Authentication Information:\n\tLogon Process:\t\tNtLmSsp \n"
      "\tAuthentication Package:\tNTLM\n\tPackage Name (NTLM only):\tNTLM V2\n"
      "\tKey Length:\t\t128\n");
  EXPECT_TRUE(result.whole());
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_TRUE(result.events[0].is_ntlm_logon);
  EXPECT_EQ(result.events[0].key_length, 128u);
}

// A message in another language has no label that is known.
TEST(EventTextTest, ReportsAMessageInAnotherLanguage) {
  ExpectUnreadable("Event ID: 4011\nAusgehandelte Sicherheitsflags: 0x2818205\n",
                   "never translated");
  ExpectUnreadable("Ereignis-ID: 4011\n", "without number");
}

TEST(EventExportTest, ReadsUtf16) {
  const std::string text = Xml(4011, kNtlm, kBlockData);
  for (const Endian endian : {Endian::kLittle, Endian::kBig}) {
    std::string utf16 = endian == Endian::kLittle ? "\xff\xfe" : "\xfe\xff";
    for (const char c : text) {
      if (endian == Endian::kLittle) utf16 += c;
      utf16 += '\0';
      if (endian == Endian::kBig) utf16 += c;
    }
    ExpectBlock(utf16);
  }
}

TEST(EventExportTest, RejectsALogItself) {
  const Result result = Read("ElfFile\x01\x02");
  EXPECT_EQ(result.status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_NE(result.status.message().find("wevtutil"), std::string::npos);
}

TEST(EventExportTest, RejectsWhatIsNoText) {
  EXPECT_FALSE(Read("\xff\xfe<").status.ok());
  EXPECT_FALSE(Read("").status.ok());
  EXPECT_FALSE(Read(" \n").status.ok());
  EXPECT_EQ(Read(std::string(kMaxEventExportSize + 1, 'a')).status.code(),
            absl::StatusCode::kResourceExhausted);
}

// Cut anywhere an export is an error, or the whole of it, or cut between two events.
TEST(EventExportTest, TruncationAtEveryByteIsAnErrorOrFewerWholeEvents) {
  const std::string xml = Xml(4011, kNtlm, kBlockData) + Xml(4010, kNtlm, kBlockData);
  const std::string json =
      R"({"EventID":4011,"NegotiatedSecurity":"0x2818205","RequiredSecurity":"0x20080000"})"
      "\n"
      R"({"EventID":4010,"NegotiatedSecurity":"0x2818205","RequiredSecurity":"0x20080000"})"
      "\n";
  const std::string csv =
      "Id,NegotiatedSecurity,RequiredSecurity\n4011,0x2818205,0x20080000\n"
      "4010,0x2818205,0x20080000\n";
  const std::string text = absl::StrCat(
      "Event[0]:\n  Event ID: 4011\n  Description:\n", kMessage,
      "Event[1]:\n  Event ID: 4010\n  Description:\nNegotiated Security Flags: 0x2818205\n"
      "Minimum Security Flags: 0x20080000\n");
  for (const std::string& whole : {xml, json, csv, text, "<Events>" + xml + "</Events>"}) {
    ASSERT_EQ(Read(whole).events.size(), 2u) << whole;
    ASSERT_TRUE(Read(whole).whole()) << whole;
    for (size_t size = 0; size < whole.size(); ++size) {
      const Result cut = Read(absl::string_view(whole).substr(0, size));
      if (!cut.whole()) continue;
      for (const ExportedEvent& event : cut.events) {
        ASSERT_TRUE(event.security);
        EXPECT_EQ(event.security->negotiated, 0x02818205u) << whole.substr(0, size);
        EXPECT_EQ(event.security->required, 0x20080000u) << whole.substr(0, size);
      }
      if (cut.events.size() == 2 || whole[0] == '<') continue;
      // A record has just ended.
      EXPECT_TRUE(whole[size] == '\n' || size == 0 || whole[size - 1] == '\n')
          << whole.substr(0, size);
    }
  }
  const std::string rooted = "<Events>" + xml + "</Events>";
  for (size_t size = 0; size < rooted.size(); ++size) {
    EXPECT_FALSE(Read(absl::string_view(rooted).substr(0, size)).status.ok()) << size;
  }
}

TEST(EventWordsTest, NameWhatCarriesNoFlags) {
  for (const uint32_t id : {4001u, 4004u, 4020u, 4022u, 4024u, 4624u, 4625u, 8001u, 8004u}) {
    EXPECT_FALSE(EventWords(id).empty()) << id;
  }
  EXPECT_TRUE(EventWords(1).empty());
}

}  // namespace
}  // namespace ntlmatrix::impact
