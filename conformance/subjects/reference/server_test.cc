// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/server.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "gtest/gtest.h"

#include "conformance/subjects/reference/client.h"
#include "conformance/subjects/reference/credentials.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::reference {
namespace {

namespace flags = ntlm::flags;

constexpr uint64_t kNow = 134116992000000000;
constexpr ntlm::Challenge kServerChallenge = {1, 2, 3, 4, 5, 6, 7, 8};
constexpr ntlm::Hash kRandomSessionKey = {0x55, 0x55, 0x01};
constexpr uint32_t kSecEInvalidToken = 0x80090308;
constexpr uint32_t kSecEUnsupportedFunction = 0x80090302;
constexpr uint32_t kSecELogonDenied = 0x8009030C;
// What a client of NTLMv2 session security offers for confidentiality.
constexpr ntlm::NegotiateFlags kOffer = flags::kUnicode | flags::kRequestTarget | flags::kNtlm |
                                        flags::kAlwaysSign | flags::kSign | flags::kSeal |
                                        flags::kKeyExch | flags::kLmKey |
                                        flags::kExtendedSessionSecurity | flags::k128 | flags::k56;

ServerConfig Config(int lm = 3) {
  return {.min = 0,
          .lm = lm,
          .nb_domain_name = Utf8ToUtf16("RESOURCE").value(),
          .nb_computer_name = Utf8ToUtf16("SERVER").value(),
          .time = kNow,
          .server_challenge = kServerChallenge};
}

Server MakeServer(ServerConfig config = Config()) {
  return Server(std::move(config), TestAccount(), ObedientBehaviour());
}

std::vector<uint8_t> NegotiateOf(ntlm::NegotiateFlags offered) {
  ntlm::NegotiateMessage message;
  message.negotiate_flags = offered;
  return message.Serialize().value();
}

// The flags of the CHALLENGE_MESSAGE that answers an offer.
ntlm::NegotiateFlags GrantFor(ntlm::NegotiateFlags offered) {
  Server server = MakeServer();
  const Server::Answer answer = server.Challenge(NegotiateOf(offered));
  EXPECT_FALSE(answer.refusal.has_value());
  return ntlm::ChallengeMessage::Parse(answer.challenge).value().negotiate_flags;
}

Client MakeClient(int lm, Application app = Application::kConfidentiality) {
  return Client({.min = {},
                 .lm = lm,
                 .app = app,
                 .client_challenge = {0xAA},
                 .random_session_key = kRandomSessionKey},
                TestAccount(), ObedientBehaviour());
}

// What the server decides about the client's AUTHENTICATE_MESSAGE after `edit` changed it.
template <typename Edit>
Server::Decision DecisionAfter(int lm, ServerConfig config, Edit edit) {
  Server server = MakeServer(std::move(config));
  Client client = MakeClient(lm);
  const Server::Answer answer = server.Challenge(client.Negotiate());
  const Client::Answer authenticate = client.Authenticate(answer.challenge);
  EXPECT_FALSE(authenticate.refusal.has_value());
  auto message = ntlm::AuthenticateMessage::Parse(authenticate.authenticate).value();
  edit(message);
  return server.Authenticate(message.Serialize().value());
}

Server::Decision DecisionAbout(int lm, ServerConfig config = Config()) {
  return DecisionAfter(lm, std::move(config), [](auto&) {});
}

std::optional<uint32_t> StatusOf(const Server::Decision& decision) {
  EXPECT_NE(decision.refusal.has_value(), decision.session.has_value());
  return decision.refusal ? decision.refusal->status : std::nullopt;
}

TEST(ServerTest, AuthenticatesTheReferenceClientAtEveryLevel) {
  for (int lm = 0; lm <= 5; ++lm) {
    const Server::Decision decision = DecisionAbout(lm);
    ASSERT_TRUE(decision.session.has_value()) << lm << ": " << decision.refusal->text;
    EXPECT_FALSE(decision.session->anonymous);
    EXPECT_EQ(decision.session->exported_session_key, kRandomSessionKey) << lm;
    const ntlm::NegotiateFlags wanted = flags::kSign | flags::kSeal | flags::k128;
    EXPECT_EQ(decision.session->negotiated & wanted, wanted) << lm;
  }
}

TEST(ServerTest, SharesTheKeyExchangeKeyWhereNoKeyIsExchanged) {
  Server server = MakeServer();
  Client client = MakeClient(3, Application::kNone);
  const auto challenge = server.Challenge(client.Negotiate()).challenge;
  const auto bytes = client.Authenticate(challenge).authenticate;
  const auto message = ntlm::AuthenticateMessage::Parse(bytes).value();
  ntlm::Hash proof;
  std::copy_n(message.nt_challenge_response.begin(), proof.size(), proof.begin());
  const Server::Decision decision = server.Authenticate(bytes);
  ASSERT_TRUE(decision.session.has_value()) << decision.refusal->text;
  EXPECT_EQ(decision.session->exported_session_key,
            ntlm::SessionBaseKeyV2(TestAccount().ntowf_v2, proof));
}

// [MS-NLMP] 2.2.2.5: "A==0 and B==0: The protocol MUST return SEC_E_INVALID_TOKEN."
TEST(ServerTest, RefusesAnOfferWithoutCharacterSet) {
  Server server = MakeServer();
  const auto answer = server.Challenge(NegotiateOf(kOffer & ~flags::kUnicode));
  ASSERT_TRUE(answer.refusal.has_value());
  EXPECT_EQ(answer.refusal->status, kSecEInvalidToken);
  EXPECT_TRUE(answer.challenge.empty());
}

TEST(ServerTest, Requires128BitEncryptionWhereItIsSetTo) {
  ServerConfig config = Config();
  config.min = flags::k128;
  Server server = MakeServer(config);
  const auto answer = server.Challenge(NegotiateOf(kOffer & ~flags::k128));
  ASSERT_TRUE(answer.refusal.has_value());
  EXPECT_EQ(answer.refusal->status, kSecEUnsupportedFunction);
  EXPECT_FALSE(MakeServer(config).Challenge(NegotiateOf(kOffer)).refusal.has_value());
  EXPECT_EQ(StatusOf(DecisionAfter(3, config, [](auto& m) { *m.negotiate_flags &= ~flags::k128; })),
            kSecEUnsupportedFunction);
}

// [MS-NLMP] 2.2.2.5, one sentence a line.
TEST(ServerTest, GrantsWhatTheDocumentSaysOfEachFlag) {
  EXPECT_EQ(GrantFor(kOffer) & (flags::kSign | flags::kSeal | flags::kKeyExch),
            flags::kSign | flags::kSeal | flags::kKeyExch);
  EXPECT_EQ(GrantFor(kOffer) & flags::kLmKey, 0u) << "extended session security alone";
  EXPECT_NE(GrantFor(kOffer & ~flags::kExtendedSessionSecurity) & flags::kLmKey, 0u);
  const ntlm::NegotiateFlags unprotected = kOffer & ~(flags::kSign | flags::kSeal);
  EXPECT_EQ(GrantFor(unprotected) & (flags::k128 | flags::k56), 0u);
  EXPECT_EQ(GrantFor(kOffer | flags::kOem) & (flags::kUnicode | flags::kOem), flags::kUnicode);
  EXPECT_NE(GrantFor(flags::kUnicode) & flags::kNtlm, 0u);
  EXPECT_EQ(GrantFor(kOffer | flags::kDatagram | flags::kIdentify) &
                (flags::kDatagram | flags::kIdentify),
            0u)
      << "not supported";
}

TEST(ServerTest, ItsChallengeIsWellFormed) {
  Server server = MakeServer();
  const auto bytes = server.Challenge(NegotiateOf(kOffer)).challenge;
  for (const Finding& finding : ntlm::ChallengeMessage::Parse(bytes).value().Validate()) {
    ADD_FAILURE() << finding.rule << " " << finding.text;
  }
}

// [MS-NLMP] 2.2.1.1: without their flags the fields "MUST be ignored upon receipt".
TEST(ServerTest, IgnoresNamesWithoutTheirFlags) {
  std::vector<uint8_t> negotiate = NegotiateOf(kOffer);
  negotiate.resize(32);
  negotiate[16] = negotiate[24] = 9;   // Len
  negotiate[23] = negotiate[31] = 99;  // BufferOffset
  EXPECT_FALSE(MakeServer().Challenge(negotiate).refusal.has_value());
  Behaviour reads = ObedientBehaviour();
  reads.ignores_fields = false;
  EXPECT_TRUE(Server(Config(), TestAccount(), reads).Challenge(negotiate).refusal.has_value());
}

TEST(ServerTest, RefusesTruncatedMessagesAtEveryByte) {
  const std::vector<uint8_t> negotiate = MakeClient(3).Negotiate();
  for (size_t size = 0; size < 16; ++size) {
    const std::vector<uint8_t> cut(negotiate.begin(),
                                   negotiate.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_TRUE(MakeServer().Challenge(cut).refusal.has_value()) << size;
  }
  Server server = MakeServer();
  Client client = MakeClient(3);
  const auto whole =
      client.Authenticate(server.Challenge(client.Negotiate()).challenge).authenticate;
  for (size_t size = 0; size < whole.size(); ++size) {
    Server again = MakeServer();
    EXPECT_FALSE(again.Challenge(negotiate).refusal.has_value());
    const std::vector<uint8_t> cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_TRUE(again.Authenticate(cut).refusal.has_value()) << size;
  }
}

TEST(ServerTest, TakesOneAnswerToOneChallenge) {
  Server server = MakeServer();
  Client client = MakeClient(3);
  EXPECT_EQ(StatusOf(server.Authenticate(client.Negotiate())), kSecEInvalidToken);
  const auto bytes =
      client.Authenticate(server.Challenge(client.Negotiate()).challenge).authenticate;
  EXPECT_TRUE(server.Authenticate(bytes).session.has_value());
  EXPECT_EQ(StatusOf(server.Authenticate(bytes)), kSecEInvalidToken);
}

TEST(ServerTest, RefusesAnotherPasswordUserAndDomain) {
  const std::vector<uint8_t> other = Utf8ToUtf16("Other").value();
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [&](auto& m) { m.user_name = other; })),
            kSecELogonDenied);
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [&](auto& m) { m.domain_name = other; })),
            kSecELogonDenied);
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [&](auto& m) { m.nt_challenge_response = other; })),
            kSecELogonDenied);
  const std::vector<uint8_t> surrogate = {0x00, 0xD8};
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [&](auto& m) { m.user_name = surrogate; })),
            kSecELogonDenied);
}

