// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/ntlm_v2_response_view.h"

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
