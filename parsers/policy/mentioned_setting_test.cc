// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/mentioned_setting.h"

#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

TEST(MentionedSettingTest, FindsEverySpelling) {
  for (const char* text :
       {"NTLMMinClientSec", "reg add HKLM\\X /v ntlmminserversec /d 0", "LmCompatibilityLevel=5",
        "Network_security_Minimum_session_security_for_NTLM_SSP_based_including_secure_RPC_clients",
        "localSecurityOptionsMinimumSessionSecurityForNtlmSspBasedServers",
        "Network_security_LAN_Manager_authentication_level", "lanManagerAuthenticationLevel",
        "./Device/X/NetworkSecurity_LANManagerAuthenticationLevel"}) {
    EXPECT_TRUE(NamesSettingInAnyForm(text)) << text;
  }
}

TEST(MentionedSettingTest, FindsNothingElse) {
  for (const char* text : {"", "_", "NTLMMin", "Minimum session security", "LmCompatibility"}) {
    EXPECT_FALSE(NamesSettingInAnyForm(text)) << text;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
