// SPDX-License-Identifier: Apache-2.0

// What this project's own code takes for each operation, and how often it allocates.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include <sys/random.h>

#include "bench/inputs.h"
#include "bench/measure.h"
#include "bench/require.h"
#include "benchmark/benchmark.h"
#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/behaviour.h"
#include "conformance/subjects/reference/client.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/session_security.h"
#include "parsers/ntlm/validate.h"

namespace ntlmatrix::bench {

size_t allocations = 0;

}  // namespace ntlmatrix::bench

// Not inline: g++-12 would see malloc on one side of a pair and new on the other, and warn.
[[gnu::noinline]] void* operator new(size_t size) {
  ++ntlmatrix::bench::allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace ntlmatrix::bench {
namespace {

using conformance::Account;
using conformance::Application;
using conformance::reference::Client;
using conformance::reference::ClientConfig;

template <typename Message>
void Parse(benchmark::State& state, Bytes bytes) {
  Measure(state, [bytes] {
    auto message = Message::Parse(bytes);
    benchmark::DoNotOptimize(message);
    return message.ok();
  });
}

// The names and the timestamp that a client needs.
void ParseAvPairs(benchmark::State& state) {
  constexpr size_t kPairs = 6;
  Measure(state, [] {
    const auto message = ntlm::ChallengeMessage::Parse(kChallenge);
    if (!message.ok()) return false;
    ntlm::AvPairReader reader(message->target_info.value_or(Bytes()));
    size_t count = 0;
    for (ntlm::AvPair pair; reader.Next(&pair); ++count) benchmark::DoNotOptimize(pair);
    return reader.terminated() && count == kPairs;
  });
}

// Every rule on one message, placement included.
void Validate(benchmark::State& state, Bytes bytes) {
  Measure(state, [bytes] {
    const auto findings = ntlm::ValidateMessage(bytes);
    return findings.ok() && findings->empty();
  });
}

template <typename Message>
void Serialize(benchmark::State& state, Bytes bytes) {
  const auto message = Message::Parse(bytes);
  Require(message.ok(), "ntlmatrix: an input can't be read");
  Measure(state, [&message, bytes] {
    auto out = message->Serialize();
    benchmark::DoNotOptimize(out);
    return out.ok() && out->size() == bytes.size();
  });
}

Account MakeAccount() {
  Account account;
  account.user = Utf8ToUtf16(kUser).value();
  account.domain = Utf8ToUtf16(kDomain).value();
  account.workstation = Utf8ToUtf16(kWorkstation).value();
  return account;
}

void SetPassword(Account& account) {
  account.lmowf_v1 = ntlm::LmowfV1(kPassword);
  account.ntowf_v1 = ntlm::NtowfV1(Utf8ToUtf16(kPassword).value());
  account.ntowf_v2 = ntlm::NtowfV2(account.ntowf_v1, account.user, account.domain);
}

// A client that draws its random values as a real one must.
ClientConfig FreshConfig(int lm, Application app) {
  struct {
    ntlm::Challenge client_challenge;
    ntlm::Hash session_key;
  } random;
  Require(getentropy(&random, sizeof(random)) == 0, "ntlmatrix: no random bytes");
  ClientConfig config;
  config.lm = lm;
  config.app = app;
  config.client_challenge = random.client_challenge;
  config.random_session_key = random.session_key;
  return config;
}

// A whole exchange of one client: its NEGOTIATE_MESSAGE too, which the peers' figures leave out.
std::vector<uint8_t> Exchange(const Account& account, int lm, Application app) {
  Client client(FreshConfig(lm, app), account, conformance::reference::ObedientBehaviour());
  client.Negotiate();
  return client.Authenticate(kChallenge).authenticate;
}

void ClientNtlmV2(benchmark::State& state) {
  Account account = MakeAccount();
  SetPassword(account);
  Measure(state, [&account] {
    const std::vector<uint8_t> out = Exchange(account, 3, Application::kConfidentiality);
    return NtChallengeResponseSize(out.data(), out.size()) >= kNtlmV2ResponseSmallest;
  });
}

void ClientNtlmV1(benchmark::State& state) {
  Account account = MakeAccount();
  Measure(state, [&account] {
    SetPassword(account);
    const std::vector<uint8_t> out = Exchange(account, 0, Application::kNone);
    return NtChallengeResponseSize(out.data(), out.size()) == kNtlmV1ResponseSize;
  });
}

void Seal(benchmark::State& state) {
  constexpr ntlm::NegotiateFlags kNegotiated = ntlm::flags::kExtendedSessionSecurity |
                                               ntlm::flags::k128 | ntlm::flags::kKeyExch |
                                               ntlm::flags::kSign | ntlm::flags::kSeal;
  ntlm::SessionSecurity session(kNegotiated, ntlm::Hash{0x55}, ntlm::Direction::kClientToServer);
  std::array<uint8_t, kSealedSize> message = {};
  Measure(state,
          [&session, &message] { return session.Seal(absl::MakeSpan(message)).has_value(); });
}

void ParseNegotiate(benchmark::State& state) { Parse<ntlm::NegotiateMessage>(state, kNegotiate); }
void ParseChallenge(benchmark::State& state) { Parse<ntlm::ChallengeMessage>(state, kChallenge); }
void ParseAuthenticate(benchmark::State& state) {
  Parse<ntlm::AuthenticateMessage>(state, kAuthenticate);
}
void ValidateChallenge(benchmark::State& state) { Validate(state, kChallenge); }
void ValidateAuthenticate(benchmark::State& state) { Validate(state, kAuthenticate); }
void SerializeNegotiate(benchmark::State& state) {
  Serialize<ntlm::NegotiateMessage>(state, kNegotiate);
}
void SerializeChallenge(benchmark::State& state) {
  Serialize<ntlm::ChallengeMessage>(state, kChallenge);
}
void SerializeAuthenticate(benchmark::State& state) {
  Serialize<ntlm::AuthenticateMessage>(state, kAuthenticate);
}

BENCHMARK(ParseNegotiate)->Name("parse-negotiate");
BENCHMARK(ParseChallenge)->Name("parse-challenge");
BENCHMARK(ParseAuthenticate)->Name("parse-authenticate");
BENCHMARK(ParseAvPairs)->Name("parse-av-pairs");
BENCHMARK(ValidateChallenge)->Name("validate-challenge");
BENCHMARK(ValidateAuthenticate)->Name("validate-authenticate");
BENCHMARK(SerializeNegotiate)->Name("serialize-negotiate");
BENCHMARK(SerializeChallenge)->Name("serialize-challenge");
BENCHMARK(SerializeAuthenticate)->Name("serialize-authenticate");
BENCHMARK(ClientNtlmV2)->Name("client-ntlmv2");
BENCHMARK(ClientNtlmV1)->Name("client-ntlmv1");
BENCHMARK(Seal)->Name("seal-1024");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
