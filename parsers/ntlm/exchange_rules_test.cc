// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/exchange_rules.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

using Data = std::vector<uint8_t>;

constexpr NegotiateFlags kOffered = 0xE2088237;  // both character sets, SIGN, SEAL, ESS, 128, 56
constexpr NegotiateFlags kGranted = 0xE28A8235;
constexpr size_t kChallengeFlags = 20;
constexpr size_t kAuthenticateFlags = 60;

const Data kTimestamp = {1, 2, 3, 4, 5, 6, 7, 8};
const Data kNoAvFlags = {0, 0, 0, 0};
const Data kConstrained = {1, 0, 0, 0};
const Data kMicPresent = {2, 0, 0, 0};
const Data kNoChannelBindings = Data(16);
const Data kZeros24 = Data(24);

struct Exchange {
  Data negotiate;
  Data challenge;
  Data authenticate;

  ExchangeMessages View() const { return {negotiate, challenge, authenticate}; }
};

Data Negotiate(NegotiateFlags set) {
  NegotiateMessage m;
  m.negotiate_flags = set;
  return m.Serialize().value();
}

Data Challenge(NegotiateFlags set, const std::vector<AvPair>& pairs) {
  const Data info = SerializeAvPairs(pairs).value();
  ChallengeMessage m;
  m.negotiate_flags = set;
  m.target_name = vectors::kServerUtf16;
  m.reserved.emplace();
  m.target_info = Bytes(info);
  return m.Serialize().value();
}

// NTLMv2_RESPONSE with a TimeStamp.
Data Response(const std::vector<AvPair>& pairs, const Data& timestamp) {
  Data response(44);
  response[16] = response[17] = 1;
  std::copy(timestamp.begin(), timestamp.end(), response.begin() + 24);
  const Data list = SerializeAvPairs(pairs).value();
  response.insert(response.end(), list.begin(), list.end());
  response.insert(response.end(), 4, 0);
  return response;
}

Data Authenticate(NegotiateFlags set, Bytes lm, Bytes nt) {
  AuthenticateMessage m;
  m.lm_challenge_response = lm;
  m.nt_challenge_response = nt;
  m.user_name = vectors::kUserUtf16;
  m.encrypted_random_session_key = Bytes();
  m.negotiate_flags = set;
  m.version.emplace();
  m.mic.emplace();
  return m.Serialize().value();
}

const std::vector<AvPair>& ServerPairs() {
  static const auto* const pairs =
      new std::vector<AvPair>{{AvId::kNbDomainName, vectors::kDomainUtf16},
                              {AvId::kNbComputerName, vectors::kServerUtf16},
                              {AvId::kTimestamp, kTimestamp}};
  return *pairs;
}

std::vector<AvPair> ClientPairs() {
  std::vector<AvPair> pairs = ServerPairs();
  pairs.push_back({AvId::kFlags, kMicPresent});
  pairs.push_back({AvId::kTargetName, {}});
  pairs.push_back({AvId::kChannelBindings, kNoChannelBindings});
  return pairs;
}

Exchange NtlmV2Exchange() {
  return {Negotiate(kOffered), Challenge(kGranted, ServerPairs()),
          Authenticate(kGranted & ~flags::kTargetTypeServer, kZeros24,
                       Response(ClientPairs(), kTimestamp))};
}

// NTLM v1 with a client challenge.
Exchange EssExchange() {
  Data client_challenge(24);
  client_challenge[0] = 7;
  return {Negotiate(kOffered), Challenge(kGranted, ServerPairs()),
          Authenticate(kGranted & ~flags::kTargetTypeServer, client_challenge, Data(24, 0xAB))};
}

using RuleSet = std::multiset<std::string>;

