// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/envelope.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/decode/byte_tokens.h"
#include "conformance/decode/http_words.h"

namespace ntlmatrix::decode {
namespace {

using Vector = std::vector<uint8_t>;

Vector Join(std::initializer_list<Bytes> parts) {
  Vector all;
  for (const Bytes part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// A NEGOTIATE_MESSAGE of 16 bytes.
const Vector kMessage = {0x4E, 0x54, 0x4C, 0x4D, 0x53, 0x53, 0x50, 0x00,  // Signature
                         0x01, 0x00, 0x00, 0x00,                          // MessageType
                         0x07, 0x82, 0x08, 0xA2};                         // NegotiateFlags

const Vector kInit =
    Join({Vector{0x60, 0x30, 0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02,  // framing
                 0xA0, 0x26, 0x30, 0x24,                                      // NegTokenInit
                 0xA0, 0x0E, 0x30, 0x0C, 0x06, 0x0A, 0x2B,                    // mechTypes: NTLMSSP
                 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A, 0xA2,
                 0x12, 0x04, 0x10},  // mechToken
          kMessage});

const Vector kResp = Join({Vector{0xA1, 0x16, 0x30, 0x14,   // NegTokenResp
                                  0xA2, 0x12, 0x04, 0x10},  // responseToken
                           kMessage});

// A rpc_auth_3 with this token.
Vector Auth3(const Vector& token, uint8_t auth_type) {
  const auto size = static_cast<uint8_t>(token.size());
  return Join({Vector{0x05,
                      0x00,
                      0x10,
                      0x03,
                      0x10,
                      0x00,
                      0x00,
                      0x00,  // rpc_auth_3
                      static_cast<uint8_t>(28 + size),
                      0x00,
                      size,
                      0x00,  // frag and auth length
                      0x01,
                      0x00,
                      0x00,
                      0x00,  // call_id
                      0x20,
                      0x20,
                      0x20,
                      0x20,  // pad
                      auth_type,
                      0x05,
                      0x00,
                      0x00,  // sec_trailer
                      0x00,
                      0x00,
                      0x00,
                      0x00},
               token});
}

std::vector<std::string> Names(const ByteToken& token) {
  std::vector<std::string> names;
  for (const Envelope& envelope : token.envelopes) names.push_back(envelope.name);
  return names;
}

std::vector<ByteToken> Find(Bytes bytes) {
  std::vector<ByteToken> tokens;
  FindByteTokens(bytes, [&](const ByteToken& token) {
    tokens.push_back(token);
    return true;
  });
  return tokens;
}

constexpr uint8_t kJunk[] = {0xA0, 0x05, 0x60};

TEST(EnvelopeTest, FindsTokensOfSpnegoWhereverTheyBegin) {
  for (const bool behind_junk : {false, true}) {
    const Bytes before = behind_junk ? Bytes(kJunk) : Bytes();
    const auto tokens = Find(Join({before, kInit, kJunk, kResp, kJunk}));
    ASSERT_EQ(tokens.size(), 2u);
    EXPECT_EQ(tokens[0].offset, before.size() + kInit.size() - 16);
    EXPECT_EQ(tokens[0].size, 16u);
    EXPECT_EQ(Names(tokens[0]), std::vector<std::string>{"SPNEGO NegTokenInit mechToken"});
    EXPECT_EQ(tokens[1].size, 16u);
    EXPECT_EQ(Names(tokens[1]), std::vector<std::string>{"SPNEGO NegTokenResp responseToken"});
  }
}

TEST(EnvelopeTest, FindsFragmentsOfDceRpcAndSpnegoInThem) {
  const auto tokens = Find(Join({kJunk, Auth3(kMessage, 0x0A), Auth3(kResp, 0x09)}));
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(Names(tokens[0]),
            std::vector<std::string>{
                "DCE/RPC rpc_auth_3 RPC_C_AUTHN_WINNT RPC_C_AUTHN_LEVEL_PKT_INTEGRITY"});
  EXPECT_EQ(tokens[0].size, 16u);
  EXPECT_EQ(Names(tokens[1]),
            (std::vector<std::string>{
                "DCE/RPC rpc_auth_3 RPC_C_AUTHN_GSS_NEGOTIATE RPC_C_AUTHN_LEVEL_PKT_INTEGRITY",
                "SPNEGO NegTokenResp responseToken"}));
}

TEST(EnvelopeTest, ASizeInAnEnvelopeGoesBeforeThatOfTheMessage) {
  Vector resp = kResp;
  resp[1] += 4;
  resp[3] += 4;
  resp[5] += 4;
  resp[7] += 4;
  const auto tokens = Find(Join({resp, Vector(4)}));
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].size, 20u);
}

TEST(EnvelopeTest, KeepsFindingsOfTheEnvelope) {
  Vector init = kInit;
  init[14 + 15] = 0x0B;  // another mechanism than NTLMSSP
  const auto tokens = Find(init);
  ASSERT_EQ(tokens.size(), 1u);
  ASSERT_EQ(tokens[0].envelopes.size(), 1u);
  EXPECT_FALSE(tokens[0].envelopes[0].findings.empty());
}

// The lengths pass the end: it is taken for a message alone.
TEST(EnvelopeTest, LeavesOutWhatIsCutOff) {
  const auto tokens = Find(Bytes(kInit).first(kInit.size() - 2));
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_TRUE(tokens[0].envelopes.empty());
  const Vector auth3 = Auth3(kMessage, 0x0A);
  EXPECT_TRUE(Find(Bytes(auth3).first(auth3.size() - 1))[0].envelopes.empty());
}

TEST(EnvelopeTest, LeavesOutAnEnvelopeThatHoldsSomethingElse) {
  Vector init = kInit;
  init[init.size() - 18] = 0xA3;  // mechListMIC
  EXPECT_TRUE(Find(init)[0].envelopes.empty());
}

TEST(EnvelopeTest, LeavesOutAnEnvelopeWhoseTokenIsEmpty) {
  Vector init = kInit;
  init[init.size() - 19] = 0x02;  // mechToken
  init[init.size() - 17] = 0x00;  // no bytes, and the message behind it
  const auto tokens = Find(init);
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].offset, init.size() - kMessage.size());
  EXPECT_TRUE(tokens[0].envelopes.empty());
}

TEST(EnvelopeTest, NamesOtherMechanisms) {
  const Vector kerberos = {0x60, 0x1B, 0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02,
                           0xA0, 0x11, 0x30, 0x0F, 0xA0, 0x0D, 0x30, 0x0B, 0x06, 0x09,
                           0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02};
  EXPECT_EQ(OtherMechanisms(kerberos), "Kerberos V5 (1.2.840.113554.1.2.2)");
  const Vector resp = {0xA1, 0x0F, 0x30, 0x0D, 0xA1, 0x0B, 0x06, 0x09, 0x2A,
                       0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02};
  EXPECT_EQ(OtherMechanisms(resp), "Kerberos V5 (1.2.840.113554.1.2.2)");
  EXPECT_EQ(OtherMechanisms(Bytes(kerberos).first(20)), "no mechanism that can be read");
  EXPECT_EQ(OtherMechanisms(kMessage), std::nullopt);
}

TEST(HttpWordsTest, JudgesTheFieldItself) {
  const std::string text = "< WWW-Authenticate: NTLM TlRM!VNTUAA\r\nnext";
  const Envelope broken = Base64Envelope(text, 25);
  EXPECT_EQ(broken.name, "HTTP WWW-Authenticate NTLM");
  EXPECT_FALSE(broken.findings.empty());
  const std::string good =
      "Authorization: NTLM TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==";
  EXPECT_TRUE(Base64Envelope(good, good.find("TlRM")).findings.empty());
  // As HAR files and logs in JSON have it.
  const std::string json = "{\"name\":\"WWW-Authenticate\",\"value\":\"NTLM TlRM!\"}";
  const Envelope in_json = Base64Envelope(json, json.find("TlRM"));
  EXPECT_EQ(in_json.name, "HTTP WWW-Authenticate NTLM");
  EXPECT_TRUE(in_json.findings.empty());
}

// RFC 9110 5.5: neither a quotation mark nor a backslash is in a token68.
TEST(HttpWordsTest, JudgesAFieldThatATextQuotesUpToItsEnd) {
  const std::string good =
      "Authorization: NTLM TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==";
  for (const char* const behind :
       {"\"", "'", "\" -v http://server/", "\\r\\nHost: server\"}", " \\r\\n", "</value>"}) {
    const std::string text = "-H '" + good + behind;
    const Envelope quoted = Base64Envelope(text, text.find("TlRM"));
    ASSERT_EQ(quoted.findings.size(), 1U) << text;
    EXPECT_EQ(quoted.findings[0].rule, "http-field-quoted");
    EXPECT_EQ(quoted.findings[0].severity, Severity::kNote);
  }
  const std::string other = good + "!\"";
  EXPECT_EQ(Base64Envelope(other, other.find("TlRM")).findings[0].severity, Severity::kError);
  const std::string challenges =
      "WWW-Authenticate: NTLM TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==, "
      "Basic realm=\"a\"";
  for (const Finding& finding : Base64Envelope(challenges, challenges.find("TlRM")).findings) {
    EXPECT_NE(finding.rule, "http-field-quoted");
  }
  const std::string escaped = "Authorization: NTLM TlRMTVNTUAAB\\/AAA\"";
  const Envelope not_judged = Base64Envelope(escaped, escaped.find("TlRM"));
  ASSERT_EQ(not_judged.findings.size(), 1U);
  EXPECT_EQ(not_judged.findings[0].severity, Severity::kNote);
}

}  // namespace
}  // namespace ntlmatrix::decode
