// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_WORDS_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_WORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::report {

// The value in the words of the policy editor: "Require NTLMv2 session security (extended session
// security), Require 128-bit encryption", "Send NTLMv2 response only".
std::string ValueWords(policy::SettingId id, uint32_t value);

// "0x20080000 (537395200)", and a bare number for a level.
std::string ValueNumber(policy::SettingId id, uint32_t value);

// One or more sentences on whom a computer with this value refuses, per capability.
//
// The difference between 128-bit encryption with and without sealing is never a bare yes or no:
// the documents disagree ([MS-NLMP] 3.1.5.1.2 and 2.2.2.5 bit U, KB 239869).
std::vector<std::string> Refusals(policy::SettingId id, uint32_t value);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_WORDS_H_
