// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/flag_names.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace ntlmatrix::ntlm {
namespace {

TEST(FlagNamesTest, NamesBitsAsTheDocumentDoes) {
  EXPECT_EQ(FlagName(flags::kUnicode), "NTLMSSP_NEGOTIATE_UNICODE");
  EXPECT_EQ(FlagName(flags::kOem), "NTLM_NEGOTIATE_OEM");
  EXPECT_EQ(FlagName(flags::kReserved10), "r10");
  EXPECT_EQ(FlagName(flags::kAnonymous), "J");
  EXPECT_EQ(FlagName(flags::kAlwaysSign), "NTLMSSP_NEGOTIATE_ALWAYS_SIGN");
  EXPECT_EQ(FlagName(flags::kExtendedSessionSecurity),
            "NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY");
  EXPECT_EQ(FlagName(flags::kTargetInfo), "NTLMSSP_NEGOTIATE_TARGET_INFO");
  EXPECT_EQ(FlagName(flags::kVersion), "NTLMSSP_NEGOTIATE_VERSION");
  EXPECT_EQ(FlagName(flags::kReserved1), "r1");
  EXPECT_EQ(FlagName(flags::k128), "NTLMSSP_NEGOTIATE_128");
  EXPECT_EQ(FlagName(flags::k56), "NTLMSSP_NEGOTIATE_56");
}

TEST(FlagNamesTest, NamesEveryBitDifferently) {
  std::set<absl::string_view> names;
  for (NegotiateFlags bit = 1; bit != 0; bit <<= 1) names.insert(FlagName(bit));
  EXPECT_EQ(names.size(), 32u);
  EXPECT_EQ(names.count(""), 0u);
}

TEST(FlagNamesTest, HasNoNameForOtherThanOneBit) {
  EXPECT_EQ(FlagName(0), "");
  EXPECT_EQ(FlagName(3), "");
}

TEST(FlagNamesTest, ListsLowestFirstAndNamelessOnesWithTheirValue) {
  EXPECT_EQ(FlagNames(0), "(none)");
  EXPECT_EQ(FlagNames(0x80000009),
            "NTLMSSP_NEGOTIATE_UNICODE | r10 (0x00000008) | NTLMSSP_NEGOTIATE_56");
}

}  // namespace
}  // namespace ntlmatrix::ntlm
