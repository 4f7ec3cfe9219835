// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/context_flags.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

TEST(ContextFlagsTest, CountsFromTheHighestBit) {
  constexpr uint8_t kOctet[] = {0x36};
  const ContextFlags flags = {1, kOctet};
  EXPECT_FALSE(flags.Has(ContextFlag::kDeleg));
  EXPECT_FALSE(flags.Has(ContextFlag::kMutual));
  EXPECT_TRUE(flags.Has(ContextFlag::kReplay));
  EXPECT_TRUE(flags.Has(ContextFlag::kSequence));
  EXPECT_FALSE(flags.Has(ContextFlag::kAnon));
  EXPECT_TRUE(flags.Has(ContextFlag::kConf));
  EXPECT_TRUE(flags.Has(ContextFlag::kInteg));
}

TEST(ContextFlagsTest, HasNoFlagThatWasNotSent) {
  EXPECT_FALSE(ContextFlags().Has(ContextFlag::kDeleg));
}

TEST(ContextFlagsTest, KnowsTheOneEncoding) {
  // "all trailing zero bits be truncated"
  constexpr uint8_t kOctets[] = {0x80, 0x36};
  const Bytes first = Bytes(kOctets).subspan(0, 1);
  EXPECT_TRUE(IsDistinguished({0, {}}));
  EXPECT_TRUE(IsDistinguished({7, first}));
  EXPECT_TRUE(IsDistinguished({1, kOctets}));
  EXPECT_FALSE(IsDistinguished({0, kOctets})) << "a zero bit at the end";
  EXPECT_FALSE(IsDistinguished({2, kOctets})) << "an unused bit that is set";
  EXPECT_FALSE(IsDistinguished({6, first}));
}

TEST(ContextFlagsTest, KnowsUnusedBitsThatCanNotBe) {
  constexpr uint8_t kOctet[] = {0x80};
  EXPECT_TRUE(HasUsableUnusedBits({7, kOctet}));
  EXPECT_FALSE(HasUsableUnusedBits({8, kOctet}));
  EXPECT_FALSE(HasUsableUnusedBits({1, {}}));
  EXPECT_FALSE(IsDistinguished({255, kOctet}));
}

}  // namespace
}  // namespace ntlmatrix::envelope
