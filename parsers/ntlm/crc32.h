// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_CRC32_H_
#define NTLMATRIX_PARSERS_NTLM_CRC32_H_

#include <cstdint>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::ntlm {

// CRC32, [MS-NLMP] 6: the CRC of ISO 3309, over `data` after the bytes that gave `crc`.
//
// A checksum against accidents, and no cryptography.
uint32_t Crc32(Bytes data, uint32_t crc = 0);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_CRC32_H_
