// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/challenge_diff.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::decode {
namespace {

using conformance::Application;
using conformance::Strength;
using conformance::Verdict;
using Vector = std::vector<uint8_t>;
namespace vectors = ntlm::test_vectors;

const Bytes kV1 = vectors::ntlm_v1::kChallengeMessage;
const Bytes kV2 = vectors::ntlm_v2::kChallengeMessage;

const DiffCase& CaseOf(const ChallengeDiff& diff, uint32_t setting, int lm, Application app) {
  static const DiffCase kNone = {};
  for (const DiffSetting& one : diff.settings) {
    for (const DiffCase& which : one.cases) {
      if (one.value == setting && which.lm == lm && which.app == app) return which;
    }
  }
  ADD_FAILURE() << "no such case";
  return kNone;
}

TEST(ChallengeDiffTest, AMessageDoesNotDifferFromItself) {
  const auto diff = DiffChallenges(kV2, kV2);
  ASSERT_TRUE(diff.ok()) << diff.status();
  EXPECT_EQ(diff->flags_a, diff->flags_b);
  EXPECT_TRUE(diff->values.empty());
  ASSERT_EQ(diff->settings.size(), 4u);
  for (const DiffSetting& setting : diff->settings) {
    EXPECT_EQ(setting.cases.size(), 6u);
    for (const DiffCase& one : setting.cases) EXPECT_TRUE(one.IsAlike());
  }
}

// 4.2.2 grants no extended session security and has no TargetInfo.
TEST(ChallengeDiffTest, SaysWhichSettingTheDifferenceMattersFor) {
  const auto diff = DiffChallenges(kV1, kV2);
  ASSERT_TRUE(diff.ok()) << diff.status();
  EXPECT_EQ(diff->flags_a ^ diff->flags_b, 0x00880000u);
  const DiffCase& ess = CaseOf(*diff, 0x00080000, 3, Application::kNone);
  EXPECT_EQ(ess.a.verdict, Verdict::kFail);
  EXPECT_EQ(ess.a.strength, Strength::kRequired);
  EXPECT_EQ(ess.b.verdict, Verdict::kAccept);
  // The NetBIOS names are missing.
  EXPECT_EQ(CaseOf(*diff, 0, 3, Application::kIntegrity).a.verdict, Verdict::kFail);
  EXPECT_EQ(CaseOf(*diff, 0, 0, Application::kIntegrity).a.verdict, Verdict::kAccept);
  EXPECT_EQ(CaseOf(*diff, 0x20000000, 0, Application::kConfidentiality).a.verdict,
            Verdict::kAccept);
}

TEST(ChallengeDiffTest, NamesValuesThatDiffer) {
  Vector other(kV2.begin(), kV2.end());
  other[48] = 10;   // Version
  other[68] = 9;    // MsvAvTargetName instead of MsvAvNbDomainName
  other[88] = 'X';  // MsvAvNbComputerName
  const auto diff = DiffChallenges(kV2, other);
  ASSERT_TRUE(diff.ok()) << diff.status();
  ASSERT_EQ(diff->values.size(), 4u);
  EXPECT_EQ(diff->values[0].name, "Version");
  EXPECT_EQ(diff->values[1].name, "MsvAvNbDomainName");
  EXPECT_EQ(diff->values[1].a, "Domain");
  EXPECT_EQ(diff->values[1].b, std::nullopt);
  EXPECT_EQ(diff->values[2].name, "MsvAvNbComputerName");
  EXPECT_EQ(diff->values[2].a, "Server");
  EXPECT_EQ(diff->values[2].b, "Xerver");
  EXPECT_EQ(diff->values[3].name, "MsvAvTargetName");
  EXPECT_EQ(diff->values[3].a, std::nullopt);
  EXPECT_EQ(diff->values[3].b, "Domain");
}

TEST(ChallengeDiffTest, RejectsWhatCannotBeRead) {
  EXPECT_FALSE(DiffChallenges(kV2.first(100), kV2).ok());
  EXPECT_FALSE(DiffChallenges(kV2, vectors::ntlm_v2::kAuthenticateMessage).ok());
}

}  // namespace
}  // namespace ntlmatrix::decode
