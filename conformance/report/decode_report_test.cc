// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/report/challenge_diff_report.h"
#include "conformance/report/decode_json.h"
#include "conformance/report/decode_text.h"
#include "conformance/report/wrapped.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::report {
namespace {

using decode::Decoding;
using Json = nlohmann::json;
using Vector = std::vector<uint8_t>;
namespace vectors = ntlm::test_vectors;

const Bytes kChallenge = vectors::ntlm_v2::kChallengeMessage;
const Bytes kAuthenticate = vectors::ntlm_v2::kAuthenticateMessage;

Decoding Decode(std::initializer_list<Bytes> inputs) {
  Decoding decoding;
  for (const Bytes input : inputs) decoding.Add("in\x1Bput", input);
  decoding.JudgeExchanges();
  return decoding;
}

// UserName is an escape sequence that clears the screen, with a Unicode control character.
Vector WithControlCharacters() {
  Vector message(kAuthenticate.begin(), kAuthenticate.end());
  constexpr uint8_t kName[] = {0x1B, 0, '[', 0, 0x9B, 0, 0x2E, 0x20};
  std::copy(std::begin(kName), std::end(kName), message.begin() + 84);
  return message;
}

TEST(DecodeTextTest, FitsTheWidthAndHasNoControlCharacters) {
  const Vector hostile = WithControlCharacters();
  const std::string text = DecodeText(Decode({kChallenge, hostile, kChallenge.first(80)}));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_LE(line.size(), kTextWidth) << line;
    EXPECT_FALSE(absl::EndsWith(line, " ")) << line;
    for (const char c : line) EXPECT_GE(static_cast<uint8_t>(c), 0x20) << line;
  }
  EXPECT_TRUE(absl::StrContains(text, "\"\\u001b[\\u009b\\u202e\"")) << text;
  EXPECT_FALSE(absl::StrContains(text, "\xC2\x9B"));
}

TEST(DecodeTextTest, ShowsFlagsOfAnExchangeSideBySide) {
  const std::string text = DecodeText(Decode({kChallenge, kAuthenticate}));
  EXPECT_TRUE(absl::StrContains(text, "exchange of tokens 1, 2\n")) << text;
  EXPECT_TRUE(
      absl::StrContains(text, "  NTLM_NEGOTIATE_OEM                          yes         -\n"))
      << text;
}

TEST(DecodeTextTest, SaysWhichMessageIsNotCompared) {
  const std::string text = DecodeText(Decode({kChallenge.first(80), kAuthenticate}));
  EXPECT_TRUE(absl::StrContains(text, "token 1 can't be read and is not compared\n"));
  EXPECT_TRUE(absl::StrContains(
      text, "error  CHALLENGE_MESSAGE: cannot read 36 bytes at offset 68 of 80; what could"));
}

TEST(DecodeTextTest, SaysWhatWasLookedForAndWhatWasSeen) {
  const std::string text = "00000000: 0102 0304\n";
  const Decoding decoding =
      Decode({Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()), Bytes()});
  EXPECT_EQ(DecodeErrorLine(decoding.inputs()[0]),
            "in\\u001bput: no NTLM token found: looked for the signature NTLMSSP\\0 in bytes, "
            "hexdumps, hexadecimal digits and base64, HTTP headers included; the input has 20 "
            "bytes in 2 lines, with 1 hexdump");
  EXPECT_TRUE(absl::EndsWith(DecodeErrorLine(decoding.inputs()[1]), "; the input is empty"));
}

