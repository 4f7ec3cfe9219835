// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_VERSION_H_
#define NTLMATRIX_PARSERS_NTLM_VERSION_H_

#include <array>
#include <cstdint>

namespace ntlmatrix::ntlm {

// VERSION, [MS-NLMP] 2.2.2.10. For debugging only; NTLM does not depend on it.
struct Version {
  uint8_t product_major_version = 0;
  uint8_t product_minor_version = 0;
  uint16_t product_build = 0;
  std::array<uint8_t, 3> reserved = {};
  uint8_t ntlm_revision_current = 0;

  bool operator==(const Version&) const = default;
};

// NTLMSSP_REVISION_W2K3, what ntlm_revision_current should be.
inline constexpr uint8_t kNtlmRevisionW2K3 = 0x0F;

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_VERSION_H_
