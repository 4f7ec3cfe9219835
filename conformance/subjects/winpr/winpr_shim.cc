// SPDX-License-Identifier: Apache-2.0

// WinPR of FreeRDP through its SSPI.

#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
// winpr.h says nothing of C++, and sspi.h includes it.
// clang-format off
extern "C" {
#include <winpr/winpr.h>
}
#include <winpr/sspi.h>
// clang-format on

#include "conformance/subjects/shim/shim.h"

namespace ntlmatrix::conformance {
namespace {

constexpr size_t kSignatureSize = 16;
constexpr size_t kLongestMessage = 65536;

// What a message is written over. WinPR leaves bytes of a message as they were in the application's
// buffer; in one of zeros they would look like zeros that it wrote.
constexpr uint8_t kNotWritten = 0xAA;

// The names of WinPR are those of [MS-ERREF].
struct Error {
  const char* name;
  SECURITY_STATUS status;
};
#define ERROR_NAMED(name) \
  { #name, static_cast < SECURITY_STATUS>(name) }
constexpr Error kErrors[] = {
    ERROR_NAMED(SEC_E_INSUFFICIENT_MEMORY),  ERROR_NAMED(SEC_E_INVALID_HANDLE),
    ERROR_NAMED(SEC_E_UNSUPPORTED_FUNCTION), ERROR_NAMED(SEC_E_INTERNAL_ERROR),
    ERROR_NAMED(SEC_E_INVALID_TOKEN),        ERROR_NAMED(SEC_E_LOGON_DENIED),
    ERROR_NAMED(SEC_E_NO_CREDENTIALS),       ERROR_NAMED(SEC_E_MESSAGE_ALTERED),
    ERROR_NAMED(SEC_E_OUT_OF_SEQUENCE),      ERROR_NAMED(SEC_E_BUFFER_TOO_SMALL),
    ERROR_NAMED(SEC_E_INVALID_PARAMETER),
};
#undef ERROR_NAMED

shim::Refused RefusedBy(const char* function, SECURITY_STATUS status) {
  const std::string code = absl::StrFormat("0x%08x", static_cast<uint32_t>(status));
  for (const Error& error : kErrors) {
    if (error.status == status) {
      return {error.name, absl::StrCat(function, ": ", error.name, " [", code, "]")};
    }
  }
  return {code, absl::StrCat(function, ": ", code)};
}

ULONG RequestOf(Application app) {
  switch (app) {
    case Application::kNone:
      return 0;
    case Application::kIntegrity:
      return ISC_REQ_INTEGRITY;
    case Application::kConfidentiality:
      break;
  }
  return ISC_REQ_INTEGRITY | ISC_REQ_CONFIDENTIALITY;
}

class Context : public shim::ShimContext {
 public:
  Context(SecurityFunctionTableA* functions, CredHandle* credential, ULONG request)
      : functions_(functions), credential_(credential), request_(request) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() override {
    if (started_) functions_->DeleteSecurityContext(&context_);
  }

  // ShimContext:
  shim::Answer Negotiate() override { return Step(nullptr); }

  shim::Answer Authenticate(Bytes challenge) override {
    // WinPR takes pointers that are not const.
    std::vector<uint8_t> copy(challenge.begin(), challenge.end());
    SecBuffer in = {static_cast<ULONG>(copy.size()), SECBUFFER_TOKEN, copy.data()};
    SecBufferDesc list = {SECBUFFER_VERSION, 1, &in};
    return Step(&list);
  }

  absl::StatusOr<shim::Sealed> Seal(Bytes probe) override {
    shim::Sealed sealed = {{probe.begin(), probe.end()}, std::vector<uint8_t>(kSignatureSize)};
    SecBuffer buffers[] = {
        {static_cast<ULONG>(sealed.signature.size()), SECBUFFER_TOKEN, sealed.signature.data()},
        {static_cast<ULONG>(sealed.message.size()), SECBUFFER_DATA, sealed.message.data()}};
    SecBufferDesc list = {SECBUFFER_VERSION, 2, buffers};
    const SECURITY_STATUS status = functions_->EncryptMessage(&context_, 0, &list, 0);
    if (status == SEC_E_OK) return sealed;
    return absl::InternalError(RefusedBy("EncryptMessage", status).text);
  }

 private:
  shim::Answer Step(SecBufferDesc* in) {
    std::vector<uint8_t> message(kLongestMessage, kNotWritten);
    SecBuffer out = {static_cast<ULONG>(message.size()), SECBUFFER_TOKEN, message.data()};
    SecBufferDesc list = {SECBUFFER_VERSION, 1, &out};
    ULONG attributes = 0;
    TimeStamp expiry;
    const SECURITY_STATUS status = functions_->InitializeSecurityContextA(
        credential_, started_ ? &context_ : nullptr, nullptr, request_, 0, SECURITY_NATIVE_DREP, in,
        0, &context_, &list, &attributes, &expiry);
    // An application sends what it is given unless there is an error.
    if (status < 0) return RefusedBy("InitializeSecurityContextA", status);
    started_ = true;
    message.resize(out.cbBuffer);
    return message;
  }

  SecurityFunctionTableA* functions_;
  CredHandle* credential_;
  ULONG request_;
  bool started_ = false;
  CtxtHandle context_ = {};
};

class Client : public shim::ShimClient {
 public:
  Client(SecurityFunctionTableA* functions, CredHandle credential)
      : functions_(functions), credential_(credential) {}
  ~Client() override { functions_->FreeCredentialsHandle(&credential_); }

  // ShimClient:
  shim::ShimInfo Info() const override {
    shim::ShimInfo info = {
        .implementation = "WinPR",
        .version = winpr_get_version_string(),
        .loaded = shim::LoadedFileOf(reinterpret_cast<const void*>(&InitSecurityInterfaceExA)),
        // Its source has no minimum session security, and 3 is its only level.
        .min = {{SettingState::kUndefinedLegacy}, {SettingState::kDefined, 0}},
        .lm = {3},
        .app = {std::begin(kAllApplications), std::end(kAllApplications)},
        .seal = true};
    for (const Error& error : kErrors) {
      info.errors.emplace_back(error.name, static_cast<uint32_t>(error.status));
    }
    return info;
  }

  std::unique_ptr<shim::ShimContext> Start(const shim::ShimSetup& setup) override {
    return std::make_unique<Context>(functions_, &credential_, RequestOf(setup.app));
  }

 private:
  SecurityFunctionTableA* functions_;
  CredHandle credential_;
};

BYTE* Text(std::string* text) { return reinterpret_cast<BYTE*>(text->data()); }

absl::StatusOr<std::unique_ptr<shim::ShimClient>> MakeClient(const shim::ShimAccount& account) {
  // A line of its log for each refusal would hide what standard error is read for.
  setenv("WLOG_LEVEL", "ERROR", 0);
  SecurityFunctionTableA* const functions = InitSecurityInterfaceExA(0);
  if (functions == nullptr) return absl::InternalError("InitSecurityInterfaceExA failed");
  shim::ShimAccount names = account;
  SEC_WINNT_AUTH_IDENTITY_A identity = {};
  identity.User = Text(&names.user);
  identity.UserLength = static_cast<UINT32>(names.user.size());
  identity.Domain = Text(&names.domain);
  identity.DomainLength = static_cast<UINT32>(names.domain.size());
  identity.Password = Text(&names.password);
  identity.PasswordLength = static_cast<UINT32>(names.password.size());
  identity.Flags = SEC_WINNT_AUTH_IDENTITY_ANSI;
  std::string package = "NTLM";
  CredHandle credential = {};
  TimeStamp expiry;
  const SECURITY_STATUS status =
      functions->AcquireCredentialsHandleA(nullptr, package.data(), SECPKG_CRED_OUTBOUND, nullptr,
                                           &identity, nullptr, nullptr, &credential, &expiry);
  if (status != SEC_E_OK) {
    return absl::InternalError(RefusedBy("AcquireCredentialsHandleA", status).text);
  }
  return std::make_unique<Client>(functions, credential);
}

}  // namespace
}  // namespace ntlmatrix::conformance

int main() { return ntlmatrix::conformance::shim::ShimMain(ntlmatrix::conformance::MakeClient); }
