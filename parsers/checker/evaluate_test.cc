// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/evaluate.h"

#include <utility>

#include "gtest/gtest.h"

namespace ntlmatrix::checker {
namespace {

bool Every(const RegistryTest&) { return true; }

Verdict Ask(const CheckerRule& rule, std::optional<uint32_t> value) {
  return Evaluator(rule, Every).Evaluate(value);
}

CheckerRule RuleOf(RegistryTest test) {
  CheckerRule rule;
  rule.tests.push_back(std::move(test));
  return rule;
}

RegistryTest TestOf(Operator op, std::string operand,
                    Arithmetic arithmetic = Arithmetic::kUnsigned) {
  RegistryTest test;
  Term term;
  term.op = op;
  term.operand = std::move(operand);
  test.terms.push_back(std::move(term));
  test.arithmetic = arithmetic;
  return test;
}

bool Passes(RegistryTest test, uint32_t value) {
  return Ask(RuleOf(std::move(test)), value) == Verdict::kPass;
}

TEST(ParseNumberTest, AcceptsDecimalHexadecimalAndSigns) {
  EXPECT_EQ(ParseNumber("0"), 0);
  EXPECT_EQ(ParseNumber("537395200"), 0x20080000);
  EXPECT_EQ(ParseNumber("0X20080000"), 0x20080000);
  EXPECT_EQ(ParseNumber("+10"), 10);
  EXPECT_EQ(ParseNumber("-0x10"), -16);
  EXPECT_EQ(ParseNumber("4294967295"), 0xFFFFFFFF);
}

TEST(ParseNumberTest, RejectsEverythingElse) {
  for (const char* text : {"", "-", "0x", "4294967296", "0x100000000", "1.5", " 1", "1 ", "0x0x1",
                           "--1", "20o8", "99999999999999999999"}) {
    EXPECT_EQ(ParseNumber(text), std::nullopt) << text;
  }
}

TEST(EvaluateTest, ComparesNumbers) {
  EXPECT_TRUE(Passes(TestOf(Operator::kEquals, "0x20080000"), 537395200));
  EXPECT_FALSE(Passes(TestOf(Operator::kEquals, "5"), 4));
  EXPECT_TRUE(Passes(TestOf(Operator::kNotEquals, "5"), 4));
  EXPECT_TRUE(Passes(TestOf(Operator::kAtLeast, "5"), 5));
  EXPECT_FALSE(Passes(TestOf(Operator::kGreater, "5"), 5));
  EXPECT_TRUE(Passes(TestOf(Operator::kAtMost, "5"), 5));
  EXPECT_FALSE(Passes(TestOf(Operator::kLess, "5"), 5));
  RegistryTest range = TestOf(Operator::kInRange, "3");
  range.terms[0].upper = "MAX";
  EXPECT_TRUE(Passes(range, 0xFFFFFFFF));
  EXPECT_FALSE(Passes(range, 2));
  range.terms[0].upper = "4";
  EXPECT_FALSE(Passes(range, 5));
  range.terms[0].operand = "MIN";
  EXPECT_TRUE(Passes(range, 0));
}

TEST(EvaluateTest, SeesTheSignThatACheckerSees) {
  EXPECT_TRUE(Passes(TestOf(Operator::kAtLeast, "5"), 0xA0080000));
  EXPECT_FALSE(Passes(TestOf(Operator::kAtLeast, "5", Arithmetic::kSigned), 0xA0080000));
  EXPECT_TRUE(Passes(TestOf(Operator::kEquals, "-1"), 0xFFFFFFFF));
  EXPECT_EQ(Ask(RuleOf(TestOf(Operator::kAtLeast, "5", Arithmetic::kSignedOrNothing)), 0x80000000),
            Verdict::kNotApplicable);
  EXPECT_TRUE(
      Passes(TestOf(Operator::kEqualsText, "-1610088448", Arithmetic::kSigned), 0xA0080000));
}

TEST(EvaluateTest, ComparesDecimalText) {
  EXPECT_TRUE(Passes(TestOf(Operator::kEqualsText, "537395200"), 0x20080000));
  EXPECT_FALSE(Passes(TestOf(Operator::kEqualsText, "0x20080000"), 0x20080000));
  EXPECT_TRUE(Passes(TestOf(Operator::kNotEqualsText, "0"), 1));
  EXPECT_TRUE(Passes(TestOf(Operator::kContainsText, "5"), 150));
  EXPECT_TRUE(Passes(TestOf(Operator::kMatches, "^[345]$"), 4));
}

TEST(EvaluateTest, ComparesTheGroupOfAPattern) {
  RegistryTest test = TestOf(Operator::kAtLeast, "3");
  test.terms[0].pattern = "^(\\d+)$";
  EXPECT_TRUE(Passes(test, 4));
  EXPECT_FALSE(Passes(test, 2));
  test.terms[0].pattern = "^(1)";
  EXPECT_FALSE(Passes(test, 4));
  test.terms[0].pattern = "4";
  EXPECT_EQ(Ask(RuleOf(test), 4), Verdict::kNotApplicable);
}

TEST(EvaluateTest, JoinsTerms) {
  RegistryTest test = TestOf(Operator::kAtLeast, "3");
  test.terms.push_back(TestOf(Operator::kEquals, "4").terms[0]);
  test.terms[1].negated = true;
  EXPECT_TRUE(Passes(test, 3));
  EXPECT_FALSE(Passes(test, 4));
  test.any = true;
  EXPECT_TRUE(Passes(test, 2));
  test.negated = true;
  EXPECT_FALSE(Passes(test, 2));
}

TEST(EvaluateTest, SaysWhatAbsenceMeans) {
  RegistryTest test = TestOf(Operator::kEqualsText, "5");
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kFail);
  test.absence = Absence::kPasses;
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kPass);
  test.absence = Absence::kComparesText;
  test.absent_text = "5";
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kPass);
  test.absent_text = "";
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kFail);
  RegistryTest number = TestOf(Operator::kAtMost, "5");
  number.absence = Absence::kComparesText;
  EXPECT_EQ(Ask(RuleOf(number), std::nullopt), Verdict::kFail);
  test.absence = Absence::kNotApplicable;
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kNotApplicable);
  test.negated = true;
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kNotApplicable);
  test.absence = Absence::kPasses;
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kFail);
  test.absence = Absence::kFails;
  EXPECT_EQ(Ask(RuleOf(test), std::nullopt), Verdict::kPass);
  EXPECT_EQ(Ask(RuleOf(RegistryTest()), 0), Verdict::kPass);
  EXPECT_EQ(Ask(RuleOf(RegistryTest()), std::nullopt), Verdict::kFail);
}

// wm_sca.c of Wazuh: a failed test decides `all`, a passed one `any` and `none`; else one that is
// not applicable does.
TEST(EvaluateTest, JoinsTestsAsWazuhDoes) {
  CheckerRule rule;
  rule.tests = {TestOf(Operator::kEquals, "3"), TestOf(Operator::kEquals, "4"), RegistryTest()};
  rule.tests[2].absence = Absence::kNotApplicable;
  rule.tests[2].terms = rule.tests[0].terms;
  const auto ask = [&](Combine combine, std::optional<uint32_t> value) {
    rule.combine = combine;
    return Ask(rule, value);
  };
  EXPECT_EQ(ask(Combine::kAll, 3), Verdict::kFail);
  EXPECT_EQ(ask(Combine::kAny, 4), Verdict::kPass);
  EXPECT_EQ(ask(Combine::kAny, 5), Verdict::kFail);
  EXPECT_EQ(ask(Combine::kAny, std::nullopt), Verdict::kNotApplicable);
  EXPECT_EQ(ask(Combine::kNone, 5), Verdict::kPass);
  EXPECT_EQ(ask(Combine::kNone, 3), Verdict::kFail);
  EXPECT_EQ(ask(Combine::kNone, std::nullopt), Verdict::kNotApplicable);
  rule.negated = true;
  EXPECT_EQ(ask(Combine::kAny, 4), Verdict::kFail);
}

TEST(EvaluateTest, LeavesOtherTestsOut) {
  CheckerRule rule;
  rule.tests = {TestOf(Operator::kEquals, "3"), TestOf(Operator::kEquals, "4")};
  rule.tests[0].name = "mine";
  const Evaluator evaluator(rule, [](const RegistryTest& test) { return test.name == "mine"; });
  EXPECT_EQ(evaluator.Evaluate(3), Verdict::kPass);
  EXPECT_EQ(evaluator.Evaluate(4), Verdict::kFail);
}

TEST(EvaluateTest, SaysWhatItDoesNotKnow) {
  const auto problem = [](RegistryTest test) {
    const CheckerRule rule = RuleOf(std::move(test));
    const Evaluator evaluator(rule, Every);
    EXPECT_EQ(evaluator.Evaluate(5), Verdict::kUnknown);
    return evaluator.problem();
  };
  EXPECT_EQ(problem(TestOf(Operator::kEquals, "x")), "`x` is not a number of 32 bits");
  RegistryTest range = TestOf(Operator::kInRange, "3");
  EXPECT_EQ(problem(range), "`` is not a number of 32 bits");
  EXPECT_EQ(problem(TestOf(Operator::kMatches, "(")), "pattern (: pattern with `(` without `)`");
  RegistryTest group = TestOf(Operator::kEquals, "3");
  group.terms[0].pattern = "(?=3)";
  EXPECT_NE(problem(group), "");
  RegistryTest odd;
  odd.problem = "odd";
  EXPECT_EQ(problem(odd), "odd");
}

}  // namespace
}  // namespace ntlmatrix::checker
