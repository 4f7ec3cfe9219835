// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/token_text.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include <gtest/gtest.h>

#include "conformance/decode/text_bytes.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::decode {
namespace {

using Vector = std::vector<uint8_t>;

Bytes BytesOf(absl::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// What was found, and the result of the search.
struct Found {
  std::vector<Token> tokens;
  SearchResult result;
};

Found Find(Bytes input) {
  Found found;
  found.result = FindTokens(input, [&](Token token) {
    EXPECT_LE(token.place.offset, input.size());
    EXPECT_LE(token.place.length, input.size() - token.place.offset);
    found.tokens.push_back(std::move(token));
    return true;
  });
  EXPECT_EQ(found.result.tokens, found.tokens.size());
  return found;
}

Found Find(absl::string_view text) { return Find(BytesOf(text)); }

// A NEGOTIATE_MESSAGE of 40 bytes.
constexpr uint8_t kNegotiate[] = {
    0x4E, 0x54, 0x4C, 0x4D, 0x53, 0x53, 0x50, 0x00,  // Signature
    0x01, 0x00, 0x00, 0x00,                          // MessageType
    0x97, 0x82, 0x08, 0xE2,                          // NegotiateFlags
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,  // DomainNameFields
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,  // WorkstationFields
    0x0A, 0x00, 0x63, 0x45, 0x00, 0x00, 0x00, 0x0F,  // Version
};

Vector Negotiate() { return {std::begin(kNegotiate), std::end(kNegotiate)}; }

// Checks that a text holds kNegotiate alone, packed in `envelope`, from `line` on.
void ExpectNegotiate(absl::string_view text, absl::string_view envelope, size_t line,
                     size_t offset) {
  const Found found = Find(text);
  ASSERT_EQ(found.tokens.size(), 1u) << text;
  const Token& token = found.tokens[0];
  EXPECT_EQ(token.bytes, Negotiate()) << text;
  ASSERT_EQ(token.envelopes.size(), 1u);
  EXPECT_EQ(token.envelopes[0].name, envelope);
  EXPECT_EQ(token.place.line, line) << text;
  EXPECT_EQ(token.place.offset, offset) << text;
}

TEST(TokenTextTest, FindsRawBytes) {
  const Found found = Find(Bytes(kNegotiate));
  ASSERT_EQ(found.tokens.size(), 1u);
  EXPECT_EQ(found.tokens[0].bytes, Negotiate());
  EXPECT_EQ(found.tokens[0].place, (TokenPlace{0, 40, 0}));
  EXPECT_TRUE(found.tokens[0].envelopes.empty());
}

TEST(TokenTextTest, FindsDumpOfWireshark) {
  ExpectNegotiate(
      "0000   4e 54 4c 4d 53 53 50 00 01 00 00 00 97 82 08 e2   NTLMSSP.........\n"
      "0010   00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00   ................\n"
      "0020   0a 00 63 45 00 00 00 0f                           ..cE....\n",
      "hexdump", 1, 0);
}

TEST(TokenTextTest, FindsDumpOfTshark) {
  ExpectNegotiate(
      "Frame (40 bytes):\n"
      "0000  4e 54 4c 4d 53 53 50 00  01 00 00 00 97 82 08 e2   NTLMSSP.........\n"
      "0010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00   ................\n"
      "0020  0a 00 63 45 00 00 00 0f                            ..cE....\n",
      "hexdump", 2, 18);
}

TEST(TokenTextTest, FindsDumpOfXxd) {
  ExpectNegotiate(
      "00000000: 4e54 4c4d 5353 5000 0100 0000 9782 08e2  NTLMSSP.........\n"
      "00000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
      "00000020: 0a00 6345 0000 000f                      ..cE....\n",
      "hexdump", 1, 0);
}

// The 16 zero bytes are a line of their own, so nothing is left out; hexdump ends with the size.
TEST(TokenTextTest, FindsDumpOfHexdumpC) {
  ExpectNegotiate(
      "00000000  4e 54 4c 4d 53 53 50 00  01 00 00 00 97 82 08 e2  |NTLMSSP.........|\n"
      "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
      "00000020  0a 00 63 45 00 00 00 0f                           |..cE....|\n"
      "00000028\n",
      "hexdump", 1, 0);
}

TEST(TokenTextTest, FindsDumpOf16BitNumbers) {
  ExpectNegotiate(
      "0000000 544e 4d4c 5353 0050 0001 0000 8297 e208\n"
      "0000010 0000 0000 0000 0000 0000 0000 0000 0000\n"
      "0000020 000a 4563 0000 0f00\n"
      "0000028\n",
      "hexdump of 16-bit numbers", 1, 0);
}

TEST(TokenTextTest, FindsDumpWithOctalOffsets) {
  ExpectNegotiate(
      "0000000 4e 54 4c 4d 53 53 50 00 01 00 00 00 97 82 08 e2\n"
      "0000020 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
      "0000040 0a 00 63 45 00 00 00 0f\n"
      "0000050\n",
      "hexdump", 1, 0);
}

TEST(TokenTextTest, FindsDumpWithDecimalOffsets) {
  ExpectNegotiate(
      "0000000 4e 54 4c 4d 53 53 50 00 01 00 00 00 97 82 08 e2\n"
      "0000016 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
      "0000032 0a 00 63 45 00 00 00 0f\n",
      "hexdump", 1, 0);
}

TEST(TokenTextTest, FindsDumpOfSamba) {
  ExpectNegotiate(
      "[2026/11/25 10:00:00.123456, 10] ../../auth/ntlmssp/ntlmssp_server.c:100(example)\n"
      "  [0000] 4E 54 4C 4D 53 53 50 00   01 00 00 00 97 82 08 E2   NTLMSSP. ........\n"
      "  [0010] 00 00 00 00 00 00 00 00   00 00 00 00 00 00 00 00   ........ ........\n"
      "  [0020] 0A 00 63 45 00 00 00 0F                             ..cE.... \n",
      "hexdump", 2, 84);
}

TEST(TokenTextTest, FindsDumpBehindPrefixOfLogger) {
  ExpectNegotiate(
      "Nov 25 10:00:00 fs1 smbd[77]: token\n"
      "Nov 25 10:00:00 fs1 smbd[77]: [0000] 4E 54 4C 4D 53 53 50 00   01 00 00 00 97 82 08 E2   N\n"
      "Nov 25 10:00:00 fs1 smbd[77]: [0010] 00 00 00 00 00 00 00 00   00 00 00 00 00 00 00 00   .\n"
      "Nov 25 10:00:00 fs1 smbd[77]: [0020] 0A 00 63 45 00 00 00 0F                             "
      ".\n",
      "hexdump", 2, 66);
}

TEST(TokenTextTest, FillsInWhatHexdumpLeavesOut) {
  const Found found = Find(
      "00000000  4e 54 4c 4d 53 53 50 00  01 00 00 00 00 00 00 00  |NTLMSSP.........|\n"
      "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
      "*\n"
      "00000040  ff                                                |.|\n"
      "00000041\n");
  ASSERT_EQ(found.tokens.size(), 1u);
  Vector expected = Negotiate();
  expected.resize(12);
  expected.resize(64);
  expected.push_back(0xFF);
  EXPECT_EQ(found.tokens[0].bytes, expected);
}

TEST(TokenTextTest, FillsInZerosThatSambaLeavesOut) {
  const Found found = Find(
      "[0000] 4E 54 4C 4D 53 53 50 00   01 00 00 00 97 82 08 E2   NTLMSSP. ........\n"
      "skipping zero buffer bytes\n"
      "[0030] 01 02                                               ..\n"
      "[0050] 03                                                  .\n");
  ASSERT_EQ(found.tokens.size(), 1u);
  Vector expected = Negotiate();
  expected.resize(16);
  expected.resize(0x30);
  expected.insert(expected.end(), {1, 2});
  expected.resize(0x50);
  expected.push_back(3);
  EXPECT_EQ(found.tokens[0].bytes, expected);
}

// A hostile offset behind `*` fills in nothing.
TEST(TokenTextTest, EndsDumpAtWildOffset) {
  const Found found = Find(
      "00000000  4e 54 4c 4d 53 53 50 00  01 00 00 00 97 82 08 e2  |NTLMSSP.........|\n"
      "*\n"
      "ffffffff  00                                                |.|\n");
  ASSERT_EQ(found.tokens.size(), 1u);
  EXPECT_EQ(found.tokens[0].bytes.size(), 16u);
}

TEST(TokenTextTest, AsciiColumnThatLooksLikeBytesIsNotRead) {
  const Found found = Find(
      "00000000: 4e54 4c4d 5353 5000 6162 6162 6162 6162  NTLMSSP.abababab\n"
      "00000010: 6162 6364 6566 6162 6364 6566 6162 6364  abcdefabcdefabcd\n"
      "00000020: 6162                                     ab\n");
  ASSERT_EQ(found.tokens.size(), 1u);
  EXPECT_EQ(found.tokens[0].bytes.size(), 34u);
}

TEST(TokenTextTest, FindsDigitsInARow) {
  const std::string digits = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(kNegotiate), sizeof(kNegotiate)));
  ExpectNegotiate(digits, "hex", 1, 0);
  ExpectNegotiate(absl::StrCat("0x", digits), "hex", 1, 0);
  ExpectNegotiate(absl::StrCat("\ntoken=\"", digits, "\", next"), "hex", 2, 8);
  // Wrapped.
  ExpectNegotiate(absl::StrCat(digits.substr(0, 30), "\n", digits.substr(30)), "hex", 1, 0);
}

