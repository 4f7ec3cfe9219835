// SPDX-License-Identifier: Apache-2.0

// gss-ntlmssp, a plugin of MIT Kerberos. The second leg alone is timed: contexts are made, taken
// through their first leg and deleted while the clock stands.

#include <array>
#include <cstdint>
#include <cstring>

#include <gssapi/gssapi_ntlmssp.h>

#include "bench/inputs.h"
#include "bench/require.h"
#include "benchmark/benchmark.h"

namespace ntlmatrix::bench {
namespace {

constexpr int kBatch = 64;

gss_OID_desc mechanism = {GSS_NTLMSSP_OID_LENGTH, const_cast<char*>(GSS_NTLMSSP_OID_STRING)};

gss_buffer_desc BufferOf(const char* text) { return {std::strlen(text), const_cast<char*>(text)}; }

gss_name_t ImportName(const char* text, gss_OID type) {
  gss_buffer_desc buffer = BufferOf(text);
  gss_name_t name = GSS_C_NO_NAME;
  OM_uint32 minor = 0;
  Require(gss_import_name(&minor, &buffer, type, &name) == GSS_S_COMPLETE,
          "gss_import_name failed");
  return name;
}

// The NTOWF is computed here, once.
class Client {
 public:
  Client() : target_(ImportName("HTTP@server", GSS_C_NT_HOSTBASED_SERVICE)) {
    gss_name_t user = ImportName("DOMAIN\\User", GSS_C_NT_USER_NAME);
    gss_buffer_desc password = BufferOf(kPassword);
    gss_OID_set_desc mechanisms = {1, &mechanism};
    OM_uint32 minor = 0;
    Require(gss_acquire_cred_with_password(&minor, user, &password, GSS_C_INDEFINITE, &mechanisms,
                                           GSS_C_INITIATE, &credential_, nullptr,
                                           nullptr) == GSS_S_COMPLETE,
            "gss_acquire_cred_with_password failed: is gss-ntlmssp installed?");
    gss_release_name(&minor, &user);
  }

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  ~Client() {
    OM_uint32 minor = 0;
    gss_release_cred(&minor, &credential_);
    gss_release_name(&minor, &target_);
  }

  void Negotiate(gss_ctx_id_t* context) {
    gss_buffer_desc none = GSS_C_EMPTY_BUFFER;
    gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
    Require(Step(context, &none, &out) == GSS_S_CONTINUE_NEEDED, "gss_init_sec_context failed");
    Release(&out);
  }

  void Authenticate(gss_ctx_id_t* context) {
    gss_buffer_desc in = {challenge_.size(), challenge_.data()};
    gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
    Require(Step(context, &in, &out) == GSS_S_COMPLETE,
            "gss_init_sec_context failed on the CHALLENGE_MESSAGE");
    Require(NtChallengeResponseSize(static_cast<uint8_t*>(out.value), out.length) >=
                kNtlmV2ResponseSmallest,
            "gss-ntlmssp wrote no NTLMv2 response");
    Release(&out);
  }

  static void Delete(gss_ctx_id_t* context) {
    OM_uint32 minor = 0;
    gss_delete_sec_context(&minor, context, GSS_C_NO_BUFFER);
  }

  static void Release(gss_buffer_t buffer) {
    OM_uint32 minor = 0;
    gss_release_buffer(&minor, buffer);
  }

 private:
  OM_uint32 Step(gss_ctx_id_t* context, gss_buffer_t in, gss_buffer_t out) {
    OM_uint32 minor = 0;
    return gss_init_sec_context(&minor, credential_, context, target_, &mechanism,
                                GSS_C_INTEG_FLAG | GSS_C_CONF_FLAG, 0, nullptr, in, nullptr, out,
                                nullptr, nullptr);
  }

  std::array<uint8_t, sizeof(kChallenge)> challenge_ = ChallengeOfNow();
  gss_name_t target_;
  gss_cred_id_t credential_ = GSS_C_NO_CREDENTIAL;
};

void ClientNtlmV2(benchmark::State& state) {
  Client client;
  while (state.KeepRunningBatch(kBatch)) {
    state.PauseTiming();
    gss_ctx_id_t contexts[kBatch] = {};
    for (gss_ctx_id_t& context : contexts) client.Negotiate(&context);
    state.ResumeTiming();
    for (gss_ctx_id_t& context : contexts) client.Authenticate(&context);
    state.PauseTiming();
    for (gss_ctx_id_t& context : contexts) Client::Delete(&context);
    state.ResumeTiming();
  }
}

void Seal(benchmark::State& state) {
  Client client;
  gss_ctx_id_t context = GSS_C_NO_CONTEXT;
  client.Negotiate(&context);
  client.Authenticate(&context);
  uint8_t message[kSealedSize] = {};
  for (auto _ : state) {
    gss_buffer_desc in = {sizeof(message), message};
    gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
    int sealed = 0;
    OM_uint32 minor = 0;
    Require(gss_wrap(&minor, context, 1, GSS_C_QOP_DEFAULT, &in, &sealed, &out) == GSS_S_COMPLETE &&
                sealed != 0 && out.length == kSealedSize + 16,
            "gss_wrap failed");
    Client::Release(&out);
  }
  Client::Delete(&context);
}

BENCHMARK(ClientNtlmV2)->Name("client-ntlmv2");
BENCHMARK(Seal)->Name("seal-1024");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
