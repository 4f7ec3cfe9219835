// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/envelope/http_auth.h"

namespace ntlmatrix::envelope {
namespace {

using Strings = std::vector<std::string>;

Strings Rules(absl::string_view text) {
  Strings rules;
  for (const Finding& finding : ValidateHttpAuth(text)) {
    rules.push_back(absl::StrCat(finding.rule, " ", finding.offset));
  }
  return rules;
}

Finding Only(absl::string_view text) {
  const auto findings = ValidateHttpAuth(text);
  EXPECT_EQ(findings.size(), 1u) << text;
  return findings.empty() ? Finding() : findings[0];
}

// The beginnings of messages of the three types, and of an SPNEGO token.
constexpr absl::string_view kNegotiate = "TlRMTVNTUAABAAAA";
constexpr absl::string_view kChallenge = "TlRMTVNTUAACAAAA";
constexpr absl::string_view kAuthenticate = "TlRMTVNTUAADAAAA";
constexpr absl::string_view kSpnego = "YIIFeQYGKwYBBQUC";

TEST(HttpAuthRulesTest, ReportsNothingOnGoodHeaders) {
  for (const std::string& text : {
           std::string("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate, NTLM\r\n\r\n"),
           absl::StrCat("Authorization: NTLM ", kNegotiate, "\r\n"),
           absl::StrCat("WWW-Authenticate: NTLM ", kChallenge),
           absl::StrCat("Proxy-Authorization: ntlm ", kAuthenticate),
           absl::StrCat("Proxy-Authenticate: NTLM ", kChallenge),
           absl::StrCat("Authorization: Negotiate ", kSpnego),
           absl::StrCat("NTLM ", kChallenge),
           std::string(
               "WWW-Authenticate: Basic realm=\"a, \\\"b\\\\\", Digest realm=\"x\", qop=auth"),
           std::string("Authorization: Basic YTpi"),
           std::string("Authorization: Bearer a.b-c_d~e+f/g=="),
       }) {
    EXPECT_EQ(Rules(text), Strings()) << text;
  }
}

TEST(HttpAuthRulesTest, ReportsSpaceBeforeTheColon) {
  // "No whitespace is allowed between the field name and colon", RFC 9112 5.1.
  EXPECT_EQ(Rules("WWW-Authenticate : NTLM"), Strings{"http-name-space 16"});
}

TEST(HttpAuthRulesTest, ReportsFoldOnce) {
  // "A sender MUST NOT generate a message that includes line folding", RFC 9112 5.2.
  EXPECT_EQ(Rules("WWW-Authenticate: Negotiate,\r\n NTLM,\r\n Kerberos"), Strings{"http-fold 28"});
  EXPECT_EQ(Rules(absl::StrCat("NTLM TlRM\n TVNTUAACAAAA")),
            (Strings{"http-fold 9", "base64-space 9"}));
}

TEST(HttpAuthRulesTest, ReportsControlCharacters) {
  EXPECT_EQ(Rules(absl::string_view("WWW-Authenticate: Basic realm=\"a\0b\"", 35)),
            Strings{"http-control 32"});
  EXPECT_EQ(Only("WWW-Authenticate: Basic realm=\"a\x7F\"").text, "control character 0x7f");
  EXPECT_EQ(Rules("WWW-Authenticate: Basic realm=\"a\rb\tc\""), Strings{"http-control 32"});
}

TEST(HttpAuthRulesTest, ReportsEmptyElements) {
  // "a sender MUST NOT generate empty list elements", RFC 9110 5.6.1.1.
  EXPECT_EQ(Rules("WWW-Authenticate: ,NTLM"), Strings{"http-empty-element 18"});
  EXPECT_EQ(Rules("WWW-Authenticate: Negotiate, , NTLM"), Strings{"http-empty-element 29"});
  EXPECT_EQ(Rules("WWW-Authenticate: NTLM,"), Strings{"http-empty-element 22"});
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a=b,,c=d"), Strings{"http-empty-element 29"});
}

TEST(HttpAuthRulesTest, ReportsFieldWithoutScheme) {
  EXPECT_EQ(Rules("WWW-Authenticate:"), Strings{"http-nothing 17"});
  EXPECT_EQ(Only("Proxy-Authenticate: \r\n").section, "RFC 9110 11.7.1");
  EXPECT_EQ(Rules("Authorization: ,"), (Strings{"http-empty-element 15", "http-nothing 15"}));
}

TEST(HttpAuthRulesTest, ReportsCredentialsTwice) {
  EXPECT_EQ(Rules("Authorization: Basic YTpi, Bearer x"), Strings{"http-credentials-twice 27"});
  EXPECT_EQ(Only("Proxy-Authorization: Basic YTpi, Bearer x, Bearer y").section, "RFC 9110 11.7.2");
}

TEST(HttpAuthRulesTest, ReportsTabAfterTheScheme) {
  EXPECT_EQ(Rules(absl::StrCat("Authorization: NTLM\t", kNegotiate)),
            Strings{"http-scheme-tab 19"});
  EXPECT_EQ(Rules("WWW-Authenticate: NTLM\t, Negotiate"), Strings());
}

TEST(HttpAuthRulesTest, ReportsTokensOfOtherSchemes) {
  EXPECT_EQ(Rules("Authorization: Bearer a b"), Strings{"http-token68 22"});
  EXPECT_EQ(Rules("Authorization: Bearer =="), Strings{"http-token68 22"});
  EXPECT_EQ(Rules("Authorization: Bearer a!"), Strings{"http-token68 22"});
}

TEST(HttpAuthRulesTest, ReportsParameters) {
  // "each parameter name MUST only occur once per challenge", RFC 9110 11.2.
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a=b, A=c"), Strings{"http-param-twice 30"});
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a=b, Digest a=c"), Strings());
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a =b"), Strings{"http-param-space 26"});
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a= b"), Strings{"http-param-space 26"});
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a=b/c"), Strings{"http-param-value 27"});
  EXPECT_EQ(Rules("WWW-Authenticate: Digest a=b, c="), Strings{"http-param-value 32"});
  EXPECT_EQ(Rules("WWW-Authenticate: Basic Realm=x"), Strings{"http-realm 30"});
  EXPECT_EQ(Rules("WWW-Authenticate: Basic realm=\"a\\b\\\\c\\\"\""),
            Strings{"http-quoted-pair 32"});
  EXPECT_EQ(Only("WWW-Authenticate: Basic realm=\"a\\b\"").severity, Severity::kWarning);
}

TEST(HttpAuthRulesTest, ReportsNtlmAndNegotiateWithParameters) {
  EXPECT_EQ(Rules("WWW-Authenticate: NTLM realm=\"x\""), Strings{"http-params 23"});
  EXPECT_EQ(Only("Authorization: Negotiate a=\"b\"").section, "RFC 4559 4.2");
  EXPECT_EQ(Only("WWW-Authenticate: Negotiate a=\"b\"").section, "RFC 4559 4.1");
}

TEST(HttpAuthRulesTest, ReportsCredentialsWithoutToken) {
  EXPECT_EQ(Rules("Authorization: Negotiate"), Strings{"http-token-missing 15"});
  EXPECT_EQ(Only("Authorization: Negotiate").severity, Severity::kError);
  EXPECT_EQ(Only("Proxy-Authorization: NTLM").severity, Severity::kNote);
  EXPECT_EQ(Only("Proxy-Authorization: NTLM").section, "[MS-NTHT] 2.2.4");
}

TEST(HttpAuthRulesTest, ReportsBase64) {
  EXPECT_EQ(Rules("Authorization: NTLM TlRM!VNT"), Strings{"base64-unreadable 24"});
  EXPECT_EQ(Rules("Authorization: NTLM TlRMTVNTUAABAAAAAA"), Strings{"base64-padding 38"});
  EXPECT_EQ(Rules("Authorization: NTLM TlRMTVNTUAABAAAAAB=="), Strings{"base64-pad-bits 37"});
  EXPECT_EQ(Rules("Authorization: NTLM TlRMTVNT UAABAAAA"), Strings{"base64-space 28"});
}

TEST(HttpAuthRulesTest, NotesNegotiateWithoutSpnego) {
  const Finding finding = Only(absl::StrCat("Authorization: Negotiate ", kNegotiate));
  EXPECT_EQ(finding.rule, "http-negotiate-raw-ntlm");
  EXPECT_EQ(finding.severity, Severity::kNote);
  EXPECT_EQ(finding.offset, 25u);
}

TEST(HttpAuthRulesTest, ReportsNtlmWithSomethingElse) {
  EXPECT_EQ(Rules(absl::StrCat("Authorization: NTLM ", kSpnego)), Strings{"http-ntlm-other 20"});
  EXPECT_EQ(Rules("WWW-Authenticate: NTLM TlRM"), Strings{"http-ntlm-other 23"});
  EXPECT_EQ(Only(absl::StrCat("NTLM ", kSpnego)).section, "[MS-NTHT] 2.2");
}

TEST(HttpAuthRulesTest, ReportsMessageInTheWrongDirection) {
  EXPECT_EQ(Only(absl::StrCat("Authorization: NTLM ", kChallenge)).text,
            "MessageType 2 in Authorization, where only NEGOTIATE_MESSAGE (1) and "
            "AUTHENTICATE_MESSAGE (3) may be");
  EXPECT_EQ(Only(absl::StrCat("Authorization: NTLM ", kChallenge)).section, "[MS-NTHT] 2.2.2");
  EXPECT_EQ(Only(absl::StrCat("WWW-Authenticate: NTLM ", kNegotiate)).section, "[MS-NTHT] 2.2.1");
  EXPECT_EQ(Only(absl::StrCat("Proxy-Authenticate: NTLM ", kAuthenticate)).text,
            "MessageType 3 in Proxy-Authenticate, where only a CHALLENGE_MESSAGE (2) may be");
  EXPECT_EQ(Only(absl::StrCat("Proxy-Authenticate: NTLM ", kAuthenticate)).section,
            "[MS-NTHT] 2.2.3");
}

TEST(HttpAuthRulesTest, ReportsWhatIsUnreadable) {
  EXPECT_EQ(Rules("WWW-Authenticate: NTLM, @, Negotiate"), Strings{"http-unreadable 24"});
  EXPECT_EQ(Rules("WWW-Authenticate: Basic realm=\"x"), Strings{"http-unreadable 30"});
  EXPECT_EQ(Only("Authorization: \"").section, "RFC 9110 11.2");
}

TEST(HttpAuthRulesTest, StopsListingAfter64) {
  std::string text = "WWW-Authenticate: Digest a=b";
  for (int i = 0; i < 70; ++i) absl::StrAppend(&text, ", a=b");
  const auto findings = ValidateHttpAuth(text);
  ASSERT_EQ(findings.size(), 65u);
  EXPECT_EQ(findings[63].rule, "http-param-twice");
  EXPECT_EQ(findings[64].rule, "http-more");
  EXPECT_EQ(findings[64].severity, Severity::kNote);
}

}  // namespace
}  // namespace ntlmatrix::envelope
