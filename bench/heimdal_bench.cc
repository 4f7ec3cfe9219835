// SPDX-License-Identifier: Apache-2.0

// libheimntlm of Heimdal. What it copies out of a message is freed, as a user would.

#include <cstdint>
#include <cstring>
#include <ctime>

// evp-hcrypto.h needs evp.h before it, and hmac.h says nothing of C++.
// clang-format off
#include <hcrypto/evp.h>
#include <hcrypto/evp-hcrypto.h>
extern "C" {
#include <hcrypto/hmac.h>
}
#include <heimntlm.h>

#include "benchmark/benchmark.h"

#include "bench/inputs.h"
#include "bench/require.h"
// clang-format on

namespace ntlmatrix::bench {
namespace {

constexpr int kUnicode = 1;

template <size_t size>
ntlm_buf BufferOf(const uint8_t (&bytes)[size]) {
  // The library reads its inputs through pointers that are not const.
  return {size, const_cast<uint8_t*>(bytes)};
}

void ParseNegotiate(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kNegotiate);
  for (auto _ : state) {
    ntlm_type1 message;
    Require(heim_ntlm_decode_type1(&in, &message) == 0, "heim_ntlm_decode_type1 failed");
    benchmark::DoNotOptimize(message);
    heim_ntlm_free_type1(&message);
  }
}

void ParseChallenge(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kChallenge);
  for (auto _ : state) {
    ntlm_type2 message;
    Require(heim_ntlm_decode_type2(&in, &message) == 0, "heim_ntlm_decode_type2 failed");
    Require(message.targetinfo.length == sizeof(kChallenge) - 56 - 16,
            "heim_ntlm_decode_type2 gave no target info");
    heim_ntlm_free_type2(&message);
  }
}

void ParseAvPairs(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kChallenge);
  for (auto _ : state) {
    ntlm_type2 message;
    Require(heim_ntlm_decode_type2(&in, &message) == 0, "heim_ntlm_decode_type2 failed");
    ntlm_targetinfo pairs;
    Require(heim_ntlm_decode_targetinfo(&message.targetinfo, kUnicode, &pairs) == 0 &&
                pairs.dnstreename != nullptr && pairs.timestamp != 0,
            "heim_ntlm_decode_targetinfo failed");
    heim_ntlm_free_targetinfo(&pairs);
    heim_ntlm_free_type2(&message);
  }
}

void ParseAuthenticate(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kAuthenticate);
  for (auto _ : state) {
    ntlm_type3 message;
    Require(heim_ntlm_decode_type3(&in, kUnicode, &message) == 0, "heim_ntlm_decode_type3 failed");
    Require(message.ntlm.length >= kNtlmV2ResponseSmallest && message.sessionkey.length == 16,
            "heim_ntlm_decode_type3 gave no response");
    heim_ntlm_free_type3(&message);
  }
}

void SerializeNegotiate(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kNegotiate);
  ntlm_type1 message;
  Require(heim_ntlm_decode_type1(&in, &message) == 0, "heim_ntlm_decode_type1 failed");
  for (auto _ : state) {
    ntlm_buf out;
    Require(heim_ntlm_encode_type1(&message, &out) == 0 && out.length >= 32,
            "heim_ntlm_encode_type1 failed");
    heim_ntlm_free_buf(&out);
  }
  heim_ntlm_free_type1(&message);
}

void SerializeChallenge(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kChallenge);
  ntlm_type2 message;
  Require(heim_ntlm_decode_type2(&in, &message) == 0, "heim_ntlm_decode_type2 failed");
  for (auto _ : state) {
    ntlm_buf out;
    Require(heim_ntlm_encode_type2(&message, &out) == 0 && out.length >= 48 + 16 + 164,
            "heim_ntlm_encode_type2 failed");
    heim_ntlm_free_buf(&out);
  }
  heim_ntlm_free_type2(&message);
}

void SerializeAuthenticate(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kAuthenticate);
  ntlm_type3 message;
  Require(heim_ntlm_decode_type3(&in, kUnicode, &message) == 0, "heim_ntlm_decode_type3 failed");
  for (auto _ : state) {
    ntlm_buf out;
    size_t mic_offset = 0;
    Require(heim_ntlm_encode_type3(&message, &out, &mic_offset) == 0,
            "heim_ntlm_encode_type3 failed");
    Require(
        NtChallengeResponseSize(static_cast<uint8_t*>(out.data), out.length) == message.ntlm.length,
        "heim_ntlm_encode_type3 wrote no response");
    heim_ntlm_free_buf(&out);
  }
  heim_ntlm_free_type3(&message);
}

// The server's target info with the promise of a MIC.
ntlm_buf PromiseMic(const ntlm_buf& target_info) {
  ntlm_targetinfo pairs;
  Require(heim_ntlm_decode_targetinfo(&target_info, kUnicode, &pairs) == 0,
          "heim_ntlm_decode_targetinfo failed");
  pairs.avflags |= NTLM_TI_AV_FLAG_MIC;
  ntlm_buf out;
  Require(heim_ntlm_encode_targetinfo(&pairs, kUnicode, &out) == 0,
          "heim_ntlm_encode_targetinfo failed");
  heim_ntlm_free_targetinfo(&pairs);
  return out;
}

// The library leaves the MIC to its caller, who has hcrypto beside it.
void WriteMic(const ntlm_buf& session_key, const ntlm_buf& answer, size_t mic_offset) {
  uint8_t* const message = static_cast<uint8_t*>(answer.data);
  unsigned size = 0;
  HMAC_CTX context;
  HMAC_CTX_init(&context);
  HMAC_Init_ex(&context, session_key.data, session_key.length, EVP_hcrypto_md5(), nullptr);
  HMAC_Update(&context, kNegotiate, sizeof(kNegotiate));
  HMAC_Update(&context, kChallenge, sizeof(kChallenge));
  HMAC_Update(&context, message, answer.length);
  Require(mic_offset > 0 && mic_offset + 16 <= answer.length, "no room for the MIC");
  HMAC_Final(&context, message + mic_offset, &size);
  HMAC_CTX_cleanup(&context);
  Require(size == 16, "HMAC_Final failed");
}

// CHALLENGE_MESSAGE to AUTHENTICATE_MESSAGE from NTOWFv1, without an LM response. The session key
// is made as for NTLM v1, because the library does not export the other.
void ClientNtlmV2(benchmark::State& state) {
  const ntlm_buf in = BufferOf(kChallenge);
  ntlm_buf key;
  Require(heim_ntlm_nt_key(kPassword, &key) == 0, "heim_ntlm_nt_key failed");
  for (auto _ : state) {
    ntlm_type2 challenge;
    Require(heim_ntlm_decode_type2(&in, &challenge) == 0, "heim_ntlm_decode_type2 failed");
    ntlm_buf target_info = PromiseMic(challenge.targetinfo);
    ntlm_type3 answer;
    std::memset(&answer, 0, sizeof(answer));
    uint8_t ntlm_v2_key[16];
    Require(heim_ntlm_calculate_ntlm2(key.data, key.length, kUser, kDomain, challenge.challenge,
                                      &target_info, ntlm_v2_key, &answer.ntlm) == 0,
            "heim_ntlm_calculate_ntlm2 failed");
    ntlm_buf session_key;
    Require(heim_ntlm_build_ntlm1_master(ntlm_v2_key, sizeof(ntlm_v2_key), &session_key,
                                         &answer.sessionkey) == 0,
            "heim_ntlm_build_ntlm1_master failed");
    answer.flags = challenge.flags;
    answer.username = const_cast<char*>(kUser);
    answer.targetname = const_cast<char*>(kDomain);
    answer.ws = const_cast<char*>(kWorkstation);
    ntlm_buf out;
    size_t mic_offset = 0;
    Require(heim_ntlm_encode_type3(&answer, &out, &mic_offset) == 0,
            "heim_ntlm_encode_type3 failed");
    Require(NtChallengeResponseSize(static_cast<uint8_t*>(out.data), out.length) >=
                kNtlmV2ResponseSmallest,
            "libheimntlm wrote no NTLMv2 response");
    WriteMic(session_key, out, mic_offset);
    heim_ntlm_free_buf(&out);
    heim_ntlm_free_buf(&session_key);
    heim_ntlm_free_buf(&answer.sessionkey);
    heim_ntlm_free_buf(&answer.ntlm);
    heim_ntlm_free_buf(&target_info);
    heim_ntlm_free_type2(&challenge);
  }
  heim_ntlm_free_buf(&key);
}

BENCHMARK(ParseNegotiate)->Name("parse-negotiate");
BENCHMARK(ParseChallenge)->Name("parse-challenge");
BENCHMARK(ParseAvPairs)->Name("parse-av-pairs");
BENCHMARK(ParseAuthenticate)->Name("parse-authenticate");
BENCHMARK(SerializeNegotiate)->Name("serialize-negotiate");
BENCHMARK(SerializeChallenge)->Name("serialize-challenge");
BENCHMARK(SerializeAuthenticate)->Name("serialize-authenticate");
BENCHMARK(ClientNtlmV2)->Name("client-ntlmv2");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
