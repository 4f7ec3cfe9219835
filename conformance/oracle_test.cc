// SPDX-License-Identifier: Apache-2.0

#include "conformance/oracle.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

Expectation ExpectCell(absl::string_view name, Reading reading = Reading::kCorrected) {
  const auto cell = CellFromName(name);
  EXPECT_TRUE(cell.ok()) << cell.status();
  return Expect(DocumentedSituation(*cell), reading);
}

std::string FailingRules(const Expectation& expectation) {
  std::string ids;
  for (const VerdictRule* rule : expectation.failing) {
    ids += (ids.empty() ? "" : " ") + std::string(rule->rule.id);
  }
  return ids;
}

TEST(OracleTest, CountsOfTheCoreMatrix) {
  int corrected = 0, page = 0, differ = 0;
  for (const Cell& cell : AllCells(Family::kPolicy)) {
    const Situation situation = DocumentedSituation(cell);
    const bool fails = Expect(situation, Reading::kCorrected).verdict == Verdict::kFail;
    const bool fails_by_page = Expect(situation, Reading::kPage2016).verdict == Verdict::kFail;
    corrected += fails;
    page += fails_by_page;
    differ += fails != fails_by_page;
  }
  EXPECT_EQ(corrected, 716);
  EXPECT_EQ(page, 728);
  EXPECT_EQ(differ, 216);
}

// However the rules are cut, together they must be this mask (KB 239869).
TEST(OracleTest, CorrectedVerdictIsTheMaskOfRequiredAndNotNegotiated) {
  for (const Cell& cell : AllCells()) {
    const Situation situation = DocumentedSituation(cell);
    const bool fails = (situation.setting & 0x20080030u & ~situation.Negotiated()) != 0;
    EXPECT_EQ(Expect(situation, Reading::kCorrected).verdict == Verdict::kFail, fails)
        << cell.Name();
  }
}

// The table of `ntlmatrix run` has one column for levels 1 to 5 and none for 56-bit.
TEST(OracleTest, LevelsAbove0And56BitChangeNoExpectation) {
  for (const Cell& cell : AllCells()) {
    Cell shown = cell;
    shown.lm = cell.lm == 0 ? 0 : 1;
    shown.server &= ~flags::k56;
    for (const Reading reading : {Reading::kCorrected, Reading::kPage2016}) {
      const Expectation expectation = Expect(DocumentedSituation(cell), reading);
      const Expectation in_table = Expect(DocumentedSituation(shown), reading);
      EXPECT_EQ(expectation.verdict, in_table.verdict) << cell.Name();
      EXPECT_EQ(expectation.strength, in_table.strength) << cell.Name();
    }
  }
}

TEST(OracleTest, Missing128DependsOnWhatTheApplicationAsks) {
  const Expectation sealing =
      ExpectCell("policy/min=0x20000000/lm=3/app=confidentiality/server=ess");
  EXPECT_EQ(sealing.verdict, Verdict::kFail);
  EXPECT_EQ(sealing.strength, Strength::kRequired);
  EXPECT_EQ(sealing.codes, std::vector<uint32_t>{0x80090302});
  EXPECT_EQ(ExpectCell("policy/min=0x20000000/lm=3/app=integrity/server=ess").strength,
            Strength::kRecommended);
  EXPECT_EQ(ExpectCell("policy/min=0x20000000/lm=3/app=none/server=ess").strength,
            Strength::kUndocumented);
}

TEST(OracleTest, StrongestStrengthWinsAndOneMissingCodeLeavesTheStatusOpen) {
  const Expectation both = ExpectCell("policy/min=0x20080000/lm=3/app=none/server=none");
  EXPECT_EQ(FailingRules(both), "min-security/ess min-security/128-none");
  EXPECT_EQ(both.strength, Strength::kRequired);
  EXPECT_TRUE(both.codes.empty());
}

TEST(OracleTest, Level0NeverMeetsNtlmV2SessionSecurity) {
  const Expectation lacking = ExpectCell("policy/min=0x80000/lm=0/app=confidentiality/server=128");
  EXPECT_EQ(FailingRules(lacking), "min-security/ess-level-0");
  EXPECT_EQ(lacking.strength, Strength::kRequired);
  const Expectation unoffered =
      ExpectCell("policy/min=0x80000/lm=0/app=confidentiality/server=ess,128,56");
  EXPECT_EQ(FailingRules(unoffered), "min-security/ess-level-0-unoffered");
  EXPECT_EQ(unoffered.strength, Strength::kRecommended);
}

TEST(OracleTest, OfferedAtLevel0AfterAllIsJudgedAsSeen) {
  Situation situation =
      DocumentedSituation(*CellFromName("policy/min=0x80000/lm=0/app=confidentiality/server=ess"));
  situation.offered |= flags::kExtendedSessionSecurity;
  EXPECT_EQ(Expect(situation, Reading::kCorrected).verdict, Verdict::kAccept);
}

TEST(OracleTest, The2016PageExchangesTheTwoOptions) {
  for (const absl::string_view min : {"0x80000", "0x20000000", "undefined-modern"}) {
    for (const absl::string_view server : {"ess", "128"}) {
      const std::string name = "policy/min=" + std::string(min) +
                               "/lm=3/app=confidentiality/server=" + std::string(server);
      EXPECT_NE(ExpectCell(name).verdict, ExpectCell(name, Reading::kPage2016).verdict) << name;
    }
  }
  const Expectation page =
      ExpectCell("policy/min=0x80000/lm=3/app=none/server=ess", Reading::kPage2016);
  EXPECT_EQ(page.strength, Strength::kRequired);
  EXPECT_TRUE(page.codes.empty());
}

TEST(OracleTest, UndocumentedBitsNeverChangeAVerdict) {
  const Expectation unknown = ExpectCell("policy-odd/min=0x20040000/lm=3/app=none/server=128");
  EXPECT_EQ(unknown.verdict, Verdict::kAccept);
  EXPECT_EQ(unknown.strength, Strength::kUndocumented);
  EXPECT_EQ(unknown.ambiguities, std::vector<absl::string_view>{"unknown-policy-bits"});
  const Expectation fail =
      ExpectCell("policy-odd/min=0x20040000/lm=3/app=confidentiality/server=56");
  EXPECT_EQ(fail.verdict, Verdict::kFail);
  EXPECT_EQ(fail.strength, Strength::kRequired);
}

TEST(OracleTest, RequestNotGrantedIsRequiredForSecureRpcOnly) {
  Situation situation =
      DocumentedSituation(*CellFromName("policy/min=0/lm=3/app=confidentiality/server=ess,128,56"));
  situation.granted &= ~flags::kSeal;
  EXPECT_EQ(FailingRules(Expect(situation, Reading::kCorrected)),
            "request-not-granted/confidentiality");
  EXPECT_EQ(Expect(situation, Reading::kCorrected).strength, Strength::kRecommended);
  situation.secure_rpc = true;
  EXPECT_EQ(FailingRules(Expect(situation, Reading::kCorrected)),
            "request-not-granted/rpc-confidentiality");
  EXPECT_EQ(Expect(situation, Reading::kCorrected).strength, Strength::kRequired);
}

TEST(OracleTest, EveryRequestedServiceMustBeNegotiated) {
  for (const Application app :
       {Application::kNone, Application::kIntegrity, Application::kConfidentiality}) {
    for (const ntlm::NegotiateFlags missing : {flags::kSign, flags::kSeal}) {
      const bool requested = app == Application::kConfidentiality ||
                             (app == Application::kIntegrity && missing == flags::kSign);
      for (const bool secure_rpc : {false, true}) {
        const Situation situation = {.lm = 3,
                                     .app = app,
                                     .secure_rpc = secure_rpc,
                                     .offered = flags::kSign | flags::kSeal,
                                     .granted = (flags::kSign | flags::kSeal) & ~missing};
        const Expectation expectation = Expect(situation, Reading::kCorrected);
        EXPECT_EQ(expectation.verdict == Verdict::kFail, requested)
            << ApplicationName(app) << " without " << missing;
        const Strength fails = secure_rpc ? Strength::kRequired : Strength::kRecommended;
        EXPECT_EQ(expectation.strength, requested ? fails : Strength::kRequired);
        EXPECT_TRUE(expectation.codes.empty());
      }
    }
  }
}

TEST(OracleTest, MissingNetbiosNamesFailNtlmV2WithIntegrityOrConfidentiality) {
  for (int lm = 0; lm <= 5; ++lm) {
    for (const Application app :
         {Application::kNone, Application::kIntegrity, Application::kConfidentiality}) {
      Situation situation = DocumentedSituation(
          {.min = {}, .lm = lm, .app = app, .server = flags::kExtendedSessionSecurity});
      situation.netbios_names = false;
      const Expectation expectation = Expect(situation, Reading::kCorrected);
      const bool fails = lm >= 3 && app != Application::kNone;
      EXPECT_EQ(FailingRules(expectation), fails ? "nb-names" : "") << lm << ApplicationName(app);
      EXPECT_EQ(expectation.codes,
                fails ? std::vector<uint32_t>{0xC000006D} : std::vector<uint32_t>{});
    }
  }
}

// check-order: any of the codes of the rules that fail.
TEST(OracleTest, RulesWithTwoCodesAllowBoth) {
  Situation situation = DocumentedSituation(
      *CellFromName("policy/min=0x20000000/lm=3/app=confidentiality/server=ess"));
  situation.netbios_names = false;
  EXPECT_EQ(Expect(situation, Reading::kCorrected).codes,
            (std::vector<uint32_t>{0x80090302, 0xC000006D}));
}

TEST(OracleTest, ResponsesFollowLevelAndExtendedSessionSecurity) {
  EXPECT_EQ(ExpectedResponse(0, 0), ResponseForm::kLmAndNtlm);
  EXPECT_EQ(ExpectedResponse(2, 0), ResponseForm::kNtlmInBoth);
  EXPECT_EQ(ExpectedResponse(2, flags::kExtendedSessionSecurity), ResponseForm::kNtlmEss);
  EXPECT_EQ(ExpectedResponse(5, 0), ResponseForm::kNtlmV2);
}

TEST(RulesTest, EveryRuleHasItsOwnIdAndACitation) {
  std::set<absl::string_view> ids;
  const auto check = [&](const Rule& rule) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.says.empty()) << rule.id;
    ASSERT_FALSE(rule.citations.empty()) << rule.id;
    for (const Citation& citation : rule.citations) EXPECT_FALSE(citation.quote.empty()) << rule.id;
  };
  for (const VerdictRule& rule : VerdictRules()) check(rule.rule);
  for (const ExchangeRule& rule : ExchangeRules()) check(rule.rule);
}

TEST(RulesTest, TheIdOfAnExchangeRuleBeginsWithWhatItLooksAt) {
  for (const ExchangeRule& rule : ExchangeRules()) {
    EXPECT_TRUE(absl::StartsWith(rule.rule.id, absl::StrCat(rule.looks_at, "/"))) << rule.rule.id;
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance
