// SPDX-License-Identifier: Apache-2.0

// libntlm. Its functions return nothing: that a CHALLENGE_MESSAGE has to fit into their structure
// is for the application to see, and the only refusal there is.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include <ntlm.h>

#include "conformance/subjects/shim/shim.h"

namespace ntlmatrix::conformance {
namespace {

// What the application sends of one of its messages.
template <typename Message>
std::vector<uint8_t> BytesOf(const Message& message) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(&message);
  return {bytes, bytes + offsetof(Message, buffer) + message.bufIndex};
}

class Context : public shim::ShimContext {
 public:
  explicit Context(const shim::ShimAccount& account) : account_(account) {}

  // ShimContext:
  shim::Answer Negotiate() override {
    tSmbNtlmAuthRequest request = {};
    buildSmbNtlmAuthRequest_noatsplit(&request, account_.user.c_str(), account_.domain.c_str());
    return BytesOf(request);
  }

  shim::Answer Authenticate(Bytes bytes) override {
    tSmbNtlmAuthChallenge challenge = {};
    if (bytes.size() > sizeof(challenge)) {
      return shim::Refused{.text = absl::StrCat("the application may not hand over ", bytes.size(),
                                                " bytes: tSmbNtlmAuthChallenge has ",
                                                sizeof(challenge))};
    }
    if (!bytes.empty()) std::memcpy(&challenge, bytes.data(), bytes.size());
    tSmbNtlmAuthResponse response = {};
    buildSmbNtlmAuthResponse_noatsplit(&challenge, &response, account_.user.c_str(),
                                       account_.password.c_str());
    return BytesOf(response);
  }

  absl::StatusOr<shim::Sealed> Seal(Bytes) override {
    return absl::UnimplementedError("libntlm does not seal");
  }

 private:
  const shim::ShimAccount& account_;
};

class Client : public shim::ShimClient {
 public:
  explicit Client(shim::ShimAccount account) : account_(std::move(account)) {}

  // ShimClient:
  shim::ShimInfo Info() const override {
    return {.implementation = "libntlm",
            .version = ntlm_check_version(nullptr),
            .loaded = shim::LoadedFileOf(reinterpret_cast<const void*>(&ntlm_check_version)),
            .min = {{SettingState::kUndefinedLegacy}, {SettingState::kDefined, 0}},
            .lm = {1},  // it sends LM and NTLM responses
            .app = {Application::kNone}};
  }

  std::unique_ptr<shim::ShimContext> Start(const shim::ShimSetup&) override {
    return std::make_unique<Context>(account_);
  }

 private:
  shim::ShimAccount account_;
};

}  // namespace
}  // namespace ntlmatrix::conformance

int main() {
  namespace conformance = ntlmatrix::conformance;
  return conformance::shim::ShimMain(
      [](const conformance::shim::ShimAccount& account)
          -> absl::StatusOr<std::unique_ptr<conformance::shim::ShimClient>> {
        return std::make_unique<conformance::Client>(account);
      });
}
