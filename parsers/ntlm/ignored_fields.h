// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_IGNORED_FIELDS_H_
#define NTLMATRIX_PARSERS_NTLM_IGNORED_FIELDS_H_

#include <cstdint>
#include <vector>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::ntlm {

// A copy of the message that Parse() takes whatever the Fields say that must be ignored on receipt,
// since their flag is clear: those that point outside the message are zero; [MS-NLMP] 2.2.1.1,
// 2.2.1.2 and 2.2.1.3.
//
// Parse() refuses a value outside the message, an ignored one too. What has no layout is copied
// unchanged.
std::vector<uint8_t> WithoutIgnoredFields(Bytes message);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_IGNORED_FIELDS_H_
