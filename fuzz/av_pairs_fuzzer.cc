// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/check.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pairs.h"

// A list that ends with an empty MsvAvEOL is written again byte for byte.
//
// Such a list has one encoding. What else can be read is such a list with other bytes behind it, or
// without its end.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace ntlm = ntlmatrix::ntlm;
  const ntlmatrix::Bytes list(data, size);
  std::vector<ntlm::AvPair> pairs;
  ntlm::AvPairReader reader(list);
  for (ntlm::AvPair pair; reader.Next(&pair);) pairs.push_back(pair);
  FUZZ_CHECK(reader.error().ok() == ntlm::FindAvPair(list, ntlm::AvId::kTimestamp).ok());
  FUZZ_CHECK(reader.error().ok() || !ntlm::ValidateTargetInfo(list).empty());
  if (!reader.error().ok()) return 0;
  const auto bytes = ntlm::SerializeAvPairs(pairs);
  FUZZ_CHECK(bytes.ok());
  const size_t pairs_size = bytes->size() - 4;
  FUZZ_CHECK(list.subspan(0, pairs_size) == ntlmatrix::Bytes(*bytes).subspan(0, pairs_size));
  const bool canonical =
      reader.terminated() && reader.eol_value().empty() && reader.remaining() == 0;
  FUZZ_CHECK(canonical == (list == ntlmatrix::Bytes(*bytes)));
  return 0;
}
