// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/crc32.h"

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

TEST(Crc32Test, CheckValueOfTheAlgorithm) {
  constexpr uint8_t kDigits[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  EXPECT_EQ(Crc32(kDigits), 0xCBF43926u);
  EXPECT_EQ(Crc32({}), 0u);
}

TEST(Crc32Test, TheExample) {
  // [MS-NLMP] 4.2.2.4, the lowest byte first.
  const uint32_t crc = Crc32(test_vectors::kPlaintextUtf16);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(crc >> 8 * i & 0xFF, test_vectors::ntlm_v1::kCrc32[i]) << i;
  }
}

TEST(Crc32Test, GoesOnWhereItStopped) {
  const Bytes all = test_vectors::kPlaintextUtf16;
  for (size_t size = 0; size <= all.size(); ++size) {
    EXPECT_EQ(Crc32(all.subspan(size), Crc32(all.first(size))), Crc32(all)) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::ntlm
