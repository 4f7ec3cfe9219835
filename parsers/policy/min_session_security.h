// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_MIN_SESSION_SECURITY_H_
#define NTLMATRIX_PARSERS_POLICY_MIN_SESSION_SECURITY_H_

#include <cstdint>

namespace ntlmatrix::policy {

// The bits of NtlmMinClientSec and NtlmMinServerSec, KB 239869. They are the NegotiateFlags bits
// of [MS-NLMP] 2.2.2.5.
inline constexpr uint32_t kRequireIntegrity = 0x00000010;
inline constexpr uint32_t kRequireConfidentiality = 0x00000020;
inline constexpr uint32_t kRequireExtendedSessionSecurity = 0x00080000;
inline constexpr uint32_t kRequire128Bit = 0x20000000;
inline constexpr uint32_t kRequire56Bit = 0x80000000;
inline constexpr uint32_t kKnownMinSessionSecurity = kRequireIntegrity | kRequireConfidentiality |
                                                     kRequireExtendedSessionSecurity |
                                                     kRequire128Bit | kRequire56Bit;
static_assert(kKnownMinSessionSecurity == 0xA0080030);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_MIN_SESSION_SECURITY_H_
