// SPDX-License-Identifier: Apache-2.0

// libntlm, which has NTLM v1 alone and computes its keys from the password each time.

#include <cstring>

#include <ntlm.h>

#include "bench/inputs.h"
#include "bench/require.h"
#include "benchmark/benchmark.h"

namespace ntlmatrix::bench {
namespace {

void ClientNtlmV1(benchmark::State& state) {
  tSmbNtlmAuthChallenge challenge;
  std::memset(&challenge, 0, sizeof(challenge));
  static_assert(sizeof(kChallenge) <= sizeof(challenge));
  std::memcpy(&challenge, kChallenge, sizeof(kChallenge));
  for (auto _ : state) {
    tSmbNtlmAuthResponse answer;
    buildSmbNtlmAuthResponse(&challenge, &answer, kUser, kPassword);
    Require(NtChallengeResponseSize(reinterpret_cast<uint8_t*>(&answer),
                                    static_cast<size_t>(SmbLength(&answer))) == kNtlmV1ResponseSize,
            "libntlm wrote no NTLM response");
  }
}

BENCHMARK(ClientNtlmV1)->Name("client-ntlmv1");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
