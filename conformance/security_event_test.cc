// SPDX-License-Identifier: Apache-2.0

#include "conformance/security_event.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::conformance {
namespace {

constexpr SecurityEvent kServerBlock = {Side::kServer, 0x02818205, 0x20080000};

std::string Utf16(absl::string_view text, bool big_endian) {
  std::string utf16 = big_endian ? "\xfe\xff" : "\xff\xfe";
  for (const char c : text) utf16 += big_endian ? std::string{'\0', c} : std::string{c, '\0'};
  return utf16;
}

void ExpectEvent(absl::string_view text, const SecurityEvent& event) {
  const auto parsed = ParseSecurityEvent(text);
  ASSERT_TRUE(parsed.ok()) << parsed.status() << "\n" << text;
  EXPECT_TRUE(*parsed == event) << text;
}

std::string ErrorOf(absl::string_view text) {
  const auto parsed = ParseSecurityEvent(text);
  return parsed.ok() ? "accepted" : std::string(parsed.status().message());
}

// mssql-jdbc issue 1180, as a user pasted it: "block" and "Process" differ from the template.
TEST(SecurityEventTest, AcceptsTheMessageAsPeoplePasteIt) {
  ExpectEvent(
      "NTLM Minimum Server Security block:\r\n"
      "Calling Process PID: 3360\r\n"
      "Calling Process Name: C:\\MSSQL\\bin\\sqlservr.exe\r\n"
      "Negotiated Security Flags: 0x2818205\r\n"
      "Minimum Security Flags: 0x20080000\r\n",
      kServerBlock);
}

TEST(SecurityEventTest, AcceptsXml) {
  ExpectEvent(
      "<Event><System><EventID>4011</EventID></System><EventData>"
      "<Data Name='CallerPID'>3360</Data>"
      "<Data Name='NegotiatedSecurity'>0x2818205</Data>"
      "<Data Name='RequiredSecurity'>0x20080000</Data></EventData></Event>",
      kServerBlock);
  ExpectEvent(
      "<EventID Qualifiers=\"0\">4011</EventID><NegotiatedSecurity>\n 0x2818205\n"
      "</NegotiatedSecurity><RequiredSecurity>0x20080000</RequiredSecurity>",
      kServerBlock);
}

TEST(SecurityEventTest, AcceptsXmlThatRepeatsTheMessage) {
  ExpectEvent(
      "<EventID>4011</EventID><Data Name='NegotiatedSecurity'>0x2818205</Data>"
      "<Data Name='RequiredSecurity'>0x20080000</Data><Message>NTLM Minimum Server Security Block:"
      " Negotiated Security Flags: 0x02818205 Minimum Security Flags: 0x20080000</Message>",
      kServerBlock);
}

TEST(SecurityEventTest, AcceptsJson) {
  ExpectEvent(
      R"({"EventID":4011,"NegotiatedSecurity":"0x2818205","RequiredSecurity":"0x20080000"})",
      kServerBlock);
  ExpectEvent(R"({"Id": 4011, "NegotiatedSecurity" : 42041861, "RequiredSecurity" : 537395200})",
              kServerBlock);
  ExpectEvent(R"({"message":"NTLM Minimum Server Security Block:\r\nNegotiated Security Flags:)"
              R"(\t0x2818205\r\nMinimum Security Flags: 0x20080000"})",
              kServerBlock);
  ExpectEvent(R"("{\"event_id\":\"4011\",\"NegotiatedSecurity\":\"0x2818205\",)"
              R"(\"RequiredSecurity\":\"0x20080000\"}")",
              kServerBlock);
}

TEST(SecurityEventTest, AcceptsNamesWithValues) {
  ExpectEvent("EventCode=4011 NegotiatedSecurity=0x2818205 RequiredSecurity=0x20080000",
              kServerBlock);
  ExpectEvent("Id : 4011\nNegotiatedSecurity : 0x2818205\nRequiredSecurity   : 0x20080000\n",
              kServerBlock);
  ExpectEvent("Event ID 4011\nNegotiatedSecurity 0x2818205\nRequiredSecurity\t0X20080000",
              kServerBlock);
}

TEST(SecurityEventTest, AcceptsUtf16WithByteOrderMark) {
  const std::string text = SecurityEventText(kServerBlock);
  ExpectEvent(Utf16(text, false), kServerBlock);
  ExpectEvent(Utf16(text, true), kServerBlock);
  ExpectEvent("\xef\xbb\xbf" + text, kServerBlock);
}

TEST(SecurityEventTest, KeepsTheSideOpenWhereTheTextDoes) {
  ExpectEvent("NegotiatedSecurity=0x10 RequiredSecurity=0x20", {{}, 0x10, 0x20});
  ExpectEvent("Correlation Id: 4010 NegotiatedSecurity=0 RequiredSecurity=0", {{}, 0, 0});
}

