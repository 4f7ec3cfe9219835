// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/nessus_audit.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/checker/checker_seen.h"
#include "parsers/checker/evaluate.h"

namespace ntlmatrix::checker {
namespace {

Seen Read(absl::string_view inside) {
  return ReadChecker("nessus-audit", absl::StrCat("<check_type:\"Windows\" version:\"2\">\n",
                                                  inside, "</check_type>\n"));
}

// An item of type REGISTRY_SETTING about A\B, from line 2 on.
std::string Item(absl::string_view value, absl::string_view more = "") {
  return absl::StrCat(
      "<custom_item>\ntype : REGISTRY_SETTING\nvalue_type: POLICY_DWORD\nvalue_data: ", value,
      "\nreg_key : \"HKLM\\A\\\"\nreg_item : \"B\"\n", more, "</custom_item>\n");
}

Verdict Ask(const CheckerRule& rule, std::optional<uint32_t> value) {
  return Evaluator(rule, [](const RegistryTest&) { return true; }).Evaluate(value);
}

Verdict Ask(absl::string_view value_data, std::optional<uint32_t> value,
            absl::string_view more = "") {
  const Seen seen = Read(Item(value_data, more));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.rules.size(), size_t{1});
  return Ask(seen.rules[0], value);
}

std::string Problem(absl::string_view value_data, absl::string_view more = "") {
  const Seen seen = Read(Item(value_data, more));
  return seen.rules.empty() ? "" : seen.rules[0].tests[0].problem;
}

std::string Report(absl::string_view type) {
  return absl::StrCat("<report type:\"", type, "\">\ndescription : \"told\"\n</report>\n");
}

std::string If(absl::string_view condition, absl::string_view then, absl::string_view otherwise,
               absl::string_view attributes = "type: \"and\"") {
  return absl::StrCat("<if>\n<condition ", attributes, ">\n", condition, "</condition>\n<then>\n",
                      then, "</then>\n<else>\n", otherwise, "</else>\n</if>\n");
}

TEST(NessusAuditTest, ReadsRegistrySettings) {
  const Seen seen =
      Read(absl::StrCat("# comment\n<group_policy:\"x\">\n  ",
                        Item("\"537395200\"", "description : 'a \"b\"'\r\n"), "</group_policy>\n"));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.tests, Strings({"4 HKLM|A\\|B|\"537395200\""}));
  EXPECT_EQ(seen.rules[0].title, "a \"b\"");
  EXPECT_EQ(seen.findings, Strings());
}

TEST(NessusAuditTest, ComparesNumbersAndRanges) {
  EXPECT_EQ(Ask("537395200", 0x20080000), Verdict::kPass);
  EXPECT_EQ(Ask("0x20080000", 0x20080000), Verdict::kPass);
  EXPECT_EQ(Ask("537395200", 0x20080030), Verdict::kFail);
  EXPECT_EQ(Ask("[3..5]", 5), Verdict::kPass);
  EXPECT_EQ(Ask("[ 3 .. MAX ]", 2), Verdict::kFail);
  EXPECT_EQ(Ask("[MIN..+10]", 10), Verdict::kPass);
  EXPECT_EQ(Ask("\"4\" || '5'", 5), Verdict::kPass);
  EXPECT_EQ(Ask("4 || 5", 3), Verdict::kFail);
  EXPECT_EQ(Ask("[1..5] && [4..9]", 4), Verdict::kPass);
  EXPECT_EQ(Ask("[1..5] && [4..9]", 3), Verdict::kFail);
  EXPECT_EQ(Ask("4", 5, "check_type : CHECK_NOT_EQUAL\n"), Verdict::kPass);
  EXPECT_EQ(Ask("4 || 5", 5, "check_type : CHECK_NOT_EQUAL\n"), Verdict::kFail);
  EXPECT_EQ(Ask("[4..5]", 5, "check_type : CHECK_NOT_EQUAL\n"), Verdict::kFail);
  EXPECT_EQ(Ask("4", 4, "check_type : CHECK_GREATER_THAN\n"), Verdict::kFail);
  EXPECT_EQ(Ask("4", 4, "check_type : CHECK_GREATER_THAN_OR_EQUAL\n"), Verdict::kPass);
  EXPECT_EQ(Ask("4", 4, "check_type : CHECK_LESS_THAN\n"), Verdict::kFail);
  EXPECT_EQ(Ask("4", 4, "check_type : CHECK_LESS_THAN_OR_EQUAL\n"), Verdict::kPass);
}

TEST(NessusAuditTest, KnowsWhatAbsenceMeans) {
  EXPECT_EQ(Ask("4", std::nullopt), Verdict::kFail);
  EXPECT_EQ(Ask("4", std::nullopt, "reg_option : CAN_NOT_BE_NULL\n"), Verdict::kFail);
  EXPECT_EQ(Ask("4", std::nullopt, "reg_option : CAN_BE_NULL\n"), Verdict::kPass);
}

TEST(NessusAuditTest, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(Problem("4", "reg_option : MAY_BE\n"), "reg_option MAY_BE is not known here");
  EXPECT_EQ(Problem("4", "check_type : CHECK_REGEX\n"),
            "check_type CHECK_REGEX is not known for a number");
  EXPECT_EQ(Problem("1 || 2 && 3"), "`||` and `&&` in one value_data");
  EXPECT_EQ(Problem("\"@X@\""), "the expected value is the variable @X@");
  EXPECT_EQ(Problem("4", "reg_item : \"C\"\n"), "the item has several fields reg_item");
  EXPECT_EQ(Problem("4", "reg_enum : ENUM_SUBKEYS\n"), "the item enumerates keys");
  EXPECT_EQ(Ask("x", 4), Verdict::kUnknown);
  const Seen seen = Read(
      "<custom_item>\ntype : REGISTRY_SETTING\nvalue_type : POLICY_TEXT\nreg_item : B\nreg_key : "
      "A\nvalue_data : \"4\"\n</item>\n<item>\ntype : REGISTRY_SETTING\n</item>\n<item>\nname : "
      "\"n\"\nvalue : 1\ninfo : \"i\"\n</item>\n");
  EXPECT_EQ(seen.tests, Strings({"2 A||B|\"4\"|value_type POLICY_TEXT; the value is a POLICY_DWORD",
                                 "9 |||"
                                 "|the item has no value_type",
                                 "12 |||\"n\"\n1\n|a predefined item"}));
  EXPECT_EQ(seen.rules[2].title, "n");
}

TEST(NessusAuditTest, ReadsTestsOfExistence) {
  const auto ask = [](absl::string_view option, std::optional<uint32_t> value) {
    const Seen seen =
        Read(absl::StrCat("<custom_item>\ntype : REG_CHECK\nvalue_data : \"HKLM\\A\"\nkey_item : "
                          "\"B\"\nreg_option : ",
                          option, "\n</custom_item>\n"));
    EXPECT_EQ(seen.rules[0].tests[0].name, "B");
    return Ask(seen.rules[0], value);
  };
  EXPECT_EQ(ask("MUST_EXIST", 0), Verdict::kPass);
  EXPECT_EQ(ask("MUST_EXIST", std::nullopt), Verdict::kFail);
  EXPECT_EQ(ask("MUST_NOT_EXIST", std::nullopt), Verdict::kPass);
  EXPECT_EQ(ask("", 0), Verdict::kUnknown);
}

TEST(NessusAuditTest, ReadsAConditionThatReports) {
  const Seen seen =
      Read(If(Item("4") + Item("5"), Report("PASSED"), Report("FAILED"), "type:\"or\""));
  ASSERT_EQ(seen.rules.size(), size_t{1});
  const CheckerRule& rule = seen.rules[0];
  EXPECT_EQ(rule.title, "told");
  EXPECT_EQ(rule.where, policy::Place::Line(2));
  EXPECT_FALSE(rule.precondition);
  EXPECT_EQ(Ask(rule, 5), Verdict::kPass);
  EXPECT_EQ(Ask(rule, 3), Verdict::kFail);
  const Seen reverse = Read(If(Item("4"), Report("FAILED"), Report("PASSED")));
  EXPECT_EQ(Ask(reverse.rules[0], 4), Verdict::kFail);
  const Seen automatic =
      Read(absl::StrCat("<if>\n<condition auto:\"FAILED\" type:\"AND\">\n", Item("4"),
                        "</condition>\n<then>\n", Report("PASSED"), "</then>\n</if>\n"));
  EXPECT_FALSE(automatic.rules[0].precondition);
}

TEST(NessusAuditTest, ReadsPreconditions) {
  const Seen seen =
      Read(If(Item("4"), Item("5") + If(Item("6"), Report("PASSED"), Report("FAILED")), Item("7")));
  ASSERT_EQ(seen.rules.size(), size_t{4});
  EXPECT_EQ(seen.rules[0].condition, "only where the condition of the <if> of line 2 holds");
  EXPECT_EQ(seen.rules[1].condition, "only where the condition of the <if> of line 2 holds");
  EXPECT_FALSE(seen.rules[1].precondition);
  EXPECT_EQ(seen.rules[2].condition,
            "only where the condition of the <if> of line 2 does not hold");
  EXPECT_TRUE(seen.rules[3].precondition);
  const Seen inner =
      Read(If(If(Item("4"), Report("PASSED"), Report("FAILED")), Item("5"), Report("X")));
  EXPECT_TRUE(inner.rules[0].precondition);
  const Seen same = Read(If(Item("4"), Report("PASSED"), Report("PASSED")));
  EXPECT_TRUE(same.rules[0].precondition);
  const Seen nested = Read(If(Item("4"), "", If(Item("5"), Report("PASSED"), Report("FAILED"))));
  EXPECT_EQ(nested.rules[0].condition,
            "only where the condition of the <if> of line 2 does not hold");
}

