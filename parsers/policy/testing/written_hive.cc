// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/testing/written_hive.h"

namespace ntlmatrix::policy::testing {
namespace {

constexpr size_t kBaseBlockSize = 4096;
constexpr size_t kChecksumOffset = 508;

}  // namespace

void WrittenHive::Set16(size_t offset, uint16_t number) {
  bytes.at(offset) = static_cast<uint8_t>(number);
  bytes.at(offset + 1) = static_cast<uint8_t>(number >> 8);
}

void WrittenHive::Set32(size_t offset, uint32_t number) {
  Set16(offset, static_cast<uint16_t>(number));
  Set16(offset + 2, static_cast<uint16_t>(number >> 16));
}

uint32_t WrittenHive::Get32(size_t offset) const {
  return uint32_t{bytes.at(offset)} | uint32_t{bytes.at(offset + 1)} << 8 |
         uint32_t{bytes.at(offset + 2)} << 16 | uint32_t{bytes.at(offset + 3)} << 24;
}

void WrittenHive::Point(size_t offset, size_t cell) {
  Set32(offset, static_cast<uint32_t>(cell - kBaseBlockSize));
}

void WrittenHive::UpdateChecksum() {
  uint32_t sum = 0;
  for (size_t at = 0; at < kChecksumOffset; at += 4) sum ^= Get32(at);
  Set32(kChecksumOffset, sum == 0xFFFFFFFF ? 0xFFFFFFFE : sum == 0 ? 1 : sum);
}

}  // namespace ntlmatrix::policy::testing
