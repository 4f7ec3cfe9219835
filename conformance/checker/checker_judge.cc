// SPDX-License-Identifier: Apache-2.0

#include "conformance/checker/checker_judge.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/checker/expected_value.h"
#include "conformance/checker/rule_findings.h"
#include "parsers/policy/setting_key.h"

namespace ntlmatrix::conformance {
namespace {

using checker::CheckerRule;
using checker::Evaluator;
using checker::RegistryTest;
using checker::Verdict;
using policy::Place;
using policy::PolicyFinding;
using policy::SettingId;

constexpr size_t kMaxUnread = 10;  // findings on one rule

bool IsAbout(SettingId id, const RegistryTest& test) {
  const auto guess = SettingOf(test);
  return guess.has_value() && guess->id == id;
}

// The least level of 3 to 5 that a rule passes.
uint32_t LeastLevel(const Evaluator& evaluator) {
  for (uint32_t level = 3; level <= 5; ++level) {
    if (evaluator.Evaluate(level) == Verdict::kPass) return level;
  }
  return 3;
}

std::vector<uint32_t> Values(const JudgedRule& rule, Verdict verdict, Truth truth) {
  std::vector<uint32_t> values;
  for (const CheckerAnswer& answer : rule.answers) {
    if (answer.verdict == verdict && answer.truth == truth) values.push_back(answer.value);
  }
  return values;
}

void FindMisplaced(SettingId id, const RegistryTest& test, std::vector<PolicyFinding>* findings) {
  const auto guess = SettingOf(test);
  const std::string fix =
      absl::StrCat("check HKLM\\", policy::SettingKey(id), ", value ", policy::SettingName(id));
  if (!guess->exact) {
    findings->push_back(
        {"misspelt-name", Severity::kError,
         absl::StrCat("Windows has no setting named ", policy::Shown(test.name), "; ",
                      policy::SettingName(id), " seems to be meant, and is not checked"),
         fix, test.where});
  }
  if (!IsAtItsKey(id, test)) {
    findings->push_back({"wrong-key", Severity::kError,
                         absl::StrCat(policy::SettingName(id), " is not read from ",
                                      policy::Shown(absl::StrCat(test.hive, "\\", test.key))),
                         fix, test.where});
  }
}

// The setting whose name stands in a text.
std::optional<SettingId> SettingIn(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const SettingId id : policy::AllSettings()) {
    if (absl::StrContains(lower, absl::AsciiStrToLower(policy::SettingName(id)))) return id;
  }
  return std::nullopt;
}

// Tests that can't be evaluated, and that speak of a setting themselves or in the rule's title.
void FindUnread(const CheckerRule& rule, std::vector<PolicyFinding>* findings) {
  const auto unread = [](const RegistryTest& test) {
    return !test.problem.empty() && !SettingOf(test).has_value();
  };
  const auto report = [&](SettingId id, const RegistryTest& test) {
    findings->push_back({"not-judged", Severity::kWarning,
                         absl::StrCat("this check speaks of ", policy::SettingName(id),
                                      " and is not judged: ", test.problem),
                         "check the registry value itself", test.where});
  };
  size_t reported = 0;
  for (const RegistryTest& test : rule.tests) {
    if (!unread(test) || reported >= kMaxUnread) continue;
    const auto id = SettingIn(test.written);
    if (!id.has_value()) continue;
    report(*id, test);
    ++reported;
  }
  const auto first = std::find_if(rule.tests.begin(), rule.tests.end(), unread);
  if (reported > 0 || first == rule.tests.end()) return;
  if (const auto id = SettingIn(rule.title)) report(*id, *first);
}

}  // namespace

std::vector<uint32_t> JudgedRule::FalsePasses() const {
  return Values(*this, Verdict::kPass, Truth::kMustFail);
}

std::vector<uint32_t> JudgedRule::FalseFails() const {
  return Values(*this, Verdict::kFail, Truth::kMustPass);
}

