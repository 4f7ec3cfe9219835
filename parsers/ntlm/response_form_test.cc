// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/response_form.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

using Data = std::vector<uint8_t>;

TEST(ResponseFormTest, KnowsTheExamples) {
  EXPECT_EQ(LmFormOf(vectors::ntlm_v1::kLmResponse), LmForm::kResponse);
  EXPECT_EQ(LmFormOf(vectors::ntlm_v1_ess::kLmResponse), LmForm::kClientChallenge);
  EXPECT_EQ(LmFormOf(vectors::ntlm_v2::kLmResponse), LmForm::kResponse);
  EXPECT_EQ(NtFormOf(vectors::ntlm_v1::kNtlmResponse), NtForm::kNtlm);
}

TEST(ResponseFormTest, KnowsLmResponsesByTheirBytes) {
  EXPECT_EQ(LmFormOf({}), LmForm::kEmpty);
  EXPECT_EQ(LmFormOf(Data{0}), LmForm::kZ1);
  EXPECT_EQ(LmFormOf(Data{1}), LmForm::kOther);
  EXPECT_EQ(LmFormOf(Data(24)), LmForm::kZeros);
  for (const size_t size : {2u, 16u, 23u, 25u}) EXPECT_EQ(LmFormOf(Data(size)), LmForm::kOther);
  Data response(24);
  response[8] = 1;
  EXPECT_EQ(LmFormOf(response), LmForm::kResponse) << "byte 8 is not of the challenge";
  response[7] = std::exchange(response[8], 0);
  EXPECT_EQ(LmFormOf(response), LmForm::kClientChallenge);
}

// "NtChallengeResponseLen > 0x0018" says NTLMv2_RESPONSE, [MS-NLMP] 3.2.5.1.2.
TEST(ResponseFormTest, KnowsNtResponsesByTheirSize) {
  EXPECT_EQ(NtFormOf({}), NtForm::kEmpty);
  for (const size_t size : {1u, 15u, 16u, 23u}) EXPECT_EQ(NtFormOf(Data(size)), NtForm::kShort);
  EXPECT_EQ(NtFormOf(Data(24)), NtForm::kNtlm);
  for (const size_t size : {25u, 43u, 44u, 65535u}) {
    EXPECT_EQ(NtFormOf(Data(size)), NtForm::kNtlmV2);
  }
}

}  // namespace
}  // namespace ntlmatrix::ntlm
