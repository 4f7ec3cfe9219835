// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/av_pairs.h"

#include <limits>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_writer.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pair_rules.h"

namespace ntlmatrix::ntlm {

absl::StatusOr<std::optional<Bytes>> FindAvPair(Bytes av_pairs, AvId av_id) {
  std::optional<Bytes> found;
  AvPairReader reader(av_pairs);
  for (AvPair pair; reader.Next(&pair);) {
    if (pair.av_id == av_id && !found.has_value()) found = pair.value;
  }
  if (!reader.ok()) return reader.error();
  return found;
}

absl::StatusOr<std::vector<uint8_t>> SerializeAvPairs(absl::Span<const AvPair> pairs) {
  size_t size = 4;  // of MsvAvEOL
  for (const AvPair& pair : pairs) size += 4 + pair.value.size();
  ByteWriter writer;
  writer.Reserve(size);
  for (const AvPair& pair : pairs) {
    if (pair.value.size() > std::numeric_limits<uint16_t>::max()) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "AV_PAIR 0x", absl::Hex(static_cast<uint16_t>(pair.av_id), absl::kZeroPad4), " has ",
          pair.value.size(), " bytes, more than the 65535 that AvLen can say"));
    }
    writer.WriteU16(static_cast<uint16_t>(pair.av_id));
    writer.WriteU16(static_cast<uint16_t>(pair.value.size()));
    writer.WriteBytes(pair.value);
  }
  writer.WriteU16(static_cast<uint16_t>(AvId::kEol));
  writer.WriteU16(0);
  return writer.Take();
}

std::vector<Finding> ValidateTargetInfo(Bytes target_info) {
  FindingList findings;
  ValidateAvPairs(target_info, AvPairsIn::kChallenge, 0, &findings);
  return findings.Take();
}

}  // namespace ntlmatrix::ntlm
