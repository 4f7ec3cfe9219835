// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/keys.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "parsers/ntlm/upper_case.h"

namespace ntlmatrix::ntlm {
namespace {

using DesKey = std::array<uint8_t, 7>;

constexpr Challenge kLmMagic = {'K', 'G', 'S', '!', '@', '#', '$', '%'};

Hash Join(const Challenge& first, const Challenge& second) {
  Hash joined;
  std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), joined.begin()));
  return joined;
}

uint8_t ToUpper(uint8_t c) { return c >= 'a' && c <= 'z' ? static_cast<uint8_t>(c - 0x20) : c; }

Challenge FirstEight(Bytes bytes) {
  Challenge out = {};
  for (size_t i = 0; i < out.size() && i < bytes.size(); ++i) out[i] = bytes[i];
  return out;
}

}  // namespace

Hash LmowfV1(absl::string_view oem_password) {
  std::array<DesKey, 2> keys = {};
  for (size_t i = 0; i < oem_password.size() && i < 14; ++i) {
    keys[i / 7][i % 7] = ToUpper(static_cast<uint8_t>(oem_password[i]));
  }
  return Join(Des(keys[0], kLmMagic), Des(keys[1], kLmMagic));
}

Hash NtowfV1(Bytes password_utf16) { return Md4({password_utf16}); }

Hash NtowfV2(const Hash& ntowf_v1, Bytes user_utf16, Bytes domain_utf16) {
  std::vector<uint8_t> user(user_utf16.begin(), user_utf16.end());
  UpperCaseUtf16(absl::MakeSpan(user));
  return HmacMd5(ntowf_v1, {user, domain_utf16});
}

Hash SessionBaseKeyV1(const Hash& ntowf_v1) { return Md4({ntowf_v1}); }

Hash SessionBaseKeyV2(const Hash& ntowf_v2, const Hash& nt_proof_str) {
  return HmacMd5(ntowf_v2, {nt_proof_str});
}

Hash KxKey(NegotiateFlags negotiated, bool ntlm_v2, const Hash& session_base_key,
           Bytes lm_challenge_response, const Challenge& server_challenge, const Hash& lmowf) {
  if (ntlm_v2) return session_base_key;
  const Challenge lm = FirstEight(lm_challenge_response);
  if ((negotiated & flags::kExtendedSessionSecurity) != 0) {
    return HmacMd5(session_base_key, {server_challenge, lm});
  }
  if ((negotiated & flags::kLmKey) != 0) {
    DesKey first;
    std::copy_n(lmowf.begin(), first.size(), first.begin());
    const DesKey second = {lmowf[7], 0xBD, 0xBD, 0xBD, 0xBD, 0xBD, 0xBD};
    return Join(Des(first, lm), Des(second, lm));
  }
  if ((negotiated & flags::kRequestNonNtSessionKey) != 0) {
    return Join(FirstEight(lmowf), Challenge{});
  }
  return session_base_key;
}

}  // namespace ntlmatrix::ntlm
