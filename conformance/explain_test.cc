// SPDX-License-Identifier: Apache-2.0

#include "conformance/explain.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

#include "conformance/ambiguities.h"

namespace ntlmatrix::conformance {
namespace {

// The field evidence: mssql-jdbc issue 1180, and go-ntlmssp before its change of 2018.
constexpr uint32_t kBoth = 0x20080000;
constexpr ntlm::NegotiateFlags kMssqlJdbc = 0x02818205;

Explanation ExplainCell(absl::string_view name) {
  const auto cell = CellFromName(name);
  EXPECT_TRUE(cell.ok()) << cell.status();
  return Explain(QuestionOfCell(*cell));
}

bool HasOpenPoint(const Explanation& explanation, absl::string_view id) {
  return std::any_of(explanation.open_points.begin(), explanation.open_points.end(),
                     [&](const OpenPoint& point) { return point.ambiguity == id; });
}

const Fix* FindFix(const Explanation& explanation, FixKind kind) {
  for (const Fix& fix : explanation.fixes) {
    if (fix.kind == kind) return &fix;
  }
  return nullptr;
}

TEST(ExplainTest, NamesWhatBlocksAndTheSmallestRelaxation) {
  const Explanation explanation = Explain({.required = kBoth, .negotiated = kMssqlJdbc});
  EXPECT_EQ(explanation.verdict_line,
            "The client must refuse: extended session security is required and was not "
            "negotiated.");
  ASSERT_EQ(explanation.obstacles.size(), 2u);
  EXPECT_EQ(explanation.obstacles[0].option->words, "Require NTLMv2 session security");
  EXPECT_EQ(explanation.obstacles[0].rule->rule.id, "min-security/ess");
  ASSERT_EQ(explanation.fixes.size(), 3u);
  EXPECT_EQ(explanation.fixes[0].kind, FixKind::kPeer);
  EXPECT_EQ(explanation.fixes[0].text,
            "On the server: grant NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY (0x00080000) in its "
            "CHALLENGE_MESSAGE.");
  EXPECT_EQ(explanation.fixes[2].kind, FixKind::kWeaken);
  EXPECT_EQ(explanation.fixes[2].value, 0x20000000u);
}

TEST(ExplainTest, ReadsTheApplicationFromSignAndSeal) {
  EXPECT_EQ(Explain({.negotiated = 0x30}).app, Application::kConfidentiality);
  EXPECT_EQ(Explain({.negotiated = 0x10}).app, Application::kIntegrity);
  EXPECT_EQ(Explain({.negotiated = 0x20080000}).app, Application::kNone);
  EXPECT_EQ(Explain({.negotiated = 0x30, .app = Application::kNone}).app, Application::kNone);
}

TEST(ExplainTest, Missing128DependsOnWhatTheApplicationAsks) {
  const Explanation sealing =
      ExplainCell("policy/min=0x20000000/lm=3/app=confidentiality/server=ess");
  EXPECT_EQ(sealing.verdict_line,
            "The client must refuse: 128-bit encryption is required and was not negotiated.");
  EXPECT_EQ(sealing.corrected.codes, std::vector<uint32_t>{kSecEUnsupportedFunction});
  const Explanation signing = ExplainCell("policy/min=0x20000000/lm=3/app=integrity/server=ess");
  EXPECT_TRUE(absl::StartsWith(signing.verdict_line, "The client should refuse: "));
  EXPECT_TRUE(HasOpenPoint(signing, "128-without-sealing"));
}

// Design, section 7: never a bare yes or no.
TEST(ExplainTest, SaysUndocumentedWhereNothingIsSignedOrSealed) {
  const Explanation open = ExplainCell("policy/min=0x20080000/lm=3/app=none/server=ess");
  EXPECT_EQ(open.verdict_line,
            "128-bit encryption is required and was not negotiated: undocumented (seen in the "
            "field: accepted).");
  ASSERT_FALSE(open.open_points.empty());
  EXPECT_EQ(open.open_points[0].text, "undocumented (seen in the field: accepted)");
  const Explanation event = Explain({.reported = true, .required = 0x20000000, .negotiated = 1});
  EXPECT_EQ(event.verdict_line,
            "128-bit encryption is required and was not negotiated: undocumented (seen in the "
            "field: accepted), yet this event reports a refusal.");
}

TEST(ExplainTest, Level0CanOnlyBeHelpedByTheLevel) {
  const Explanation explanation =
      ExplainCell("policy/min=0x80000/lm=0/app=confidentiality/server=ess,128,56");
  EXPECT_EQ(explanation.verdict_line,
            "The client should refuse: extended session security is required and never offered at "
            "LmCompatibilityLevel 0.");
  EXPECT_TRUE(HasOpenPoint(explanation, "level0-unsatisfiable"));
  EXPECT_EQ(FindFix(explanation, FixKind::kPeer), nullptr);
  const Fix* const fix = FindFix(explanation, FixKind::kThisSide);
  ASSERT_NE(fix, nullptr);
  EXPECT_TRUE(absl::StrContains(fix->text, "raise LmCompatibilityLevel from 0 to 1 or more"));
}

TEST(ExplainTest, RequiredIntegrityMustBeAskedForByTheApplication) {
  const Explanation explanation = ExplainCell("policy/min=0x10/lm=3/app=none/server=ess,128,56");
  const Fix* const fix = FindFix(explanation, FixKind::kThisSide);
  ASSERT_NE(fix, nullptr);
  EXPECT_TRUE(absl::StrContains(fix->text, "let the application ask for integrity"));
}

TEST(ExplainTest, ShowsBothReadingsWhereTheyDiffer) {
  const Explanation differ =
      ExplainCell("policy/min=0x20000000/lm=3/app=confidentiality/server=ess");
  EXPECT_TRUE(differ.readings_differ);
  EXPECT_EQ(differ.page2016.verdict, Verdict::kAccept);
  EXPECT_TRUE(HasOpenPoint(differ, "page-2016-swap"));
  EXPECT_TRUE(
      std::any_of(differ.citations.begin(), differ.citations.end(), [](const Citation& citation) {
        return citation.document.title == documents::kPage2016.title;
      }));
  EXPECT_FALSE(ExplainCell("policy/min=0x80000/lm=3/app=none/server=none").readings_differ);
}

TEST(ExplainTest, TheServersPageWasNeverExchanged) {
  const Explanation explanation = Explain({.reported = true,
                                           .side = Side::kServer,
                                           .required = kBoth,
                                           .negotiated = 0x00080000,
                                           .app = Application::kConfidentiality});
  EXPECT_FALSE(explanation.readings_differ);
  EXPECT_TRUE(absl::StartsWith(explanation.verdict_line, "The server must refuse: "));
  for (const Citation& citation : explanation.citations) {
    EXPECT_FALSE(absl::StrContains(citation.quote, "NtlmMinClientSec")) << citation.quote;
  }
  EXPECT_TRUE(absl::StartsWith(explanation.fixes.front().text, "On the client: "));
}

TEST(ExplainTest, SaysWhereNothingIsMissing) {
  EXPECT_EQ(Explain({.required = kBoth, .negotiated = kBoth}).verdict_line,
            "Nothing is missing: by this setting the client must accept.");
  EXPECT_EQ(Explain({}).verdict_line,
            "Nothing is required: by this setting the client must accept.");
  const Explanation event = Explain({.reported = true, .required = kBoth, .negotiated = kBoth});
  EXPECT_EQ(event.verdict_line,
            "Nothing is missing: the flags of this event do not explain the refusal.");
  EXPECT_TRUE(event.fixes.empty());
  EXPECT_TRUE(std::any_of(event.hints.begin(), event.hints.end(), [](const std::string& hint) {
    return absl::StrContains(hint, "0xC0000418");
  }));
}

TEST(ExplainTest, UndocumentedBitsAreLintAndChangeNoVerdict) {
  const Explanation accept = Explain({.required = 0x20040000, .negotiated = 0x20000000});
  EXPECT_EQ(accept.verdict_line,
            "Nothing documented is missing, but no document explains bits 0x00040000 of the "
            "setting: undocumented.");
  ASSERT_EQ(accept.lint.size(), 2u);
  const Explanation fail =
      Explain({.required = 0x80080000, .negotiated = 0x20000000, .app = Application::kNone});
  EXPECT_TRUE(absl::StartsWith(fail.verdict_line, "The client must refuse: "));
  EXPECT_EQ(fail.fixes.back().value, 0x80000000u);
  EXPECT_EQ(fail.lint.size(), 1u);
}

TEST(ExplainTest, AnEventAsksToCorrelateByTime) {
  const Explanation explanation =
      Explain({.reported = true, .required = kBoth, .negotiated = kMssqlJdbc});
  ASSERT_FALSE(explanation.hints.empty());
  EXPECT_TRUE(absl::StrContains(explanation.hints.front(), "names no peer"));
}

// The explanation adds words to the oracle and must not disagree with it.
TEST(ExplainTest, EveryCellIsExplainedAsTheOracleJudgesIt) {
  for (const Cell& cell : AllCells()) {
    const Explanation explanation = Explain(QuestionOfCell(cell));
    const Expectation expected = Expect(DocumentedSituation(cell), Reading::kCorrected);
    EXPECT_EQ(explanation.corrected.verdict, expected.verdict) << cell.Name();
    EXPECT_EQ(explanation.obstacles.size(), expected.failing.size()) << cell.Name();
    EXPECT_EQ(explanation.fixes.empty(), expected.verdict == Verdict::kAccept) << cell.Name();
    EXPECT_FALSE(explanation.citations.empty()) << cell.Name();
    for (const OpenPoint& point : explanation.open_points) {
      EXPECT_NE(FindAmbiguity(point.ambiguity), nullptr) << cell.Name();
      EXPECT_FALSE(point.text.empty()) << cell.Name();
    }
  }
}

// A weakening must work, and give up nothing that does not block.
TEST(ExplainTest, TheWeakenedSettingIsMetAndKeepsTheRest) {
  for (const Cell& cell : AllCells()) {
    Question question = QuestionOfCell(cell);
    const Explanation explanation = Explain(question);
    const Fix* const fix = FindFix(explanation, FixKind::kWeaken);
    if (fix == nullptr) continue;
    const uint32_t before = question.required;
    question.required = *fix->value;
    EXPECT_EQ(question.required & ~before, 0u) << cell.Name();
    EXPECT_EQ(before & question.negotiated & ~question.required, 0u) << cell.Name();
    const Expectation after = Explain(question).corrected;
    EXPECT_TRUE(after.verdict == Verdict::kAccept || after.strength == Strength::kUndocumented)
        << cell.Name();
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance
