// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/http_auth.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

using Strings = std::vector<std::string>;

// A NEGOTIATE_MESSAGE of 32 bytes.
constexpr absl::string_view kMessage = "TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAA=";

// Each element as `header|scheme@offset|token@offset` or `|params@offset`, then the failure.
Strings Read(absl::string_view text) {
  Strings all;
  const absl::Status status = ReadHttpAuth(text, [&](const HttpAuth& auth) {
    std::string one =
        absl::StrCat(HttpAuthHeaderName(auth.header), "|", auth.scheme, "@", auth.scheme_offset);
    EXPECT_EQ(text.substr(auth.scheme_offset, auth.scheme.size()), auth.scheme);
    if (auth.token.has_value()) {
      EXPECT_EQ(text.substr(auth.token->offset, auth.token->text.size()), auth.token->text);
      absl::StrAppend(&one, "|", absl::CEscape(auth.token->text), "@", auth.token->offset);
    }
    if (!auth.params.empty()) {
      EXPECT_EQ(text.substr(auth.params_offset, auth.params.size()), auth.params);
      absl::StrAppend(&one, "|", auth.params, "@", auth.params_offset);
    }
    all.push_back(one);
  });
  if (!status.ok()) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    all.emplace_back(status.message());
  }
  return all;
}

HttpAuth First(absl::string_view text) {
  HttpAuth first;
  bool found = false;
  (void)ReadHttpAuth(text, [&](const HttpAuth& auth) {
    if (!found) first = auth;
    found = true;
  });
  EXPECT_TRUE(found) << text;
  return first;
}

TEST(HttpAuthTest, ReadsTheFourHeaders) {
  EXPECT_EQ(Read("Authorization: NTLM TlRM"), Strings{"Authorization|NTLM@15|TlRM@20"});
  EXPECT_EQ(Read("WWW-Authenticate: NTLM TlRM"), Strings{"WWW-Authenticate|NTLM@18|TlRM@23"});
  EXPECT_EQ(Read("Proxy-Authorization: NTLM TlRM"), Strings{"Proxy-Authorization|NTLM@21|TlRM@26"});
  EXPECT_EQ(Read("Proxy-Authenticate: NTLM TlRM"), Strings{"Proxy-Authenticate|NTLM@20|TlRM@25"});
}

TEST(HttpAuthTest, ReadsNamesAndSchemesWithoutCase) {
  // "It uses a case-insensitive token to identify the authentication scheme", RFC 9110 11.1.
  EXPECT_EQ(Read("www-authenticate:ntlm TlRM"), Strings{"WWW-Authenticate|ntlm@17|TlRM@22"});
  EXPECT_TRUE(First("AUTHORIZATION: nTlM TlRM").IsNtlm());
  EXPECT_TRUE(First("authorization: NEGOTIATE TlRM").IsNegotiate());
  EXPECT_FALSE(First("Authorization: NTLM2 TlRM").IsNtlm());
}

TEST(HttpAuthTest, ReadsTheMessage) {
  const auto message = First(absl::StrCat("Authorization: NTLM ", kMessage)).token->Decode();
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->size(), 32u);
  EXPECT_EQ(std::string(message->begin(), message->begin() + 7), "NTLMSSP");
}

TEST(HttpAuthTest, SchemeAloneHasNoToken) {
  // The first 401 response: "The initial WWW-Authenticate Response Header MUST NOT carry any
  // auth-data", [MS-NTHT] 2.2.1.
  for (const absl::string_view text : {"WWW-Authenticate: NTLM", "WWW-Authenticate: NTLM  ",
                                       "WWW-Authenticate: NTLM\r\n", "NTLM"}) {
    const HttpAuth auth = First(text);
    EXPECT_EQ(auth.scheme, "NTLM");
    EXPECT_FALSE(auth.token.has_value()) << text;
    EXPECT_TRUE(auth.params.empty());
  }
}

TEST(HttpAuthTest, ReadsSeveralChallengesOfOneLine) {
  EXPECT_EQ(Read("WWW-Authenticate: Negotiate, NTLM"),
            (Strings{"WWW-Authenticate|Negotiate@18", "WWW-Authenticate|NTLM@29"}));
  EXPECT_EQ(Read("WWW-Authenticate: NTLM TlRM,Negotiate YII= ,Basic realm=\"x\", Kerberos"),
            (Strings{"WWW-Authenticate|NTLM@18|TlRM@23", "WWW-Authenticate|Negotiate@28|YII=@38",
                     "WWW-Authenticate|Basic@44|realm=\"x\"@50", "WWW-Authenticate|Kerberos@61"}));
}

