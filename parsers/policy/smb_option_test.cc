// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/smb_option.h"

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

TEST(SmbOptionTest, ComparesAsSambaDoes) {
  EXPECT_TRUE(IsSameToSmb("", " \t"));
  EXPECT_TRUE(IsSameToSmb(" NTLM  Auth\r", "n t l m auth"));
  EXPECT_FALSE(IsSameToSmb("ntlm auth", "ntlm aut"));
  EXPECT_FALSE(IsSameToSmb("ntlm aut", "ntlm auth"));
}

TEST(SmbOptionTest, FindsOptionsByName) {
  EXPECT_EQ(FindSmbOption("ntlmssp_client : 128Bit")->name, "ntlmssp_client:128bit");
  EXPECT_EQ(FindSmbOption("Client NTLMv2 Auth")->name, "client ntlmv2 auth");
  EXPECT_EQ(FindSmbOption("workgroup"), nullptr);
  EXPECT_EQ(FindSmbOption(""), nullptr);
}

TEST(SmbOptionTest, KnowsWhatSambaReadsBesides) {
  EXPECT_FALSE(IsUnknownNtlmsspOption("ntlmssp_client:128bit"));
  EXPECT_FALSE(IsUnknownNtlmsspOption("NTLMSSP_client:Unicode"));
  EXPECT_FALSE(IsUnknownNtlmsspOption("vfs:x"));
  EXPECT_FALSE(IsUnknownNtlmsspOption("ntlmssp"));
  EXPECT_TRUE(IsUnknownNtlmsspOption("ntlmssp_client:128bits"));
  EXPECT_TRUE(IsUnknownNtlmsspOption("ntlmssp:128bit"));
  EXPECT_TRUE(IsUnknownNtlmsspOption("ntlmssp_server:lm_key"));
}

TEST(SmbOptionTest, KnowsTheWordsOfSetBoolean) {
  const SmbOption& option = *FindSmbOption("ntlmssp_client:128bit");
  for (const char* word : {"yes", "TRUE", "On", "1", " y es "}) {
    EXPECT_EQ(FindSmbChoice(option, word), &option.choices[0]) << word;
  }
  for (const char* word : {"no", "False", "OFF", "0"}) {
    EXPECT_EQ(FindSmbChoice(option, word), &option.choices[1]) << word;
  }
  for (const char* word : {"", "y", "enabled", "2", "yes|true"}) {
    EXPECT_EQ(FindSmbChoice(option, word), nullptr) << word;
  }
}

TEST(SmbOptionTest, KnowsTheWordsOfNtlmAuth) {
  const SmbOption& option = *FindSmbOption("ntlm auth");
  EXPECT_EQ(FindSmbChoice(option, "no"), &option.choices[0]);
  EXPECT_EQ(FindSmbChoice(option, "ntlmv2-only"), &option.choices[0]);
  EXPECT_EQ(FindSmbChoice(option, "yes"), &option.choices[1]);
  EXPECT_EQ(FindSmbChoice(option, "mschapv2-and-ntlmv2-only"), &option.choices[2]);
  EXPECT_EQ(FindSmbChoice(option, "disabled"), &option.choices[3]);
  EXPECT_EQ(FindSmbChoice(option, "off"), nullptr);
}

TEST(SmbOptionTest, SaysWhatEveryOtherValueMeans) {
  for (const SmbOption& option : SmbOptions()) {
    EXPECT_TRUE(option.choices[0].meaning.empty()) << option.name;
    for (const SmbChoice& choice : option.choices.subspan(1)) {
      EXPECT_FALSE(choice.meaning.empty()) << option.name;
      EXPECT_FALSE(choice.id.empty()) << option.name;
    }
    EXPECT_EQ(FindSmbOption(option.name), &option);
    EXPECT_EQ(option.is_parametric(), absl::StartsWith(option.name, "ntlmssp_")) << option.name;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
