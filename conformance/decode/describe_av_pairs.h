// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_AV_PAIRS_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_AV_PAIRS_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/decode/described_field.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/av_pair.h"

namespace ntlmatrix::decode {

// Not more pairs of a list are described; no AvId but a foreign one is there more than once.
inline constexpr size_t kMostAvPairs = 100;

// "MsvAvNbDomainName"; empty for an AvId that [MS-NLMP] 2.2.2.1 does not have.
absl::string_view AvIdName(ntlm::AvId av_id);

// One pair with its decoded value; `offset` is that of the pair in the message.
DescribedField DescribeAvPair(const ntlm::AvPair& pair, size_t offset);

// The pairs of a list that begins at `offset` of the message, MsvAvEOL and what follows it too.
std::vector<DescribedField> DescribeAvPairs(Bytes list, size_t offset);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DESCRIBE_AV_PAIRS_H_
