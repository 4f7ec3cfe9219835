// SPDX-License-Identifier: Apache-2.0

#include "gtest/gtest.h"

#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::conformance {
namespace {

RunResult RunReference(absl::string_view fault, Reading reading) {
  const auto subject =
      reference::MakeReference(fault.empty() ? nullptr : reference::FindFault(fault));
  auto result = RunSubject(*subject, AllCells(), reading);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

void ExpectNoFailure(const RunResult& result) {
  for (const CellResult& cell : result.cells) {
    for (const CheckResult& check : cell.checks) {
      EXPECT_NE(check.outcome, Outcome::kFail) << FailureText(cell, check);
    }
    EXPECT_FALSE(cell.offer.has_value())
        << cell.cell.Name() << ": departs from the documented offer";
  }
}

TEST(MatrixTest, TheReferenceDoesWhatTheDocumentsSayInEveryCell) {
  const RunResult result = RunReference("", Reading::kCorrected);
  ASSERT_EQ(result.cells.size(), 2160u);
  ExpectNoFailure(result);
}

// The whole exchange happens in messages: what they show must be what the axes say.
TEST(MatrixTest, MessagesCarryTheCapabilitiesOfTheCell) {
  for (const CellResult& cell : RunReference("", Reading::kCorrected).cells) {
    const Situation documented = DocumentedSituation(cell.cell);
    EXPECT_EQ(cell.situation.offered, documented.offered) << cell.cell.Name();
    EXPECT_EQ(cell.situation.granted, documented.granted) << cell.cell.Name();
    EXPECT_TRUE(cell.situation.netbios_names) << cell.cell.Name();
  }
}

// Refusals, responses and flags are really judged: nothing is padded and nothing is skipped.
TEST(MatrixTest, CountsOfTheCoreMatrix) {
  Counts counts = CountOutcomes(RunReference("", Reading::kCorrected), Family::kPolicy);
  EXPECT_EQ(
      counts[Check::kVerdict][Outcome::kPass] + counts[Check::kVerdict][Outcome::kUndocumented],
      1440);
  EXPECT_EQ(counts[Check::kFlags][Outcome::kPass], 1440 - 716);
  EXPECT_EQ(counts[Check::kResponse][Outcome::kPass], 1440 - 716);
  EXPECT_EQ(counts[Check::kStatus][Outcome::kPass] + counts[Check::kStatus][Outcome::kUndocumented],
            716);
}

TEST(MatrixTest, AClientOfThe2016PagePassesInThatReadingAndNotInTheOther) {
  ExpectNoFailure(RunReference("swap-options", Reading::kPage2016));
  EXPECT_GT(CountFailures(RunReference("swap-options", Reading::kCorrected), Strength::kRequired),
            0);
}

TEST(MatrixTest, EveryFaultFailsARequiredCheck) {
  for (const reference::Fault& fault : reference::Faults()) {
    if (fault.caught_by != reference::CaughtBy::kCells) continue;
    EXPECT_GT(CountFailures(RunReference(fault.name, Reading::kCorrected), Strength::kRequired), 0)
        << fault.name;
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance
