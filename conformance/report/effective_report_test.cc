// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/effective_report.h"

#include <string>

#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

namespace ntlmatrix::report {
namespace {

using policy::Applies;
using policy::ContainerKind;
using policy::Place;
using policy::SettingId;
using policy::SettingState;
using precedence::ComputerPolicy;

// A GPO that says this of LmCompatibilityLevel.
stores::PolicyInput Input(const std::string& path, SettingState state, uint32_t value = 0) {
  stores::PolicyInput input;
  input.path = path;
  input.format = "security-template";
  for (const SettingId id : policy::AllSettings()) {
    input.settings.emplace_back();
    input.settings.back().id = id;
  }
  policy::PolicySetting& level = input.settings.back();
  level.state = state;
  level.value = value;
  level.sources.push_back({path, Place::Line(7), 4, "5", state, value, ""});
  return input;
}

// A computer in an OU that blocks inheritance, in a site.
ComputerPolicy Computer() {
  ComputerPolicy computer;
  computer.link_order = "order.json";
  computer.inputs = {Input("a.inf", SettingState::kDefined, 5),
                     Input("b.inf", SettingState::kDefined, 3),
                     Input("c.inf", SettingState::kDeleted)};
  computer.inputs[0].name = "Servers\033";
  computer.containers = {
      {"this computer", ContainerKind::kLocal, false, {{2, true, false, Applies::kYes}}},
      {"Berlin", ContainerKind::kSite, false, {{1, true, false, Applies::kYes}}},
      {"example.com", ContainerKind::kDomain, false, {{0, true, true, Applies::kYes}}},
      {"Servers",
       ContainerKind::kOu,
       true,
       {{1, false, false, Applies::kYes},
        {1, true, false, Applies::kNo},
        {1, true, false, Applies::kYes}}}};
  return computer;
}

void Decide(ComputerPolicy* computer) {
  std::vector<policy::Gpo> gpos;
  for (const stores::PolicyInput& input : computer->inputs) {
    gpos.push_back(precedence::GpoOf(input));
  }
  computer->settings = policy::EffectivePolicy(computer->containers, gpos);
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(EffectiveReportTest, TellsOfEveryLinkWithItsReason) {
  ComputerPolicy computer = Computer();
  Decide(&computer);
  const std::string text =
      EffectiveText(computer, {policy::Os::k2022, policy::Role::kMemberServer});
  EXPECT_TRUE(Contains(text, R"(  LmCompatibilityLevel  gets     5
      Send NTLMv2 response only. Refuse LM & NTLM
    > domain example.com, link order 1, enforced: a.inf, "Servers\u001b"
          5; wins
          at a.inf:7
      ou Servers, link order 1: b.inf
          3; the link is disabled
      ou Servers, link order 2: b.inf
          3; filtered out: does not apply to this computer
      ou Servers, link order 3: b.inf
          3; the enforced link wins: domain example.com, link order 1
      site Berlin, link order 1: b.inf
          3; blocked by the block inheritance of ou Servers
      local this computer, link order 1: c.inf
          deleted; the enforced link wins: domain example.com, link order 1
)")) << text;
  EXPECT_TRUE(Contains(text,
                       "  NtlmMinClientSec      no GPO that applies defines it\n"
                       "      the documented default applies:\n"))
      << text;
  EXPECT_TRUE(Contains(text, "          does not define it\n")) << text;
}

TEST(EffectiveReportTest, TellsOfTheLinkOrderAndTheNearerContainer) {
  ComputerPolicy computer = Computer();
  computer.containers[2].links = {{0, true, false, Applies::kYes}, {1, true, false, Applies::kYes}};
  computer.containers[3] = {"Servers", ContainerKind::kOu, false, {}};
  Decide(&computer);
  const std::string text = EffectiveText(computer, {});
  EXPECT_TRUE(Contains(text,
                       "3; the lower link order of the same container wins: domain "
                       "example.com, link order 1"))
      << text;
  EXPECT_TRUE(Contains(text,
                       "3; the link nearer to the computer wins: domain example.com, link "
                       "order 1"))
      << text;
}

TEST(EffectiveReportTest, NeverReadsAsPermissionWithoutAnAnswer) {
  ComputerPolicy computer = Computer();
  computer.inputs[0] = stores::UnreadablePolicyInput("a.inf", absl::NotFoundError("gone"));
  Decide(&computer);
  const std::string text = EffectiveText(computer, {});
  EXPECT_TRUE(Contains(text,
                       "  LmCompatibilityLevel  malformed  no requirement can be derived from "
                       "this\n      a.inf can't be read\n"))
      << text;
  EXPECT_TRUE(Contains(text, "unreadable or with errors, see below; wins")) << text;
  EXPECT_TRUE(Contains(text, "The GPOs with findings:\na.inf: unreadable\n")) << text;
  EXPECT_FALSE(Contains(text, "gets "));
  EXPECT_FALSE(Contains(text, "default applies"));
}

TEST(EffectiveReportTest, TellsOfFiltersThatAreNotKnownAndOfFindings) {
  ComputerPolicy computer = Computer();
  computer.containers[2].links[0].applies = Applies::kUnknown;
  Decide(&computer);
  computer.findings.push_back({"some-finding", Severity::kWarning, "message", "do so", {}});
  computer.findings.push_back({"other-finding", Severity::kNote, "message", "", {}});
  const std::string text = EffectiveText(computer, {});
  EXPECT_TRUE(Contains(text, "conflicting  no requirement")) << text;
  EXPECT_TRUE(Contains(text,
                       "5; wins where its filter lets it apply, which the link order does not "
                       "know\n          at a.inf:7\n"))
      << text;
  EXPECT_TRUE(Contains(text,
                       "  warning: order.json: message [some-finding]\n    fix: do so\n"
                       "  note: order.json: message [other-finding]\n"))
      << text;
}

TEST(EffectiveReportTest, WritesJson) {
  ComputerPolicy computer = Computer();
  Decide(&computer);
  computer.findings.push_back({"some-finding", Severity::kWarning, "message", "do so", {}});
  const auto json = nlohmann::json::parse(
      EffectiveJson(computer, {policy::Os::k2022, policy::Role::kMemberServer}));
  EXPECT_EQ(json["schema"], "ntlmatrix/policy/1");
  EXPECT_EQ(json["inputs"].size(), 3u);
  const auto& effective = json["effective_policy"];
  EXPECT_EQ(effective["link_order"], "order.json");
  const auto& level = effective["settings"]["LmCompatibilityLevel"];
  EXPECT_EQ(level["state"], "defined");
  EXPECT_EQ(level["value"], 5);
  EXPECT_EQ(level["hex"], "0x00000005");
  EXPECT_TRUE(level["defaults"].empty());
  ASSERT_EQ(level["links"].size(), 6u);
  EXPECT_EQ(level["links"][0]["standing"], "wins");
  EXPECT_EQ(level["links"][0]["kind"], "domain");
  EXPECT_EQ(level["links"][4]["standing"], "blocked");
  EXPECT_EQ(level["links"][4]["reason"], "blocked by the block inheritance of ou Servers");
  EXPECT_EQ(level["links"][5]["state"], "deleted");
  EXPECT_TRUE(level["links"][5]["value"].is_null());
  const auto& client = effective["settings"]["NtlmMinClientSec"];
  EXPECT_EQ(client["state"], "not-defined");
  EXPECT_TRUE(client["value"].is_null());
  ASSERT_EQ(client["defaults"].size(), 1u);
  EXPECT_EQ(client["defaults"][0]["value"], 0x20000000);
  EXPECT_EQ(effective["findings"][0]["id"], "some-finding");
  EXPECT_EQ(effective["findings"][0]["place"]["file"], "order.json");
}

}  // namespace
}  // namespace ntlmatrix::report
