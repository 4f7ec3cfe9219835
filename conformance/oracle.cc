// SPDX-License-Identifier: Apache-2.0

#include "conformance/oracle.h"

#include <algorithm>

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

template <typename T>
bool AnyOrContains(const std::vector<T>& list, const T& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool Applies(const VerdictRule& rule, const Situation& situation, Reading reading) {
  return AnyOrContains(rule.readings, reading) &&
         (situation.setting & rule.setting) == rule.setting &&
         AnyOrContains(rule.levels, situation.lm) &&
         AnyOrContains(rule.applications, situation.app) &&
         rule.secure_rpc.value_or(situation.secure_rpc) == situation.secure_rpc &&
         (situation.granted & rule.granted) == rule.granted &&
         (situation.granted & rule.not_granted) == 0;
}

bool Passes(const VerdictRule& rule, const Situation& situation) {
  return (rule.negotiated & ~situation.Negotiated()) == 0 &&
         (situation.netbios_names || !rule.netbios_names);
}

template <typename T>
void AddOnce(const T& value, std::vector<T>* list) {
  if (std::find(list->begin(), list->end(), value) == list->end()) list->push_back(value);
}

Expectation Accept(const Situation& situation) {
  Expectation expectation;
  for (const UndocumentedSettingBits& undocumented : AllUndocumentedSettingBits()) {
    if ((situation.setting & undocumented.bits) == 0) continue;
    // Such a bit never changes a verdict, but no document promises the accept either.
    expectation.strength = Strength::kUndocumented;
    expectation.ambiguities.push_back(undocumented.ambiguity);
  }
  return expectation;
}

}  // namespace

ntlm::NegotiateFlags DocumentedOffer(int lm, Application app) {
  ntlm::NegotiateFlags offer = flags::kUnicode | flags::kRequestTarget | flags::kNtlm |
                               flags::kAlwaysSign | flags::k128 | flags::k56;
  if (lm >= 1) offer |= flags::kExtendedSessionSecurity;
  if (app != Application::kNone) offer |= flags::kSign | flags::kKeyExch;
  if (app == Application::kConfidentiality) offer |= flags::kSeal | flags::kLmKey;
  return offer;
}

ntlm::NegotiateFlags ServerGrant(const Cell& cell, ntlm::NegotiateFlags offered) {
  return flags::kUnicode | flags::kRequestTarget | flags::kNtlm | flags::kAlwaysSign |
         flags::kTargetTypeDomain | flags::kTargetInfo | cell.server |
         (offered & (flags::kSign | flags::kSeal | flags::kKeyExch));
}

Situation DocumentedSituation(const Cell& cell) {
  const ntlm::NegotiateFlags offered = DocumentedOffer(cell.lm, cell.app);
  return {.setting = cell.min.Effective(),
          .lm = cell.lm,
          .app = cell.app,
          .offered = offered,
          .granted = ServerGrant(cell, offered)};
}

Expectation Expect(const Situation& situation, Reading reading) {
  Expectation expectation;
  bool every_rule_has_a_code = true;
  for (const VerdictRule& rule : VerdictRules()) {
    if (!Applies(rule, situation, reading) || Passes(rule, situation)) continue;
    if (expectation.failing.empty()) expectation.strength = Strength::kUndocumented;
    expectation.verdict = Verdict::kFail;
    expectation.strength = std::max(expectation.strength, rule.rule.strength);
    expectation.failing.push_back(&rule);
    for (const absl::string_view ambiguity : rule.rule.ambiguities) {
      AddOnce(ambiguity, &expectation.ambiguities);
    }
    every_rule_has_a_code = every_rule_has_a_code && rule.status.has_value();
    if (rule.status) AddOnce(*rule.status, &expectation.codes);
  }
  // The order of the checks is undocumented: one rule without a code leaves the status open.
  if (!every_rule_has_a_code) expectation.codes.clear();
  return expectation.failing.empty() ? Accept(situation) : expectation;
}

ResponseForm ExpectedResponse(int lm, ntlm::NegotiateFlags negotiated) {
  if (lm >= 3) return ResponseForm::kNtlmV2;
  if (negotiated & flags::kExtendedSessionSecurity) return ResponseForm::kNtlmEss;
  return lm == 2 ? ResponseForm::kNtlmInBoth : ResponseForm::kLmAndNtlm;
}

}  // namespace ntlmatrix::conformance
