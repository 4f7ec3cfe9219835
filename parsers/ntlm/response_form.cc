// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/response_form.h"

#include <algorithm>
#include <cstddef>

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr size_t kResponseSize = 24;
constexpr size_t kChallengeSize = 8;

bool AllZero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

}  // namespace

LmForm LmFormOf(Bytes response) {
  if (response.empty()) return LmForm::kEmpty;
  if (response.size() == 1 && response[0] == 0) return LmForm::kZ1;
  if (response.size() != kResponseSize) return LmForm::kOther;
  if (AllZero(response)) return LmForm::kZeros;
  Bytes rest;
  if (!ByteReader(response).ReadAt(kChallengeSize, kResponseSize - kChallengeSize, &rest)) {
    return LmForm::kOther;
  }
  return AllZero(rest) ? LmForm::kClientChallenge : LmForm::kResponse;
}

NtForm NtFormOf(Bytes response) {
  if (response.empty()) return NtForm::kEmpty;
  if (response.size() < kResponseSize) return NtForm::kShort;
  return response.size() == kResponseSize ? NtForm::kNtlm : NtForm::kNtlmV2;
}

}  // namespace ntlmatrix::ntlm
