// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/single_host_data.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr uint8_t kValue[] = {
    0x32, 0x00, 0x00, 0x00,                          // Size: 50
    0x00, 0x00, 0x00, 0x00,                          // Z4
    0x00, 0x00, 0x00, 0x00, 0x00, 0x30, 0x00, 0x00,  // CustomData
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08,  // MachineID
    0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10,  //
    0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,  //
    0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20,  //
    0xAA, 0xBB,                                      // ignored on receipt
};

TEST(SingleHostDataTest, ReadsAndWritesEveryMember) {
  const auto data = SingleHostData::Parse(kValue);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(data->size, 50u);
  EXPECT_EQ(data->z4, 0u);
  EXPECT_EQ(data->custom_data, (std::array<uint8_t, 8>{0, 0, 0, 0, 0, 0x30, 0, 0}));
  EXPECT_EQ(data->machine_id.front(), 1);
  EXPECT_EQ(data->machine_id.back(), 0x20);
  EXPECT_EQ(data->rest, Bytes(kValue).subspan(48));
  EXPECT_EQ(Bytes(data->Serialize()), Bytes(kValue));
}

TEST(SingleHostDataTest, TruncationAtEveryByteIsAnErrorOrHasLessOfWhatIsIgnored) {
  for (size_t size = 0; size <= sizeof(kValue); ++size) {
    const auto data = SingleHostData::Parse(Bytes(kValue, size));
    ASSERT_EQ(data.ok(), size >= 48) << size;
    if (!data.ok()) continue;
    EXPECT_EQ(data->rest.size(), size - 48) << size;
  }
  EXPECT_EQ(SingleHostData::Parse(Bytes(kValue, 20)).status().message(),
            "Single_Host_Data: cannot read 32 bytes at offset 16 of 20");
}

}  // namespace
}  // namespace ntlmatrix::ntlm