RuleSet RulesOf(const Exchange& exchange, std::optional<int> level = std::nullopt) {
  RuleSet rules;
  const auto findings = ValidateExchange(exchange.View(), level);
  EXPECT_TRUE(findings.ok()) << findings.status();
  if (!findings.ok()) return rules;
  for (const Finding& finding : findings->challenge) rules.emplace(finding.rule);
  for (const Finding& finding : findings->authenticate) rules.emplace(finding.rule);
  return rules;
}

// The exchange with one changed byte of one message.
Exchange Changed(Exchange exchange, Data Exchange::*message, size_t at, uint8_t byte) {
  EXPECT_NE((exchange.*message).at(at), byte) << "changes nothing";
  (exchange.*message)[at] = byte;
  return exchange;
}

Exchange WithAuthenticate(const Data& authenticate) {
  Exchange exchange = NtlmV2Exchange();
  exchange.authenticate = authenticate;
  return exchange;
}

Exchange WithPairs(const std::vector<AvPair>& pairs) {
  return WithAuthenticate(
      Authenticate(kGranted & ~flags::kTargetTypeServer, kZeros24, Response(pairs, kTimestamp)));
}

TEST(ExchangeRulesTest, BasesBreakNoRule) {
  for (int level = 0; level <= 5; ++level) {
    EXPECT_EQ(RulesOf(NtlmV2Exchange(), level), RuleSet{}) << level;
  }
  for (int level = 0; level <= 2; ++level) EXPECT_EQ(RulesOf(EssExchange(), level), RuleSet{});
}

// One changed byte of NegotiateFlags each; offered and granted are those of the base.
TEST(ExchangeRulesTest, EachFlagRuleFiresOnOneChangedByte) {
  struct Case {
    const char* rule;
    Data Exchange::*message;
    size_t at;
    uint8_t byte;
    RuleSet companions = {};
  };
  constexpr auto kN = &Exchange::negotiate;
  constexpr auto kC = &Exchange::challenge;
  constexpr auto kA = &Exchange::authenticate;
  const Case cases[] = {
      {"exchange-charset-not-offered", kN, 12, 0x36},
      // The client still has the one that was chosen before.
      {"exchange-charset-not-unicode", kC, kChallengeFlags, 0x36, {"exchange-charset-changed"}},
      {"exchange-sign-not-returned", kC, kChallengeFlags, 0x25, {"exchange-flag-not-granted"}},
      {"exchange-seal-not-returned", kC, kChallengeFlags, 0x15, {"exchange-flag-not-granted"}},
      {"exchange-56-not-returned", kC, kChallengeFlags + 3, 0x62, {"exchange-flag-not-granted"}},
      {"exchange-grant-unoffered", kC, kChallengeFlags + 2, 0x9A},
      {"exchange-flag-not-granted", kA, kAuthenticateFlags + 2, 0x98},
      {"exchange-flag-left-out", kA, kAuthenticateFlags + 3, 0xC2},
      {"exchange-charset-changed", kA, kAuthenticateFlags, 0x36},
      {"exchange-target-name-not-supplied", kC, 12, 0},
  };
  for (const Case& c : cases) {
    RuleSet expected = c.companions;
    expected.emplace(c.rule);
    EXPECT_EQ(RulesOf(Changed(NtlmV2Exchange(), c.message, c.at, c.byte)), expected) << c.rule;
  }
}

// "… only if the client sets NTLMSSP_NEGOTIATE_SEAL or NTLMSSP_NEGOTIATE_SIGN."
TEST(ExchangeRulesTest, Reports128WithoutSignOrSeal) {
  constexpr NegotiateFlags kNeither = ~(flags::kSign | flags::kSeal);
  Exchange exchange = EssExchange();
  exchange.negotiate = Negotiate(kOffered & kNeither);
  exchange.challenge = Challenge(kGranted & kNeither, ServerPairs());
  exchange.authenticate = {};
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-128-without-sign-or-seal"});
  exchange.challenge = Challenge(kGranted & kNeither & ~flags::k128, ServerPairs());
  EXPECT_EQ(RulesOf(exchange), RuleSet{}) << "and neither is 56 asked for";
}

