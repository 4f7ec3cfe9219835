// SPDX-License-Identifier: Apache-2.0

// Prints every code unit that has an upper case, and that, for ci/check-upper-case.py.

#include <cstdint>
#include <cstdio>

#include "parsers/ntlm/upper_case.h"

int main() {
  for (uint32_t unit = 0; unit <= 0xFFFF; ++unit) {
    const uint16_t upper = ntlmatrix::ntlm::UpperCase(static_cast<uint16_t>(unit));
    if (upper != unit) std::printf("%04X %04X\n", unit, static_cast<unsigned>(upper));
  }
}
