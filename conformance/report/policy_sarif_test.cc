// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_sarif.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

#include "conformance/report/policy_sarif_rules.h"

namespace ntlmatrix::report {
namespace {

using nlohmann::json;
using policy::Place;
using policy::PolicyFinding;

PolicyInput InputWith(std::string path, std::vector<PolicyFinding> findings) {
  PolicyInput input;
  input.path = std::move(path);
  input.format = "security-template";
  input.findings = std::move(findings);
  return input;
}

json SarifOf(const std::vector<PolicyInput>& inputs) {
  PolicySarif sarif("/repo");
  for (const PolicyInput& input : inputs) sarif.Add(input);
  return json::parse(sarif.Text());
}

// What SARIF 2.1.0 demands of every file, and GitHub besides: version, one run, a tool with a name,
// rules with texts, and for each result a rule that is there, a level, a text, one location with a
// relative path and a start line, and a fingerprint.
void ExpectValid(const json& sarif) {
  EXPECT_EQ(sarif.at("version"), "2.1.0");
  EXPECT_TRUE(absl::StrContains(sarif.at("$schema").get<std::string>(), "sarif-2.1.0"));
  ASSERT_EQ(sarif.at("runs").size(), 1u);
  const json& run = sarif["runs"][0];
  const json& driver = run.at("tool").at("driver");
  EXPECT_FALSE(driver.at("name").get<std::string>().empty());
  EXPECT_FALSE(driver.at("version").get<std::string>().empty());
  const std::set<std::string> levels = {"error", "warning", "note"};
  std::set<std::string> rules;
  for (const json& rule : driver.at("rules")) {
    EXPECT_TRUE(rules.insert(rule.at("id").get<std::string>()).second) << rule;
    for (const char* text : {"shortDescription", "fullDescription", "help"}) {
      EXPECT_FALSE(rule.at(text).at("text").get<std::string>().empty()) << rule;
      EXPECT_LE(rule[text]["text"].get<std::string>().size(), 1024u);
    }
    EXPECT_EQ(levels.count(rule.at("defaultConfiguration").at("level")), 1u) << rule;
    EXPECT_LE(rule.at("properties").at("tags").size(), 10u);
  }
  ASSERT_TRUE(run.at("results").is_array());
  EXPECT_LE(run["results"].size(), 5000u);
  std::set<std::string> identities;
  for (const json& result : run["results"]) {
    EXPECT_EQ(rules.count(result.at("ruleId")), 1u) << result;
    EXPECT_EQ(levels.count(result.at("level")), 1u) << result;
    EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty()) << result;
    ASSERT_EQ(result.at("locations").size(), 1u) << result;
    const json& place = result["locations"][0].at("physicalLocation");
    const auto uri = place.at("artifactLocation").at("uri").get<std::string>();
    EXPECT_FALSE(uri.empty());
    EXPECT_EQ(uri.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-._~/%"),
              std::string::npos)
        << uri;
    EXPECT_GE(place.at("region").at("startLine").get<int64_t>(), 1) << result;
    const auto hash =
        result.at("partialFingerprints").at("primaryLocationLineHash").get<std::string>();
    EXPECT_TRUE(
        identities.insert(absl::StrCat(result["ruleId"].get<std::string>(), uri, hash)).second)
        << result;
  }
}

json Results(const json& sarif) { return sarif["runs"][0]["results"]; }

std::string Fingerprint(const json& result) {
  return result["partialFingerprints"]["primaryLocationLineHash"];
}

TEST(PolicySarifTest, IsWrittenWithoutResults) {
  const json sarif = SarifOf({});
  ExpectValid(sarif);
  EXPECT_TRUE(Results(sarif).empty());
  EXPECT_TRUE(Results(SarifOf({InputWith("a.inf", {})})).empty());
}

TEST(PolicySarifTest, WritesFindingsAndVerdicts) {
  PolicyInput input = InputWith(
      "/repo/gpo/a.inf", {{"unknown-bits", Severity::kError, "bits 0x1", "write 0", Place::Line(7)},
                          {"wrong-location", Severity::kError, "not here", "there",
                           Place::Offset(28), "Machine/b.pol"},
                          {"duplicate", Severity::kWarning, "twice", "", Place()}});
  input.verdicts.push_back({"not-required", Severity::kError, "no", "yes", Place::Line(0)});
  const json sarif = SarifOf({input});
  ExpectValid(sarif);
  const json results = Results(sarif);
  ASSERT_EQ(results.size(), 4u);
  const auto place = [&](size_t i) { return results[i]["locations"][0]["physicalLocation"]; };
  EXPECT_EQ(results[0]["message"]["text"], "bits 0x1. Fix: write 0");
  EXPECT_EQ(place(0)["artifactLocation"]["uri"], "gpo/a.inf");
  EXPECT_EQ(place(0)["region"], json({{"startLine", 7}}));
  EXPECT_EQ(results[1]["message"]["text"], "not here (at offset 0x1c). Fix: there");
  EXPECT_EQ(place(1)["artifactLocation"]["uri"], "gpo/a.inf/Machine/b.pol");
  EXPECT_EQ(place(1)["region"], json({{"startLine", 1}, {"byteOffset", 28}}));
  EXPECT_EQ(results[2]["ruleId"], "not-required");
  EXPECT_EQ(place(2)["region"], json({{"startLine", 1}}));
  EXPECT_EQ(results[3]["level"], "warning");
}

TEST(PolicySarifTest, AnUnreadableInputIsAResult) {
  const json sarif = SarifOf({stores::UnreadablePolicyInput(
      "x\n.inf", policy::AtPlace(absl::InvalidArgumentError("no \x1b"), Place::Line(3)))});
  ExpectValid(sarif);
  ASSERT_EQ(Results(sarif).size(), 1u);
  EXPECT_EQ(Results(sarif)[0]["ruleId"], "unreadable");
  EXPECT_EQ(Results(sarif)[0]["level"], "error");
  EXPECT_TRUE(absl::StartsWith(Results(sarif)[0]["message"]["text"].get<std::string>(),
                               "no \\u001b. Fix: "));
}

TEST(PolicySarifTest, SaysWhetherTheRunIsComplete) {
  PolicySarif sarif("/repo");
  EXPECT_EQ(json::parse(sarif.Text())["runs"][0]["invocations"],
            json::parse(R"([{"executionSuccessful": true}])"));
  sarif.Add(InputWith("a", {{"duplicate", Severity::kError, "x", "", Place()}}));
  sarif.SetIncomplete("interrupted");
  const json document = json::parse(sarif.Text());
  ExpectValid(document);
  EXPECT_EQ(Results(document).size(), 1u);
  const json& invocation = document["runs"][0]["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["level"], "error");
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["message"]["text"], "interrupted");
}

TEST(PolicySarifTest, FingerprintsStayWhenLinesMove) {
  const auto result = [](const char* path, std::string message, uint64_t line) {
    return Results(SarifOf({InputWith(
        path, {{"duplicate", Severity::kError, std::move(message), "", Place::Line(line)}})}))[0];
  };
  EXPECT_EQ(Fingerprint(result("a", "set at 4, 15", 4)),
            Fingerprint(result("a", "set at 6, 7", 6)));
  EXPECT_EQ(Fingerprint(result("a", "x", 4)), Fingerprint(result("/repo/b", "x", 4)));
  EXPECT_NE(Fingerprint(result("a", "x", 4)), Fingerprint(result("a", "y", 4)));
  // For ever: code scanning would open every alert anew.
  EXPECT_EQ(Fingerprint(result("a", "set at 4, 15", 4)), "da0fb129bb39ed7d:1");
}

TEST(PolicySarifTest, EqualResultsOfAFileAreCounted) {
  const PolicyFinding finding{"duplicate", Severity::kError, "x", "", Place::Line(4)};
  const json sarif = SarifOf({InputWith("a", {finding, finding}), InputWith("b", {finding})});
  ExpectValid(sarif);
  EXPECT_TRUE(absl::EndsWith(Fingerprint(Results(sarif)[0]), ":1"));
  EXPECT_TRUE(absl::EndsWith(Fingerprint(Results(sarif)[1]), ":2"));
  EXPECT_EQ(Fingerprint(Results(sarif)[2]), Fingerprint(Results(sarif)[0]));
}

TEST(PolicySarifTest, KeepsTheGravestResultsAndSaysHowManyAreMissing) {
  PolicySarif sarif("/repo", 20);
  for (int i = 0; i < 30; ++i) {
    sarif.Add(InputWith(absl::StrCat(i), {{"duplicate", Severity::kNote, "x", "", Place()}}));
    // One result gives way to the one that says so.
    EXPECT_EQ(sarif.left_out(), i < 20 ? 0u : static_cast<size_t>(i) - 18) << i;
  }
  EXPECT_EQ(Results(json::parse(sarif.Text())).size(), 20u);
  for (int i = 0; i < 10; ++i) {
    sarif.Add(InputWith(absl::StrCat("e", i), {{"deleted", Severity::kError, "x", "", Place()}}));
  }
  const json document = json::parse(sarif.Text());
  ExpectValid(document);
  const json results = Results(document);
  ASSERT_EQ(results.size(), 20u);
  EXPECT_EQ(results[9]["level"], "error");
  EXPECT_EQ(results[10]["level"], "note");
  EXPECT_EQ(results[19]["ruleId"], "results-left-out");
  EXPECT_EQ(results[19]["message"]["text"],
            "21 more results are not in this file; the gravest are. Fix: mend those that are "
            "listed first");
}

TEST(PolicySarifTest, PathsBecomeUris) {
  EXPECT_EQ(PathUri("a.inf", "/repo"), "a.inf");
  EXPECT_EQ(PathUri("./a//b/../c.inf", "/repo"), "a/c.inf");
  EXPECT_EQ(PathUri("/repo/a.inf", "/repo"), "a.inf");
  EXPECT_EQ(PathUri("/repo/a.inf", "/"), "repo/a.inf");
  EXPECT_EQ(PathUri("/repository/a.inf", "/repo"), "file:///repository/a.inf");
  EXPECT_EQ(PathUri("../a.inf", "/repo"), "../a.inf");
  EXPECT_EQ(PathUri("{1}/Windows NT/\xC3\xA4:\\.inf", "/repo"),
            "%7B1%7D/Windows%20NT/%C3%A4%3A%5C.inf");
  EXPECT_EQ(PathUri("/repo/", "/repo"), ".");
}

TEST(PolicySarifTest, EveryRuleHasHelp) {
  EXPECT_TRUE(absl::StrContains(FindingHelp("unknown-bits"), "no document"));
  EXPECT_TRUE(absl::StrContains(FindingHelp("no-such-finding"), "no such finding"));
}

}  // namespace
}  // namespace ntlmatrix::report
