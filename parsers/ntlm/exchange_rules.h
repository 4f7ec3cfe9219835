// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_EXCHANGE_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_EXCHANGE_RULES_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"

namespace ntlmatrix::ntlm {

// The messages of one exchange; empty is one that was not seen.
struct ExchangeMessages {
  Bytes negotiate;
  Bytes challenge;
  Bytes authenticate;
};

// Findings with offsets from the start of the message that they are about.
struct ExchangeFindings {
  std::vector<Finding> challenge;
  std::vector<Finding> authenticate;
};

// Departures of each message from what its predecessors allow, [MS-NLMP] 2.2.2.5, 3.1.5.1.2 and
// 3.2.5.1.1; those of one message alone are ValidateMessage()'s, the MIC is ValidateMic()'s.
//
// `lm_compatibility_level` is the client's, 0 to 5, where it is known. Of several AV_PAIRs with one
// AvId the first is compared; pairs with an AvId outside the table are not. InvalidArgument where a
// message that was seen can't be read.
absl::StatusOr<ExchangeFindings> ValidateExchange(
    const ExchangeMessages& messages, std::optional<int> lm_compatibility_level = std::nullopt);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_EXCHANGE_RULES_H_
