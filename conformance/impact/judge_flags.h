// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_JUDGE_FLAGS_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_JUDGE_FLAGS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/terms.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::impact {

// What happens to a peer under a setting.
enum class Outcome {
  kRefused,
  kUndocumented,  // 128-without-sealing: 128-bit encryption is missing, nothing is signed or sealed
  kUnknown,       // it depends on something that is not known
  kNotRefused,
};

// "refused", "undocumented (seen in the field: accepted)", "unknown", "not refused".
absl::string_view OutcomeName(Outcome outcome);

// What is known of the flags that are negotiated with a peer.
struct KnownFlags {
  ntlm::NegotiateFlags set = 0;
  ntlm::NegotiateFlags unknown = 0;  // may be set or not; none of them in `set`
};

struct Judgement {
  Outcome outcome = Outcome::kNotRefused;
  uint32_t missing = 0;     // bits of the setting that are not met, for the first three outcomes
  uint32_t depends_on = 0;  // unknown bits that decide, for kUnknown
  // Of the refusal: recommended where documents disagree on whether it must be.
  conformance::Strength strength = conformance::Strength::kUndocumented;
  std::vector<uint32_t> codes = {};                 // documented; empty: no code is
  std::vector<absl::string_view> ambiguities = {};  // ids of conformance/ambiguities.h
};

// Judges what is negotiated by the value of NtlmMinClientSec or NtlmMinServerSec, by the rules
// alone; both have the same bits. What the application asks for is read from SIGN and SEAL.
Judgement JudgeFlags(uint32_t required, const KnownFlags& negotiated);

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_JUDGE_FLAGS_H_
