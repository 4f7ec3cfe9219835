// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/policy_demands.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "conformance/compliance/baseline.h"
#include "conformance/compliance/requirement.h"

namespace ntlmatrix::cli {
namespace {

std::string CheckRequirement(const std::string& list) {
  const auto requirement = compliance::ParseRequirement(list);
  return requirement.ok() ? "" : std::string(requirement.status().message());
}

std::vector<std::string> BaselineNames() {
  std::vector<std::string> names;
  for (const compliance::Baseline& one : compliance::Baselines()) names.emplace_back(one.name);
  return names;
}

}  // namespace

void PolicyDemands::AddOptions(CLI::App* command) {
  CLI::Option* require =
      command
          ->add_option("--require", require_,
                       absl::StrCat("Fail where an input does not require all of this LIST, can't "
                                    "be read,\nor has errors:\n",
                                    compliance::RequirementHelp()))
          ->type_name("LIST")
          ->check(CheckRequirement);
  command
      ->add_flag("--allow-default", allow_default_,
                 "--require counts the documented default of --os, and of --role or else\n"
                 "every role, where a setting is not defined; never a disputed one")
      ->needs(require)
      ->needs("--os");
  command
      ->add_option("--baseline", baseline_,
                   "Fail where an input is weaker than this baseline or does not define\n"
                   "what it wants; stricter values are a note")
      ->check(CLI::IsMember(BaselineNames()));
}

void PolicyDemands::Judge(const stores::PolicyScope& scope, stores::PolicyInput* input) const {
  if (!require_.empty()) {
    auto unmet = compliance::FindUnmet(*compliance::ParseRequirement(require_), *input,
                                       allow_default_ ? &scope : nullptr);
    if (unmet.has_value()) input->verdicts.push_back(*std::move(unmet));
  }
  if (const compliance::Baseline* baseline = compliance::FindBaseline(baseline_)) {
    for (policy::PolicyFinding& finding : compliance::CompareWithBaseline(*baseline, *input)) {
      input->verdicts.push_back(std::move(finding));
    }
  }
}

}  // namespace ntlmatrix::cli
