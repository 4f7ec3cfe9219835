// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/mech_type_list.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/mech_type.h"

namespace ntlmatrix::envelope {
namespace {

TEST(MechTypeListTest, ReadsMechanismsInOrderWithTheirOffsets) {
  constexpr uint8_t kList[] = {0x30, 0x05,        // SEQUENCE
                               0x06, 0x01, 0x2A,  // 1.2
                               0x06, 0x00};       // empty
  MechTypeReader reader({kList});
  Bytes mech_type;
  ASSERT_TRUE(reader.Next(&mech_type));
  EXPECT_EQ(mech_type, Bytes(kList).subspan(4, 1));
  EXPECT_EQ(reader.offset(), 2u);
  ASSERT_TRUE(reader.Next(&mech_type));
  EXPECT_TRUE(mech_type.empty());
  EXPECT_EQ(reader.offset(), 5u);
  EXPECT_FALSE(reader.Next(&mech_type));
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.error().ok());
}

TEST(MechTypeListTest, RejectsWhatIsNoList) {
  constexpr uint8_t kNoSequence[] = {0x04, 0x00};
  constexpr uint8_t kNoOid[] = {0x30, 0x02, 0x04, 0x00};
  Bytes mech_type;
  MechTypeReader no_sequence({kNoSequence});
  EXPECT_FALSE(no_sequence.Next(&mech_type));
  EXPECT_EQ(no_sequence.error().message(), "MechTypeList: tag 0x04 at offset 0 where 0x30 belongs");
  MechTypeReader no_oid({kNoOid});
  EXPECT_FALSE(no_oid.Next(&mech_type));
  EXPECT_FALSE(no_oid.ok());
  EXPECT_EQ(no_oid.error().message(), "MechTypeList: tag 0x04 at offset 2 where 0x06 belongs");
}

TEST(MechTypeListTest, WritesMechanismsInOrder) {
  const Bytes kMechs[] = {mech::kKerberos, mech::kNtlmssp};
  EXPECT_EQ(SerializeMechTypeList(kMechs).value(),
            (std::vector<uint8_t>{0x30, 0x17,                          // SEQUENCE
                                  0x06, 0x09, 0x2A, 0x86, 0x48,        // Kerberos V5
                                  0x86, 0xF7, 0x12, 0x01, 0x02, 0x02,  //
                                  0x06, 0x0A, 0x2B, 0x06, 0x01,        // NTLMSSP
                                  0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A}));
  EXPECT_EQ(SerializeMechTypeList({}).value(), (std::vector<uint8_t>{0x30, 0x00}));
}

TEST(MechTypeListTest, ReadsEachMechanismOnceAndNothingElse) {
  constexpr uint8_t kMech[] = {0x2A};
  for (size_t count = 1024; count <= 65536; count *= 2) {
    const std::vector<Bytes> mechs(count, Bytes(kMech));
    const std::vector<uint8_t> list = SerializeMechTypeList(mechs).value();
    EXPECT_EQ(list.size(), 3 * count + (count < 21846 ? 4 : 5));
    MechTypeReader reader({list});
    size_t reads = 0;
    for (Bytes mech_type; reader.Next(&mech_type);) ++reads;
    EXPECT_EQ(reads, count);
  }
}

}  // namespace
}  // namespace ntlmatrix::envelope