TEST(ExchangeRulesTest, ReportsEssThatIsNotReturnedAloneBesideLmKey) {
  Exchange exchange = EssExchange();
  exchange.negotiate = Negotiate(kOffered | flags::kLmKey);
  exchange.authenticate = {};
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
  exchange.challenge =
      Challenge((kGranted | flags::kLmKey) & ~flags::kExtendedSessionSecurity, ServerPairs());
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-ess-alone-not-returned"});
  exchange.challenge = Challenge(kGranted & ~flags::kExtendedSessionSecurity, ServerPairs());
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-ess-alone-not-returned"}) << "neither";
}

TEST(ExchangeRulesTest, NamesTheFlags) {
  const Exchange exchange = Changed(NtlmV2Exchange(), &Exchange::authenticate, 60, 0xB5);
  const auto findings = ValidateExchange(exchange.View()).value();
  ASSERT_EQ(findings.authenticate.size(), 1u);
  EXPECT_EQ(findings.authenticate[0],
            (Finding{"exchange-flag-not-granted", "[MS-NLMP] 2.2.1.3", Severity::kError, 60,
                     "AUTHENTICATE_MESSAGE states what CHALLENGE_MESSAGE does not grant: "
                     "NTLMSSP_NEGOTIATE_LM_KEY"}));
}

TEST(ExchangeRulesTest, ReportsPairsThatDoNotComeBack) {
  for (size_t i = 0; i < 2; ++i) {
    std::vector<AvPair> pairs = ClientPairs();
    pairs.erase(pairs.begin() + static_cast<ptrdiff_t>(i));
    EXPECT_EQ(RulesOf(WithPairs(pairs)), RuleSet{"exchange-av-pair-not-echoed"}) << i;
    pairs = ClientPairs();
    pairs[i].value = vectors::kUserUtf16;
    EXPECT_EQ(RulesOf(WithPairs(pairs)), RuleSet{"exchange-av-pair-changed"}) << i;
  }
  std::vector<AvPair> reversed = ClientPairs();
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(RulesOf(WithPairs(reversed)), RuleSet{}) << "any order";
}

TEST(ExchangeRulesTest, AClientMayAddBitsToMsvAvFlagsAndTakeNoneAway) {
  Exchange exchange = NtlmV2Exchange();
  std::vector<AvPair> pairs = ServerPairs();
  pairs.push_back({AvId::kFlags, kNoAvFlags});
  exchange.challenge = Challenge(kGranted, pairs);
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
  pairs.back().value = kConstrained;
  exchange.challenge = Challenge(kGranted, pairs);
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-av-pair-changed"});
}

TEST(ExchangeRulesTest, ReportsWhatATimestampAsksFor) {
  constexpr NegotiateFlags kStated = kGranted & ~flags::kTargetTypeServer;
  EXPECT_EQ(RulesOf(WithAuthenticate(
                Authenticate(kStated, kZeros24, Response(ClientPairs(), Data(8, 9))))),
            RuleSet{"exchange-timestamp-not-echoed"});
  EXPECT_EQ(RulesOf(WithAuthenticate(
                Authenticate(kStated, Data(24, 1), Response(ClientPairs(), kTimestamp)))),
            RuleSet{"exchange-lm-with-timestamp"});
  std::vector<AvPair> pairs = ClientPairs();
  pairs[3].value = kNoAvFlags;
  EXPECT_EQ(RulesOf(WithPairs(pairs)), RuleSet{"exchange-mic-not-provided"});
}

TEST(ExchangeRulesTest, ReportsMissingNetbiosNamesOnlyWhereThereIsSomethingToProtect) {
  const std::vector<AvPair> one = {ServerPairs()[0]};
  Exchange exchange = NtlmV2Exchange();
  exchange.challenge = Challenge(kGranted, one);
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-netbios-names-missing"});
  constexpr NegotiateFlags kNeither = ~(flags::kSign | flags::kSeal | flags::k128);
  exchange.negotiate = Negotiate(kOffered & kNeither);
  exchange.challenge = Challenge(kGranted & kNeither, one);
  exchange.authenticate =
      Authenticate(kGranted & kNeither, kZeros24, Response(ClientPairs(), kTimestamp));
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
}

