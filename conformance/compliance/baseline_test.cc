// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/baseline.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::compliance {
namespace {

using policy::PolicyFinding;
using stores::PolicyInput;

constexpr char kLsa[] = "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\";

// A template that sets the three settings in lines 4 to 6, where they are not empty.
PolicyInput Input(absl::string_view client, absl::string_view server, absl::string_view level) {
  std::string text = "\xEF\xBB\xBF[Version]\nsignature=\"$CHICAGO$\"\n[Registry Values]\n";
  if (!client.empty()) absl::StrAppend(&text, kLsa, "MSV1_0\\NTLMMinClientSec=4,", client, "\n");
  if (!server.empty()) absl::StrAppend(&text, kLsa, "MSV1_0\\NTLMMinServerSec=4,", server, "\n");
  if (!level.empty()) absl::StrAppend(&text, kLsa, "LmCompatibilityLevel=4,", level, "\n");
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  return stores::ReadPolicyInput("a.inf", {bytes}, nullptr, {});
}

std::vector<PolicyFinding> Compare(const PolicyInput& input) {
  return CompareWithBaseline(*FindBaseline("stig"), input);
}

std::string Ids(const PolicyInput& input) {
  std::string ids;
  for (const PolicyFinding& finding : Compare(input)) {
    absl::StrAppend(&ids, ids.empty() ? "" : " ", finding.id);
    const bool stricter = finding.id == "stricter-than-baseline";
    EXPECT_EQ(finding.severity, stricter ? Severity::kNote : Severity::kError);
    EXPECT_FALSE(finding.fix.empty());
  }
  return ids;
}

TEST(BaselineTest, EveryBaselineHasSources) {
  EXPECT_EQ(Baselines().size(), 3u);
  for (const Baseline& baseline : Baselines()) {
    EXPECT_EQ(FindBaseline(baseline.name), &baseline);
    EXPECT_EQ(baseline.settings[0].value, 0x20080000u);
    EXPECT_EQ(baseline.settings[1].value, 0x20080000u);
    EXPECT_EQ(baseline.settings[2].value, 5u);
    for (const BaselineSetting& setting : baseline.settings) EXPECT_FALSE(setting.source.empty());
  }
  EXPECT_EQ(FindBaseline("no-such"), nullptr);
}

TEST(BaselineTest, EqualIsNoFinding) { EXPECT_EQ(Ids(Input("537395200", "0x20080000", "5")), ""); }

TEST(BaselineTest, StricterIsANoteThatNamesScansForEquality) {
  const auto findings = Compare(Input("537395248", "537395200", "5"));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id, "stricter-than-baseline");
  EXPECT_EQ(findings[0].message,
            "NtlmMinClientSec is 0x20080030 (537395248), stricter than the DISA STIG, which wants "
            "0x20080000 (537395200); a scan that tests for equality will report it (Windows Server "
            "2022 STIG WN22-SO-000330, Windows 11 STIG WN11-SO-000215)");
  EXPECT_EQ(findings[0].place, policy::Place::Line(4));
}

TEST(BaselineTest, WeakerSaysWhatIsLacking) {
  const auto findings = Compare(Input("536870912", "524336", "4"));
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_TRUE(absl::StrContains(findings[0].message, "it lacks NTLMv2 session security"));
  EXPECT_TRUE(absl::StrContains(findings[1].message, "it lacks 128-bit encryption"));
  EXPECT_TRUE(absl::StrContains(findings[2].message,
                                "LmCompatibilityLevel is 4, weaker than the DISA STIG: it lacks "
                                "level 5"));
  EXPECT_EQ(findings[2].place, policy::Place::Line(6));
  EXPECT_EQ(Ids(Input("0", "537395200", "5")), "weaker-than-baseline");
}

TEST(BaselineTest, SilenceIsWeaker) {
  EXPECT_EQ(Ids(Input("537395200", "", "")), "weaker-than-baseline weaker-than-baseline");
  EXPECT_TRUE(absl::StrContains(Compare(Input("537395200", "", "5"))[0].message,
                                "NtlmMinServerSec is not defined, and the DISA STIG wants"));
}

TEST(BaselineTest, NothingFollowsFromAbsenceInAStoreWithErrors) {
  const auto findings = Compare(Input("0x20080000", "", "0"));  // never satisfiable
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].id, "baseline-not-comparable");
  EXPECT_EQ(findings[0].message,
            "NtlmMinServerSec is not found in a store with errors: it can't be compared with the "
            "DISA STIG");
  EXPECT_EQ(findings[1].id, "weaker-than-baseline");
}

TEST(BaselineTest, OtherStatesAreNotComparable) {
  EXPECT_EQ(Ids(Input("537395200\nx", "537395200", "5")), "baseline-not-comparable");
  EXPECT_EQ(Ids(Input("537395200", "537395200", "7")), "baseline-not-comparable");
  EXPECT_EQ(Ids(stores::UnreadablePolicyInput("a", absl::InvalidArgumentError("no"))),
            "baseline-not-comparable");
}

TEST(BaselineTest, StoresThatCanRequireNothingAreWeaker) {
  const std::string text = "[global]\nntlm auth = ntlmv2-only\n";
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  EXPECT_EQ(Ids(stores::ReadPolicyInput("smb.conf", {bytes}, nullptr, {})), "weaker-than-baseline");
}

}  // namespace
}  // namespace ntlmatrix::compliance