TEST(ServerTest, TakesUserNamesInAnyCase) {
  const std::vector<uint8_t> upper = Utf8ToUtf16("USER").value();
  EXPECT_TRUE(DecisionAfter(2, Config(), [&](auto& m) { m.user_name = upper; }).session);
}

// Levels 4 and 5 are those of a domain controller.
TEST(ServerTest, RefusesWhatItsLevelRefuses) {
  const std::pair<int, int> cases[] = {{0, 5}, {1, 5}, {2, 5}};
  for (const auto& [client, server] : cases) {
    EXPECT_EQ(StatusOf(DecisionAbout(client, Config(server))), kSecELogonDenied) << client;
  }
  for (const int client : {1, 2, 3}) EXPECT_TRUE(DecisionAbout(client, Config(4)).session);
  EXPECT_TRUE(DecisionAbout(3, Config(5)).session.has_value());
}

// With a wrong NtChallengeResponse the LmChallengeResponse decides.
TEST(ServerTest, TakesTheLmChallengeResponseWhereTheOtherIsWrong) {
  const auto no_nt = [](auto& m) { m.nt_challenge_response = Bytes(); };
  EXPECT_TRUE(DecisionAfter(0, Config(3), no_nt).session.has_value());
  EXPECT_EQ(StatusOf(DecisionAfter(0, Config(4), no_nt)), kSecELogonDenied);
  const auto ntlm =
      ntlm::Desl(TestAccount().ntowf_v1, kServerChallenge);  // NTLM response in the LM field
  EXPECT_TRUE(DecisionAfter(0, Config(4), [&](auto& m) {
                m.nt_challenge_response = Bytes();
                m.lm_challenge_response = ntlm;
              }).session);
  const auto lm_v2 =
      ntlm::LmV2Response(TestAccount().ntowf_v2, kServerChallenge, ntlm::Challenge{0xAA});
  EXPECT_TRUE(DecisionAfter(2, Config(5), [&](auto& m) {
                m.nt_challenge_response = Bytes();
                m.lm_challenge_response = lm_v2;
              }).session);
}

TEST(ServerTest, NeedsTheClientChallengeOfExtendedSessionSecurity) {
  EXPECT_EQ(
      StatusOf(DecisionAfter(2, Config(), [](auto& m) { m.lm_challenge_response = Bytes(); })),
      kSecELogonDenied);
}

// "NTLM servers SHOULD support NTLM clients which incorrectly use NIL for the UserDom".
TEST(ServerTest, TakesAKeyOfNoDomain) {
  Account nil = TestAccount();
  nil.ntowf_v2 = ntlm::NtowfV2(nil.ntowf_v1, nil.user, {});
  Server server = MakeServer();
  Client client({.min = {}, .lm = 3, .app = Application::kNone, .client_challenge = {0xAA}}, nil,
                ObedientBehaviour());
  const auto challenge = server.Challenge(client.Negotiate()).challenge;
  EXPECT_TRUE(server.Authenticate(client.Authenticate(challenge).authenticate).session.has_value());
}

// "the MIC value computed earlier MUST be compared to MessageMIC, and if the two MIC values are not
// equal, then an authentication failure MUST be returned."
TEST(ServerTest, RefusesAnotherOrNoMicWhereOneIsPromised) {
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [](auto& m) { (*m.mic)[0] ^= 1; })),
            kSecELogonDenied);
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [](auto& m) { m.mic.reset(); })), kSecELogonDenied);
  const auto drop_sign = [](auto& m) { *m.negotiate_flags &= ~flags::kSign; };
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), drop_sign)), kSecELogonDenied);
}

