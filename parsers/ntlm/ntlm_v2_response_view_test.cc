// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/ntlm_v2_response_view.h"

#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

const Bytes kExample = Bytes(vectors::ntlm_v2::kAuthenticateMessage).subspan(0x84, 84);

TEST(NtlmV2ResponseViewTest, ReadsTheExample) {
  const auto view = NtlmV2ResponseView::Parse(kExample);
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->nt_proof_str, vectors::ntlm_v2::kNtProofStr);
  EXPECT_EQ(view->temp, Bytes(vectors::ntlm_v2::kTemp));
  EXPECT_EQ(view->resp_type, 1);
  EXPECT_EQ(view->hi_resp_type, 1);
  EXPECT_EQ(view->time_stamp, vectors::kTime);
  EXPECT_EQ(view->challenge_from_client, vectors::kClientChallenge);
  EXPECT_EQ(view->av_pairs, Bytes(vectors::ntlm_v2::kTemp).subspan(28));
}

TEST(NtlmV2ResponseViewTest, KeepsReservedFieldsAndWritesEveryByte) {
  std::vector<uint8_t> bytes(kExample.begin(), kExample.end());
  bytes[18] = 0x12;  // Reserved1
  bytes[23] = 0x34;  // Reserved2
  bytes[43] = 0x56;  // Reserved3
  const auto view = NtlmV2ResponseView::Parse(bytes);
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->reserved1, 0x12);
  EXPECT_EQ(view->reserved2, 0x34000000u);
  EXPECT_EQ(view->reserved3, 0x56000000u);
  EXPECT_EQ(view->Serialize(), bytes);
}

TEST(NtlmV2ResponseViewTest, TruncationAtEveryByteIsAnErrorOrAShorterList) {
  for (size_t size = 0; size < kExample.size(); ++size) {
    const auto view = NtlmV2ResponseView::Parse(kExample.subspan(0, size));
    ASSERT_EQ(view.ok(), size >= 44) << size;
    if (!view.ok()) continue;
    EXPECT_EQ(view->av_pairs.size(), size - 44);
  }
}

}  // namespace
}  // namespace ntlmatrix::ntlm
