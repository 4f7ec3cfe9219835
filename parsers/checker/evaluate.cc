// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/evaluate.h"

#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {
namespace {

Verdict PassIf(bool condition) { return condition ? Verdict::kPass : Verdict::kFail; }

Verdict Negate(Verdict verdict) {
  if (verdict == Verdict::kPass) return Verdict::kFail;
  return verdict == Verdict::kFail ? Verdict::kPass : verdict;
}

bool IsText(Operator op) {
  return op == Operator::kEqualsText || op == Operator::kNotEqualsText ||
         op == Operator::kContainsText;
}

// What a term compares: the text of a value and, where it is one, its number.
struct Subject {
  std::string text;
  std::optional<int64_t> number;
};

Subject SubjectOf(uint32_t value, Arithmetic arithmetic) {
  const int64_t number =
      arithmetic == Arithmetic::kSigned ? int64_t{static_cast<int32_t>(value)} : int64_t{value};
  return {absl::StrCat(number), number};
}

Verdict CompareText(const Term& term, const std::string& text) {
  switch (term.op) {
    case Operator::kEqualsText:
      return PassIf(absl::EqualsIgnoreCase(text, term.operand));
    case Operator::kNotEqualsText:
      return PassIf(!absl::EqualsIgnoreCase(text, term.operand));
    default:
      return PassIf(absl::StrContains(text, term.operand));
  }
}

std::optional<int64_t> Bound(const std::string& text) {
  if (absl::EqualsIgnoreCase(text, "MIN")) return std::numeric_limits<int64_t>::min();
  if (absl::EqualsIgnoreCase(text, "MAX")) return std::numeric_limits<int64_t>::max();
  return ParseNumber(text);
}

Verdict CompareNumber(const Term& term, int64_t number, Arithmetic arithmetic) {
  const std::optional<int64_t> operand = Bound(term.operand);
  const std::optional<int64_t> upper = Bound(term.upper);
  if (!operand.has_value() || (term.op == Operator::kInRange && !upper.has_value())) {
    return Verdict::kUnknown;
  }
  // A sign in the file makes the comparison one of signed numbers.
  const bool sign = *operand < 0 && *operand != std::numeric_limits<int64_t>::min();
  if (sign && arithmetic == Arithmetic::kUnsigned) number = static_cast<int32_t>(number);
  switch (term.op) {
    case Operator::kEquals:
      return PassIf(number == *operand);
    case Operator::kNotEquals:
      return PassIf(number != *operand);
    case Operator::kAtLeast:
      return PassIf(number >= *operand);
    case Operator::kAtMost:
      return PassIf(number <= *operand);
    case Operator::kGreater:
      return PassIf(number > *operand);
    case Operator::kLess:
      return PassIf(number < *operand);
    default:
      return PassIf(*operand <= number && number <= *upper);
  }
}

Verdict Compare(const Term& term, const std::optional<ValuePattern>& pattern,
                const Subject& subject, Arithmetic arithmetic) {
  if (IsText(term.op)) return CompareText(term, subject.text);
  if (term.op == Operator::kMatches) {
    return pattern.has_value() ? PassIf(pattern->Find(subject.text).has_value())
                               : Verdict::kUnknown;
  }
  std::optional<int64_t> number = subject.number;
  if (!term.pattern.empty()) {
    if (!pattern.has_value()) return Verdict::kUnknown;
    const auto match = pattern->Find(subject.text);
    if (!match.has_value()) return Verdict::kFail;
    if (!match->group.has_value()) return Verdict::kNotApplicable;
    number = ParseNumber(*match->group);
  }
  // Text that is no number, such as a default that a list leaves empty, compares as nothing.
  if (!number.has_value()) return Verdict::kFail;
  if (arithmetic == Arithmetic::kSignedOrNothing && *number > std::numeric_limits<int32_t>::max()) {
    return Verdict::kNotApplicable;
  }
  return CompareNumber(term, *number, arithmetic);
}

// Verdicts in any order make one, as Wazuh's wm_sca.c joins them.
class Joiner {
 public:
  explicit Joiner(Combine combine) : combine_(combine) {}

  void Add(Verdict verdict) {
    passed_ |= verdict == Verdict::kPass;
    failed_ |= verdict == Verdict::kFail;
    not_applicable_ |= verdict == Verdict::kNotApplicable;
    unknown_ |= verdict == Verdict::kUnknown;
  }

