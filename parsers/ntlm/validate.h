// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_VALIDATE_H_
#define NTLMATRIX_PARSERS_NTLM_VALIDATE_H_

#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"

namespace ntlmatrix::ntlm {

// Every departure of a message from [MS-NLMP] that its bytes alone show, placement included, with
// offsets from the start of the message.
//
// InvalidArgument where the message can't be read, as its Parse() says.
absl::StatusOr<std::vector<Finding>> ValidateMessage(Bytes message);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_VALIDATE_H_
