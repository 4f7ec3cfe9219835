// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/comparison.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace ntlmatrix::compliance {
namespace {

using policy::Os;
using policy::SettingId;
using policy::SettingState;
using stores::PolicyInput;

PolicyInput Input(std::string path, std::optional<uint32_t> client, std::optional<uint32_t> server,
                  std::optional<uint32_t> level) {
  PolicyInput input;
  input.path = std::move(path);
  input.format = "security-template";
  for (const auto& [id, value] : {std::pair{SettingId::kNtlmMinClientSec, client},
                                  std::pair{SettingId::kNtlmMinServerSec, server},
                                  std::pair{SettingId::kLmCompatibilityLevel, level}}) {
    policy::PolicySetting setting{id, SettingState::kNotDefined, 0, {}};
    if (value.has_value()) setting.state = SettingState::kDefined;
    setting.value = value.value_or(0);
    input.settings.push_back(setting);
  }
  return input;
}

TEST(ComparisonTest, EqualInputsAreAlike) {
  Comparison comparison({});
  EXPECT_EQ(comparison.Text(), "");
  comparison.Add(Input("a", 0x20080000, 0x20080000, 5));
  comparison.Add(Input("b", 0x20080000, 0x20080000, 5));
  EXPECT_FALSE(comparison.Differs());
  EXPECT_EQ(comparison.LockedOut(), 0u);
  EXPECT_TRUE(absl::StartsWith(comparison.Text(), "2 inputs compared: all alike\n"));
  EXPECT_TRUE(absl::StrContains(comparison.Text(), "2 inputs: a, b\n"));
  EXPECT_TRUE(absl::StrContains(comparison.Text(), "no path is locked out"));
}

TEST(ComparisonTest, TellsNotDefinedFromZeroAndFromTheDefault) {
  Comparison comparison({Os::k2022, {}});
  comparison.Add(Input("silent", {}, {}, 3));
  comparison.Add(Input("zero", 0, {}, 3));
  comparison.Add(Input("default", 0x20000000, {}, 3));
  EXPECT_TRUE(comparison.Differs());
  const std::string text = comparison.Text();
  EXPECT_TRUE(absl::StrContains(text, "3 inputs compared: 3 kinds\n"));
  EXPECT_TRUE(
      absl::StrContains(text, "  A   not defined (0x20000000)  not defined (0x20000000)  3\n"));
  EXPECT_TRUE(absl::StrContains(text, "  B   0x00000000                not defined"));
  EXPECT_TRUE(
      absl::StrContains(text, "warning: inputs differ in NtlmMinClientSec [inputs-differ]"));
  EXPECT_TRUE(absl::StrContains(text, "the default of Windows 2022, which then applies"));
}

TEST(ComparisonTest, ShowsWhichPathsAreLockedOut) {
  Comparison comparison({});
  comparison.Add(Input("old", {}, {}, 0));
  comparison.Add(Input("new", {}, 0x20080000, 5));
  EXPECT_EQ(comparison.LockedOut(), 1u);
  const std::string text = comparison.Text();
  EXPECT_TRUE(absl::StrContains(text,
                                "  client \\ server  A  B\n"
                                "  A                .  X\n"
                                "  B                .  .\n"));
  EXPECT_TRUE(
      absl::StrContains(text, "  error: A -> B: the server requires NTLMv2 session security"));
  EXPECT_TRUE(absl::StrContains(text, "[locked-out]"));
}

TEST(ComparisonTest, HasNoConclusionFromErrors) {
  Comparison comparison({Os::k2022, {}});
  comparison.Add(stores::UnreadablePolicyInput("x\n", absl::InvalidArgumentError("no")));
  PolicyInput samba = Input("smb.conf", {}, {}, {});
  samba.format = "smb-conf";
  comparison.Add(samba);
  const std::string text = comparison.Text();
  EXPECT_TRUE(absl::StrContains(text, "no conclusion             no conclusion"));
  EXPECT_TRUE(absl::StrContains(text, "x\\u000a"));
  EXPECT_TRUE(absl::StrContains(text, "can't be required"));
  EXPECT_TRUE(absl::StrContains(text, "depends: "));
  EXPECT_FALSE(absl::StrContains(text, "not defined"));
}

TEST(ComparisonTest, StaysReadableWithManyInputs) {
  Comparison comparison({});
  for (uint32_t i = 0; i < 1000; ++i) {
    comparison.Add(Input(absl::StrCat("host", i), i % 3, 0x80000, i % 5));
  }
  const std::string text = comparison.Text();
  EXPECT_TRUE(absl::StrContains(text, "1000 inputs compared: 15 kinds"));
  EXPECT_TRUE(absl::StrContains(text, "67 inputs: host0, host15"));
  EXPECT_TRUE(absl::StrContains(text, ", ..."));
  EXPECT_TRUE(absl::StrContains(text, " and 25 more: "));  // 3 * 15 - 20
  for (const absl::string_view line : absl::StrSplit(text, '\n')) EXPECT_LE(line.size(), 100u);
}

TEST(ComparisonTest, KeepsABoundedNumberOfKinds) {
  Comparison comparison({});
  for (uint32_t i = 0; i < Comparison::kMaxKinds + 7; ++i) {
    comparison.Add(Input(absl::StrCat(i), i << 8, {}, 3));
  }
  EXPECT_EQ(comparison.left_out(), 7u);
  EXPECT_TRUE(comparison.Differs());
  const std::string text = comparison.Text();
  EXPECT_TRUE(absl::StrContains(text, "7 inputs are of further kinds"));
  EXPECT_TRUE(absl::StrContains(text, "  GR  "));  // the 200th
  EXPECT_FALSE(absl::StrContains(text, "client \\ server"));
}

}  // namespace
}  // namespace ntlmatrix::compliance
