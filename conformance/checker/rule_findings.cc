// SPDX-License-Identifier: Apache-2.0

#include "conformance/checker/rule_findings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/checker/expected_value.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::conformance {
namespace {

using checker::Operator;
using checker::RegistryTest;
using checker::Term;
using checker::Verdict;
using policy::PolicyFinding;
using policy::SettingId;

bool IsLevel(const JudgedRule& rule) {
  return rule.requirement.id == SettingId::kLmCompatibilityLevel;
}

// A value that a policy editor or a document offers, and not one that only a program could write.
bool IsDocumented(const JudgedRule& rule, uint32_t value) {
  return IsLevel(rule) ? value <= 5 : (value & ~policy::kKnownMinSessionSecurity) == 0;
}

std::string List(const JudgedRule& rule, const std::vector<uint32_t>& values) {
  constexpr size_t kMost = 4;
  std::vector<std::string> texts;
  for (size_t i = 0; i < std::min(values.size(), kMost); ++i) {
    texts.push_back(ValueText(rule.requirement.id, values[i]));
  }
  if (values.size() > kMost) texts.push_back(absl::StrCat("and ", values.size() - kMost, " more"));
  return absl::StrJoin(texts, ", ");
}

std::string RequirementText(const JudgedRule& rule) {
  const Requirement& requirement = rule.requirement;
  const std::string what = Missing(requirement, 0);
  if (!requirement.assumed) return absl::StrCat(what, ", as its title says");
  return absl::StrCat(what,
                      IsLevel(rule) ? "" : ", as the STIGs, CIS and Microsoft's baselines ask");
}

std::string Fix(const JudgedRule& rule) {
  const Requirement& requirement = rule.requirement;
  if (IsLevel(rule)) {
    return requirement.value == 5
               ? "expect 5"
               : absl::StrCat("pass ", requirement.value, " to 5, and no other value");
  }
  return absl::StrCat("expect ", ValueText(requirement.id, requirement.value));
}

class Finder {
 public:
  Finder(const JudgedRule& rule, const std::vector<RegistryTest>& tests,
         std::vector<PolicyFinding>* findings)
      : rule_(rule), tests_(tests), findings_(findings) {}

  void FindValues();
  void FindAbsence();
  void FindNotApplicable();
  bool FindSlip();

  void Report(absl::string_view id, Severity severity, std::string message, std::string fix) {
    findings_->push_back(
        {id, severity,
         absl::StrCat(policy::SettingName(rule_.requirement.id), ": ", std::move(message)),
         std::move(fix), tests_.front().where});
  }

 private:
  bool NeverPasses() const {
    return std::none_of(
        rule_.answers.begin(), rule_.answers.end(), [](const CheckerAnswer& answer) {
          return answer.verdict == Verdict::kPass && answer.truth != Truth::kMustFail;
        });
  }
  bool Uses(Operator op) const {
    for (const RegistryTest& test : tests_) {
      for (const Term& term : test.terms) {
        if (term.op == op) return true;
      }
    }
    return false;
  }
  std::string Stated() const;
  void FindFalsePasses(const std::vector<uint32_t>& values);
  void FindFalseFails(const std::vector<uint32_t>& values);
  void FindNeverPasses(const std::vector<uint32_t>& passes);

