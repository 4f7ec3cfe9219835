// SPDX-License-Identifier: Apache-2.0

#include "conformance/pattern.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include <fnmatch.h>

namespace ntlmatrix::conformance {
namespace {

using ntlm::flags::k128;
using ntlm::flags::k56;
using ntlm::flags::kExtendedSessionSecurity;

using Condition = std::function<bool(const Cell&)>;

std::vector<bool> Marked(const std::vector<Cell>& cells, const Condition& condition) {
  std::vector<bool> marked;
  for (const Cell& cell : cells) marked.push_back(condition(cell));
  return marked;
}

// The words of the patterns that are found where all cells are judged.
std::vector<std::string> FoundWords(const std::vector<Cell>& judged, const Condition& condition) {
  std::vector<std::string> words;
  for (const CellPattern& pattern : FindPatterns(judged, Marked(judged, condition))) {
    words.push_back(pattern.Words());
  }
  return words;
}

using Words = std::vector<std::string>;

bool Covered(const std::vector<CellPattern>& patterns, const Cell& cell) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const CellPattern& pattern) { return pattern.Covers(cell); });
}

void ExpectExact(const std::vector<Cell>& judged, const std::vector<bool>& marked) {
  const std::vector<CellPattern> patterns = FindPatterns(judged, marked);
  for (size_t i = 0; i < judged.size(); ++i) {
    EXPECT_EQ(Covered(patterns, judged[i]), marked[i]) << judged[i].Name();
  }
}

// The cells that fnmatch() finds by the glob are those of the pattern.
void ExpectGlobIsExact(const CellPattern& pattern) {
  for (const Cell& cell : AllCells()) {
    const bool matches = fnmatch(pattern.Glob().c_str(), cell.Name().c_str(), FNM_EXTMATCH) == 0;
    EXPECT_EQ(matches, pattern.Covers(cell)) << pattern.Glob() << " " << cell.Name();
  }
}

TEST(CellPatternTest, SpellsWholeAxesAsStars) {
  EXPECT_EQ(EveryCell().Words(), "always");
  EXPECT_EQ(EveryCell().Glob(), "*/min=*/lm=*/app=*/server=*");
  ExpectGlobIsExact(EveryCell());
}

TEST(CellPatternTest, SpellsValuesAsNamesDo) {
  CellPattern pattern = EveryCell();
  pattern.families = {Family::kPolicy};
  pattern.min = {{SettingState::kUndefinedLegacy}, {SettingState::kDefined, 0}};
  pattern.lm = {3};
  pattern.server = {0, k56, kExtendedSessionSecurity, kExtendedSessionSecurity | k56};
  EXPECT_EQ(pattern.Glob(),
            "policy/min=@(undefined-legacy|0)/lm=3/app=*/server=@(none|56|ess|ess,56)");
  EXPECT_EQ(pattern.Words(),
            "at level 3, whenever the setting is undefined-legacy or 0 and 128-bit encryption is "
            "not granted");
  ExpectGlobIsExact(pattern);
}

TEST(CellPatternTest, CallsSettingsByWhatTheyRequire) {
  const auto words = [](Family family, const std::vector<uint32_t>& values, bool modern) {
    CellPattern pattern = EveryCell();
    pattern.families = {family};
    pattern.min.clear();
    for (const ClientSetting& setting : AllSettings(family)) {
      const bool chosen = setting.state == SettingState::kUndefinedModern
                              ? modern
                              : setting.state == SettingState::kDefined &&
                                    std::count(values.begin(), values.end(), setting.value) > 0;
      if (chosen) pattern.min.push_back(setting);
    }
    return pattern.Words();
  };
  EXPECT_EQ(words(Family::kPolicy, {0x20000000, 0x20080000, 0x20080030}, true),
            "whenever documents explain the setting's value and the setting requires 128-bit "
            "encryption");
  EXPECT_EQ(words(Family::kPolicyOdd, {0x80000000, 0x40000000}, false),
            "whenever no document explains the setting's value and the setting does not require "
            "128-bit encryption");
  EXPECT_EQ(words(Family::kPolicyOdd, {0x40000000}, false), "whenever the setting is 0x40000000");
  EXPECT_EQ(words(Family::kPolicyOdd, {0x80000000, 0x40000000, 0x20040000}, false),
            "whenever no document explains the setting's value and the setting does not require "
            "extended session security");
  EXPECT_EQ(words(Family::kPolicy, {0x20000000, 0x20080000}, true),
            "whenever documents explain the setting's value and the setting requires 128-bit "
            "encryption but not message integrity");
  EXPECT_EQ(words(Family::kPolicy, {0x20, 0x80000, 0}, false),
            "whenever the setting is 0, "
            "0x80000 or 0x20");
}

TEST(CellPatternTest, SaysThatNothingDocumentedIsRequired) {
  CellPattern pattern = EveryCell();
  pattern.min.clear();
  for (const ClientSetting& setting : EveryCell().min) {
    if ((setting.Effective() & 0x20080030) == 0) pattern.min.push_back(setting);
  }
  EXPECT_EQ(pattern.Words(), "whenever the setting requires none of the documented options");
  ExpectGlobIsExact(pattern);
}

TEST(CellPatternTest, CallsServersByWhatTheyGrant) {
  const auto words = [](const std::vector<ntlm::NegotiateFlags>& server) {
    CellPattern pattern = EveryCell();
    pattern.server = server;
    ExpectGlobIsExact(pattern);
    return pattern.Words();
  };
  constexpr ntlm::NegotiateFlags kEss = kExtendedSessionSecurity;
  EXPECT_EQ(words({kEss | k128, kEss | k128 | k56}),
            "whenever extended session security and 128-bit encryption are granted");
  EXPECT_EQ(words({k128 | k56, kEss | k128 | k56}),
            "whenever 128-bit and 56-bit encryption are granted");
  EXPECT_EQ(words({0}),
            "whenever neither extended session security nor 128-bit nor 56-bit encryption is "
            "granted");
  EXPECT_EQ(words({kEss, kEss | k56}),
            "whenever extended session security is granted and 128-bit encryption is not");
  EXPECT_EQ(words({kEss}),
            "whenever extended session security is granted and neither 128-bit nor 56-bit "
            "encryption is");
  EXPECT_EQ(words({0, k128 | k56}), "whenever the server is none or 128,56");
}

TEST(CellPatternTest, CallsLevelsAndApplications) {
  const auto words = [](const std::vector<int>& lm, const std::vector<Application>& app) {
    CellPattern pattern = EveryCell();
    pattern.lm = lm;
    pattern.app = app;
    ExpectGlobIsExact(pattern);
    return pattern.Words();
  };
  using enum Application;
  EXPECT_EQ(words({3, 4, 5}, {kConfidentiality}), "at levels 3 to 5, for confidentiality");
  EXPECT_EQ(words({0, 1}, {kIntegrity, kConfidentiality}),
            "at levels 0 and 1, for integrity or confidentiality");
  EXPECT_EQ(words({0, 2, 5}, {kNone}), "at levels 0, 2 and 5, where no protection is asked for");
  EXPECT_EQ(words({4}, {kNone, kIntegrity}), "at level 4, where no confidentiality is asked for");
  EXPECT_EQ(words({4}, {kNone, kConfidentiality}), "at level 4, where no integrity is asked for");
}

TEST(FindPatternsTest, FindsTheConditionThatMarks) {
  const std::vector<Cell> all = AllCells();
  EXPECT_EQ(FoundWords(all, [](const Cell&) { return true; }), Words{"always"});
  EXPECT_EQ(FoundWords(all, [](const Cell&) { return false; }), Words{});
  EXPECT_EQ(FoundWords(all, [](const Cell& cell) { return (cell.server & k128) == 0; }),
            Words{"whenever 128-bit encryption is not granted"});
  EXPECT_EQ(FoundWords(all,
                       [](const Cell& cell) {
                         return cell.lm >= 3 && cell.app == Application::kConfidentiality &&
                                (cell.min.Effective() & k128) != 0 &&
                                (cell.server & kExtendedSessionSecurity) == 0;
                       }),
            Words{"at levels 3 to 5, for confidentiality, whenever the setting requires 128-bit "
                  "encryption and extended session security is not granted"});
  EXPECT_EQ(FoundWords(all, [](const Cell& cell) { return cell.family == Family::kPolicyOdd; }),
            Words{"whenever no document explains the setting's value"});
  EXPECT_EQ(FoundWords(all, [](const Cell& cell) { return cell.lm == 0 || (cell.server & k56); }),
            (Words{"whenever 56-bit encryption is granted", "at level 0"}));
}

// A pattern that later ones cover is not said.
TEST(FindPatternsTest, LeavesOutWhatOthersCover) {
  const std::vector<Cell> all = AllCells();
  const auto condition = [](const Cell& cell) {
    const bool ess = cell.server & kExtendedSessionSecurity, s128 = cell.server & k128;
    return (ess && cell.lm < 3) || (s128 && cell.lm >= 3) || (ess && s128);
  };
  EXPECT_EQ(FoundWords(all, condition).size(), 2u);
  ExpectExact(all, Marked(all, condition));
}

TEST(FindPatternsTest, SaysNoMoreThanTheJudgedCellsNeed) {
  std::vector<Cell> level3;
  for (const Cell& cell : AllCells(Family::kPolicy)) {
    if (cell.lm == 3) level3.push_back(cell);
  }
  EXPECT_EQ(FoundWords(level3, [](const Cell& cell) { return (cell.server & k56) != 0; }),
            Words{"whenever 56-bit encryption is granted"});
  EXPECT_TRUE(FindPatterns({}, {}).empty());
}

TEST(FindPatternsTest, NamesACellThatStandsAlone) {
  const std::vector<Cell> all = AllCells();
  const std::string name = "policy/min=0x20080000/lm=4/app=integrity/server=ess,128";
  const std::vector<CellPattern> patterns =
      FindPatterns(all, Marked(all, [&](const Cell& cell) { return cell.Name() == name; }));
  ASSERT_EQ(patterns.size(), 1u);
  for (const Cell& cell : all) EXPECT_EQ(patterns[0].Covers(cell), cell.Name() == name);
  ExpectGlobIsExact(patterns[0]);
}

TEST(FindPatternsTest, CoversRandomSetsExactlyAndAlwaysInTheSameWay) {
  const std::vector<Cell> all = AllCells();
  for (uint32_t seed = 0; seed < 8; ++seed) {
    std::mt19937 random(seed);
    std::vector<Cell> judged;
    std::vector<bool> marked;
    for (const Cell& cell : all) {
      if (random() % 16 != 0) continue;
      judged.push_back(cell);
      marked.push_back(random() % (seed + 2) == 0);
    }
    ExpectExact(judged, marked);
    EXPECT_EQ(FindPatterns(judged, marked), FindPatterns(judged, marked));
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance
