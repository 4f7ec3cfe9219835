// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CHECKER_CHECKER_JUDGE_H_
#define NTLMATRIX_CONFORMANCE_CHECKER_CHECKER_JUDGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"

#include "conformance/checker/requirement.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/checker/evaluate.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::conformance {

// What a check says of one value, beside what it has to say.
struct CheckerAnswer {
  uint32_t value = 0;
  checker::Verdict verdict = checker::Verdict::kUnknown;
  Truth truth = Truth::kEither;
};

// A rule of a checker about one of the settings.
struct JudgedRule {
  std::string id;  // as the file has it; this and the next two
  std::string title;
  std::string condition;
  policy::Place place;
  Requirement requirement;
  bool judged = false;  // its answers are known
  std::vector<CheckerAnswer> answers;
  checker::Verdict absent = checker::Verdict::kUnknown;
  AbsenceTruth absence;

  // The values that it passes and must not, and the other way round.
  std::vector<uint32_t> FalsePasses() const;
  std::vector<uint32_t> FalseFails() const;
};

struct JudgedChecker {
  std::vector<JudgedRule> rules;
  std::vector<policy::PolicyFinding> findings;  // in file order, then about the file as a whole
};

// Collects the rules of one file and says where they give a wrong answer. Rules about other
// settings leave nothing behind.
class CheckerJudge {
 public:
  static constexpr size_t kMaxRules = 1000;  // about the settings; the others are counted

  void Add(const checker::CheckerRule& rule);

  // The findings on what was added and, where the file was read to its end, on what no rule is
  // about.
  JudgedChecker Result(bool whole) const;

 private:
  void Judge(policy::SettingId id, const checker::CheckerRule& rule);
  void FindBlindSpots(std::vector<policy::PolicyFinding>* findings) const;

  JudgedChecker judged_;
  size_t left_out_ = 0;
};

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_CHECKER_CHECKER_JUDGE_H_