TEST(SecurityEventTest, IgnoresNamesWithoutValue) {
  ExpectEvent(
      "RequiredSecurity and NegotiatedSecurity differ in event 4011:\n"
      "NegotiatedSecurity=0x10 RequiredSecurity=0x20",
      {{}, 0x10, 0x20});
}

TEST(SecurityEventTest, RejectsNumbersThatAreNone) {
  for (const absl::string_view value :
       {"%3", "", "0x", "0xfg", "12ab", "-1", "+1", "1.5", "537,395,200"}) {
    const std::string error =
        ErrorOf(absl::StrCat("NegotiatedSecurity=", value, " RequiredSecurity=0x20"));
    EXPECT_NE(error.find("is no number"), std::string::npos) << value << ": " << error;
  }
}

TEST(SecurityEventTest, RejectsNumbersThatOverflow) {
  EXPECT_EQ(ErrorOf("NegotiatedSecurity=0x100000000 RequiredSecurity=0"),
            "NegotiatedSecurity: '0x100000000' does not fit into 32 bits");
  EXPECT_EQ(ErrorOf("NegotiatedSecurity=4294967296 RequiredSecurity=0"),
            "NegotiatedSecurity: '4294967296' does not fit into 32 bits");
  EXPECT_EQ(ErrorOf("NegotiatedSecurity=0x10000000000000000 RequiredSecurity=0"),
            "NegotiatedSecurity: '0x10000000000000000' does not fit into 32 bits");
  ExpectEvent("NegotiatedSecurity=0x00000000ffffffff RequiredSecurity=4294967295",
              {{}, 0xffffffff, 0xffffffff});
}

TEST(SecurityEventTest, RejectsContradictions) {
  EXPECT_EQ(ErrorOf("NegotiatedSecurity=1 RequiredSecurity=2 NegotiatedSecurity=3"),
            "the text gives two values for 'NegotiatedSecurity', 0x1 and 0x3: give one event");
  EXPECT_EQ(ErrorOf("EventID=4010 NTLM Minimum Server Security Block"),
            "the text is about both event 4010 (client) and event 4011 (server): give one event");
  EXPECT_EQ(ErrorOf("EventID=8001 NegotiatedSecurity=1 RequiredSecurity=2"),
            "the text is about event 8001: only events 4010 and 4011 carry security flags");
}

TEST(SecurityEventTest, ReportsWhatIsMissing) {
  EXPECT_NE(ErrorOf("").find("'Negotiated Security Flags: 0x...'"), std::string::npos);
  EXPECT_NE(ErrorOf("NTLM Minimum Client Security Block: NegotiatedSecurity=1")
                .find("'Minimum Security Flags: 0x...'"),
            std::string::npos);
  EXPECT_NE(ErrorOf("xNegotiatedSecurity=1 RequiredSecurityx=2").find("Negotiated"),
            std::string::npos);
}

TEST(SecurityEventTest, RejectsWhatIsNoText) {
  EXPECT_EQ(ErrorOf(absl::string_view("N\0e\0", 4)),
            "NUL at byte 1: not a text, or UTF-16 without its byte order mark");
  EXPECT_NE(ErrorOf("\xff\xfeN"), "accepted");
  EXPECT_EQ(ParseSecurityEvent(std::string(kMaxSecurityEventText + 1, ' ')).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(SecurityEventTest, CanonicalTextReadsBackTheSame) {
  for (const SecurityEvent& event :
       {kServerBlock, SecurityEvent{Side::kClient, 0xffffffff, 0}, SecurityEvent{{}, 0, 7}}) {
    ExpectEvent(SecurityEventText(event), event);
  }
}

// The last number itself may end the text: people paste without a line end.
TEST(SecurityEventTest, TruncationAtEveryByteIsAnErrorBeforeTheLastNumber) {
  const std::string text = SecurityEventText(kServerBlock);
  const size_t last_number = text.rfind("0x");
  for (size_t size = 0; size <= last_number; ++size) {
    EXPECT_FALSE(ParseSecurityEvent(absl::string_view(text).substr(0, size)).ok()) << size;
  }
}

TEST(FlagWordTest, AcceptsHexadecimalAndDecimal) {
  EXPECT_EQ(*ParseFlagWord("0x20080000"), 0x20080000u);
  EXPECT_EQ(*ParseFlagWord("537395200"), 0x20080000u);
  EXPECT_EQ(*ParseFlagWord("0XABCDEF"), 0xabcdefu);
  EXPECT_EQ(*ParseFlagWord("010"), 10u);
}

TEST(FlagWordTest, RejectsEverythingElse) {
  for (const absl::string_view text : {"", "0x", " 1", "1 ", "-1", "0x-1", "ess", "1e3", "0b1"}) {
    EXPECT_FALSE(ParseFlagWord(text).ok()) << text;
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance
