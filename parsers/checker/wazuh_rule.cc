// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/wazuh_rule.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/checker/checker_text.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {
namespace {

using policy::Shown;

// "REGEX compare OPERATOR NUMBER", behind `n:`.
bool SetComparison(absl::string_view text, Term* term) {
  constexpr absl::string_view kCompare = " compare ";
  constexpr absl::string_view kDigits = "0123456789";
  const size_t at = text.find(kCompare);
  if (at == absl::string_view::npos) return false;
  term->pattern = std::string(text.substr(0, at));
  const absl::string_view comparison = text.substr(at + kCompare.size());
  const size_t digits = comparison.find_first_of(kDigits);
  if (digits == absl::string_view::npos || term->pattern.empty()) return false;
  term->operand = std::string(comparison.substr(
      digits, std::min(comparison.find_first_not_of(kDigits, digits), comparison.size()) - digits));
  // In the order in which Wazuh looks for them.
  if (absl::StartsWith(comparison, "=")) {
    term->op = Operator::kEquals;
  } else if (absl::StrContains(comparison, "!=")) {
    term->op = Operator::kNotEquals;
  } else if (absl::StrContains(comparison, "<=")) {
    term->op = Operator::kAtMost;
  } else if (absl::StrContains(comparison, ">=")) {
    term->op = Operator::kAtLeast;
  } else if (absl::StrContains(comparison, "<")) {
    term->op = Operator::kLess;
  } else if (absl::StrContains(comparison, ">")) {
    term->op = Operator::kGreater;
  } else {
    return false;
  }
  return true;
}

void SetTerms(absl::string_view pattern, PatternDialect dialect, RegistryTest* test) {
  for (absl::string_view one : absl::StrSplit(pattern, " && ")) {
    Term term;
    term.dialect = dialect;
    term.negated = absl::ConsumePrefix(&one, "!");
    if (absl::StartsWithIgnoreCase(one, "r:")) {
      term.op = Operator::kMatches;
      term.operand = std::string(one.substr(2));
    } else if (absl::StartsWithIgnoreCase(one, "n:")) {
      if (!SetComparison(one.substr(2), &term)) {
        test->problem =
            absl::StrCat("not of the form n:REGEX compare OPERATOR NUMBER: ", Shown(one));
      }
    } else {
      term.op = Operator::kEqualsText;
      term.operand = std::string(one);
    }
    test->terms.push_back(std::move(term));
  }
}

}  // namespace

RegistryTest ParseWazuhTest(absl::string_view rule, PatternDialect dialect) {
  RegistryTest test;
  test.written = std::string(rule);
  test.arithmetic = Arithmetic::kSignedOrNothing;
  test.negated = absl::ConsumePrefix(&rule, "not ") || absl::ConsumePrefix(&rule, "NOT ");
  const size_t colon = rule.find(':');
  if (colon == absl::string_view::npos) {
    test.problem = "a rule without type, such as r:";
    return test;
  }
  absl::string_view type = rule.substr(0, colon);
  if (absl::ConsumePrefix(&type, "!") && type == "r") {
    test.problem = "`!` in front of r: has no effect in Wazuh; `not r:` negates";
  }
  if (type != "r") {
    test.problem = absl::StrCat("a rule of type ", Shown(type), ": is not about the registry");
    return test;
  }
  const std::vector<absl::string_view> parts =
      absl::StrSplit(rule.substr(colon + 1), absl::MaxSplits(" -> ", 2));
  SplitRegistryPath(parts[0], &test);
  if (parts.size() < 2) return test;
  test.name = std::string(parts[1]);
  if (parts.size() < 3) return test;
  test.absence = Absence::kNotApplicable;
  SetTerms(parts[2], dialect, &test);
  return test;
}

}  // namespace ntlmatrix::checker
