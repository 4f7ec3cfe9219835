// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/object_identifier.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

using Octets = std::vector<uint8_t>;

TEST(ObjectIdentifierTest, WritesArcs) {
  EXPECT_EQ(ObjectIdentifierText(Octets{0x2B, 0x06, 0x01, 0x05, 0x05, 0x02}), "1.3.6.1.5.5.2");
  EXPECT_EQ(ObjectIdentifierText(Octets{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02}),
            "1.2.840.113554.1.2.2");
}

TEST(ObjectIdentifierTest, SplitsTheFirstSubidentifier) {
  EXPECT_EQ(ObjectIdentifierText(Octets{0x00}), "0.0");
  EXPECT_EQ(ObjectIdentifierText(Octets{0x27}), "0.39");
  EXPECT_EQ(ObjectIdentifierText(Octets{0x28}), "1.0");
  EXPECT_EQ(ObjectIdentifierText(Octets{0x4F}), "1.39");
  EXPECT_EQ(ObjectIdentifierText(Octets{0x50}), "2.0");
  // The example of [X.690] 8.19.5.
  EXPECT_EQ(ObjectIdentifierText(Octets{0x88, 0x37, 0x03}), "2.999.3");
}

TEST(ObjectIdentifierTest, WritesTheLargestArcAndGivesUpBehindIt) {
  EXPECT_EQ(ObjectIdentifierText(
                Octets{0x2A, 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}),
            "1.2.18446744073709551615");
  EXPECT_EQ(ObjectIdentifierText(
                Octets{0x2A, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}),
            "0x2a82808080808080808000");
}

TEST(ObjectIdentifierTest, TellsWhatIsNone) {
  EXPECT_TRUE(IsObjectIdentifier(Octets{0x2A, 0x81, 0x00}));
  const std::vector<Octets> kBad = {{}, {0x2A, 0x81}, {0x80, 0x01}, {0x2A, 0x80, 0x01}};
  for (const Octets& octets : kBad) EXPECT_FALSE(IsObjectIdentifier(octets));
  EXPECT_EQ(ObjectIdentifierText(Octets{}), "0x");
  EXPECT_EQ(ObjectIdentifierText(Octets{0x2A, 0x81}), "0x2a81");
}

}  // namespace
}  // namespace ntlmatrix::envelope
