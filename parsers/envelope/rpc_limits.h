// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_LIMITS_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_LIMITS_H_

#include <cstddef>

namespace ntlmatrix::envelope {

// MustRecvFragSize, [C706] Appendix K: the fragment that everyone must be able to receive, in
// bytes.
inline constexpr size_t kMustRecvFragSize = 1432;

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_LIMITS_H_
