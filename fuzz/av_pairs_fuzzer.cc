// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/check.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pairs.h"

// A list that ends with an empty MsvAvEOL is written again byte for byte; any other breaks a rule.
//
// Such a list has one encoding. What else can be read is such a list with other bytes behind it, or
// without its end.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace ntlm = ntlmatrix::ntlm;
  const ntlmatrix::Bytes list(data, size);
  std::vector<ntlm::AvPair> pairs;
  ntlm::AvPairReader reader(list);
  for (ntlm::AvPair pair; reader.Next(&pair);) pairs.push_back(pair);
  const bool canonical =
      reader.ok() && reader.terminated() && reader.eol_value().empty() && reader.remaining() == 0;
  const bool breaks_a_rule = !ntlm::ValidateTargetInfo(list).empty();
  FUZZ_CHECK(canonical || breaks_a_rule);
  if (!pairs.empty()) {
    const auto found = ntlm::FindAvPair(list, pairs.front().av_id);
    FUZZ_CHECK(found.ok() == reader.ok());
    FUZZ_CHECK(!found.ok() || *found == pairs.front().value);
  }
  const auto bytes = ntlm::SerializeAvPairs(pairs);
  FUZZ_CHECK(bytes.ok());
  const size_t pairs_size = bytes->size() - 4;
  FUZZ_CHECK(list.subspan(0, pairs_size) == ntlmatrix::Bytes(*bytes).subspan(0, pairs_size));
  FUZZ_CHECK(canonical == (list == ntlmatrix::Bytes(*bytes)));
  return 0;
}
