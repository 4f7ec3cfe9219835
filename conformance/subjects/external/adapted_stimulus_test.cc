// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/adapted_stimulus.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "conformance/messages/message_tests.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::conformance::external {
namespace {

namespace flags = ntlm::flags;
using ntlm::NegotiateFlags;

Hello Only(std::set<int> lm, std::set<Application> app, std::set<std::string> min = {"0"}) {
  Hello hello;
  hello.min = std::move(min);
  hello.lm = std::move(lm);
  hello.app = std::move(app);
  return hello;
}

TEST(AdaptTest, MovesAStimulusOnlyWhereTheReferenceDecidesTheSame) {
  int moved = 0;
  int stays = 0;
  for (const messages::MessageTest& test : messages::MessageTests()) {
    if (test.message != ntlm::MessageType::kChallenge) continue;
    const Stimulus stimulus = test.ToStimulus();
    const Shown same =
        Adapt(stimulus,
              Only({0, 1, 2, 3, 4, 5}, {std::begin(kAllApplications), std::end(kAllApplications)}),
              fixed::kTime);
    EXPECT_EQ(same.min, stimulus.min) << test.Name();
    EXPECT_EQ(same.lm, stimulus.lm) << test.Name();
    EXPECT_EQ(same.app, stimulus.app) << test.Name();
    EXPECT_EQ(same.message, stimulus.message) << test.Name();
    const Shown plain = Adapt(stimulus, Only({3}, {Application::kNone}), fixed::kTime);
    (plain.app == Application::kNone ? moved : stays) += 1;
  }
  EXPECT_GT(moved, 50);
  EXPECT_GT(stays, 0);
}

TEST(AdaptTest, PutsTheTimeOfNowWhereTheSuitesStood) {
  // A byte that kTime does not have, eight times.
  constexpr uint64_t kOtherTime = 0x0202020202020202;
  int changed = 0;
  for (const messages::MessageTest& test : messages::MessageTests()) {
    if (test.message != ntlm::MessageType::kChallenge) continue;
    const Stimulus stimulus = test.ToStimulus();
    const std::vector<uint8_t> message =
        Adapt(stimulus, Only({3}, {stimulus.app}), kOtherTime).message;
    ASSERT_EQ(message.size(), stimulus.message.size()) << test.Name();
    size_t differ = 0;
    for (size_t i = 0; i < message.size(); ++i) {
      if (message[i] == stimulus.message[i]) continue;
      EXPECT_EQ(message[i], 2) << test.Name();
      ++differ;
    }
    EXPECT_EQ(differ % 8, 0u) << test.Name();
    changed += differ > 0;
  }
  EXPECT_GT(changed, 50);
}

TEST(AdaptTest, PutsAStimulusToAnotherMinimumOnlyWhereTheReferenceDecidesTheSame) {
  const Hello hello = Only({3}, {std::begin(kAllApplications), std::end(kAllApplications)},
                           {"0x20000000", "undefined-modern"});
  std::set<std::string> stay;
  for (const messages::MessageTest& test : messages::MessageTests()) {
    if (test.message != ntlm::MessageType::kChallenge || !test.expected) continue;
    const Stimulus stimulus = test.ToStimulus();
    const Shown shown = Adapt(stimulus, hello, fixed::kTime);
    if (shown.min == stimulus.min) {
      stay.insert(test.Name());
    } else {
      EXPECT_EQ(shown.min, flags::k128) << test.Name();
    }
  }
  // The first three grant no 128-bit encryption, which is not wrong there; the last need more.
  EXPECT_EQ(stay, (std::set<std::string>{
                      "message/challenge/negotiate-flags/no-128-and-56",
                      "message/challenge/target-info/outside-without-flag",
                      "message/challenge/negotiate-flags/no-128-but-required",
                      "message/challenge/negotiate-flags/no-extended-session-security-but-required",
                  }));
}

TEST(AdaptTest, NeverTakesASmallerMinimumThanTheStimulusHas) {
  const messages::MessageTest* const test =
      messages::FindMessageTest("message/challenge/negotiate-flags/no-128-but-required");
  ASSERT_NE(test, nullptr);
  const Hello hello = Only({3}, {Application::kConfidentiality}, {"0", "0x20000000", "0x80000"});
  EXPECT_EQ(Adapt(test->ToStimulus(), hello, fixed::kTime).min, test->stimulus.min);
}

// NEGOTIATE_MESSAGE without names, [MS-NLMP] 2.2.1.1.
std::vector<uint8_t> Offering(NegotiateFlags offered) {
  std::vector<uint8_t> message = {
      'N', 'T', 'L', 'M', 'S', 'S', 'P', 0,  // Signature
      1,   0,   0,   0,                      // MessageType
  };
  for (int shift = 0; shift < 32; shift += 8) {
    message.push_back(static_cast<uint8_t>(offered >> shift));  // NegotiateFlags
  }
  message.resize(40);  // DomainNameFields, WorkstationFields, Version
  return message;
}

constexpr size_t kFlagsAt = 20;  // [MS-NLMP] 2.2.1.2

NegotiateFlags FlagsOf(const std::vector<uint8_t>& challenge) {
  NegotiateFlags value = 0;
  for (size_t i = 4; i-- > 0;) value = value << 8 | challenge.at(kFlagsAt + i);
  return value;
}

Stimulus StimulusOf(const std::string& name) {
  const messages::MessageTest* const test = messages::FindMessageTest("message/challenge/" + name);
  EXPECT_NE(test, nullptr) << name;
  return test == nullptr ? Stimulus() : test->ToStimulus();
}

NegotiateFlags ShownFlags(const std::string& name, NegotiateFlags offered) {
  const auto message = WithOfferedGrants(StimulusOf(name), Offering(offered));
  EXPECT_TRUE(message.ok()) << message.status();
  return message.ok() ? FlagsOf(*message) : 0;
}

// "the choices it has made from the options offered by the client", [MS-NLMP] 2.2.1.2.
TEST(WithOfferedGrantsTest, AClientThatOffersNoProtectionIsGrantedNone) {
  constexpr NegotiateFlags kHttp = flags::kUnicode | flags::kRequestTarget | flags::kNtlm |
                                   flags::kAlwaysSign | flags::kExtendedSessionSecurity;
  EXPECT_EQ(ShownFlags("target-name/padding-before", kHttp),
            flags::kUnicode | flags::kRequestTarget | flags::kNtlm | flags::kAlwaysSign |
                flags::kTargetTypeDomain | flags::kExtendedSessionSecurity | flags::kTargetInfo);
  EXPECT_EQ(ShownFlags("target-name/padding-before", kHttp | flags::kSign | flags::k56),
            flags::kUnicode | flags::kRequestTarget | flags::kSign | flags::kNtlm |
                flags::kAlwaysSign | flags::kTargetTypeDomain | flags::kExtendedSessionSecurity |
                flags::kTargetInfo | flags::k56);
  EXPECT_EQ(ShownFlags("target-name/padding-before", flags::kOem) &
                (flags::kExtendedSessionSecurity | flags::kLmKey),
            0u);
}

TEST(WithOfferedGrantsTest, GrantsNothingThatTheStimulusDoesNot) {
  const Stimulus stimulus = StimulusOf("negotiate-flags/no-sign-and-seal");
  const auto message = WithOfferedGrants(stimulus, Offering(0xFFFFFFFF));
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(*message, stimulus.message);
}

TEST(WithOfferedGrantsTest, LeavesTheUnofferedGrantsThatAStimulusIsAbout) {
  const auto unoffered = [](const std::string& edit) {
    constexpr NegotiateFlags kOnlyIfOffered = flags::kSign | flags::kSeal | flags::kKeyExch |
                                              flags::k128 | flags::k56 | flags::kLmKey |
                                              flags::kExtendedSessionSecurity | flags::kDatagram |
                                              flags::kIdentify | flags::kRequestNonNtSessionKey;
    return ShownFlags("negotiate-flags/" + edit, flags::kUnicode) & kOnlyIfOffered;
  };
  EXPECT_EQ(unoffered("unoffered-datagram"), flags::kDatagram);
  EXPECT_EQ(unoffered("unoffered-identify-and-non-nt-key"),
            flags::kIdentify | flags::kRequestNonNtSessionKey);
  EXPECT_EQ(unoffered("extended-session-security-and-lm-key"),
            flags::kExtendedSessionSecurity | flags::kLmKey);
}

TEST(WithOfferedGrantsTest, ChangesNothingButTheFlagsOfAChallengeMessage) {
  int changed = 0;
  for (const messages::MessageTest& test : messages::MessageTests()) {
    if (test.message != ntlm::MessageType::kChallenge) continue;
    const Stimulus stimulus = test.ToStimulus();
    const auto whole = WithOfferedGrants(stimulus, Offering(0xFFFFFFFF));
    ASSERT_TRUE(whole.ok()) << whole.status();
    EXPECT_EQ(*whole, stimulus.message) << test.Name();
    const auto least = WithOfferedGrants(stimulus, Offering(flags::kUnicode));
    ASSERT_TRUE(least.ok()) << least.status();
    ASSERT_EQ(least->size(), stimulus.message.size()) << test.Name();
    for (size_t i = 0; i < least->size(); ++i) {
      if ((*least)[i] == stimulus.message[i]) continue;
      EXPECT_TRUE(i >= kFlagsAt && i < kFlagsAt + 4) << test.Name() << " at " << i;
    }
    changed += *least != stimulus.message;
  }
  EXPECT_GT(changed, 70);
  const Stimulus other = StimulusOf("message/other-protocol");
  EXPECT_EQ(*WithOfferedGrants(other, Offering(flags::kUnicode)), other.message);
}

TEST(WithOfferedGrantsTest, RefusesANegotiateMessageThatCannotBeRead) {
  const auto message = WithOfferedGrants(StimulusOf("target-name/padding-before"), Bytes());
  EXPECT_EQ(message.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace ntlmatrix::conformance::external
