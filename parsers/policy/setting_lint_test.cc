// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/setting_lint.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

PolicySetting Setting(SettingId id, std::optional<uint32_t> value) {
  PolicySetting setting{id, SettingState::kNotDefined, 0, {}};
  if (!value.has_value()) return setting;
  setting.state = SettingState::kDefined;
  setting.value = *value;
  SettingSource source;
  source.file = "store.inf";
  source.place = Place::Line(4);
  setting.sources.push_back(source);
  source.file = "other.pol";
  source.place = Place::Line(7);
  setting.sources.push_back(source);
  return setting;
}

std::vector<PolicyFinding> Lint(std::optional<uint32_t> client, std::optional<uint32_t> server,
                                std::optional<uint32_t> level) {
  return LintSettings(
      {Setting(SettingId::kNtlmMinClientSec, client), Setting(SettingId::kNtlmMinServerSec, server),
       Setting(SettingId::kLmCompatibilityLevel, level)},
      "store.inf");
}

// "id! id? id", with ! for an error and ? for a warning.
std::string Ids(std::optional<uint32_t> client, std::optional<uint32_t> server = {},
                std::optional<uint32_t> level = {}) {
  std::string ids;
  for (const PolicyFinding& finding : Lint(client, server, level)) {
    absl::StrAppend(&ids, ids.empty() ? "" : " ", finding.id,
                    finding.severity == Severity::kError     ? "!"
                    : finding.severity == Severity::kWarning ? "?"
                                                             : "");
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.fix.empty());
  }
  return ids;
}

TEST(SettingLintTest, FindsNothingInTheRecommendedValuesNorInSilence) {
  EXPECT_EQ(Ids({}), "");
  EXPECT_EQ(Ids(0x20080000, 0x20080000, 5), "");
  EXPECT_EQ(Ids({}, {}, 0), "");
  EXPECT_EQ(Ids(0x20080000, {}, 1), "");
  EXPECT_EQ(Ids(0x20040000), "");  // the interpreter reports the bits themselves
}

TEST(SettingLintTest, TellsOptionsAloneApart) {
  EXPECT_EQ(Ids(0x20000000), "session-security-not-required");
  EXPECT_EQ(Ids(0x80000), "128-bit-not-required?");
  EXPECT_EQ(Ids(0), "requires-nothing");
  EXPECT_EQ(Ids({}, 0x20000000), "session-security-not-required");
  EXPECT_EQ(Ids({}, 0x80000), "128-bit-not-required?");
  EXPECT_EQ(Lint(0x80000, {}, {})[0].fix, "write 537395200 to require both");
  EXPECT_EQ(Lint(0x80000010, {}, {})[0].id, "legacy-bits");
}

TEST(SettingLintTest, WarnsOfBitsThatEditorsNoLongerOffer) {
  EXPECT_EQ(Ids(0x20080010), "legacy-bits?");
  EXPECT_EQ(Ids({}, 0x20080020), "legacy-bits?");
  EXPECT_EQ(Ids(0x30), "legacy-bits?");
  EXPECT_EQ(Lint(0x20080030, {}, {})[0].fix, "write 537395200, unless that is meant");
}

TEST(SettingLintTest, FindsRequirementsThatLevel0NeverMeets) {
  EXPECT_EQ(Ids(0x20080000, {}, 0), "never-satisfiable!");
  EXPECT_EQ(Ids({}, 0x20080000, 0), "peers-locked-out?");
  EXPECT_EQ(Ids(0x20080000, 0x20080000, 0), "never-satisfiable! peers-locked-out?");
  EXPECT_EQ(Ids(0x20000000, 0x20000000, 0),
            "session-security-not-required session-security-not-required");
}

TEST(SettingLintTest, JudgesDefinedSettingsOnly) {
  PolicySetting conflicting = Setting(SettingId::kNtlmMinClientSec, 0x80000);
  conflicting.state = SettingState::kConflicting;
  EXPECT_TRUE(LintSettings({conflicting, Setting(SettingId::kNtlmMinServerSec, {}),
                            Setting(SettingId::kLmCompatibilityLevel, 0)},
                           "store.inf")
                  .empty());
}

TEST(SettingLintTest, NamesTheLastPlace) {
  const auto findings = Lint(0x80000, {}, {});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].place, Place::Line(7));
  EXPECT_EQ(findings[0].file, "other.pol");
}

}  // namespace
}  // namespace ntlmatrix::policy