TEST(TokenTextTest, FindsSeparatedDigits) {
  for (const absl::string_view separator : {" ", ":", "-", ", 0x", "\\x", " : "}) {
    std::string text = separator == ", 0x" ? "0x" : separator == "\\x" ? "\\x" : "";
    for (size_t i = 0; i < sizeof(kNegotiate); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : separator, absl::Hex(kNegotiate[i], absl::kZeroPad2));
    }
    const size_t offset = separator == "\\x" ? 1 : 0;
    ExpectNegotiate(text, "hex", 1, offset);
  }
}

TEST(TokenTextTest, FindsArrayInSourceText) {
  ExpectNegotiate(
      "const uint8_t token[] = {\n"
      "    0x4E, 0x54, 0x4C, 0x4D, 0x53, 0x53, 0x50, 0x00,  // Signature, 8 bytes: ad be ef\n"
      "    0x01, 0x0,  0x00, 0x00,                          /* MessageType 0x99 */\n"
      "    0x97, 0x82, /* ab */ 0x08, 0xE2,                 # NegotiateFlags\n"
      "    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,\n"
      "    0x00, 0x00, 0x0A, 0x00, 0x63, 0x45, 0x00, 0x00, 0x00, 0x0F,\n"
      "};\n",
      "hex", 2, 30);
}

TEST(TokenTextTest, SentenceBehindDigitsIsNotRead) {
  ExpectNegotiate(
      "4e544c4d53535000010000009782 08e2 00000000 00000000 00000000 00000000 0a006345 0000000f\n"
      "be careful",
      "hex", 1, 0);
}

constexpr absl::string_view kBase64 = "TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==";

TEST(TokenTextTest, FindsBase64) {
  ExpectNegotiate(kBase64, "base64", 1, 0);
  ExpectNegotiate(absl::StrCat("AUTH NTLM ", kBase64, "\r\n"), "base64", 1, 10);
  ExpectNegotiate(absl::StrCat("token=", kBase64, "&next=1"), "base64", 1, 6);
  ExpectNegotiate(absl::StrCat("{\"token\": \"", kBase64, "\"}"), "base64", 1, 11);
  // Without padding.
  ExpectNegotiate(kBase64.substr(0, kBase64.size() - 2), "base64", 1, 0);
}

TEST(TokenTextTest, FindsWrappedBase64) {
  ExpectNegotiate(absl::StrCat(kBase64.substr(0, 48), "\n", kBase64.substr(48), "\n"), "base64", 1,
                  0);
  ExpectNegotiate(absl::StrCat("x: ", kBase64.substr(0, 44), "\r\n  ", kBase64.substr(44)),
                  "base64", 1, 3);
}

TEST(TokenTextTest, NextLineIsNoBase64OfTheTokenWhereItHasOtherWords) {
  ExpectNegotiate(absl::StrCat(kBase64.substr(0, 54), "\nHost server\n"), "base64", 1, 0);
  ExpectNegotiate(absl::StrCat(kBase64.substr(0, 54), "\n\nAAAA\n"), "base64", 1, 0);
}

TEST(TokenTextTest, FindsEscapedBase64) {
  // 0xFF 0xFB are "//s" and "+" in base64.
  const std::string plain = "TlRMTVNTUAADAAAA//v7+/v7";
  const Found expected = Find(plain);
  ASSERT_EQ(expected.tokens.size(), 1u);
  for (const absl::string_view escaped :
       {"TlRMTVNTUAADAAAA\\/\\/v7+\\/v7", "TlRMTVNTUAADAAAA%2F%2fv7%2B%2Fv7%3D",
        "TlRMTVNTUAADAAAA//v7\\u002b/v7\\u003d", "TlRMTVNTUAADAAAA__v7-_v7"}) {
    const Found found = Find(escaped);
    ASSERT_EQ(found.tokens.size(), 1u) << escaped;
    EXPECT_EQ(found.tokens[0].bytes, expected.tokens[0].bytes) << escaped;
  }
}

TEST(TokenTextTest, FindsBase64BehindSomethingGluedToIt) {
  ExpectNegotiate(absl::StrCat("/auth/", kBase64), "base64", 1, 0);
}

TEST(TokenTextTest, SaysWhichHeaderFieldAndScheme) {
  ExpectNegotiate(absl::StrCat("GET / HTTP/1.1\r\nauthorization:  ntlm ", kBase64, "\r\n"),
                  "HTTP Authorization NTLM", 2, 37);
  ExpectNegotiate(absl::StrCat("< WWW-Authenticate: Negotiate ", kBase64),
                  "HTTP WWW-Authenticate Negotiate", 1, 30);
  ExpectNegotiate(absl::StrCat("Proxy-Authorization: NTLM ", kBase64),
                  "HTTP Proxy-Authorization NTLM", 1, 26);
  ExpectNegotiate(absl::StrCat("Proxy-Authenticate: NTLM ", kBase64),
                  "HTTP Proxy-Authenticate NTLM", 1, 25);
  ExpectNegotiate(absl::StrCat("X-Authenticated: NTLM ", kBase64), "base64", 1, 22);
  // The name stands in another line.
  ExpectNegotiate(absl::StrCat("Authorization: Basic\nNTLM ", kBase64), "base64", 2, 26);
}

TEST(TokenTextTest, FindsTokensInUtf16) {
  for (const bool little : {true, false}) {
    std::string text = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : absl::StrCat("a\nNTLM ", kBase64)) {
      text += little ? std::string{c, '\0'} : std::string{'\0', c};
    }
    text += little ? std::string("\x20\xAC", 2) : std::string("\xAC\x20", 2);
    const Found found = Find(text);
    EXPECT_TRUE(found.result.is_utf16);
    ASSERT_EQ(found.tokens.size(), 1u);
    EXPECT_EQ(found.tokens[0].bytes, Negotiate());
    EXPECT_EQ(found.tokens[0].place, (TokenPlace{2 + 2 * 7, 2 * kBase64.size(), 2}));
  }
}