TEST(ExchangeRulesTest, ReportsTheFormOfExtendedSessionSecurityUnnegotiated) {
  Exchange exchange = EssExchange();
  constexpr NegotiateFlags kNoEss = ~flags::kExtendedSessionSecurity;
  exchange.challenge = Challenge(kGranted & kNoEss, ServerPairs());
  exchange.authenticate[kAuthenticateFlags + 2] &= 0xF7;
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-ess-form-not-granted"});
}

// unoffered-grant: whether a grant that was not offered is negotiated.
TEST(ExchangeRulesTest, AFlagThatWasGrantedAndNotOfferedIsANote) {
  Exchange exchange = Changed(NtlmV2Exchange(), &Exchange::challenge, kChallengeFlags + 2, 0x9A);
  exchange = Changed(exchange, &Exchange::authenticate, kAuthenticateFlags + 2, 0x98);
  EXPECT_EQ(RulesOf(exchange), (RuleSet{"exchange-grant-unoffered", "exchange-flag-unoffered"}));
}

TEST(ExchangeRulesTest, ReportsWhatAClientLeavesOutWithItsFlag) {
  constexpr NegotiateFlags kStated = kGranted & ~flags::kTargetTypeServer;
  EXPECT_EQ(RulesOf(WithAuthenticate(Authenticate(kStated & ~flags::kKeyExch, kZeros24,
                                                  Response(ClientPairs(), kTimestamp)))),
            (RuleSet{"exchange-flag-left-out", "exchange-session-key-missing"}));
  EXPECT_EQ(RulesOf(WithAuthenticate(Authenticate(kStated & ~flags::kExtendedSessionSecurity,
                                                  Data(24, 1), Data(24, 2)))),
            (RuleSet{"exchange-flag-left-out", "exchange-ess-form-missing"}));
}

// "Add an AV_PAIR structure and set the AvId field to MsvAvTargetName …"
TEST(ExchangeRulesTest, AClientSendsItsOwnPairs) {
  for (const AvId id : {AvId::kTargetName, AvId::kChannelBindings}) {
    std::vector<AvPair> pairs = ClientPairs();
    pairs.erase(std::find_if(pairs.begin(), pairs.end(),
                             [&](const AvPair& pair) { return pair.av_id == id; }));
    EXPECT_EQ(RulesOf(WithPairs(pairs)),
              RuleSet{id == AvId::kTargetName ? "exchange-target-name-not-sent"
                                              : "exchange-channel-bindings-not-sent"});
  }
  std::vector<AvPair> pairs = ServerPairs();
  pairs.push_back({AvId::kTargetName, vectors::kServerUtf16});
  pairs.push_back({AvId::kFlags, kMicPresent});
  Exchange exchange = NtlmV2Exchange();
  exchange.challenge = Challenge(kGranted, pairs);
  EXPECT_EQ(RulesOf(exchange), RuleSet{}) << "and takes none of the server's";
}

TEST(ExchangeRulesTest, AConnectionlessClientSendsNoLmResponseAndNeedsNoNames) {
  Exchange exchange = NtlmV2Exchange();
  exchange.negotiate = {};
  constexpr NegotiateFlags kDatagram = kGranted | flags::kDatagram;
  exchange.challenge = Challenge(kDatagram, {ServerPairs()[2]});
  constexpr NegotiateFlags kStated = kDatagram & ~flags::kTargetTypeServer;
  const Data response = Response(ClientPairs(), kTimestamp);
  exchange.authenticate = Authenticate(kStated, {}, response);
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
  exchange.authenticate = Authenticate(kStated, kZeros24, response);
  EXPECT_EQ(RulesOf(exchange), RuleSet{"exchange-lm-in-datagram"});
}

