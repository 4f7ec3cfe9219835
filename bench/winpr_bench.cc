// SPDX-License-Identifier: Apache-2.0

// WinPR of FreeRDP. The second leg alone is timed: contexts are made, taken through their first
// leg and deleted while the clock stands. It computes NTOWFv1 from the password in each step.

#include <array>
#include <cstdint>

#include <winpr/sspi.h>

#include "bench/inputs.h"
#include "bench/require.h"
#include "benchmark/benchmark.h"

namespace ntlmatrix::bench {
namespace {

constexpr int kBatch = 64;
constexpr size_t kSignatureSize = 16;

SEC_CHAR package[] = "NTLM";

class Client {
 public:
  Client() : functions_(InitSecurityInterfaceExA(0)) {
    Require(functions_ != nullptr, "InitSecurityInterfaceExA failed");
    SEC_WINNT_AUTH_IDENTITY_A identity = {};
    identity.User = Text(kUser);
    identity.UserLength = sizeof(kUser) - 1;
    identity.Domain = Text(kDomain);
    identity.DomainLength = sizeof(kDomain) - 1;
    identity.Password = Text(kPassword);
    identity.PasswordLength = sizeof(kPassword) - 1;
    identity.Flags = SEC_WINNT_AUTH_IDENTITY_ANSI;
    TimeStamp expiry;
    Require(functions_->AcquireCredentialsHandleA(nullptr, package, SECPKG_CRED_OUTBOUND, nullptr,
                                                  &identity, nullptr, nullptr, &credential_,
                                                  &expiry) == SEC_E_OK,
            "AcquireCredentialsHandleA failed");
  }

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  ~Client() { functions_->FreeCredentialsHandle(&credential_); }

  void Negotiate(CtxtHandle* context) {
    Require(Step(nullptr, context, nullptr) == SEC_I_CONTINUE_NEEDED,
            "InitializeSecurityContextA failed");
  }

  void Authenticate(CtxtHandle* context) {
    SecBuffer in = {sizeof(kChallenge), SECBUFFER_TOKEN, challenge_.data()};
    SecBufferDesc list = {SECBUFFER_VERSION, 1, &in};
    const SECURITY_STATUS status = Step(context, context, &list);
    Require(status == SEC_E_OK || status == SEC_I_COMPLETE_NEEDED,
            "InitializeSecurityContextA failed on the CHALLENGE_MESSAGE");
    Require(NtChallengeResponseSize(out_, written_) >= kNtlmV2ResponseSmallest,
            "WinPR wrote no NTLMv2 response");
  }

  void Delete(CtxtHandle* context) { functions_->DeleteSecurityContext(context); }

  void Seal(CtxtHandle* context, uint8_t* message, uint8_t* signature, ULONG number) {
    SecBuffer buffers[] = {{kSignatureSize, SECBUFFER_TOKEN, signature},
                           {kSealedSize, SECBUFFER_DATA, message}};
    SecBufferDesc list = {SECBUFFER_VERSION, 2, buffers};
    Require(functions_->EncryptMessage(context, 0, &list, number) == SEC_E_OK,
            "EncryptMessage failed");
  }

 private:
  static BYTE* Text(const char* text) { return reinterpret_cast<BYTE*>(const_cast<char*>(text)); }

  SECURITY_STATUS Step(CtxtHandle* from, CtxtHandle* to, SecBufferDesc* in) {
    SecBuffer out = {sizeof(out_), SECBUFFER_TOKEN, out_};
    SecBufferDesc list = {SECBUFFER_VERSION, 1, &out};
    ULONG attributes = 0;
    TimeStamp expiry;
    const SECURITY_STATUS status = functions_->InitializeSecurityContextA(
        &credential_, from, nullptr, ISC_REQ_CONFIDENTIALITY | ISC_REQ_INTEGRITY, 0,
        SECURITY_NATIVE_DREP, in, 0, to, &list, &attributes, &expiry);
    written_ = out.cbBuffer;
    return status;
  }

  std::array<uint8_t, sizeof(kChallenge)> challenge_ = ChallengeOfNow();
  SecurityFunctionTableA* functions_;
  CredHandle credential_ = {};
  uint8_t out_[4096] = {};
  size_t written_ = 0;
};

void ClientNtlmV2(benchmark::State& state) {
  Client client;
  while (state.KeepRunningBatch(kBatch)) {
    state.PauseTiming();
    CtxtHandle contexts[kBatch] = {};
    for (CtxtHandle& context : contexts) client.Negotiate(&context);
    state.ResumeTiming();
    for (CtxtHandle& context : contexts) client.Authenticate(&context);
    state.PauseTiming();
    for (CtxtHandle& context : contexts) client.Delete(&context);
    state.ResumeTiming();
  }
}

void Seal(benchmark::State& state) {
  Client client;
  CtxtHandle context = {};
  client.Negotiate(&context);
  client.Authenticate(&context);
  uint8_t message[kSealedSize] = {};
  uint8_t signature[kSignatureSize] = {};
  ULONG number = 0;
  client.Seal(&context, message, signature, number++);
  Require(signature[0] == 1 && message[0] != 0, "EncryptMessage sealed nothing");
  for (auto _ : state) client.Seal(&context, message, signature, number++);
  client.Delete(&context);
}

BENCHMARK(ClientNtlmV2)->Name("client-ntlmv2");
BENCHMARK(Seal)->Name("seal-1024");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