TEST(TokenTextTest, FindsSeveralFormsInOneInputInOrder) {
  const std::string raw(reinterpret_cast<const char*>(kNegotiate), sizeof(kNegotiate));
  const Found found =
      Find(absl::StrCat("a ", kBase64, "\n", raw, "\n", absl::BytesToHexString(raw), "\n",
                        "[0000] 4E 54 4C 4D 53 53 50 00   01 00 00 00 97 82 08 E2\n", kBase64));
  ASSERT_EQ(found.tokens.size(), 5u);
  size_t last = 0;
  for (const Token& token : found.tokens) {
    EXPECT_GE(token.place.offset, last);
    last = token.place.offset;
  }
  EXPECT_EQ(found.tokens[0].place.line, 1u);
  EXPECT_EQ(found.tokens[1].place.line, 0u);
  EXPECT_EQ(found.tokens[2].envelopes, std::vector<Envelope>{{"hex"}});
  // A byte of the raw message is a line feed.
  EXPECT_EQ(found.tokens[2].place.line, 4u);
  EXPECT_EQ(found.tokens[3].bytes.size(), 16u);
  EXPECT_EQ(found.tokens[4].place.line, 6u);
}

TEST(TokenTextTest, FindsEveryVectorInItsOwnSource) {
  namespace vectors = ntlm::test_vectors;
  std::string text;
  for (const Bytes message :
       {Bytes(vectors::ntlm_v1::kChallengeMessage), Bytes(vectors::ntlm_v1::kAuthenticateMessage),
        Bytes(vectors::ntlm_v2::kChallengeMessage),
        Bytes(vectors::ntlm_v2::kAuthenticateMessage)}) {
    for (const uint8_t byte : message) {
      absl::StrAppend(&text, "0x", absl::Hex(byte, absl::kZeroPad2), ", ");
    }
    absl::StrAppend(&text, "};\n\nconst next[] = {\n");
  }
  const Found found = Find(text);
  ASSERT_EQ(found.tokens.size(), 4u);
  EXPECT_EQ(Bytes(found.tokens[3].bytes), Bytes(vectors::ntlm_v2::kAuthenticateMessage));
}

TEST(TokenTextTest, SaysWhatItSawWhereThereIsNoToken) {
  const Found found = Find(
      "no token\n"
      "00000000: 0102 0304 0506 0708 090a\n"
      "and 01:02:03:04:05:06:07:08:09\n"
      "VGhpcyBpcyBub3QgYW4gTlRMTSB0b2tlbg==\n");
  EXPECT_TRUE(found.tokens.empty());
  EXPECT_EQ(found.result.lines, 5u);
  EXPECT_EQ(found.result.dumps, 1u);
  EXPECT_EQ(found.result.hex_runs, 1u);
  EXPECT_EQ(found.result.base64_words, 1u);
  EXPECT_FALSE(found.result.is_utf16);
  EXPECT_EQ(Find("").result.tokens, 0u);
}

TEST(TokenTextTest, StopsWhenTheSinkHasEnough) {
  const std::string text = absl::StrCat(kBase64, "\n", kBase64, "\n", kBase64);
  size_t count = 0;
  const SearchResult result = FindTokens(BytesOf(text), [&](Token) { return ++count < 2; });
  EXPECT_EQ(count, 2u);
  EXPECT_TRUE(result.stopped);
}

TEST(TokenTextTest, KeepsNoMoreBytesOfOneTextThanItsLimit) {
  const std::string text = absl::StrCat("4e544c4d53535000", std::string(2 * kMostTextBytes, '0'));
  const Found found = Find(text);
  ASSERT_EQ(found.result.cut.size(), 1u);
  EXPECT_EQ(found.result.cut[0].line, 1u);
  const Found base64 = Find(std::string(kMostTextBytes * 2, 'Q'));
  ASSERT_EQ(base64.result.cut.size(), 1u);
}