TEST(NessusAuditTest, ReadsTextOverSeveralLines) {
  const Seen seen =
      Read(absl::StrCat("<custom_item>\ntype : X\ninfo : \"a \"b\" c\n<then>\n# d\ne\"\nsee_also: "
                        "'x'\n</custom_item>\n",
                        Report("FAILED")));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.tests, Strings({"2 |||X\n|an item of type X"}));
}

TEST(NessusAuditTest, ReportsLinesThatAreNoField) {
  EXPECT_EQ(Read("<item>\n- x\ntype REGISTRY\n</item>\n").findings,
            Strings({"3!not-a-field", "4!not-a-field"}));
}

TEST(NessusAuditTest, RejectsElementsThatDoNotEnd) {
  const auto message = [](absl::string_view text) {
    const Seen seen = ReadChecker("nessus-audit", text);
    return absl::StrCat(policy::PlaceText(policy::PlaceOf(seen.status)), " ",
                        std::string(seen.status.message()));
  };
  EXPECT_EQ(message("# nothing\n"), " not a .audit file: it has no <check_type>");
  EXPECT_EQ(message("<check_type:\"W\">\n<item>\n"),
            "2 the file ends inside <item>, which begins here");
  EXPECT_EQ(message("<check_type\n"), "1 `<` without `>` on its line");
  EXPECT_EQ(message("</if>\n"), "1 </if> closes nothing that is open");
  EXPECT_EQ(message("<if>\n<then>\n</if>\n"),
            "3 </if> closes nothing that is open; <then> of line 2 is");
  EXPECT_EQ(message("<item>\n<if>\n"), "2 <if> inside an item");
  EXPECT_EQ(message("<item>\nx : \"a\n"),
            "2 the value of x begins with a quotation mark and does not end");
  EXPECT_EQ(message("<check_type:\"W\">\n</check_type>\n# a comment\n\n"), " ");
  EXPECT_EQ(message("<check_type:\"W\">\n</check_type>\nx : 1\n"),
            "3 after </check_type>, which ends the file: x : 1");
  EXPECT_EQ(message("<check_type:\"W\">\n</check_type>\n<check_type:\"W\">\n</check_type>\n"),
            "3 after </check_type>, which ends the file: <check_type:\"W\">");
}

TEST(NessusAuditTest, RejectsWhatIsOverALimit) {
  const auto code = [](const std::string& inside) { return Read(inside).status.code(); };
  std::string deep;
  for (size_t i = 0; i < kMaxNessusDepth; ++i) deep += "<if>\n";
  EXPECT_EQ(code(deep), absl::StatusCode::kResourceExhausted);
  std::string fields = "<item>\n";
  for (size_t i = 0; i <= kMaxNessusFields; ++i) fields += "a : b\n";
  EXPECT_EQ(code(fields), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code("<item>\na : " + std::string(kMaxCheckerField + 1, 'x') + "\n"),
            absl::StatusCode::kResourceExhausted);
  std::string items = "<if><condition type:\"and\">";
  for (size_t i = 0; i <= kMaxCheckerTests; ++i) items += "<item>\n</item>\n";
  EXPECT_EQ(code(items), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code(items.substr(items.find("<item>"))), absl::StatusCode::kResourceExhausted);
}

// </check_type> is the end mark.
TEST(NessusAuditTest, TruncationAtEveryByteIsAnError) {
  const std::string text =
      absl::StrCat("<check_type:\"Windows\">\n", Item("55"),
                   If(Item("66"), Report("PASSED"), Report("FAILED")), "</check_type>");
  ASSERT_TRUE(ReadChecker("nessus-audit", text).status.ok());
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ReadChecker("nessus-audit", text.substr(0, size)).status.ok()) << size;
  }
}

TEST(NessusAuditTest, LooksLikeAnAuditWhenALineOpensACheckType) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeNessusAudit(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("# x\n <check_type:\"Windows\">"));
  EXPECT_FALSE(looks("<check"));
  EXPECT_FALSE(looks(""));
}

}  // namespace
}  // namespace ntlmatrix::checker