  Verdict Result() const {
    const bool all = combine_ == Combine::kAll;
    if (all && failed_) return Verdict::kFail;
    if (!all && passed_) return combine_ == Combine::kAny ? Verdict::kPass : Verdict::kFail;
    if (unknown_) return Verdict::kUnknown;
    if (not_applicable_) return Verdict::kNotApplicable;
    return PassIf(combine_ != Combine::kAny);
  }

 private:
  const Combine combine_;
  bool passed_ = false;
  bool failed_ = false;
  bool not_applicable_ = false;
  bool unknown_ = false;
};

// Why a term can't be evaluated; empty where it can.
std::string Compile(const Term& term, std::optional<ValuePattern>* pattern) {
  const bool matches = term.op == Operator::kMatches;
  if (matches || !term.pattern.empty()) {
    const std::string& written = matches ? term.operand : term.pattern;
    auto compiled = ValuePattern::Compile(written, term.dialect);
    if (!compiled.ok()) {
      return absl::StrCat("pattern ", policy::Shown(written), ": ",
                          std::string(compiled.status().message()));
    }
    *pattern = *std::move(compiled);
  }
  if (matches || IsText(term.op)) return "";
  if (!Bound(term.operand).has_value()) {
    return absl::StrCat("`", policy::Shown(term.operand), "` is not a number of 32 bits");
  }
  if (term.op == Operator::kInRange && !Bound(term.upper).has_value()) {
    return absl::StrCat("`", policy::Shown(term.upper), "` is not a number of 32 bits");
  }
  return "";
}

}  // namespace

std::optional<int64_t> ParseNumber(absl::string_view text) {
  const bool minus = absl::ConsumePrefix(&text, "-");
  if (!minus) absl::ConsumePrefix(&text, "+");
  uint64_t number = 0;
  bool parsed = false;
  if (text.size() > 2 && absl::StartsWithIgnoreCase(text, "0x")) {
    parsed = text.find_first_not_of("0123456789abcdefABCDEF", 2) == absl::string_view::npos &&
             absl::SimpleHexAtoi(text.substr(2), &number);
  } else {
    parsed = text.find_first_not_of("0123456789") == absl::string_view::npos &&
             absl::SimpleAtoi(text, &number);
  }
  if (!parsed || number > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return minus ? -static_cast<int64_t>(number) : static_cast<int64_t>(number);
}

Evaluator::Evaluator(const CheckerRule& rule, absl::FunctionRef<bool(const RegistryTest&)> about)
    : rule_(rule) {
  for (const RegistryTest& test : rule.tests) {
    if (!about(test)) continue;
    CompiledTest compiled = {&test, std::vector<std::optional<ValuePattern>>(test.terms.size())};
    if (problem_.empty()) problem_ = test.problem;
    for (size_t i = 0; i < test.terms.size(); ++i) {
      const std::string problem = Compile(test.terms[i], &compiled.patterns[i]);
      if (problem_.empty()) problem_ = problem;
    }
    tests_.push_back(std::move(compiled));
  }
}

Verdict Evaluator::EvaluateTest(const CompiledTest& compiled, std::optional<uint32_t> value) const {
  const RegistryTest& test = *compiled.test;
  if (!test.problem.empty()) return Verdict::kUnknown;
  Subject subject;
  if (value.has_value()) {
    subject = SubjectOf(*value, test.arithmetic);
  } else {
    switch (test.absence) {
      case Absence::kFails:
        return test.negated ? Verdict::kPass : Verdict::kFail;
      case Absence::kPasses:
        return test.negated ? Verdict::kFail : Verdict::kPass;
      case Absence::kNotApplicable:
        return Verdict::kNotApplicable;
      case Absence::kComparesText:
        subject = {test.absent_text, ParseNumber(test.absent_text)};
    }
  }
  Joiner joiner(test.any ? Combine::kAny : Combine::kAll);
  for (size_t i = 0; i < test.terms.size(); ++i) {
    const Term& term = test.terms[i];
    const Verdict verdict = Compare(term, compiled.patterns[i], subject, test.arithmetic);
    joiner.Add(term.negated ? Negate(verdict) : verdict);
  }
  const Verdict verdict = test.terms.empty() ? Verdict::kPass : joiner.Result();
  return test.negated ? Negate(verdict) : verdict;
}

Verdict Evaluator::Evaluate(std::optional<uint32_t> value) const {
  Joiner joiner(rule_.combine);
  for (const CompiledTest& test : tests_) joiner.Add(EvaluateTest(test, value));
  return rule_.negated ? Negate(joiner.Result()) : joiner.Result();
}

}  // namespace ntlmatrix::checker
