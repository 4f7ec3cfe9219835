// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_LAYOUT_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_LAYOUT_RULES_H_

#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {

// Adds what [MS-NLMP] 2.2.1 says against where a message has its values.
void ValidateLayout(const MessageLayout& layout, FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_LAYOUT_RULES_H_
