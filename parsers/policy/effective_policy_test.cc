// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/effective_policy.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/testing/policy_notation.h"

namespace ntlmatrix::policy {
namespace {

struct Scenario {
  absl::string_view name;
  absl::string_view policy;
  absl::string_view outcome;
};

class EffectivePolicyTest : public testing::TestWithParam<Scenario> {};

constexpr Scenario kScenarios[] = {
    {"NothingAtAll", "", "not-defined"},
    {"ContainersWithoutLinks", "local: / site: / domain block: / ou:", "not-defined"},
    {"OneLink", "domain: a=5", "5; a wins"},
    {"OneGpoThatIsSilent", "domain: a", "not-defined; a not-defined"},
    {"LocalAlone", "local: a=5", "5; a wins"},
    {"LocalSiteDomainOuChild", "local: l=0 / site: s=1 / domain: d=2 / ou: o=3 / ou: c=4",
     "4; c wins, o nearer-link-wins, d nearer-link-wins, s nearer-link-wins, l nearer-link-wins"},
    {"DomainOverSite", "site: s=1 / domain: d=2", "2; d wins, s nearer-link-wins"},
    {"SilentOuLeavesTheDomain", "domain: d=2 / ou: o", "2; o not-defined, d wins"},
    {"LinkOrderOneWins", "domain: a=1, b=2, c=3",
     "1; a wins, b link-order-wins, c link-order-wins"},
    {"SilentLinkOrderOneLeavesTwo", "domain: a, b=2", "2; a not-defined, b wins"},
    {"SameGpoTwiceInOneContainer", "domain: a=1, b=2, a",
     "1; a wins, b link-order-wins, a link-order-wins"},
    {"SameGpoTwiceAtDifferentOrders", "domain: a=1 disabled, b=2, a",
     "2; a link-disabled, b wins, a link-order-wins"},
    {"SameGpoInTwoContainers", "domain: a=1 enforced / ou: b=2, a",
     "1; a wins, b enforced-link-wins, a enforced-link-wins"},
    {"DisabledLinkIsSkipped", "domain: a=1 disabled, b=2", "2; a link-disabled, b wins"},
    {"DisabledEnforcedLinkIsSkipped", "domain: a=1 enforced disabled / ou: b=2",
     "2; a link-disabled, b wins"},
    {"FilteredGpoIsSkipped", "domain: a=1 filtered, b=2", "2; a filtered-out, b wins"},
    {"FilteredEnforcedGpoIsSkipped", "domain: a=1 enforced filtered / ou: b=2",
     "2; a filtered-out, b wins"},
    {"EnforcedWinsOverNearer", "domain: d=1 enforced / ou: o=2", "1; d wins, o enforced-link-wins"},
    {"HighestEnforcedWins", "site: s=0 enforced / domain: d=1 enforced / ou: o=2 enforced",
     "0; s wins, d enforced-link-wins, o enforced-link-wins"},
    {"LinkOrderAmongEnforced", "domain: a=1 enforced, b=2 enforced",
     "1; a wins, b link-order-wins"},
    {"EnforcedSecondLinkWinsOverFirst", "domain: a=1, b=2 enforced",
     "2; b wins, a enforced-link-wins"},
    {"SilentEnforcedGpoWinsNothing", "domain: d enforced / ou: o=2", "2; d not-defined, o wins"},
    {"BlockStopsTheDomain", "domain: d=1 / ou block: o", "not-defined; o not-defined, d blocked"},
    {"BlockStopsTheSite", "site: s=1 / domain block: d=2", "2; d wins, s blocked"},
    {"BlockLeavesItsOwnLinks", "domain: d=1 / ou block: o=2", "2; o wins, d blocked"},
    {"BlockLeavesContainersBelow", "domain: d=1 / ou block: / ou: c=3", "3; c wins, d blocked"},
    {"BlockOfTheChildStopsTheParent", "ou: o=1 / ou block: c",
     "not-defined; c not-defined, o blocked"},
    {"BlockLeavesLocal", "local: l=0 / domain: d=1 / ou block:", "0; d blocked, l wins"},
    {"EnforcedPassesTheBlock", "domain: d=1 enforced, e=3 / ou block: o=2",
     "1; d wins, o enforced-link-wins, e blocked"},
    {"EnforcedPassesTwoBlocks", "domain: d=1 enforced / ou block: / ou block: c=2",
     "1; d wins, c enforced-link-wins"},
    {"LocalCannotBeEnforced", "local: l=0 enforced / domain: d=1", "1; d wins, l nearer-link-wins"},
    {"BlockOfTheTopStopsNothing", "site block: s=1 / domain: d", "1; d not-defined, s wins"},

    {"UnreadableWinner", "domain: d=1 / ou: o=unreadable", "malformed; o wins, d nearer-link-wins"},
    {"UnreadableLoser", "domain: d=unreadable / ou: o=2", "2; o wins, d nearer-link-wins"},
    {"UnreadableEnforced", "domain: d=unreadable enforced / ou: o=2",
     "malformed; d wins, o enforced-link-wins"},
    {"UnreadableButDisabled", "domain: d=unreadable disabled, e=1", "1; d link-disabled, e wins"},
    {"UnreadableButBlocked", "domain: d=unreadable / ou block: o=2", "2; o wins, d blocked"},
    {"ErrorsHideWhatIsAbsent", "domain: d=1 / ou: o=errors",
     "malformed; o wins, d nearer-link-wins"},
    {"DeletedWinner", "domain: d=1 / ou: o=deleted", "deleted; o wins, d nearer-link-wins"},
    {"WrongTypeWinner", "domain: a=wrong-type, b=2", "wrong-type; a wins, b link-order-wins"},
    {"MalformedWinner", "domain: a=malformed, b=2", "malformed; a wins, b link-order-wins"},
    {"ConflictingWinner", "domain: a=conflicting, b=2", "conflicting; a wins, b link-order-wins"},
    {"MalformedLoser", "domain: a=2, b=malformed", "2; a wins, b link-order-wins"},

    {"UnknownFilterAlone", "domain: a=5 unknown", "conflicting; a may-win"},
    {"UnknownFilterWithOtherValueBelow", "domain: b=1 / ou: a=5 unknown",
     "conflicting; a may-win, b wins"},
    {"UnknownFilterWithSameValueBelow", "domain: b=5 / ou: a=5 unknown", "5; a may-win, b wins"},
    {"UnknownFilterThatLoses", "domain: a=1, b=5 unknown", "1; a wins, b link-order-wins"},
    {"UnknownFilterOfASilentGpo", "domain: a unknown, b=5", "5; a not-defined, b wins"},
    {"TwoUnknownFiltersOfThreeEqual", "domain: a=5 unknown, b=5 unknown, c=5",
     "5; a may-win, b may-win, c wins"},
    {"SecondUnknownFilterDiffers", "domain: a=5 unknown, b=4 unknown, c=5",
     "conflicting; a may-win, b may-win, c wins"},
    {"WhatLosesToTheWinnerOfUnknownMayDiffer", "domain: a=5 unknown, b=5, c=1",
     "5; a may-win, b wins, c link-order-wins"},
    {"UnknownFilterOfAnUnreadableGpo", "domain: a=unreadable unknown, b=5",
     "conflicting; a may-win, b wins"},
    {"UnknownFilterBothMalformed", "domain: a=malformed unknown, b=malformed",
     "conflicting; a may-win, b wins"},

    {"ExtensionsDiffer", "domain: d=1@security / ou: o=2@registry",
     "conflicting; o wins, d nearer-link-wins"},
    {"ExtensionsDifferWithSameValue", "domain: d=2@security / ou: o=2@registry",
     "2; o wins, d nearer-link-wins"},
    {"ExtensionsEqual", "domain: d=1@registry / ou: o=2@registry", "2; o wins, d nearer-link-wins"},
    {"ExtensionOfLoserUnknown", "domain: d=1 / ou: o=2@registry", "2; o wins, d nearer-link-wins"},
    {"ExtensionOfWinnerUnknown", "domain: d=1@security / ou: o=2", "2; o wins, d nearer-link-wins"},
    {"WinnerUsesBothExtensions", "domain: d=1@security / ou: o=2@security+registry",
     "2; o wins, d nearer-link-wins"},
    {"ExtensionOutrankedByItsOwn", "domain: d=1@security / ou: o=2@security / ou: c=2@registry",
     "2; c wins, o nearer-link-wins, d nearer-link-wins"},
    {"ExtensionDeletesBelow", "domain: d=deleted@preferences / ou: o=2@registry",
     "conflicting; o wins, d nearer-link-wins"},
    {"ExtensionOfBlockedGpo", "domain: d=1@security / ou block: o=2@registry",
     "2; o wins, d blocked"},
};

TEST_P(EffectivePolicyTest, FollowsPrecedence) {
  EXPECT_EQ(Outcome(Written(GetParam().policy)), GetParam().outcome) << GetParam().policy;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, EffectivePolicyTest, testing::ValuesIn(kScenarios),
                         [](const testing::TestParamInfo<Scenario>& one) {
                           return std::string(one.param.name);
                         });

TEST(EffectivePolicyDetailTest, NamesTheLinkThatWinsAndTheContainerThatBlocks) {
  const WrittenPolicy policy = Written("domain: d=1, e=2 enforced / ou block: / ou block: c=3");
  const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
  ASSERT_EQ(level.links.size(), 3u);
  ASSERT_NE(level.Winner(), nullptr);
  EXPECT_EQ(*level.Winner(), level.links[0]);
  EXPECT_EQ(level.links[0].link, 1u);
  EXPECT_EQ(level.links[1].by_container, 0u);
  EXPECT_EQ(level.links[1].by_link, 1u);
  EXPECT_EQ(level.links[2].standing, LinkStanding::kBlocked);
  EXPECT_EQ(level.links[2].by_container, 1u);  // the nearest one
  EXPECT_EQ(level.links[2].value, 1u);
}

TEST(EffectivePolicyDetailTest, DecidesEverySettingByItself) {
  WrittenPolicy policy = Written("domain: d=1 / ou: o=2");
  policy.gpos[0].settings[0].state = SettingState::kDefined;
  policy.gpos[0].settings[0].value = 0x20080000;
  const auto settings = EffectivePolicy(policy.containers, policy.gpos);
  ASSERT_EQ(settings.size(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(settings[i].id, AllSettings()[i]);
  EXPECT_EQ(settings[0].value, 0x20080000u);
  EXPECT_EQ(settings[0].Winner()->container, 0u);
  EXPECT_EQ(settings[1].state, SettingState::kNotDefined);
  EXPECT_EQ(settings[1].Winner(), nullptr);
  EXPECT_EQ(settings[2].value, 2u);
}

TEST(EffectivePolicyDetailTest, SaysWhyThereIsNoAnswer) {
  const auto problem = [](absl::string_view text) {
    const WrittenPolicy policy = Written(text);
    return EffectivePolicy(policy.containers, policy.gpos).back().problem;
  };
  EXPECT_EQ(problem("domain: a=5"), "");
  EXPECT_EQ(problem("domain: a"), "");
  EXPECT_EQ(problem("domain: a=unreadable"), "a can't be read");
  EXPECT_EQ(problem("domain: a=errors"), "a has errors: what it seems to lack may be in them");
  EXPECT_EQ(problem("domain: a=deleted"), "a wins, where the setting is deleted");
  EXPECT_EQ(problem("domain: a=5 unknown"),
            "it is not known whether a applies, and without it the answer may be another");
  EXPECT_EQ(problem("domain: a=5@registry, b=4@security"),
            "a and b set it through different client-side extensions, and the one that runs last "
            "wins whatever the link order ([MS-GPOL] 3.2.1.5)");
}

TEST(EffectivePolicyDetailTest, TakesALinkToNoGpoForUnreadable) {
  WrittenPolicy policy = Written("domain: a=1 / ou: b=2");
  policy.containers[1].links[0].gpo = 7;
  EXPECT_EQ(EffectivePolicy(policy.containers, policy.gpos).back().state, SettingState::kMalformed);
  EXPECT_EQ(EffectivePolicy(policy.containers, policy.gpos).back().problem, "GPO 7 can't be read");
}

TEST(EffectivePolicyDetailTest, TakesAGpoWithoutSettingsForMalformed) {
  WrittenPolicy policy = Written("domain: a=1");
  policy.gpos[0].settings.clear();
  EXPECT_EQ(EffectivePolicy(policy.containers, policy.gpos).back().state, SettingState::kMalformed);
}

TEST(EffectivePolicyDetailTest, NamesEveryStanding) {
  EXPECT_EQ(LinkStandingName(static_cast<LinkStanding>(255)), "");
  EXPECT_EQ(LinkStandingName(LinkStanding::kBlocked), "blocked");
}

// The rules once more, as a computer follows them: [MS-GPOL] 3.2.5.1.5 collects the links from the
// nearest container to the site in two lists, and the GPOs are then applied one after the other,
// each over what is there. A GPO that can't be relied on leaves an unknown value.
struct Applied {
  SettingState state = SettingState::kNotDefined;
  uint32_t value = 0;
};

Applied ApplyInTurn(const WrittenPolicy& policy) {
  std::deque<size_t> not_enforced;
  std::deque<size_t> enforced;
  bool only_enforced = false;
  for (size_t som = policy.containers.size(); som > 0; --som) {
    const Container& container = policy.containers[som - 1];
    std::deque<size_t> own;
    for (const GpoLink& link : container.links) {
      if (!link.enabled || link.applies == Applies::kNo) continue;
      if (container.kind == ContainerKind::kLocal) {
        not_enforced.push_front(link.gpo);
      } else if (link.enforced) {
        own.push_front(link.gpo);
      } else if (!only_enforced) {
        not_enforced.push_front(link.gpo);
      }
    }
    enforced.insert(enforced.end(), own.begin(), own.end());
    only_enforced = only_enforced || container.block_inheritance;
  }
  Applied result;
  const auto apply = [&](size_t index) {
    const Gpo& gpo = policy.gpos[index];
    const PolicySetting& setting = gpo.settings.back();
    const bool uncertain =
        gpo.reading == GpoReading::kUnreadable ||
        (gpo.reading == GpoReading::kWithErrors && setting.state == SettingState::kNotDefined);
    if (uncertain) {
      result = {SettingState::kMalformed, 0};
    } else if (setting.state != SettingState::kNotDefined) {
      result = {setting.state, setting.value};
    }
  };
  for (const size_t gpo : not_enforced) apply(gpo);
  for (const size_t gpo : enforced) apply(gpo);
  return result;
}

// What the two formulations say of one policy, and that every link is told of once.
void ExpectAgreement(const WrittenPolicy& policy, const std::string& what) {
  const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
  const Applied applied = ApplyInTurn(policy);
  ASSERT_EQ(level.state, applied.state) << what;
  ASSERT_EQ(level.value, applied.value) << what;
  size_t links = 0;
  for (const Container& container : policy.containers) links += container.links.size();
  ASSERT_EQ(level.links.size(), links) << what;
}

// Every policy of three containers with two links each: the link disabled, enforced or neither, its
// GPO silent, unreadable or with a value of its own, and each container with or without block.
TEST(EffectivePolicyPropertyTest, AgreesWithApplyingInTurnOnEverySmallPolicy) {
  struct Kind {
    bool enabled;
    bool enforced;
    absl::string_view says;  // "=" for a value of its own
  };
  constexpr Kind kKinds[] = {{true, false, "="},
                             {true, true, "="},
                             {false, true, "="},
                             {true, false, "unreadable"},
                             {true, true, ""}};
  constexpr size_t kCount = std::size(kKinds);
  size_t policies = 0;
  for (size_t code = 0; code < kCount * kCount * kCount * kCount * kCount * kCount; ++code) {
    WrittenPolicy policy = Written("domain: / ou: / ou:");
    size_t rest = code;
    for (size_t i = 0; i < 6; ++i, rest /= kCount) {
      const Kind& kind = kKinds[rest % kCount];
      policy.gpos.push_back(
          WrittenGpo("g", kind.says == "=" ? absl::StrCat(i) : std::string(kind.says), ""));
      policy.containers[i / 2].links.push_back({i, kind.enabled, kind.enforced, Applies::kYes});
    }
    for (uint32_t blocks = 0; blocks < 8; ++blocks) {
      for (size_t i = 0; i < 3; ++i)
        policy.containers[i].block_inheritance = (blocks >> i & 1) != 0;
      ExpectAgreement(policy, absl::StrCat(code, " ", blocks));
      if (HasFatalFailure()) return;
      ++policies;
    }
  }
  EXPECT_EQ(policies, 15625u * 8u);
}

// Pseudo-random numbers that are the same everywhere.
class Numbers {
 public:
  explicit Numbers(uint32_t seed) : state_(seed * 2654435761u + 1) {}
  size_t Below(size_t bound) {
    state_ = state_ * 1664525u + 1013904223u;
    return (state_ >> 8) % bound;
  }

 private:
  uint32_t state_;
};

WrittenPolicy RandomPolicy(Numbers& numbers) {
  constexpr absl::string_view kSays[] = {"", "1", "2", "3", "4", "deleted", "unreadable", "errors"};
  WrittenPolicy policy = Written("local: / site: / domain: / ou: / ou:");
  const size_t gpos = 1 + numbers.Below(6);
  for (size_t i = 0; i < gpos; ++i) {
    policy.gpos.push_back(WrittenGpo("g", kSays[numbers.Below(std::size(kSays))], ""));
  }
  for (Container& container : policy.containers) {
    container.block_inheritance = container.kind != ContainerKind::kLocal && numbers.Below(4) == 0;
    const size_t links = numbers.Below(4);
    for (size_t i = 0; i < links; ++i) {
      container.links.push_back({numbers.Below(gpos), numbers.Below(5) != 0, numbers.Below(4) == 0,
                                 numbers.Below(6) == 0 ? Applies::kNo : Applies::kYes});
    }
  }
  return policy;
}

TEST(EffectivePolicyPropertyTest, AgreesWithApplyingInTurnOnLargerPolicies) {
  Numbers numbers(1);
  for (int i = 0; i < 20000; ++i) {
    ExpectAgreement(RandomPolicy(numbers), absl::StrCat(i));
    if (HasFatalFailure()) return;
  }
}

// Changes that make no difference to what a computer gets.
TEST(EffectivePolicyPropertyTest, KeepsTheAnswerWhereNothingThatCountsChanges) {
  const auto answer = [](const WrittenPolicy& policy) {
    const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
    return std::pair(level.state, level.value);
  };
  using Change = std::function<void(WrittenPolicy&, Numbers&)>;
  const Change changes[] = {
      [](WrittenPolicy& policy, Numbers& numbers) {  // one more disabled link, first in order
        auto& links = policy.containers[numbers.Below(5)].links;
        links.insert(links.begin(), {0, false, numbers.Below(2) == 0, Applies::kYes});
      },
      [](WrittenPolicy& policy, Numbers& numbers) {  // one more link to a GPO that is silent
        policy.gpos.push_back(WrittenGpo("silent", "", ""));
        auto& links = policy.containers[numbers.Below(5)].links;
        links.insert(links.begin(),
                     {policy.gpos.size() - 1, true, numbers.Below(2) == 0, Applies::kUnknown});
      },
      [](WrittenPolicy& policy, Numbers&) {  // the OU without links that the computer is in
        policy.containers.emplace_back();
      },
      [](WrittenPolicy& policy, Numbers&) {  // a block with nothing above it
        policy.containers[1].block_inheritance = true;
      },
      [](WrittenPolicy& policy, Numbers& numbers) {  // the same link twice in a row
        auto& links = policy.containers[numbers.Below(5)].links;
        if (!links.empty()) links.insert(links.begin(), links.front());
      },
      [](WrittenPolicy& policy, Numbers&) {  // the local GPO enforced
        for (GpoLink& link : policy.containers[0].links) link.enforced = true;
      },
      [](WrittenPolicy& policy, Numbers&) {  // the winner enforced
        const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
        if (const LinkOutcome* winner = level.Winner(); winner != nullptr) {
          policy.containers[winner->container].links[winner->link].enforced = true;
        }
      },
      [](WrittenPolicy& policy, Numbers&) {  // every loser gone
        const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
        for (const LinkOutcome& outcome : level.links) {
          if (outcome.standing == LinkStanding::kWins) continue;
          policy.containers[outcome.container].links[outcome.link].enabled = false;
        }
      },
  };
  Numbers numbers(2);
  for (int i = 0; i < 2000; ++i) {
    const WrittenPolicy policy = RandomPolicy(numbers);
    for (size_t change = 0; change < std::size(changes); ++change) {
      WrittenPolicy changed = policy;
      changes[change](changed, numbers);
      ASSERT_EQ(answer(changed), answer(policy)) << "policy " << i << ", change " << change;
    }
  }
}

// Where filters are not known the answer holds whether they let the GPO apply or not.
TEST(EffectivePolicyPropertyTest, AnswersForEveryFilterThatIsNotKnown) {
  Numbers numbers(3);
  size_t defined = 0;
  for (int i = 0; i < 3000; ++i) {
    WrittenPolicy policy = RandomPolicy(numbers);
    std::vector<GpoLink*> unknown;
    for (Container& container : policy.containers) {
      for (GpoLink& link : container.links) {
        if (unknown.size() < 4 && numbers.Below(3) == 0) unknown.push_back(&link);
      }
    }
    for (GpoLink* link : unknown) link->applies = Applies::kUnknown;
    const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
    bool same = true;
    std::optional<Applied> first;
    for (uint32_t answers = 0; answers < 1u << unknown.size(); ++answers) {
      for (size_t j = 0; j < unknown.size(); ++j) {
        unknown[j]->applies = (answers >> j & 1) != 0 ? Applies::kYes : Applies::kNo;
      }
      const Applied applied = ApplyInTurn(policy);
      if (!first.has_value()) first = applied;
      same = same && applied.state == first->state && applied.value == first->value;
    }
    if (same && first->state == SettingState::kDefined) {
      ASSERT_EQ(level.state, SettingState::kDefined) << i;
      ASSERT_EQ(level.value, first->value) << i;
      ++defined;
    } else if (same && first->state == SettingState::kNotDefined) {
      ASSERT_EQ(level.state, SettingState::kNotDefined) << i;
    } else {
      ASSERT_NE(level.state, SettingState::kDefined) << i;
      ASSERT_NE(level.state, SettingState::kNotDefined) << i;
    }
  }
  EXPECT_GT(defined, 500u);
}

TEST(EffectivePolicyPropertyTest, TellsOfEveryLinkOnceHoweverMany) {
  for (const size_t count : {1000u, 2000u, 4000u}) {
    WrittenPolicy policy = Written("domain: a=1 / ou: b=2");
    policy.containers[0].links.resize(count);
    const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
    EXPECT_EQ(level.links.size(), count + 1);
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
