// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/mech_type.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/test_tokens.h"

namespace ntlmatrix::envelope {
namespace {

TEST(MechTypeTest, NamesMechanisms) {
  EXPECT_EQ(MechTypeText(mech::kSpnego), "SPNEGO (1.3.6.1.5.5.2)");
  EXPECT_EQ(MechTypeText(mech::kNtlmssp), "NTLMSSP (1.3.6.1.4.1.311.2.2.10)");
  EXPECT_EQ(MechTypeText(mech::kNegoex), "NEGOEX (1.3.6.1.4.1.311.2.2.30)");
  EXPECT_EQ(MechTypeText(mech::kKerberos), "Kerberos V5 (1.2.840.113554.1.2.2)");
  EXPECT_EQ(MechTypeText(mech::kMsKerberos), "MS Kerberos V5 (1.2.840.48018.1.2.2)");
  EXPECT_EQ(MechTypeText(mech::kKerberosUserToUser),
            "Kerberos V5 user-to-user (1.2.840.113554.1.2.2.3)");
}

TEST(MechTypeTest, ShowsOthersByNumberOrSize) {
  constexpr uint8_t kOther[] = {0x2A, 0x03};
  EXPECT_EQ(MechTypeName(kOther), "");
  EXPECT_EQ(MechTypeText(kOther), "1.2.3");
  EXPECT_EQ(MechTypeText(std::vector<uint8_t>(64, 0x2A)).size(), 3u + 63 * 3);
  EXPECT_EQ(MechTypeText(std::vector<uint8_t>(65, 0x2A)), "an object identifier of 65 bytes");
}

TEST(MechTypeTest, TakesBothNumbersOfKerberosForOneMechanism) {
  EXPECT_TRUE(IsSameMech(mech::kKerberos, mech::kMsKerberos));
  EXPECT_TRUE(IsSameMech(mech::kNtlmssp, mech::kNtlmssp));
  EXPECT_FALSE(IsSameMech(mech::kKerberos, mech::kNtlmssp));
  EXPECT_FALSE(IsSameMech(mech::kNtlmssp, mech::kMsKerberos));
}

TEST(MechTypeTest, TellsTheMechanismOfAToken) {
  constexpr uint8_t kNtlm[] = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};
  constexpr uint8_t kNegoex[] = {'N', 'E', 'G', 'O', 'E', 'X', 'T', 'S'};
  constexpr uint8_t kOfKerberos[] = {0x60, 0x0F,                    // [APPLICATION 0]
                                     0x06, 0x09, 0x2A, 0x86, 0x48,  // thisMech
                                     0x86, 0xF7, 0x12, 0x01, 0x02,
                                     0x02, 0x01, 0x00, 0x6E, 0x00};  // TOK_ID, AP-REQ
  constexpr uint8_t kNoOid[] = {0x60, 0x02, 0x04, 0x00};
  EXPECT_EQ(MechTypeOfToken(kNtlm), Bytes(mech::kNtlmssp));
  EXPECT_EQ(MechTypeOfToken(kNegoex), Bytes(mech::kNegoex));
  EXPECT_EQ(MechTypeOfToken(kOfKerberos), Bytes(mech::kKerberos));
  EXPECT_EQ(MechTypeOfToken(test_tokens::kInitWithNegotiate), Bytes(mech::kSpnego));
  EXPECT_EQ(MechTypeOfToken(kNoOid), std::nullopt);
  EXPECT_EQ(MechTypeOfToken(Bytes(kNtlm).subspan(0, 7)), std::nullopt);
  EXPECT_EQ(MechTypeOfToken({}), std::nullopt);
}

}  // namespace
}  // namespace ntlmatrix::envelope
