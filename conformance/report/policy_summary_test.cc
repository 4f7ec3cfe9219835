// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_summary.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::report {
namespace {

using policy::SettingId;

PolicyInput Input(absl::string_view lines) {
  const std::string text =
      absl::StrCat("\xEF\xBB\xBF[Version]\nsignature=\"$CHICAGO$\"\n[Registry Values]\n", lines);
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  return stores::ReadPolicyInput("a.inf", {bytes}, nullptr, {});
}

std::string Client(absl::string_view data) {
  return absl::StrCat(
      "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NTLMMinClientSec=4,", data, "\n");
}

TEST(PolicySummaryTest, CountsEveryKindOfInput) {
  PolicySummary summary;
  EXPECT_FALSE(summary.Missing(SettingId::kNtlmMinClientSec));
  summary.Add(Input(Client("537395200")));
  summary.Add(Input(Client("0x20080000")));
  summary.Add(Input(Client("0")));
  EXPECT_FALSE(summary.Missing(SettingId::kNtlmMinClientSec));
  summary.Add(Input(""));
  summary.Add(Input(Client("0") + Client("16")));
  summary.Add(Input(Client("0") + "x\n"));
  summary.Add(Input(Client("-1")));
  summary.Add(stores::UnreadablePolicyInput("b", absl::InvalidArgumentError("no")));
  EXPECT_TRUE(summary.Missing(SettingId::kNtlmMinClientSec));
  EXPECT_EQ(summary.Text(),
            "8 inputs: 3 define a setting, 1 define none, 3 have errors, 1 can't be read\n"
            "  NtlmMinClientSec      0x00000000 (0) in 1, 0x20080000 (537395200) in 2, conflicting "
            "in 1, no\n                        conclusion in 2, not defined in 1\n"
            "  NtlmMinServerSec      no conclusion in 3, not defined in 4\n"
            "  LmCompatibilityLevel  no conclusion in 3, not defined in 4\n");
}

TEST(PolicySummaryTest, KeepsABoundedNumberOfValues) {
  PolicySummary summary;
  summary.Add(Input(Client("16")));
  summary.Add(Input(Client("32")));
  PolicyInput input = Input(Client("16"));
  for (uint32_t i = 0; i < PolicySummary::kMaxValues; ++i) {
    input.settings[0].value = 0x1000 + i;
    summary.Add(input);
  }
  EXPECT_TRUE(absl::StrContains(summary.Text(), "other values in 2"));
}

}  // namespace
}  // namespace ntlmatrix::report
