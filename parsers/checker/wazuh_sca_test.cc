// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/wazuh_sca.h"

#include <cstring>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/checker/checker_seen.h"
#include "parsers/checker/evaluate.h"
#include "parsers/checker/wazuh_rule.h"
#include "parsers/checker/yaml_tree.h"

namespace ntlmatrix::checker {
namespace {

Seen Read(absl::string_view text) { return ReadChecker("wazuh-sca", text); }

Verdict Ask(absl::string_view written, std::optional<uint32_t> value,
            PatternDialect dialect = PatternDialect::kOsRegex) {
  CheckerRule rule;
  rule.tests.push_back(ParseWazuhTest(written, dialect));
  return Evaluator(rule, [](const RegistryTest&) { return true; }).Evaluate(value);
}

TEST(WazuhRuleTest, ReadsHiveKeyAndName) {
  const RegistryTest test =
      ParseWazuhTest("r:HKEY_LOCAL_MACHINE\\A\\B -> C -> 5 -> x", PatternDialect::kOsRegex);
  EXPECT_EQ(test.hive, "HKEY_LOCAL_MACHINE");
  EXPECT_EQ(test.key, "A\\B");
  EXPECT_EQ(test.name, "C");
  ASSERT_EQ(test.terms.size(), size_t{1});
  EXPECT_EQ(test.terms[0].operand, "5 -> x");
  EXPECT_EQ(ParseWazuhTest("r:HKLM", PatternDialect::kOsRegex).key, "");
}

TEST(WazuhRuleTest, ComparesDecimalText) {
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> 537395200", 0x20080000), Verdict::kPass);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> 0x20080000", 0x20080000), Verdict::kFail);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> !0", 1), Verdict::kPass);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> r:3|4|5", 4), Verdict::kPass);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> R:^[345]$", 4), Verdict::kFail);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> r:^[345]$", 4, PatternDialect::kPcre2), Verdict::kPass);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> r:4 && !r:^4$", 4), Verdict::kFail);
  EXPECT_EQ(Ask("not r:HKLM\\A -> B -> 5", 4), Verdict::kPass);
}

TEST(WazuhRuleTest, ComparesNumbers) {
  const auto ask = [](absl::string_view comparison, uint32_t value) {
    return Ask(absl::StrCat("r:HKLM\\A -> B -> n:^(\\d+) compare ", comparison), value);
  };
  EXPECT_EQ(ask("== 3", 3), Verdict::kPass);
  EXPECT_EQ(ask("= 3", 3), Verdict::kPass);
  EXPECT_EQ(ask("!= 3", 3), Verdict::kFail);
  EXPECT_EQ(ask(">= 3", 3), Verdict::kPass);
  EXPECT_EQ(ask("> 3", 3), Verdict::kFail);
  EXPECT_EQ(ask("<= 3", 3), Verdict::kPass);
  EXPECT_EQ(ask("< 3", 3), Verdict::kFail);
  EXPECT_EQ(ask(">= 3", 0x80000000), Verdict::kNotApplicable);
  EXPECT_EQ(ask("~ 3", 3), Verdict::kUnknown);
  EXPECT_EQ(ask(">=", 3), Verdict::kUnknown);
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> n:\\d+", 3), Verdict::kUnknown);
}

// wm_sca.c, wm_sca_winreg_querykey: without the value a pattern is not applicable, and existence
// fails.
TEST(WazuhRuleTest, KnowsWhatAbsenceMeans) {
  EXPECT_EQ(Ask("r:HKLM\\A -> B -> 5", std::nullopt), Verdict::kNotApplicable);
  EXPECT_EQ(Ask("not r:HKLM\\A -> B -> 5", std::nullopt), Verdict::kNotApplicable);
  EXPECT_EQ(Ask("r:HKLM\\A -> B", std::nullopt), Verdict::kFail);
  EXPECT_EQ(Ask("not r:HKLM\\A -> B", std::nullopt), Verdict::kPass);
  EXPECT_EQ(Ask("NOT r:HKLM\\A -> B", 0), Verdict::kFail);
}

TEST(WazuhRuleTest, SaysWhatItDoesNotKnow) {
  const auto problem = [](absl::string_view written) {
    return ParseWazuhTest(written, PatternDialect::kOsRegex).problem;
  };
  EXPECT_EQ(problem("HKLM"), "a rule without type, such as r:");
  EXPECT_EQ(problem("c:reg query"), "a rule of type c: is not about the registry");
  EXPECT_EQ(problem("!r:HKLM\\A -> B"),
            "`!` in front of r: has no effect in Wazuh; `not r:` negates");
}

TEST(WazuhScaTest, ReadsChecks) {
  const Seen seen = Read(
      "policy:\n  regex_type: pcre2\nchecks:\n  - id: 7\n    title: \"t\"\n    condition: any\n"
      "    rules:\n      - 'r:HKLM\\A -> B -> r:^[45]$'\n      - \"not r:HKLM\\\\A -> B\"\n"
      "  - {id: 8, condition: none, regex_type: osregex, rules: ['r:HKLM\\A -> B -> r:[45]']}\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.tests,
            Strings({"8 HKLM|A|B|r:HKLM\\A -> B -> r:^[45]$", "9 HKLM|A|B|not r:HKLM\\A -> B",
                     "10 HKLM|A|B|r:HKLM\\A -> B -> r:[45]"}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.rules[0].id, "7");
  EXPECT_EQ(seen.rules[0].title, "t");
  EXPECT_EQ(seen.rules[0].combine, Combine::kAny);
  EXPECT_EQ(seen.rules[0].tests[0].terms[0].dialect, PatternDialect::kPcre2);
  EXPECT_EQ(seen.rules[1].combine, Combine::kNone);
  EXPECT_EQ(seen.rules[1].tests[0].terms[0].dialect, PatternDialect::kOsRegex);
}

TEST(WazuhScaTest, ReportsChecksThatWazuhSkips) {
  EXPECT_EQ(Read("checks:\n- id: 1\n  condition: most\n  rules: []\n").findings,
            Strings({"2!condition"}));
  EXPECT_EQ(Read("checks:\n- rules: []\n").findings, Strings({"2!condition"}));
  EXPECT_EQ(Read("checks:\n- id: 1\n  condition: all required\n").findings,
            Strings({"2!no-rules"}));
  EXPECT_EQ(Read("checks:\n- x\n").findings, Strings({"2!condition"}));
  EXPECT_EQ(Read("checks:\n- condition: all\n  rules: [[]]\n").findings, Strings({"3!rule"}));
  EXPECT_EQ(Read("checks: []\n---\nchecks: []\n---\nchecks: []\n").findings,
            Strings({"3!several-documents"}));
  EXPECT_EQ(Read("checks: []").findings, Strings({"1!no-line-end"}));
}

TEST(WazuhScaTest, RejectsOtherFiles) {
  const auto message = [](absl::string_view text) {
    const Seen seen = Read(text);
    return absl::StrCat(policy::PlaceText(policy::PlaceOf(seen.status)), " ",
                        std::string(seen.status.message()));
  };
  EXPECT_EQ(message("\n"), " the file holds no YAML document");
  EXPECT_EQ(message("\nchecks: x\n"), "2 not a policy of Wazuh SCA: it has no list named checks");
  EXPECT_EQ(message("- x\n"), "1 not a policy of Wazuh SCA: it has no list named checks");
  EXPECT_EQ(message("checks:\n- 'x\n"),
            "3 not YAML: found unexpected end of stream while scanning a quoted scalar");
  EXPECT_EQ(message("checks:\n\t- x\n"),
            "2 not YAML: found character that cannot start any token while scanning for the next "
            "token");
  EXPECT_EQ(message("a: *b\n"), "1 alias *b has no anchor before it");
  EXPECT_EQ(message("a: &b 1\n---\nc: *b\n"), "3 alias *b has no anchor before it");
  EXPECT_EQ(message("a: &b [*b]\n"), "1 alias *b stands inside of what it names");
  EXPECT_EQ(message("x\n%TAG ! x\n"), "2 a YAML directive (%) is not read here");
}

// Aliases cost nothing to read and as much as anything to walk.
TEST(WazuhScaTest, BoundsTheWorkThatAliasesMake) {
  for (int count = 100; count <= 1600; count *= 2) {
    std::string text = "x: &r 'r:HKLM\\A -> B -> 1'\ny: &c {condition: all, rules: [*r";
    for (int i = 0; i < count; ++i) text += ", *r";
    text += "]}\nchecks: [*c";
    for (int i = 0; i < count; ++i) text += ", *c";
    text += "]\n";
    const Seen seen = Read(text);
    EXPECT_EQ(seen.status.message(), "aliases repeat more than 4 times the file");
    EXPECT_LE(seen.tests.size() * std::strlen("r:HKLM\\A -> B -> 1"), 4 * text.size());
  }
  const std::string check = "&c {condition: all, rules: &r ['r:HKLM\\A -> B -> 1']}";
  EXPECT_EQ(
      Read(absl::StrCat("checks: [", check, ", *c, {condition: any, rules: *r}]\n")).tests.size(),
      size_t{3});
  std::string keys = "checks:\n- &c {a: b";
  for (int i = 0; i < 1000; ++i) keys += ", a: b";
  keys += "}\n";
  for (int i = 0; i < 900; ++i) keys += "- *c\n";
  EXPECT_EQ(Read(keys).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(WazuhScaTest, RejectsWhatIsOverALimit) {
  const auto code = [](const std::string& text) { return YamlTree::Parse(text).status().code(); };
  EXPECT_EQ(code(std::string(YamlTree::kMaxDepth + 1, '[')), absl::StatusCode::kResourceExhausted);
  std::string maps;
  for (size_t i = 0; i <= YamlTree::kMaxDepth; ++i) maps += "{a: ";
  EXPECT_EQ(code(maps), absl::StatusCode::kResourceExhausted);
  std::string anchors;
  for (size_t i = 0; i <= YamlTree::kMaxAnchors; ++i) anchors += absl::StrCat("- &a", i, " x\n");
  EXPECT_EQ(code(anchors), absl::StatusCode::kResourceExhausted);
  std::string nodes;
  std::string aliases = "- &a x\n";
  for (size_t i = 0; i <= YamlTree::kMaxNodes; ++i) nodes += "- x\n";
  for (size_t i = 0; i <= YamlTree::kMaxNodes; ++i) aliases += "- *a\n";
  EXPECT_EQ(code(nodes), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code(aliases), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Read("checks:\n- condition: all\n  rules: ['" + std::string(kMaxCheckerField + 1, 'x') +
                 "']\n")
                .findings,
            Strings({"3!rule"}));
  std::string findings = "checks:\n";
  for (size_t i = 0; i <= kMaxCheckerFindings; ++i) findings += "- x\n";
  EXPECT_EQ(Read(findings).status.code(), absl::StatusCode::kResourceExhausted);
}

// A cut at the end of a line may give a shorter policy; anywhere else it is an error.
TEST(WazuhScaTest, TruncationAtEveryByteIsAnErrorOrALineEnd) {
  const std::string text =
      "checks:\n- id: 1\n  condition: all\n  rules:\n  - r:HKLM\\A -> B -> 55\n  - 'r:HKLM\\A -> C "
      "-> 66'\n";
  const Seen whole = Read(text);
  ASSERT_TRUE(whole.status.ok() && whole.findings.empty());
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen rest = Read(text.substr(0, size));
    if (size > 0 && text[size - 1] == '\n') {
      for (size_t i = 0; i < rest.tests.size(); ++i) EXPECT_EQ(rest.tests[i], whole.tests[i]);
    } else {
      EXPECT_TRUE(!rest.status.ok() || !rest.findings.empty()) << size;
    }
  }
}

TEST(WazuhScaTest, LooksLikeAPolicyByItsKeys) {
  const auto guess = [](absl::string_view text) {
    const CheckerFormat* format =
        GuessCheckerFormat(std::vector<uint8_t>(text.begin(), text.end()));
    return format == nullptr ? "none" : std::string(format->name);
  };
  EXPECT_EQ(guess("# x\npolicy:\n"), "wazuh-sca");
  EXPECT_EQ(guess("checks:\n"), "wazuh-sca");
  EXPECT_EQ(guess(" checks:\n"), "none");
  EXPECT_EQ(guess("RegistryItem,RecommendedValue"), "hardeningkitty");
  EXPECT_EQ(guess("<check_type:\"Windows\">"), "nessus-audit");
  EXPECT_EQ(guess(""), "none");
  EXPECT_EQ(FindCheckerFormat("xml"), nullptr);
}

}  // namespace
}  // namespace ntlmatrix::checker
