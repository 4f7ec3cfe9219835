// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/neg_token_resp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/mech_type.h"
#include "parsers/envelope/test_tokens.h"

namespace ntlmatrix::envelope {
namespace {

using Octets = std::vector<uint8_t>;
// The rule and the offset of each finding.
using Found = std::vector<std::pair<std::string, size_t>>;

constexpr const auto& kChallenge = test_tokens::kRespWithChallenge;
constexpr const auto& kFinal = test_tokens::kRespWithMic;
constexpr const auto& kReject = test_tokens::kRespReject;

NegTokenResp WithChallenge() { return NegTokenResp::Parse(kChallenge).value(); }

Found Findings(const NegTokenResp& token) {
  Found found;
  for (const Finding& f : token.Validate()) found.emplace_back(f.rule, f.offset);
  return found;
}

Found FindingsOf(Bytes bytes) {
  const auto token = NegTokenResp::Parse(bytes);
  EXPECT_TRUE(token.ok()) << token.status();
  return token.ok() ? Findings(*token) : Found();
}

std::string ErrorOf(Bytes bytes) {
  return std::string(NegTokenResp::Parse(bytes).status().message());
}

// The example with another byte.
Octets Changed(Bytes example, size_t offset, uint8_t value) {
  Octets bytes(example.begin(), example.end());
  bytes[offset] = value;
  return bytes;
}

// The header of an NTLM message of this type.
Octets Ntlm(uint8_t type) { return {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, type, 0, 0, 0}; }

TEST(NegTokenRespTest, ReadsFirstReplyWithChallenge) {
  const auto token = NegTokenResp::Parse(kChallenge);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->this_mech, std::nullopt);
  EXPECT_EQ(token->neg_state, NegState::kAcceptIncomplete);
  EXPECT_EQ(token->supported_mech, Bytes(mech::kNtlmssp));
  EXPECT_EQ(token->response_token, Bytes(kChallenge).subspan(28, 104));
  EXPECT_EQ(token->mech_list_mic, std::nullopt);
  EXPECT_TRUE(token->rest.empty());
  EXPECT_EQ(Findings(*token), Found());
}

TEST(NegTokenRespTest, ReadsLastReplyWithMechListMic) {
  const auto token = NegTokenResp::Parse(kFinal);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->neg_state, NegState::kAcceptCompleted);
  EXPECT_EQ(token->supported_mech, std::nullopt);
  EXPECT_EQ(token->response_token, std::nullopt);
  EXPECT_EQ(token->mech_list_mic, Bytes(kFinal).subspan(13, 16));
  EXPECT_EQ(Findings(*token), Found());
}

TEST(NegTokenRespTest, ReadsRejectWithoutToken) {
  const auto token = NegTokenResp::Parse(kReject);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->neg_state, NegState::kReject);
  EXPECT_EQ(token->supported_mech, std::nullopt);
  EXPECT_EQ(token->response_token, std::nullopt);
  EXPECT_EQ(token->mech_list_mic, std::nullopt);
  EXPECT_EQ(Findings(*token), Found());
}

TEST(NegTokenRespTest, ReadsTokenWithoutMembers) {
  constexpr uint8_t kEmpty[] = {0xA1, 0x02, 0x30, 0x00};
  EXPECT_EQ(NegTokenResp::Parse(kEmpty).value(), NegTokenResp());
  EXPECT_EQ(NegTokenResp().Serialize().value(), Octets(std::begin(kEmpty), std::end(kEmpty)));
  EXPECT_EQ(FindingsOf(kEmpty), Found()) << "negState is OPTIONAL after the first reply";
}

TEST(NegTokenRespTest, WritesTheExamplesByteForByte) {
  for (const Bytes example : {Bytes(kChallenge), Bytes(kFinal), Bytes(kReject)}) {
    EXPECT_EQ(Bytes(NegTokenResp::Parse(example)->Serialize().value()), example);
  }
}

TEST(NegTokenRespTest, TruncationAtEveryByteIsAnError) {
  for (const Bytes example : {Bytes(kChallenge), Bytes(kFinal), Bytes(kReject)}) {
    for (size_t size = 0; size < example.size(); ++size) {
      const auto token = NegTokenResp::Parse(example.subspan(0, size));
      EXPECT_EQ(token.status().code(), absl::StatusCode::kInvalidArgument) << size;
    }
  }
}

