// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_AV_PAIR_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_AV_PAIR_RULES_H_

#include <cstddef>

#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/av_pair.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {

// The name of an AvId of the table in [MS-NLMP] 2.2.2.1, "MsvAvFlags"; empty for any other.
absl::string_view TableName(AvId av_id);

// The AvIds of the table are those below this one.
inline constexpr size_t kAvIdsInTable = 11;

// Who sends a list of AV_PAIRs.
enum class AvPairsIn {
  kChallenge,       // TargetInfo
  kClientResponse,  // AvPairs of NTLMv2_CLIENT_CHALLENGE, with what follows MsvAvEOL
};

// Adds departures of a list from [MS-NLMP] 2.2.2.1 and 2.2.2.2 in list order, then what it lacks;
// the list begins at `offset`.
//
// After 16 findings a note says from where on values are not judged.
void ValidateAvPairs(Bytes av_pairs, AvPairsIn sender, size_t offset, FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_AV_PAIR_RULES_H_