// What is filled in behind `*` is paid for by the text: no more than it has, and 64 KiB.
TEST(TokenTextTest, FillsInNoMoreThanTheTextHas) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&text, "00000000  4e 54 4c 4d 53 53 50 00\n*\n0000fff0  01\n");
  }
  size_t bytes = 0;
  for (const Token& token : Find(text).tokens) bytes += token.bytes.size();
  EXPECT_LE(bytes, text.size() + (size_t{1} << 16) + 100 * 64);
}

// An HTTP response whose header carries kNegotiate.
std::string HttpPacket() {
  return absl::StrCat("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM ",
                      absl::Base64Escape(std::string(std::begin(kNegotiate), std::end(kNegotiate))),
                      "\r\nContent-Length: 0\r\n\r\n");
}

TEST(TokenTextTest, SearchesBytesOutOfHexDigitsAsText) {
  const Found found = Find(absl::BytesToHexString(HttpPacket()));
  ASSERT_EQ(found.tokens.size(), 1U);
  EXPECT_EQ(found.tokens[0].bytes, Negotiate());
  ASSERT_EQ(found.tokens[0].envelopes.size(), 2U);
  EXPECT_EQ(found.tokens[0].envelopes[0].name, "hex");
  EXPECT_EQ(found.tokens[0].envelopes[1].name, "HTTP WWW-Authenticate NTLM");
}

TEST(TokenTextTest, SearchesBytesOutOfAHexdumpAsText) {
  std::string dump;
  const std::string packet = HttpPacket();
  for (size_t at = 0; at < packet.size(); at += 16) {
    absl::StrAppend(&dump, absl::Hex(at, absl::kZeroPad4), " ");
    for (const char c : packet.substr(at, 16)) {
      absl::StrAppend(&dump, " ", absl::Hex(static_cast<uint8_t>(c), absl::kZeroPad2));
    }
    absl::StrAppend(&dump, "\n");
  }
  const Found found = Find(dump);
  ASSERT_EQ(found.tokens.size(), 1U);
  EXPECT_EQ(found.tokens[0].bytes, Negotiate());
  EXPECT_EQ(found.tokens[0].place.line, 4U) << "the base64 begins at byte 50";
  EXPECT_EQ(found.tokens[0].envelopes[0].name, "hexdump");
}

TEST(TokenTextTest, SearchesHexDigitsOneLevelDeep) {
  EXPECT_TRUE(Find(absl::BytesToHexString(absl::BytesToHexString(HttpPacket()))).tokens.empty());
}

TEST(TokenTextTest, TakesTheWholeBytesOfAnOddNumberOfDigits) {
  const std::string digits =
      absl::BytesToHexString(std::string(std::begin(kNegotiate), std::end(kNegotiate)));
  const std::string cut = digits.substr(0, digits.size() - 1);
  std::string words;
  for (size_t at = 0; at < cut.size(); at += 4) absl::StrAppend(&words, cut.substr(at, 4), " ");
  words.pop_back();
  for (const std::string& text : {cut, words}) {
    const Found found = Find(text);
    ASSERT_EQ(found.tokens.size(), 1U) << text;
    EXPECT_EQ(found.tokens[0].bytes, Vector(std::begin(kNegotiate), std::end(kNegotiate) - 1));
    ASSERT_EQ(found.tokens[0].envelopes[0].findings.size(), 1U) << text;
    EXPECT_EQ(found.tokens[0].envelopes[0].findings[0].rule, "hex-odd-digit");
    EXPECT_EQ(found.tokens[0].envelopes[0].findings[0].severity, Severity::kNote);
  }
  EXPECT_TRUE(Find(digits).tokens[0].envelopes[0].findings.empty());
}

}  // namespace
}  // namespace ntlmatrix::decode