// "... otherwise, the server MUST return SEC_E_INVALID_TOKEN."
TEST(ServerTest, RefusesAKeyExchangeWithoutKey) {
  EXPECT_EQ(StatusOf(DecisionAfter(2, Config(),
                                   [](auto& m) { m.encrypted_random_session_key = Bytes(); })),
            kSecEInvalidToken);
  const std::vector<uint8_t> short_key(15);
  EXPECT_EQ(StatusOf(DecisionAfter(
                2, Config(), [&](auto& m) { m.encrypted_random_session_key = Bytes(short_key); })),
            kSecEInvalidToken);
}

TEST(ServerTest, IsNotMadeToUseWhatWasNotNegotiated) {
  const auto decision = DecisionAfter(
      2, Config(), [](auto& m) { *m.negotiate_flags |= flags::kDatagram | flags::kLmKey; });
  ASSERT_TRUE(decision.session.has_value());
  EXPECT_EQ(decision.session->negotiated & (flags::kDatagram | flags::kLmKey), 0u);
  EXPECT_EQ(
      StatusOf(DecisionAfter(2, Config(), [](auto& m) { *m.negotiate_flags &= ~flags::kUnicode; })),
      kSecEInvalidToken);
}

// NtChallengeResponse with these pairs and a right proof.
std::vector<uint8_t> ResponseWith(uint64_t time, Bytes av_pairs) {
  return ntlm::NtlmV2Response(TestAccount().ntowf_v2, kServerChallenge,
                              ntlm::NtlmV2ClientChallenge(time, {0xAA}, av_pairs));
}

TEST(ServerTest, RefusesAvPairsPastEnd) {
  const std::vector<uint8_t> broken = {2, 0, 200, 0};
  const std::vector<uint8_t> response = ResponseWith(kNow, broken);
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(),
                                   [&](auto& m) { m.nt_challenge_response = Bytes(response); })),
            kSecEInvalidToken);
}

// "... more than MaxLifetime difference from the server time, then the server SHOULD return a
// failure."
TEST(ServerTest, RefusesATimeFarFromItsOwn) {
  const std::vector<uint8_t> end(4);
  constexpr uint64_t kHour = uint64_t{3600} * 10'000'000;
  for (const uint64_t time : {kNow - 37 * kHour, kNow + 37 * kHour}) {
    const std::vector<uint8_t> response = ResponseWith(time, end);
    EXPECT_EQ(StatusOf(DecisionAfter(3, Config(),
                                     [&](auto& m) { m.nt_challenge_response = Bytes(response); })),
              kSecELogonDenied);
  }
  const std::vector<uint8_t> response = ResponseWith(kNow - 35 * kHour, end);
  EXPECT_TRUE(DecisionAfter(3, Config(), [&](auto& m) {
                m.nt_challenge_response = Bytes(response);
              }).session);
}

TEST(ServerTest, TakesAnAnonymousClient) {
  const std::vector<uint8_t> z1(1);
  for (const Bytes lm : {Bytes(), Bytes(z1)}) {
    const auto decision = DecisionAfter(3, Config(), [&](auto& m) {
      m.user_name = m.domain_name = m.nt_challenge_response = Bytes();
      m.lm_challenge_response = lm;
    });
    ASSERT_TRUE(decision.session.has_value()) << decision.refusal->text;
    EXPECT_TRUE(decision.session->anonymous);
  }
  EXPECT_EQ(StatusOf(DecisionAfter(3, Config(), [](auto& m) { m.user_name = Bytes(); })),
            kSecELogonDenied);
}

// [MS-NLMP] 2.2.2.5: "A==0 and B==1: The choice of character set encoding MUST be OEM."
TEST(ServerTest, SpeaksOem) {
  Server server = MakeServer();
  const auto bytes =
      server.Challenge(NegotiateOf((kOffer & ~flags::kUnicode) | flags::kOem)).challenge;
  const auto challenge = ntlm::ChallengeMessage::Parse(bytes).value();
  const std::vector<uint8_t> target = {'R', 'E', 'S', 'O', 'U', 'R', 'C', 'E'};
  EXPECT_EQ(challenge.target_name, Bytes(target));
  EXPECT_EQ(challenge.negotiate_flags & (flags::kUnicode | flags::kOem), flags::kOem);

  const ntlm::Challenge client = {0xAA};
  const auto lm = ntlm::LmEssResponse(client);
  const auto nt = ntlm::NtlmEssResponse(TestAccount().ntowf_v1, kServerChallenge, client);
  const std::vector<uint8_t> user = {'u', 's', 'e', 'r'};
  const std::vector<uint8_t> umlaut = {0xFC};
  ntlm::AuthenticateMessage message;
  message.lm_challenge_response = lm;
  message.nt_challenge_response = nt;
  message.user_name = user;
  message.encrypted_random_session_key = Bytes(kRandomSessionKey);
  message.negotiate_flags = challenge.negotiate_flags;
  EXPECT_TRUE(server.Authenticate(message.Serialize().value()).session.has_value());
  message.user_name = umlaut;
  Server again = MakeServer();
  again.Challenge(NegotiateOf((kOffer & ~flags::kUnicode) | flags::kOem));
  EXPECT_TRUE(again.Authenticate(message.Serialize().value()).refusal.has_value());
}

TEST(ServerTest, RefusesNamesTooLongForTheChallenge) {
  ServerConfig config = Config();
  config.nb_domain_name.assign(65536, 0);
  EXPECT_TRUE(MakeServer(config).Challenge(NegotiateOf(kOffer)).refusal.has_value());
  config.nb_domain_name.assign(65534, 'a');
  EXPECT_TRUE(MakeServer(config).Challenge(NegotiateOf(kOffer)).refusal.has_value());
}

TEST(ServerTest, AFaultReplacesOneDecision) {
  const auto session_with = [](const Behaviour& behaviour, auto edit) {
    Server server(Config(), TestAccount(), behaviour);
    Client client = MakeClient(3);
    const auto challenge = server.Challenge(client.Negotiate()).challenge;
    const auto bytes = client.Authenticate(challenge).authenticate;
    auto message = ntlm::AuthenticateMessage::Parse(bytes).value();
    edit(message);
    return server.Authenticate(message.Serialize().value()).session.has_value();
  };
  Behaviour faulty = ObedientBehaviour();
  faulty.checks_mic = false;
  EXPECT_TRUE(session_with(faulty, [](auto& m) { m.mic.reset(); }));
  faulty.needs_session_key = false;
  EXPECT_TRUE(session_with(faulty, [](auto& m) { m.encrypted_random_session_key.reset(); }));
  faulty = ObedientBehaviour();
  faulty.whole_responses = false;
  const auto few = [](auto& m) { m.nt_challenge_response = m.lm_challenge_response = Bytes(); };
  const std::vector<uint8_t> one_byte = {
      ntlm::NtlmEssResponse(TestAccount().ntowf_v1, kServerChallenge, {})[0]};
  EXPECT_FALSE(session_with(ObedientBehaviour(), few));
  EXPECT_TRUE(session_with(faulty, [&](auto& m) { m.nt_challenge_response = Bytes(one_byte); }));
}

}  // namespace
}  // namespace ntlmatrix::conformance::reference
