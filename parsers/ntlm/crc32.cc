// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/crc32.h"

#include <zlib.h>

namespace ntlmatrix::ntlm {

uint32_t Crc32(Bytes data, uint32_t crc) {
  // No bytes may be a null pointer, for which zlib starts anew.
  if (data.empty()) return crc;
  return static_cast<uint32_t>(crc32_z(crc, data.data(), data.size()));
}

}  // namespace ntlmatrix::ntlm
