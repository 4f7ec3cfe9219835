// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/crc32.h"

namespace ntlmatrix::ntlm {
namespace {

// What four bits that leave the register do to the rest of it, with the generator polynomial
// 0xEDB88320 (the lowest power in the highest bit).
constexpr uint32_t kTable[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

}  // namespace

uint32_t Crc32(Bytes data, uint32_t crc) {
  crc = ~crc;
  for (const uint8_t byte : data) {
    crc ^= byte;
    crc = crc >> 4 ^ kTable[crc & 0xF];
    crc = crc >> 4 ^ kTable[crc & 0xF];
  }
  return ~crc;
}

}  // namespace ntlmatrix::ntlm
