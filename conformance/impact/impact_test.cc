// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/impact.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/decode/decoded.h"

namespace ntlmatrix::impact {
namespace {

using conformance::Side;
using conformance::Strength;
namespace flags = ntlm::flags;

constexpr Requirement kClientBoth = {Side::kClient, 0x20080000};
constexpr Requirement kServerBoth = {Side::kServer, 0x20080000};

// A message with nothing but its flags.
std::vector<uint8_t> Message(uint8_t type, uint32_t negotiate_flags) {
  std::vector<uint8_t> bytes = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, type, 0, 0, 0};
  const auto add_flags = [&] {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.push_back(static_cast<uint8_t>(negotiate_flags >> shift));
    }
  };
  if (type == 1) {
    add_flags();
  } else if (type == 2) {
    bytes.resize(20);  // TargetNameFields
    add_flags();
    bytes.resize(40);  // ServerChallenge, Reserved
    bytes.resize(48);  // TargetInfoFields
  } else {
    bytes.resize(60);  // six Fields
    add_flags();
  }
  return bytes;
}

decode::Decoding Decode(const std::vector<std::vector<uint8_t>>& messages) {
  std::vector<uint8_t> bytes;
  for (const auto& message : messages) bytes.insert(bytes.end(), message.begin(), message.end());
  decode::Decoding decoding;
  decoding.Add("file", bytes);
  decoding.JudgeExchanges();
  return decoding;
}

