// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/context_flags.h"

namespace ntlmatrix::envelope {

bool ContextFlags::Has(ContextFlag flag) const {
  return !octets.empty() && (octets[0] & (0x80 >> static_cast<uint8_t>(flag))) != 0;
}

bool HasUsableUnusedBits(const ContextFlags& flags) {
  return flags.unused_bits <= (flags.octets.empty() ? 0 : 7);
}

bool IsDistinguished(const ContextFlags& flags) {
  if (!HasUsableUnusedBits(flags)) return false;
  if (flags.octets.empty()) return true;
  const uint32_t lowest_used = 1u << flags.unused_bits;
  return flags.octets.back() % (2 * lowest_used) == lowest_used;
}

}  // namespace ntlmatrix::envelope
