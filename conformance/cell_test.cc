// SPDX-License-Identifier: Apache-2.0

#include "conformance/cell.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace ntlmatrix::conformance {
namespace {

TEST(CellTest, TheCoreMatrixHas1440CellsAndPolicyOdd720) {
  EXPECT_EQ(AllCells(Family::kPolicy).size(), 1440u);
  EXPECT_EQ(AllCells(Family::kPolicyOdd).size(), 720u);
  EXPECT_EQ(AllCells().size(), 2160u);
}

TEST(CellTest, NamesAreUniqueAndLeadBackToTheCell) {
  std::set<std::string> names;
  for (const Cell& cell : AllCells()) {
    EXPECT_TRUE(names.insert(cell.Name()).second) << cell.Name();
    const auto back = CellFromName(cell.Name());
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, cell);
  }
}

// Names are keys of other people's files: this one must never change.
TEST(CellTest, NamesStayAsTheyAre) {
  const std::vector<Cell> cells = AllCells();
  EXPECT_EQ(cells.front().Name(), "policy/min=undefined-legacy/lm=0/app=none/server=none");
  EXPECT_EQ(cells[1439].Name(), "policy/min=0x20080030/lm=5/app=confidentiality/server=ess,128,56");
  EXPECT_EQ(cells[1440].Name(), "policy-odd/min=0x80000000/lm=0/app=none/server=none");
  EXPECT_EQ(cells.back().Name(),
            "policy-odd/min=0xFFFFFFFF/lm=5/app=confidentiality/server=ess,128,56");
}

TEST(CellTest, RejectsNamesAndSaysWhichPartIsWrong) {
  EXPECT_EQ(CellFromName("policy/min=0/lm=6/app=none/server=none").status().message(),
            "no cell is called 'policy/min=0/lm=6/app=none/server=none': 'lm=6' is none of lm=0 "
            "lm=1 lm=2 lm=3 lm=4 lm=5");
  EXPECT_FALSE(CellFromName("").ok());
  EXPECT_FALSE(CellFromName("policy/min=0/lm=0/app=none").ok());
  EXPECT_FALSE(CellFromName("policy/min=0x40000000/lm=0/app=none/server=none").ok());
  EXPECT_FALSE(CellFromName("policy/min=0/lm=0/app=none/server=128,ess").ok());
  EXPECT_FALSE(CellFromName("policy/min=0/lm=0/app=none/server=none/").ok());
}

TEST(CellTest, NotDefinedMeansTheDefaultOfItsGeneration) {
  EXPECT_EQ((ClientSetting{SettingState::kUndefinedLegacy}).Effective(), 0u);
  EXPECT_EQ((ClientSetting{SettingState::kUndefinedModern}).Effective(), 0x20000000u);
  EXPECT_EQ((ClientSetting{SettingState::kDefined, 0x80000}).Effective(), 0x80000u);
}

}  // namespace
}  // namespace ntlmatrix::conformance