TEST(NegTokenRespTest, RejectsOtherTokensAndTypes) {
  EXPECT_EQ(ErrorOf(test_tokens::kInitWithNegotiate),
            "NegTokenResp: tag 0xa0 at offset 10 where 0xa1 belongs");
  EXPECT_EQ(ErrorOf(Ntlm(2)), "NegTokenResp: tag 0x4e at offset 0 where 0xa1 belongs");
  EXPECT_EQ(ErrorOf(Changed(kReject, 2, 0x31)),
            "NegTokenResp: tag 0x31 at offset 2 where 0x30 belongs");
  EXPECT_EQ(ErrorOf(Changed(kReject, 6, 0x02)),
            "NegTokenResp: tag 0x02 at offset 6 where 0x0a belongs");
  EXPECT_EQ(ErrorOf(Changed(kChallenge, 12, 0x0D)),
            "NegTokenResp: tag 0x0d at offset 12 where 0x06 belongs");
  EXPECT_EQ(ErrorOf(Changed(kChallenge, 26, 0x24)),
            "NegTokenResp: constructed string, tag 0x24, at offset 26");
  EXPECT_EQ(ErrorOf(Changed(kFinal, 11, 0x03)),
            "NegTokenResp: tag 0x03 at offset 11 where 0x04 belongs");
}

TEST(NegTokenRespTest, ReportsFraming) {
  // "Subsequent tokens MUST NOT be encapsulated in this GSS-API generic token framing."
  Octets bytes = {0x60, 0x11, 0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02};
  bytes.insert(bytes.end(), std::begin(kReject), std::end(kReject));
  EXPECT_EQ(FindingsOf(bytes), (Found{{"spnego-framing-forbidden", 0}}));
  EXPECT_EQ(NegTokenResp::Parse(bytes)->this_mech, Bytes(mech::kSpnego));
  EXPECT_EQ(NegTokenResp::Parse(bytes)->Serialize().value(), bytes);
}

TEST(NegTokenRespTest, ReportsMissingNegState) {
  // "This field is REQUIRED in the first reply from the target"
  NegTokenResp token = WithChallenge();
  token.neg_state.reset();
  EXPECT_EQ(Findings(token), (Found{{"resp-neg-state-missing", 3}}));
  token.supported_mech.reset();
  EXPECT_EQ(Findings(token), Found()) << "it may be a later one";
}

TEST(NegTokenRespTest, ReportsUnknownNegState) {
  EXPECT_EQ(FindingsOf(Changed(kReject, 8, 4)), (Found{{"resp-neg-state-unknown", 4}}));
  EXPECT_EQ(FindingsOf(Changed(kReject, 8, 0xFF)), (Found{{"resp-neg-state-unknown", 4}}));
  EXPECT_EQ(NegTokenResp::Parse(Changed(kReject, 8, 0xFF))->neg_state, static_cast<NegState>(-1));
}

TEST(NegTokenRespTest, ReportsRequestMicThatIsNotInTheFirstReply) {
  // "This value SHALL only be present in the first reply from the target."
  EXPECT_EQ(FindingsOf(Changed(kChallenge, 9, 3)), Found());
  EXPECT_EQ(FindingsOf(Changed(kReject, 8, 3)), (Found{{"resp-request-mic-without-mech", 4}}));
  NegTokenResp token = NegTokenResp::Parse(Changed(kReject, 8, 3)).value();
  const Octets authenticate = Ntlm(3);
  token.response_token = authenticate;
  EXPECT_EQ(Findings(token), (Found{{"resp-request-mic-of-initiator", 4}}));
}

TEST(NegTokenRespTest, ReportsAcceptCompletedWithChallenge) {
  // "No further negotiation message from the peer is expected"
  EXPECT_EQ(FindingsOf(Changed(kChallenge, 9, 0)), (Found{{"resp-completed-with-challenge", 5}}));
}

TEST(NegTokenRespTest, ReportsSupportedMechOfTheInitiator) {
  // "This field SHALL only be present in the first reply from the target."
  EXPECT_EQ(FindingsOf(Changed(kChallenge, 36, 3)),
            (Found{{"resp-supported-mech-of-initiator", 10}}));
  EXPECT_EQ(FindingsOf(Changed(kChallenge, 36, 1)),
            (Found{{"resp-supported-mech-of-initiator", 10}}));
}

TEST(NegTokenRespTest, ReportsSpnegoAsSupportedMech) {
  NegTokenResp token = NegTokenResp::Parse(kReject).value();
  token.supported_mech = mech::kSpnego;
  EXPECT_EQ(Findings(token), (Found{{"resp-supported-mech-spnego", 2}}));
}

TEST(NegTokenRespTest, ReportsMalformedSupportedMech) {
  NegTokenResp token = NegTokenResp::Parse(kReject).value();
  token.supported_mech = Bytes();
  EXPECT_EQ(Findings(token), (Found{{"der-object-identifier", 2}}));
}

TEST(NegTokenRespTest, ReportsTokenOfOtherMech) {
  // "contains tokens specific to the mechanism selected"
  EXPECT_EQ(FindingsOf(Changed(kChallenge, 23, 0x0B)), (Found{{"resp-token-of-other-mech", 24}}));
  EXPECT_EQ(FindingsOf(Changed(kChallenge, 28, 'X')), (Found{{"resp-token-of-other-mech", 24}}));
  NegTokenResp token = WithChallenge();
  token.supported_mech = mech::kNegoex;
  token.response_token = Bytes();
  EXPECT_EQ(Findings(token), (Found{{"resp-token-of-other-mech", 24}}));
  token.supported_mech = mech::kKerberos;
  EXPECT_EQ(Findings(token), Found()) << "nothing tells whose token this is";
}

TEST(NegTokenRespTest, ReportsMechListMicBeforeTheContextIsEstablished) {
  // "MIC tokens MUST be exchanged after the mechanism context is fully established."
  NegTokenResp token = WithChallenge();
  token.mech_list_mic = Bytes();
  EXPECT_EQ(Findings(token), (Found{{"resp-mech-list-mic-early", 3}}));
  token.supported_mech.reset();
  const Octets negotiate = Ntlm(1);
  token.response_token = negotiate;
  EXPECT_EQ(Findings(token), (Found{{"resp-mech-list-mic-early", 3}}));
  const Octets authenticate = Ntlm(3);
  token.response_token = authenticate;
  EXPECT_EQ(Findings(token), Found());
}

TEST(NegTokenRespTest, ReportsWhatDerForbids) {
  constexpr uint8_t kLong[] = {0xA1, 0x81, 0x08,               // one byte would do
                               0x30, 0x06,                     //
                               0xA0, 0x04,                     //
                               0x0A, 0x02, 0x00, 0x02, 0xFF};  // so it would here; trailing
  const auto token = NegTokenResp::Parse(kLong);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(Findings(*token), (Found{{"der-length-not-minimal", 1},
                                     {"der-enumerated-not-minimal", 7},
                                     {"der-trailing-bytes", 11}}));
  EXPECT_EQ(Bytes(token->Serialize().value()), Bytes(kReject));
}

TEST(NegTokenRespTest, KeepsUnknownMembers) {
  constexpr uint8_t kUnknown[] = {0xA1, 0x0B, 0x30, 0x09,        //
                                  0xA0, 0x03, 0x0A, 0x01, 0x02,  // negState, reject
                                  0xA4, 0x02, 0x05, 0x00};       // [4] NULL
  const auto token = NegTokenResp::Parse(kUnknown);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->rest, Bytes(kUnknown).last(4));
  EXPECT_EQ(Findings(*token), (Found{{"spnego-member-unknown", 9}}));
  EXPECT_EQ(Bytes(token->Serialize().value()), Bytes(kUnknown));
}

TEST(NegTokenRespTest, NamesStates) {
  EXPECT_EQ(NegStateName(NegState::kAcceptCompleted), "accept-completed");
  EXPECT_EQ(NegStateName(NegState::kAcceptIncomplete), "accept-incomplete");
  EXPECT_EQ(NegStateName(NegState::kReject), "reject");
  EXPECT_EQ(NegStateName(NegState::kRequestMic), "request-mic");
  EXPECT_EQ(NegStateName(static_cast<NegState>(4)), "");
}

}  // namespace
}  // namespace ntlmatrix::envelope
