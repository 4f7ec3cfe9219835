// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_CHALLENGE_DIFF_H_
#define NTLMATRIX_CONFORMANCE_DECODE_CHALLENGE_DIFF_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/cell.h"
#include "conformance/oracle.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::decode {

// A value that two messages do not have in common; nullopt is one that a message does not have.
struct DiffValue {
  std::string name;  // as [MS-NLMP] has it
  std::optional<std::string> a;
  std::optional<std::string> b;
};

// What the documents have a client do with either message.
struct DiffCase {
  int lm = 0;  // LmCompatibilityLevel
  conformance::Application app = conformance::Application::kNone;
  conformance::Situation situation_a;
  conformance::Situation situation_b;
  conformance::Expectation a;
  conformance::Expectation b;

  bool IsAlike() const;  // in verdict and strength
};

// All cases of one value of NtlmMinClientSec.
struct DiffSetting {
  uint32_t value = 0;
  std::string words;  // of the policy editor, and whose default it is
  std::vector<DiffCase> cases;
};

// Two CHALLENGE_MESSAGEs compared.
struct ChallengeDiff {
  ntlm::NegotiateFlags flags_a = 0;
  ntlm::NegotiateFlags flags_b = 0;
  std::vector<DiffValue> values;  // TargetName, Version, AV_PAIRs; ServerChallenge always differs
  std::vector<DiffSetting> settings;  // at the documented offer, levels 0 and 3, every application
};

// InvalidArgument where a message can't be read.
absl::StatusOr<ChallengeDiff> DiffChallenges(Bytes a, Bytes b);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_CHALLENGE_DIFF_H_
