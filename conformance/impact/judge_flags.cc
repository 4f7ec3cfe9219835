// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/judge_flags.h"

#include <algorithm>

#include "conformance/explain.h"
#include "conformance/oracle.h"

namespace ntlmatrix::impact {
namespace {

using conformance::Application;
using conformance::Strength;
namespace flags = ntlm::flags;

// Which other bits are unknown changes nothing.
constexpr ntlm::NegotiateFlags kDecidingBits[] = {flags::kSign, flags::kSeal,
                                                  flags::kExtendedSessionSecurity, flags::k128};
constexpr ntlm::NegotiateFlags kDeciding =
    flags::kSign | flags::kSeal | flags::kExtendedSessionSecurity | flags::k128;

// The rules of level 0 are about what a client offers, which is known here.
constexpr int kLevelThatOffersAll = 3;

Application ApplicationOf(ntlm::NegotiateFlags negotiated) {
  if (negotiated & flags::kSeal) return Application::kConfidentiality;
  return negotiated & flags::kSign ? Application::kIntegrity : Application::kNone;
}

void Append(const std::vector<absl::string_view>& ids, std::vector<absl::string_view>* list) {
  for (const absl::string_view id : ids) {
    if (std::find(list->begin(), list->end(), id) == list->end()) list->push_back(id);
  }
}

Judgement JudgeKnown(uint32_t required, ntlm::NegotiateFlags negotiated) {
  const conformance::Expectation expectation =
      conformance::Expect({.setting = required,
                           .lm = kLevelThatOffersAll,
                           .app = ApplicationOf(negotiated),
                           .offered = negotiated,
                           .granted = negotiated},
                          conformance::Reading::kCorrected);
  Judgement judgement;
  bool every_rule_has_a_code = true;
  for (const conformance::VerdictRule* const rule : expectation.failing) {
    if (rule->setting == 0) continue;  // the application's request, not the setting
    judgement.missing |= rule->setting;
    judgement.strength = std::max(judgement.strength, rule->rule.strength);
    every_rule_has_a_code = every_rule_has_a_code && rule->status.has_value();
    Append(rule->rule.ambiguities, &judgement.ambiguities);
    if (rule->status && judgement.codes.empty()) judgement.codes.push_back(*rule->status);
  }
  if (!every_rule_has_a_code) judgement.codes.clear();
  if (judgement.missing == 0) return judgement;
  judgement.outcome =
      judgement.strength == Strength::kUndocumented ? Outcome::kUndocumented : Outcome::kRefused;
  return judgement;
}

}  // namespace

absl::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRefused:
      return "refused";
    case Outcome::kUndocumented:
      return conformance::kUndocumentedSeenAccepted;
    case Outcome::kUnknown:
      return "unknown";
    case Outcome::kNotRefused:
      break;
  }
  return "not refused";
}

Judgement JudgeFlags(uint32_t required, const KnownFlags& negotiated) {
  const ntlm::NegotiateFlags unknown = negotiated.unknown & kDeciding;
  Judgement judgement = JudgeKnown(required, negotiated.set);
  const Outcome first = judgement.outcome;
  // Every other subset of the unknown bits, downwards from all of them.
  for (ntlm::NegotiateFlags subset = unknown; subset != 0; subset = (subset - 1) & unknown) {
    const Judgement other = JudgeKnown(required, negotiated.set | subset);
    if (other.outcome != first) judgement.outcome = Outcome::kUnknown;
    if (other.codes != judgement.codes) judgement.codes.clear();
    judgement.missing &= other.missing;
    judgement.strength = std::min(judgement.strength, other.strength);
    Append(other.ambiguities, &judgement.ambiguities);
    for (const ntlm::NegotiateFlags bit : kDecidingBits) {
      if ((subset & bit) == 0) continue;
      const Judgement without = JudgeKnown(required, negotiated.set | (subset & ~bit));
      if (without.outcome != other.outcome) judgement.depends_on |= bit;
    }
  }
  return judgement;
}

}  // namespace ntlmatrix::impact