Bytes BytesOf(absl::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

TEST(DecodeTextTest, SaysWhyAnInputIsIncomplete) {
  Decoding unreadable;
  unreadable.AddUnreadable("file", absl::NotFoundError("No such file or directory"));
  EXPECT_EQ(DecodeErrorLine(unreadable.inputs()[0]), "file: No such file or directory");
  const Decoding cut = Decode({BytesOf(std::string(3 * 4194304, '0'))});
  EXPECT_EQ(
      DecodeErrorLine(cut.inputs()[0]),
      "in\\u001bput:1: text that stands for more than 4194304 bytes: what comes after these was "
      "not read");
  EXPECT_EQ(DecodeErrorLine(Decode({kChallenge}).inputs()[0]), "");
}

TEST(DecodeTextTest, SaysWhichFormsWereSeen) {
  const Decoding decoding = Decode(
      {BytesOf("0102030405060708, 0102030405060708 x 0102030405060708\n"
               "VGhpcyBpcyBub3QgYW4gTlRMTSB0b2tlbg== VGhpcyBpcyBub3QgYW4gTlRMTSB0b2tlbg==\n"),
       BytesOf("YBsGBisGAQUFAqARMA+gDTALBgkqhkiG9xIBAgI=")});
  EXPECT_TRUE(absl::StrContains(DecodeErrorLine(decoding.inputs()[0]),
                                "in 3 lines, with 2 runs of hexadecimal digits, 2 words that may "
                                "be base64"))
      << DecodeErrorLine(decoding.inputs()[0]);
  EXPECT_TRUE(absl::EndsWith(DecodeErrorLine(decoding.inputs()[1]),
                             "; there is a token of SPNEGO for other mechanisms: Kerberos V5 "
                             "(1.2.840.113554.1.2.2)"));
}

// The message is not what a server sends in WWW-Authenticate.
TEST(DecodeTextTest, ShowsFindingsOfEnvelopesAndLineOfText) {
  const std::string field =
      "\nWWW-Authenticate: NTLM TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==";
  const Decoding decoding = Decode({BytesOf(field)});
  const std::string text = DecodeText(decoding);
  EXPECT_TRUE(absl::StrContains(text, "in\\u001bput:2, byte offset 24\n")) << text;
  EXPECT_TRUE(absl::StrContains(text, "  path   HTTP WWW-Authenticate NTLM > NEGOTIATE_MESSAGE\n"));
  EXPECT_TRUE(absl::StrContains(
      text, "\n  findings on HTTP WWW-Authenticate NTLM, with offsets in it\n    error: "))
      << text;
  EXPECT_TRUE(decoding.HasErrors());
  const Json json = Json::parse(DecodeJson(decoding));
  EXPECT_EQ(json["inputs"][0]["tokens"][0]["envelopes"][0]["findings"][0]["about"], "envelope");
}

TEST(DecodeJsonTest, HasTheShapeOfItsSchema) {
  const Vector hostile = WithControlCharacters();
  const std::string text = DecodeJson(Decode({kChallenge, hostile, kChallenge.first(80)}));
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7F)) << "not fit for a terminal";
  }
  const Json json = Json::parse(text);
  EXPECT_EQ(json["schema"], "ntlmatrix/decode/1");
  ASSERT_EQ(json["inputs"].size(), 3u);
  EXPECT_EQ(json["inputs"][0]["path"], "in\x1Bput");
  EXPECT_EQ(json["inputs"][0]["error"], nullptr);
  const Json& token = json["inputs"][1]["tokens"][0];
  EXPECT_EQ(token["number"], 2);
  EXPECT_EQ(token["place"], Json::parse(R"({"offset": 0, "length": 232, "line": null})"));
  EXPECT_EQ(token["envelopes"], Json::array());
  EXPECT_EQ(token["message"], "AUTHENTICATE_MESSAGE");
  EXPECT_EQ(token["error"], nullptr);
  EXPECT_EQ(token["fields"][0]["name"], "Signature");
  EXPECT_EQ(token["fields"][0]["hex"], "4e544c4d53535000");
  EXPECT_EQ(token["fields"][8]["flags"][0], "0x00000001 NTLMSSP_NEGOTIATE_UNICODE");
  const Json& broken = json["inputs"][2]["tokens"][0];
  EXPECT_EQ(broken["error"], "CHALLENGE_MESSAGE: cannot read 36 bytes at offset 68 of 80");
  const Json& outside = broken["fields"].back();
  EXPECT_EQ(outside["name"], "TargetInfo");
  EXPECT_EQ(outside["hex"], nullptr);
  EXPECT_EQ(outside["outside"], true);
  for (const Json& finding : json["inputs"][0]["tokens"][0]["findings"]) {
    for (const char* const key : {"rule", "section", "severity", "offset", "about", "text"}) {
      EXPECT_TRUE(finding.contains(key)) << key;
    }
  }
  EXPECT_EQ(json["exchanges"][0]["tokens"], Json::parse("[1, 2]"));
  EXPECT_EQ(json["exchanges"][0]["offered"], nullptr);
  EXPECT_EQ(json["exchanges"][0]["granted"], "0xe28a8233");
  EXPECT_EQ(json["exchanges"][0]["authenticate"], "0xe2888235");
}

TEST(ChallengeDiffReportTest, SaysInWordsAndAsJsonWhatDiffers) {
  const auto diff = decode::DiffChallenges(vectors::ntlm_v1::kChallengeMessage,
                                           vectors::ntlm_v2::kChallengeMessage);
  ASSERT_TRUE(diff.ok()) << diff.status();
  const std::string text = ChallengeDiffText("a.bin", "b.bin", *diff);
  for (const absl::string_view expected :
       {"  only B  0x00080000 NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY\n",
        "  MsvAvNbDomainName\n    A (absent)\n    B Domain\n",
        "        A refused; missing: NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY\n"
        "        B accepted\n"}) {
    EXPECT_TRUE(absl::StrContains(text, expected)) << text;
  }
  const Json json = Json::parse(ChallengeDiffJson("a.bin", "b.bin", *diff));
  EXPECT_EQ(json["schema"], "ntlmatrix/decode-diff/1");
  EXPECT_EQ(json["flags"]["only_b"][0], "NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY");
  EXPECT_EQ(json["values"][0]["a"], nullptr);
  EXPECT_EQ(json["settings"].size(), 4u);
  const Json& one = json["settings"][1]["cases"][3];
  EXPECT_EQ(one["lm"], 3);
  EXPECT_EQ(one["application"], "none");
  EXPECT_EQ(one["a"]["verdict"], "fail");
  EXPECT_EQ(one["b"]["verdict"], "accept");
}

TEST(ChallengeDiffReportTest, SaysThatNothingDiffers) {
  const auto diff = decode::DiffChallenges(kChallenge, kChallenge);
  ASSERT_TRUE(diff.ok());
  const std::string text = ChallengeDiffText("a", "b", *diff);
  EXPECT_TRUE(absl::StrContains(text, "  no difference\n"));
  EXPECT_TRUE(absl::StrContains(text, "No setting of NtlmMinClientSec below tells A and B apart."));
}

}  // namespace
}  // namespace ntlmatrix::report