TEST(HttpAuthTest, DoesNotReadQuotedStringsAsChallenges) {
  EXPECT_EQ(
      Read("WWW-Authenticate: Basic realm=\"a, NTLM b\", NTLM"),
      (Strings{"WWW-Authenticate|Basic@18|realm=\"a, NTLM b\"@24", "WWW-Authenticate|NTLM@43"}));
  EXPECT_EQ(Read(R"(WWW-Authenticate: Basic realm="a\", NTLM b\\", NTLM)"),
            (Strings{R"(WWW-Authenticate|Basic@18|realm="a\", NTLM b\\"@24)",
                     "WWW-Authenticate|NTLM@47"}));
}

TEST(HttpAuthTest, ReadsTheExampleOfTheRfc) {
  // RFC 9110 11.6.1: an empty element, several parameters, white space around them.
  EXPECT_EQ(Read("WWW-Authenticate: Basic realm=\"simple\", Newauth realm=\"apps\", type=1, "
                 "title=\"Login to \\\"apps\\\"\""),
            (Strings{"WWW-Authenticate|Basic@18|realm=\"simple\"@24",
                     "WWW-Authenticate|Newauth@40|realm=\"apps\", type=1, "
                     "title=\"Login to \\\"apps\\\"\"@48"}));
  EXPECT_EQ(
      Read("WWW-Authenticate: ,, Digest a = 1 ,, b=\"2\" , NTLM,"),
      (Strings{"WWW-Authenticate|Digest@21|a = 1 ,, b=\"2\"@28", "WWW-Authenticate|NTLM@45"}));
}

TEST(HttpAuthTest, TellsTokensFromParameters) {
  EXPECT_EQ(Read("Authorization: Bearer a="), Strings{"Authorization|Bearer@15|a=@22"});
  for (const absl::string_view token : {"a", "a=", "a==", "a =", "a/=b", "a/b==", "="}) {
    EXPECT_EQ(First(absl::StrCat("Bearer ", token)).token->text, token);
    EXPECT_EQ(First(absl::StrCat("Bearer ", token, ", NTLM")).token->text, token);
  }
  for (const absl::string_view params : {"a=b", "a = b", "a=\"\"", "a=/b?c=d, e=f", "a=b, c="}) {
    EXPECT_EQ(First(absl::StrCat("Digest ", params)).params, params);
    EXPECT_FALSE(First(absl::StrCat("Digest ", params)).token.has_value());
  }
  EXPECT_EQ(First("Digest a=b, c= , NTLM").params, "a=b, c=") << "the space belongs to the comma";
  EXPECT_EQ(First("NTLM realm=\"x\"").params, "realm=\"x\"");
  EXPECT_EQ(First("NTLM TlR=TVNT").token->text, "TlR=TVNT");
  EXPECT_EQ(First("Negotiate TlR= TVNT").token->text, "TlR= TVNT");
}

TEST(HttpAuthTest, AcceptsValueWithoutName) {
  EXPECT_EQ(Read("NTLM TlRM"), Strings{"|NTLM@0|TlRM@5"});
  EXPECT_EQ(Read("  negotiate YII=, Other x"), (Strings{"|negotiate@2|YII=@12", "|Other@18|x@24"}));
  EXPECT_EQ(Read("Basic realm=\"NTLM x\""), Strings{"|Basic@0|realm=\"NTLM x\"@6"});
}

TEST(HttpAuthTest, PassesOverOtherLines) {
  EXPECT_EQ(Read("GET /a:b HTTP/1.1\r\nHost: NTLM x\r\nAuthorization: NTLM TlRM\r\n\r\nNTLMx y\n"
                 ":status: 401\nAuthentication-Info: NTLM x\n"),
            Strings{"Authorization|NTLM@48|TlRM@53"});
  EXPECT_EQ(Read(""), Strings());
  EXPECT_EQ(Read("\n \n"), Strings());
}

TEST(HttpAuthTest, ReadsSeveralLinesOfAText) {
  EXPECT_EQ(Read("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Negotiate\nWWW-Authenticate: "
                 "NTLM\n\n> Authorization: x\nAuthorization: NTLM TlRM  \n"),
            (Strings{"WWW-Authenticate|Negotiate@44", "WWW-Authenticate|NTLM@72",
                     "Authorization|NTLM@112|TlRM@117"}));
}

TEST(HttpAuthTest, AcceptsHeaderThatIsIndented) {
  EXPECT_EQ(Read("    HTTP/1.1 401 Unauthorized\r\n    WWW-Authenticate: Negotiate\r\n"
                 "    Server: x\r\n"),
            Strings{"WWW-Authenticate|Negotiate@53"});
}

TEST(HttpAuthTest, AcceptsTokenThatIsFolded) {
  const std::string text = "Authorization: NTLM TlRMTVNT\r\n UAABAAAA\n\tB4IIog==\r\nHost: x\r\n";
  EXPECT_EQ(Read(text), Strings{"Authorization|NTLM@15|TlRMTVNT\\r\\n UAABAAAA\\n\\tB4IIog==@20"});
  EXPECT_EQ(First(text).token->Decode().value().size(), 16u);
  EXPECT_EQ(Read("Authorization: NTLM\n TlRM"), Strings{"Authorization|NTLM@15|TlRM@21"});
}

