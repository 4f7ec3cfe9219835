// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_AV_PAIRS_H_
#define NTLMATRIX_PARSERS_NTLM_AV_PAIRS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/ntlm/av_pair.h"

namespace ntlmatrix::ntlm {

// The value of the first pair with this id; nullopt when a readable list has none.
//
// The whole list is read, so an unreadable one is InvalidArgument whatever is looked for.
absl::StatusOr<std::optional<Bytes>> FindAvPair(Bytes av_pairs, AvId av_id);

// The pairs in the order given, with MsvAvEOL after them.
//
// ResourceExhausted when a value is longer than 65535 bytes. An MsvAvEOL among the pairs is
// written like any other.
absl::StatusOr<std::vector<uint8_t>> SerializeAvPairs(absl::Span<const AvPair> pairs);

// Departures of the TargetInfo of a CHALLENGE_MESSAGE from [MS-NLMP] 2.2.2.1, in list order, then
// what the list lacks; offsets count from the start of the list.
//
// After 16 values at fault a note says from where on values are not judged.
std::vector<Finding> ValidateTargetInfo(Bytes target_info);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_AV_PAIRS_H_
