// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/crc32.h"

#include <array>

namespace ntlmatrix::ntlm {
namespace {

// The generator polynomial with the lowest power in the highest bit.
constexpr uint32_t kPolynomial = 0xEDB88320;

constexpr std::array<uint32_t, 256> MakeTable() {
  std::array<uint32_t, 256> table = {};
  for (uint32_t byte = 0; byte < table.size(); ++byte) {
    uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? kPolynomial : 0);
    table[byte] = value;
  }
  return table;
}

constexpr std::array<uint32_t, 256> kTable = MakeTable();

}  // namespace

uint32_t Crc32(Bytes data, uint32_t crc) {
  crc = ~crc;
  for (const uint8_t byte : data) crc = kTable[(crc ^ byte) & 0xFF] ^ crc >> 8;
  return ~crc;
}

}  // namespace ntlmatrix::ntlm