TEST(HttpAuthTest, TokenWithBadBase64HasItsOffsetInTheText) {
  const std::string text = "Host: x\r\nAuthorization: NTLM TlRM!VNT";
  EXPECT_EQ(First(text).token->Decode().status().message(),
            "Base64: byte 0x21 at offset 33 is not in the alphabet");
  // Cut in two by a space.
  EXPECT_EQ(First("NTLM TlR= x").token->Decode().status().message(),
            "Base64: byte 0x78 at offset 10 comes after the padding");
}

TEST(HttpAuthTest, TokenIsNotTheMessage) {
  // Ettercap issue 960: the text in base64 read as if it were the message.
  const HttpAuth auth = First("Authorization: NTLM VGxSTVRWTlRVQUFC");
  EXPECT_EQ(auth.token->text, "VGxSTVRWTlRVQUFC");
  const auto once = auth.token->Decode();
  EXPECT_EQ(std::string(once->begin(), once->end()), "TlRMTVNTUAAB");
  EXPECT_EQ(ValidateHttpAuth("Authorization: NTLM VGxSTVRWTlRVQUFC")[0].rule, "http-ntlm-other");
}

TEST(HttpAuthTest, RejectsWhatIsNoList) {
  EXPECT_EQ(Read("Authorization: =x"),
            Strings{"HTTP authentication: expected a scheme at offset 15"});
  EXPECT_EQ(Read("Authorization: NTLM=x"),
            Strings{"HTTP authentication: expected a space after the scheme at offset 19"});
  EXPECT_EQ(Read("Authorization: Digest a=b c"),
            Strings{"HTTP authentication: expected a comma at offset 26"});
  EXPECT_EQ(
      Read("WWW-Authenticate: NTLM, \"x\""),
      (Strings{"WWW-Authenticate|NTLM@18", "HTTP authentication: expected a scheme at offset 24"}));
}

TEST(HttpAuthTest, RejectsQuotedStringUnterminated) {
  for (const absl::string_view end : {"", "b", "\\", "\\\"", "b\r\nHost: \""}) {
    EXPECT_EQ(Read(absl::StrCat("WWW-Authenticate: NTLM, Basic realm=\"", end)),
              (Strings{"WWW-Authenticate|NTLM@18",
                       "HTTP authentication: no end of the quoted string at offset 36"}));
  }
}

TEST(HttpAuthTest, ReadsTheNextFieldAfterAFailure) {
  EXPECT_EQ(
      Read("Authorization: =\nWWW-Authenticate: NTLM\nAuthorization: @"),
      (Strings{"WWW-Authenticate|NTLM@35", "HTTP authentication: expected a scheme at offset 15"}));
}

TEST(HttpAuthTest, TruncationAtEveryByteKeepsWhatIsWhole) {
  const std::string text = absl::StrCat("WWW-Authenticate: Basic realm=\"a, b\", NTLM ", kMessage,
                                        "\r\nAuthorization: Negotiate ", kMessage, "\r\n");
  const Strings whole = Read(text);
  ASSERT_EQ(whole.size(), 3u);
  size_t failures = 0;
  for (size_t size = 0; size < text.size(); ++size) {
    const Strings cut = Read(absl::string_view(text).substr(0, size));
    ASSERT_LE(cut.size(), whole.size()) << size;
    for (size_t i = 0; i + 1 < cut.size(); ++i) EXPECT_EQ(cut[i], whole[i]) << size;
    failures += size > 0 &&
                !ReadHttpAuth(absl::string_view(text).substr(0, size), [](const HttpAuth&) {}).ok();
  }
  EXPECT_EQ(failures, 5u) << "inside the quoted string; elsewhere a shorter header is one too";
}

TEST(HttpAuthTest, WorkGrowsWithTheText) {
  const absl::string_view repeated[] = {"NTLM,", "a=b,", ",", "\n ", "\"", "a=\"\\\"", " a", "a:"};
  for (const absl::string_view part : repeated) {
    size_t last = 0;
    for (size_t count = 1024; count <= 16384; count *= 2) {
      std::string text = "WWW-Authenticate: Digest ";
      for (size_t i = 0; i < count; ++i) absl::StrAppend(&text, part);
      size_t elements = 0;
      size_t covered = 0;
      (void)ReadHttpAuth(text, [&](const HttpAuth& auth) {
        ++elements;
        covered += auth.end() - auth.scheme_offset;
      });
      EXPECT_LE(covered, text.size()) << "no part of the text is given twice";
      EXPECT_TRUE(last == 0 || elements <= 2 * last + 2) << part << elements;
      last = elements;
      EXPECT_LE(ValidateHttpAuth(text).size(), 65u);
    }
  }
}

}  // namespace
}  // namespace ntlmatrix::envelope
