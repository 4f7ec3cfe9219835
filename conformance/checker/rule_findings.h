// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CHECKER_RULE_FINDINGS_H_
#define NTLMATRIX_CONFORMANCE_CHECKER_RULE_FINDINGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/checker/checker_judge.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::conformance {

// What is wrong with a rule whose answers are known, and most likely why. `tests` are those of its
// tests that are about the setting.
//
// Errors are answers that are wrong about a value that people set; a check that fails what is
// stricter than it asks for, in a way that no policy editor offers, is a warning.
void FindWrongAnswers(const JudgedRule& rule, const std::vector<checker::RegistryTest>& tests,
                      std::vector<policy::PolicyFinding>* findings);

// The same for a rule whose answers are not known, and why they are not.
void FindProblem(const JudgedRule& rule, const std::vector<checker::RegistryTest>& tests,
                 absl::string_view problem, std::vector<policy::PolicyFinding>* findings);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_CHECKER_RULE_FINDINGS_H_