bool Contains(const std::vector<std::string>& texts, const std::string& part) {
  for (const std::string& text : texts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

// The verdicts by the plain reading of KB 239869 and the named ambiguity, without the rules table.
Outcome Expected(uint32_t required, ntlm::NegotiateFlags negotiated) {
  const uint32_t missing = required & 0x20080030 & ~negotiated;
  if ((missing & ~flags::k128) != 0) return Outcome::kRefused;
  if (missing == 0) return Outcome::kNotRefused;
  return (negotiated & (flags::kSign | flags::kSeal)) != 0 ? Outcome::kRefused
                                                           : Outcome::kUndocumented;
}

uint32_t Pick(int index) {
  return (index & 1 ? flags::kSign : 0) | (index & 2 ? flags::kSeal : 0) |
         (index & 4 ? flags::kExtendedSessionSecurity : 0) | (index & 8 ? flags::k128 : 0);
}

TEST(JudgeFlagsTest, JudgesEveryCombinationOfTheBitsThatDecide) {
  for (int r = 0; r < 16; ++r) {
    for (int n = 0; n < 16; ++n) {
      const Judgement judgement = JudgeFlags(Pick(r), {.set = Pick(n) | 0x8205});
      EXPECT_EQ(judgement.outcome, Expected(Pick(r), Pick(n))) << Pick(r) << " " << Pick(n);
      EXPECT_EQ(judgement.missing, Pick(r) & ~Pick(n));
      EXPECT_EQ(judgement.depends_on, 0u);
    }
  }
}

TEST(JudgeFlagsTest, IsUnknownOnlyWhereTheUnknownDecides) {
  for (int r = 0; r < 16; ++r) {
    for (int n = 0; n < 16; ++n) {
      for (int u = 0; u < 16; ++u) {
        const uint32_t set = Pick(n) & ~Pick(u);
        const Judgement judgement = JudgeFlags(Pick(r), {.set = set, .unknown = Pick(u)});
        bool same = true;
        for (int guess = 0; guess < 16; ++guess) {
          const uint32_t full = set | (Pick(guess) & Pick(u));
          same = same && Expected(Pick(r), full) == Expected(Pick(r), set);
        }
        EXPECT_EQ(judgement.outcome == Outcome::kUnknown, !same);
        EXPECT_EQ(judgement.depends_on == 0, same);
        EXPECT_EQ(judgement.depends_on & ~Pick(u), 0u);
      }
    }
  }
}

TEST(JudgeFlagsTest, NamesTheDocumentedCodeOnlyWhereThereIsOne) {
  const Judgement only_128 = JudgeFlags(0x20000000, {.set = flags::kSeal | flags::kSign});
  EXPECT_EQ(only_128.codes, std::vector<uint32_t>{0x80090302});
  EXPECT_EQ(only_128.strength, Strength::kRequired);
  // No document has a code for extended session security, and none says which check is first.
  EXPECT_TRUE(JudgeFlags(0x80000, {}).codes.empty());
  EXPECT_TRUE(JudgeFlags(0x20080000, {.set = flags::kSeal | flags::kSign}).codes.empty());
}

// A request of the application that is not granted is not the setting's doing.
TEST(JudgeFlagsTest, JudgesTheSettingAlone) {
  EXPECT_EQ(JudgeFlags(0, {.set = flags::kSeal}).outcome, Outcome::kNotRefused);
  EXPECT_EQ(JudgeFlags(0x80000, {.set = flags::kSeal | flags::kExtendedSessionSecurity}).outcome,
            Outcome::kNotRefused);
}

TEST(JudgeFlagsTest, UndocumentedBitsChangeNoVerdict) {
  for (const uint32_t odd : {0x80000000u, 0x40000000u, 0x00040000u}) {
    EXPECT_EQ(JudgeFlags(odd, {}).outcome, Outcome::kNotRefused);
    EXPECT_EQ(JudgeFlags(odd | 0x80000, {}).outcome, Outcome::kRefused);
  }
}

TEST(OutcomeNameTest, IsNeverAYesOrNoWhereDocumentsAreOpen) {
  EXPECT_EQ(OutcomeName(Outcome::kUndocumented), "undocumented (seen in the field: accepted)");
  EXPECT_EQ(OutcomeName(Outcome::kRefused), "refused");
  EXPECT_EQ(OutcomeName(Outcome::kUnknown), "unknown");
  EXPECT_EQ(OutcomeName(Outcome::kNotRefused), "not refused");
}

TEST(JudgeTest, ASettingJudgesTheOtherSide) {
  Peer server = {.role = Side::kServer};
  EXPECT_TRUE(Judge(kClientBoth, server).has_value());
  EXPECT_FALSE(Judge(kServerBoth, server).has_value());
  server.role = std::nullopt;
  EXPECT_TRUE(Judge(kClientBoth, server).has_value());
  EXPECT_TRUE(Judge(kServerBoth, server).has_value());
}

TEST(JudgeTest, IsLessConfidentWhereDocumentsDisagree) {
  const auto signed_only = Judge({Side::kClient, 0x20000000}, PeerOfFlagWord(0x408a8215));
  ASSERT_TRUE(signed_only);
  EXPECT_EQ(signed_only->judgement.outcome, Outcome::kRefused);
  EXPECT_EQ(signed_only->judgement.strength, Strength::kRecommended);
  EXPECT_EQ(signed_only->confidence, Confidence::kMedium);
  EXPECT_TRUE(Contains(signed_only->notes, "KB 239869 only while sealing"));
  const auto sealed = Judge({Side::kClient, 0x20000000}, PeerOfFlagWord(0x408a8235));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->confidence, Confidence::kHigh);
  EXPECT_TRUE(Contains(sealed->errors, "0x80090302 SEC_E_UNSUPPORTED_FUNCTION"));
}

TEST(JudgeTest, SaysThatNoCodeIsDocumented) {
  const auto judged = Judge({Side::kServer, 0x80000}, PeerOfFlagWord(0x8205));
  ASSERT_TRUE(judged);
  EXPECT_TRUE(Contains(judged->errors, "no code is documented; 0x80090302"));
  EXPECT_TRUE(IsTrouble(*judged));
}

TEST(JudgeTest, NamesBitsOfTheSettingThatNoDocumentExplains) {
  const auto judged = Judge({Side::kClient, 0x20040000}, PeerOfFlagWord(0xe2898235));
  ASSERT_TRUE(judged);
  EXPECT_TRUE(Contains(judged->notes, "what bits 0x00040000 require"));
}

TEST(JudgeProductsTest, PutsTheRefusedFirst) {
  const auto servers = JudgeProducts(kClientBoth);
  ASSERT_FALSE(servers.empty());
  EXPECT_EQ(servers.front().judgement.outcome, Outcome::kRefused);
  EXPECT_EQ(servers.back().judgement.outcome, Outcome::kNotRefused);
  size_t total = 0;
  for (const Outcome outcome :
       {Outcome::kRefused, Outcome::kUndocumented, Outcome::kUnknown, Outcome::kNotRefused}) {
    total += Count(servers, outcome);
  }
  EXPECT_EQ(total, servers.size());
  for (const JudgedPeer& judged : servers) {
    EXPECT_NE(judged.peer.role, Side::kClient);
    EXPECT_FALSE(judged.peer.sources.empty());
  }
  EXPECT_EQ(Count(JudgeProducts({Side::kClient, 0}), Outcome::kNotRefused), servers.size());
}

TEST(PeersOfTokensTest, AClientsOfferIsForTheServersSetting) {
  const auto peers = PeersOfTokens(Decode({Message(1, 0x8205)}));
  ASSERT_EQ(peers.size(), 1u);
  EXPECT_EQ(peers[0].role, Side::kClient);
  EXPECT_EQ(peers[0].flags.set, 0x8205u);
  EXPECT_EQ(peers[0].seen, "NEGOTIATE_MESSAGE 0x00008205");
  EXPECT_EQ(peers[0].if_refused, Confidence::kHigh);
  EXPECT_EQ(peers[0].if_not, Confidence::kMedium);
}

TEST(PeersOfTokensTest, AServersGrantIsForTheClientsSetting) {
  const auto peers = PeersOfTokens(Decode({Message(2, 0x8205)}));
  ASSERT_EQ(peers.size(), 1u);
  EXPECT_EQ(peers[0].role, Side::kServer);
  const auto judged = Judge({Side::kClient, 0x20000000}, peers[0]);
  ASSERT_TRUE(judged);
  EXPECT_EQ(judged->judgement.outcome, Outcome::kUndocumented);
  EXPECT_TRUE(Contains(judged->notes, "bit U"));
  EXPECT_FALSE(IsTrouble(*judged));
}

TEST(PeersOfTokensTest, AnAuthenticateMessageAloneIsForBoth) {
  const auto peers = PeersOfTokens(Decode({Message(3, 0xe2898235)}));
  ASSERT_EQ(peers.size(), 1u);
  EXPECT_EQ(peers[0].role, std::nullopt);
  EXPECT_EQ(peers[0].flags.set, 0xe2898235u);
}

// "Negotiated" is offered by the client and granted by the server (KB 239869).
TEST(PeersOfTokensTest, AnExchangeIsWhatBothSay) {
  const auto peers = PeersOfTokens(Decode({Message(1, 0xe2088237), Message(2, 0xa28a8211)}));
  ASSERT_EQ(peers.size(), 1u);
  EXPECT_EQ(peers[0].role, std::nullopt);
  EXPECT_EQ(peers[0].flags.set, 0xe2088237u & 0xa28a8211u);
  EXPECT_EQ(peers[0].if_not, Confidence::kHigh);
  EXPECT_NE(peers[0].seen.find("offered 0xe2088237 granted 0xa28a8211"), std::string::npos);
}

TEST(PeersOfTokensTest, WhatTheClientStatesIsNotWhatIsNegotiated) {
  const auto peers = PeersOfTokens(
      Decode({Message(1, 0xe2088237), Message(2, 0xe08a8235), Message(3, 0x00008205)}));
  ASSERT_EQ(peers.size(), 1u);
  EXPECT_EQ(peers[0].flags.set, 0xe2088237u & 0xe08a8235u);
  EXPECT_NE(peers[0].note.find("states other flags"), std::string::npos);
  const auto without_challenge =
      PeersOfTokens(Decode({Message(1, 0xe2088237), Message(3, 0x8205)}));
  ASSERT_EQ(without_challenge.size(), 1u);
  EXPECT_EQ(without_challenge[0].flags.set, 0xe2088237u & 0x8205u);
  EXPECT_EQ(without_challenge[0].if_not, Confidence::kMedium);
  EXPECT_EQ(without_challenge[0].note, "");
}

TEST(PeersOfTokensTest, LeavesOutWhatCanNotBeRead) {
  std::vector<uint8_t> cut = Message(2, 0x8205);
  cut.resize(22);
  EXPECT_TRUE(PeersOfTokens(Decode({cut})).empty());
}

TEST(PeerOfEventTest, IsTheOtherSide) {
  EXPECT_EQ(PeerOfEvent({Side::kClient, 0, 0}).role, Side::kServer);
  EXPECT_EQ(PeerOfEvent({Side::kServer, 0, 0}).role, Side::kClient);
  EXPECT_EQ(PeerOfEvent({std::nullopt, 0, 0}).role, std::nullopt);
}

TEST(PeerOfEventTest, ARefusalWhereDocumentsAreOpenIsTrouble) {
  const auto judged =
      Judge({Side::kServer, 0x20000000}, PeerOfEvent({Side::kServer, 0x8205, 0x20000000}));
  ASSERT_TRUE(judged);
  EXPECT_EQ(judged->judgement.outcome, Outcome::kUndocumented);
  EXPECT_TRUE(Contains(judged->notes, "yet this event reports a refusal"));
  EXPECT_TRUE(IsTrouble(*judged));
  // Refused for another reason, which does not hold here.
  const auto other =
      Judge({Side::kServer, 0x20000000}, PeerOfEvent({Side::kServer, 0x8205, 0x20080000}));
  ASSERT_TRUE(other);
  EXPECT_FALSE(IsTrouble(*other));
}

TEST(PeerOfLogonTest, KeyLengthProvesLittle) {
  for (const uint32_t length : {0u, 40u, 56u, 128u, 77u}) {
    const auto judged = Judge(kServerBoth, PeerOfLogon(length));
    ASSERT_TRUE(judged);
    EXPECT_EQ(judged->judgement.outcome, Outcome::kUnknown) << length;
    EXPECT_TRUE(Contains(judged->notes, "KeyLength proves little"));
    EXPECT_TRUE(Contains(judged->notes, "nothing of extended session security"));
    EXPECT_EQ(judged->likely_refused, length == 40 || length == 56);
    EXPECT_NE(judged->confidence, Confidence::kHigh);
    EXPECT_FALSE(Judge(kClientBoth, PeerOfLogon(length)).has_value());
    EXPECT_EQ(Judge({Side::kServer, 0}, PeerOfLogon(length))->judgement.outcome,
              Outcome::kNotRefused);
    EXPECT_FALSE(Judge({Side::kServer, 0x80000}, PeerOfLogon(length))->likely_refused);
  }
}

TEST(WordsTest, AreStable) {
  EXPECT_EQ(PeerKindName(PeerKind::kProduct), "product");
  EXPECT_EQ(PeerKindName(PeerKind::kToken), "token");
  EXPECT_EQ(PeerKindName(PeerKind::kFlagWord), "flags");
  EXPECT_EQ(PeerKindName(PeerKind::kEvent), "event");
  EXPECT_EQ(PeerKindName(PeerKind::kLogon), "logon");
  EXPECT_EQ(ConfidenceName(Confidence::kHigh), "high");
  EXPECT_EQ(ConfidenceName(Confidence::kMedium), "medium");
  EXPECT_EQ(ConfidenceName(Confidence::kLow), "low");
}

}  // namespace
}  // namespace ntlmatrix::impact