  const JudgedRule& rule_;
  const std::vector<RegistryTest>& tests_;
  std::vector<PolicyFinding>* findings_;
};

std::string Finder::Stated() const {
  std::vector<std::string> numbers;
  for (const RegistryTest& test : tests_) {
    for (const std::string& number : StatedNumbers(test)) {
      if (numbers.size() < 4) numbers.push_back(policy::Shown(number));
    }
  }
  return absl::StrJoin(numbers, ", ");
}

bool Finder::FindSlip() {
  if (IsLevel(rule_)) return false;
  for (const RegistryTest& test : tests_) {
    const auto slip = FindBaseSlip(test);
    if (!slip.has_value()) continue;
    Report("hex-decimal-slip", Severity::kError, slip->why, Fix(rule_));
    return true;
  }
  return false;
}

// Not one value that does passes: what is expected is wrong.
void Finder::FindNeverPasses(const std::vector<uint32_t>& passes) {
  if (FindSlip()) return;
  const bool choice =
      !IsLevel(rule_) && !passes.empty() && passes.back() <= 3 && passes.front() >= 1;
  if (choice) {
    Report("enum-instead-of-mask", Severity::kError,
           absl::StrCat("expects ", Stated(),
                        ", the number of a choice in the Intune API; the registry holds a mask"),
           Fix(rule_));
    return;
  }
  if (passes.empty()) {
    const std::string stated = Stated();
    Report("wrong-value", Severity::kError,
           absl::StrCat(stated.empty() ? "" : absl::StrCat("expects ", stated, ", and "),
                        "passes no value that requires ", RequirementText(rule_)),
           Fix(rule_));
    return;
  }
  const bool undocumented = std::none_of(passes.begin(), passes.end(),
                                         [&](uint32_t one) { return IsDocumented(rule_, one); });
  Report("wrong-value", Severity::kError,
         absl::StrCat("passes ", List(rule_, passes), " only, which ",
                      undocumented ? "no document gives a meaning" : "does not require ",
                      undocumented ? "" : Missing(rule_.requirement, passes.front()),
                      "; required is ", RequirementText(rule_)),
         Fix(rule_));
}

void Finder::FindFalsePasses(const std::vector<uint32_t>& values) {
  std::vector<uint32_t> documented;
  std::copy_if(values.begin(), values.end(), std::back_inserter(documented),
               [&](uint32_t value) { return IsDocumented(rule_, value); });
  if (documented.empty()) {
    const bool pattern = Uses(Operator::kMatches);
    // That 6 is more than 5 says nothing against comparing levels by size.
    const bool harmless = IsLevel(rule_) && !pattern;
    Report(
        pattern ? "pattern-too-wide" : "passes-other",
        harmless ? Severity::kNote : Severity::kWarning,
        absl::StrCat("passes ", List(rule_, values), " too, which is not ", RequirementText(rule_)),
        pattern ? "begin the pattern with ^ and end it with $" : Fix(rule_));
    return;
  }
  Report("passes-weaker", Severity::kError,
         absl::StrCat("passes ", List(rule_, documented), ", which does not require ",
                      Missing(rule_.requirement, documented.front()), "; required is ",
                      RequirementText(rule_)),
         Fix(rule_));
}

void Finder::FindFalseFails(const std::vector<uint32_t>& values) {
  if (IsLevel(rule_)) {
    Report("fails-stricter", Severity::kError,
           absl::StrCat("fails ", List(rule_, values), ", though ", Missing(rule_.requirement, 0),
                        " is enough"),
           Fix(rule_));
    return;
  }
  Report(
      "fails-stricter", Severity::kWarning,
      absl::StrCat("fails ", List(rule_, values), ", which requires all that is required and more"),
      "test the bits of the value where the checker can; else let such computers be excepted");
}

void Finder::FindValues() {
  const std::vector<uint32_t> passes = rule_.FalsePasses();
  const std::vector<uint32_t> fails = rule_.FalseFails();
  if (NeverPasses()) {
    FindNeverPasses(passes);
    return;
  }
  if (!passes.empty()) FindFalsePasses(passes);
  if (!fails.empty()) FindFalseFails(fails);
}

void Finder::FindNotApplicable() {
  std::vector<uint32_t> values;
  for (const CheckerAnswer& answer : rule_.answers) {
    const bool documented = IsDocumented(rule_, answer.value);
    if (answer.verdict == Verdict::kNotApplicable && documented) values.push_back(answer.value);
  }
  if (values.empty()) return;
  Report("not-applicable", Severity::kWarning,
         absl::StrCat("gives no verdict on ", List(rule_, values)), Fix(rule_));
}

void Finder::FindAbsence() {
  const bool must_fail = rule_.absence.truth == Truth::kMustFail;
  const std::string default_is =
      must_fail ? absl::StrCat("no Windows requires ", Missing(rule_.requirement, 0), " by default")
                : absl::StrCat("the default of Windows ", absl::StrJoin(rule_.absence.weaker, ", "),
                               " does not require ", Missing(rule_.requirement, 0));
  switch (rule_.absent) {
    case Verdict::kPass:
      Report("absence-passes", must_fail ? Severity::kError : Severity::kWarning,
             absl::StrCat("passes a computer without the value; ", default_is),
             "let the check fail where the value does not exist");
      return;
    case Verdict::kNotApplicable:
      Report("absence-not-applicable", Severity::kWarning,
             absl::StrCat("does not fail a computer without the value but calls the check not "
                          "applicable; ",
                          default_is),
             "add a rule that the value exists");
      return;
    case Verdict::kFail:
      if (must_fail) return;
      Report("absence-fails", Severity::kNote,
             absl::StrCat("fails a computer without the value, also where the default of its "
                          "Windows requires ",
                          Missing(rule_.requirement, 0)),
             "set the value, or except such computers");
      return;
    case Verdict::kUnknown:
      return;
  }
}

}  // namespace

void FindWrongAnswers(const JudgedRule& rule, const std::vector<RegistryTest>& tests,
                      std::vector<PolicyFinding>* findings) {
  Finder finder(rule, tests, findings);
  finder.FindValues();
  finder.FindNotApplicable();
  finder.FindAbsence();
}

void FindProblem(const JudgedRule& rule, const std::vector<RegistryTest>& tests,
                 absl::string_view problem, std::vector<PolicyFinding>* findings) {
  Finder finder(rule, tests, findings);
  if (finder.FindSlip()) return;
  finder.Report("cannot-judge", Severity::kError,
                absl::StrCat("what this check says is not known: ", problem),
                "write the check in a form whose verdicts are known, or review it by hand");
}

}  // namespace ntlmatrix::conformance