TEST(ExchangeRulesTest, ReportsResponsesBelowTheLevel) {
  const RuleSet below = {"exchange-response-below-level"};
  EXPECT_EQ(RulesOf(EssExchange(), 3), below);
  EXPECT_EQ(RulesOf(EssExchange(), 5), below);
  EXPECT_EQ(RulesOf(EssExchange(), 4), RuleSet{}) << "in dispute";

  Exchange lm = EssExchange();
  constexpr NegotiateFlags kNoEss = ~flags::kExtendedSessionSecurity;
  lm.challenge = Challenge(kGranted & kNoEss, ServerPairs());
  constexpr NegotiateFlags kStated = kGranted & kNoEss & ~flags::kTargetTypeServer;
  lm.authenticate = Authenticate(kStated, Data(24, 1), Data(24, 2));
  EXPECT_EQ(RulesOf(lm, 1), RuleSet{});
  EXPECT_EQ(RulesOf(lm, 2), below) << "an LM response";
  EXPECT_EQ(RulesOf(lm, 4), below);
  lm.authenticate = Authenticate(kStated, Data(24, 2), Data(24, 2));
  EXPECT_EQ(RulesOf(lm, 2), RuleSet{}) << "the NTLM response in both fields";
}

TEST(ExchangeRulesTest, TakesAnExchangeThatWasSeenInPart) {
  Exchange exchange = NtlmV2Exchange();
  exchange.negotiate = {};
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
  exchange.challenge = {};
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
  EXPECT_EQ(RulesOf({Negotiate(kOffered), {}, {}}), RuleSet{});
}

TEST(ExchangeRulesTest, LeavesUnreadableListsToTheirOwnMessages) {
  Exchange exchange = NtlmV2Exchange();
  exchange.authenticate = Authenticate(kGranted & ~flags::kTargetTypeServer, kZeros24, Data(60));
  EXPECT_EQ(RulesOf(exchange).count("exchange-av-pair-not-echoed"), 3u) << "an empty list";
  exchange.authenticate =
      Authenticate(kGranted & ~flags::kTargetTypeServer, kZeros24, Data(60, 0xFF));
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
  exchange.authenticate = Authenticate(kGranted & ~flags::kTargetTypeServer, kZeros24, Data(30));
  EXPECT_EQ(RulesOf(exchange), RuleSet{});
}

TEST(ExchangeRulesTest, RejectsWhatCannotBeRead) {
  for (Data Exchange::*message :
       {&Exchange::negotiate, &Exchange::challenge, &Exchange::authenticate}) {
    const Exchange exchange = Changed(NtlmV2Exchange(), message, 3, 'X');
    EXPECT_FALSE(ValidateExchange(exchange.View()).ok());
  }
}

// What the document's own exchanges break.
TEST(ExchangeRulesTest, TheExamplesBreakTheRulesOnThisList) {
  const auto rules = [](Bytes challenge, Bytes authenticate) {
    return RulesOf(
        {{}, {challenge.begin(), challenge.end()}, {authenticate.begin(), authenticate.end()}});
  };
  EXPECT_EQ(rules(vectors::ntlm_v1::kChallengeMessage, vectors::ntlm_v1::kAuthenticateMessage),
            RuleSet{});
  EXPECT_EQ(
      rules(vectors::ntlm_v1_ess::kChallengeMessage, vectors::ntlm_v1_ess::kAuthenticateMessage),
      RuleSet{});
  EXPECT_EQ(rules(vectors::ntlm_v2::kChallengeMessage, vectors::ntlm_v2::kAuthenticateMessage),
            (RuleSet{"exchange-channel-bindings-not-sent", "exchange-target-name-not-sent"}));
}

}  // namespace
}  // namespace ntlmatrix::ntlm
