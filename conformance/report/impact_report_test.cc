// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/impact_report.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace ntlmatrix::report {
namespace {

using conformance::Side;

ImpactReport Report(const impact::Requirement& requirement, const impact::Peer& peer) {
  ImpactReport report = {.requirements = {requirement}};
  const auto judged = impact::Judge(requirement, peer);
  if (judged) report.own.push_back(*judged);
  return report;
}

TEST(ImpactTextTest, SaysWhoIsRefusedAndWhy) {
  const std::string text =
      ImpactText(Report({Side::kServer, 0x20080000}, impact::PeerOfFlagWord(0x8205)));
  EXPECT_TRUE(absl::StrContains(text, "NtlmMinServerSec 0x20080000"));
  EXPECT_TRUE(absl::StrContains(text, "refused: --flags 0x00008205"));
  EXPECT_TRUE(absl::StrContains(text, "missing     extended session security (0x00080000) and"));
  EXPECT_TRUE(absl::StrContains(text, "refused: go-ntlmssp before PR #18"));
  EXPECT_TRUE(absl::StrContains(text, "hashicorp/packer#6205"));
  EXPECT_TRUE(absl::StrContains(text, "STATUS_NTLM_BLOCKED"));
}

TEST(ImpactTextTest, IsNeverAYesOrNoWhereDocumentsAreOpen) {
  const std::string text =
      ImpactText(Report({Side::kClient, 0x20000000}, impact::PeerOfFlagWord(0x8205)));
  EXPECT_TRUE(
      absl::StrContains(text, "undocumented (seen in the field: accepted): --flags 0x00008205"));
}

TEST(ImpactTextTest, IsNoWiderThan100Columns) {
  for (const Side side : {Side::kClient, Side::kServer}) {
    ImpactReport report = Report({side, 0xa0080030}, impact::PeerOfFlagWord(0x8205));
    report.not_judged.push_back(std::string(30, 'a') + " " + std::string(90, 'b'));
    for (const absl::string_view line : absl::StrSplit(ImpactText(report), '\n')) {
      EXPECT_LE(line.size(), 100u) << std::string(line);
    }
  }
}

TEST(ImpactTextTest, CountsAlikeEvents) {
  impact::Peer peer = impact::PeerOfEvent({Side::kServer, 0x8205, 0x80000});
  peer.name = "log.xml:7";
  peer.count = 3;
  const std::string text = ImpactText(Report({Side::kServer, 0x80000}, peer));
  EXPECT_TRUE(absl::StrContains(text, "refused: log.xml:7 and 2 more like it"));
}

TEST(ImpactTextTest, SaysLikelyForALogon) {
  impact::Peer peer = impact::PeerOfLogon(56);
  peer.name = "log.xml:7";
  const std::string text = ImpactText(Report({Side::kServer, 0x20000000}, peer));
  EXPECT_TRUE(absl::StrContains(text, "likely refused: log.xml:7"));
  EXPECT_TRUE(absl::StrContains(text, "KeyLength proves little"));
}

TEST(ImpactTextTest, EscapesWhatInputsAreCalled) {
  impact::Peer peer = impact::PeerOfEvent({Side::kServer, 0x8205, 0x80000});
  peer.name = "\x1b[31m";
  EXPECT_FALSE(absl::StrContains(ImpactText(Report({Side::kServer, 0x80000}, peer)), "\x1b"));
}

TEST(ImpactTextTest, NoMinimumRefusesNobody) {
  const std::string text = ImpactText({.requirements = {{Side::kClient, 0}}});
  EXPECT_TRUE(absl::StrContains(text, "no minimum"));
  EXPECT_TRUE(absl::StrContains(text, ": 0 refused, "));
  EXPECT_FALSE(absl::StrContains(text, "What a refusal looks like"));
}

TEST(ImpactJsonTest, HasWhatTheTextSays) {
  ImpactReport report = Report({Side::kServer, 0x20000000}, impact::PeerOfFlagWord(0x8205));
  report.errors.push_back("a: b");
  const auto json = nlohmann::json::parse(ImpactJson(report));
  EXPECT_EQ(json["schema"], "ntlmatrix/impact/1");
  EXPECT_EQ(json["errors"][0], "a: b");
  const auto& requirement = json["requirements"][0];
  EXPECT_EQ(requirement["side"], "server");
  EXPECT_EQ(requirement["setting"], "NtlmMinServerSec");
  EXPECT_EQ(requirement["hex"], "0x20000000");
  const auto& own = requirement["own"][0];
  EXPECT_EQ(own["kind"], "flags");
  EXPECT_EQ(own["outcome"], "undocumented");
  EXPECT_EQ(own["words"], "undocumented (seen in the field: accepted)");
  EXPECT_EQ(own["ambiguities"][0], "128-without-sealing");
  EXPECT_EQ(own["missing"], "0x20000000");
  EXPECT_EQ(own["missing_names"][0], "128-bit encryption");
  EXPECT_EQ(own["flags"], "0x00008205");
  bool refused = false;
  bool unknown = false;
  for (const auto& product : requirement["products"]) {
    EXPECT_FALSE(product["sources"].empty());
    refused = refused || product["outcome"] == "refused";
    unknown = unknown || (product["outcome"] == "unknown" && !product["depends_on"].empty());
  }
  EXPECT_TRUE(refused);
  EXPECT_TRUE(unknown);
}

TEST(ImpactLineTest, CountsAndNamesTheCommand) {
  const std::string line = ImpactLine({Side::kClient, 0x20080000});
  EXPECT_TRUE(absl::StrContains(line, " named servers: ntlmatrix impact --min 0x20080000")) << line;
  EXPECT_TRUE(absl::StrContains(ImpactLine({Side::kServer, 0x80000}),
                                "named clients: ntlmatrix impact --server-min 0x80000"));
}

TEST(RequirementWordsTest, NameEveryBit) {
  EXPECT_EQ(RequirementWords(0), "no minimum");
  EXPECT_EQ(RequirementWords(0x20080000),
            "Require NTLMv2 session security (extended session security), Require 128-bit "
            "encryption");
  EXPECT_EQ(RequirementWords(0x40000), "undocumented bits 0x00040000");
}

}  // namespace
}  // namespace ntlmatrix::report