void CheckerJudge::Add(const CheckerRule& rule) {
  FindUnread(rule, &judged_.findings);
  for (const SettingId id : policy::AllSettings()) {
    const bool about = std::any_of(rule.tests.begin(), rule.tests.end(),
                                   [&](const RegistryTest& test) { return IsAbout(id, test); });
    if (!about) continue;
    if (judged_.rules.size() < kMaxRules) {
      Judge(id, rule);
    } else {
      ++left_out_;
    }
  }
}

void CheckerJudge::Judge(SettingId id, const CheckerRule& rule) {
  JudgedRule judged;
  judged.id = rule.id;
  judged.title = rule.title;
  judged.condition = rule.condition;
  judged.place = rule.where;
  std::vector<RegistryTest> tests;
  std::vector<uint32_t> stated;
  for (const RegistryTest& test : rule.tests) {
    if (!IsAbout(id, test)) continue;
    FindMisplaced(id, test, &judged_.findings);
    for (const std::string& text : StatedNumbers(test)) {
      const auto number = checker::ParseNumber(text);
      if (number.has_value() && *number >= 0) stated.push_back(static_cast<uint32_t>(*number));
    }
    tests.push_back(test);
  }
  const Evaluator evaluator(rule, [&](const RegistryTest& test) { return IsAbout(id, test); });
  judged.requirement = RequirementOf(id, rule.title, LeastLevel(evaluator));
  judged.absence = TruthOfAbsence(judged.requirement);
  if (rule.precondition) {
    judged_.findings.push_back(
        {"precondition", Severity::kNote,
         absl::StrCat(policy::SettingName(id),
                      " is read here to decide which checks follow; that is not judged"),
         "", rule.where});
  } else if (!evaluator.problem().empty()) {
    FindProblem(judged, tests, evaluator.problem(), &judged_.findings);
  } else {
    judged.judged = true;
    judged.absent = evaluator.Evaluate(std::nullopt);
    for (const uint32_t value : ValuesToTry(id, stated)) {
      judged.answers.push_back(
          {value, evaluator.Evaluate(value), TruthOf(judged.requirement, value)});
    }
    FindWrongAnswers(judged, tests, &judged_.findings);
  }
  judged_.rules.push_back(std::move(judged));
}

// What no rule is about.
void CheckerJudge::FindBlindSpots(std::vector<PolicyFinding>* findings) const {
  const auto rule_about = [&](SettingId id) -> const JudgedRule* {
    for (const JudgedRule& rule : judged_.rules) {
      if (rule.requirement.id == id) return &rule;
    }
    return nullptr;
  };
  const JudgedRule* client = rule_about(SettingId::kNtlmMinClientSec);
  const JudgedRule* server = rule_about(SettingId::kNtlmMinServerSec);
  if (client != nullptr && server == nullptr) {
    findings->push_back({"server-not-checked", Severity::kWarning,
                         "no rule checks NtlmMinServerSec: what a computer demands of its clients "
                         "stays unchecked",
                         "check NtlmMinServerSec too", client->place});
  }
  if (client == nullptr && server != nullptr) {
    findings->push_back({"client-not-checked", Severity::kWarning,
                         "no rule checks NtlmMinClientSec: what a computer demands of servers "
                         "stays unchecked",
                         "check NtlmMinClientSec too", server->place});
  }
  if (judged_.rules.empty() && findings->empty()) {
    findings->push_back({"no-rule", Severity::kWarning,
                         "no rule checks NtlmMinClientSec, NtlmMinServerSec or "
                         "LmCompatibilityLevel",
                         "add rules", Place()});
  }
}

JudgedChecker CheckerJudge::Result(bool whole) const {
  JudgedChecker result = judged_;
  if (whole) FindBlindSpots(&result.findings);
  if (left_out_ > 0) {
    result.findings.push_back(
        {"more-rules", Severity::kError,
         absl::StrCat(left_out_, " more rules about these settings are not judged"),
         "divide the file", Place()});
  }
  return result;
}

}  // namespace ntlmatrix::conformance
