// SPDX-License-Identifier: Apache-2.0

// gss-ntlmssp, a plugin of MIT Kerberos. It reads LM_COMPAT_LEVEL when a credential and when a
// context is made; offering 128-bit without 56-bit encryption makes 128 a requirement.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <gssapi/gssapi_ntlmssp.h>

#include "conformance/subjects/gss/gss_context.h"
#include "conformance/subjects/shim/shim.h"

namespace ntlmatrix::conformance {
namespace {

using gss::GssContext;
using gss::GssSetup;

constexpr uint32_t k128 = 0x20000000;
constexpr uint32_t k56 = 0x80000000;
constexpr int kLevels[] = {0, 1, 2, 3, 4, 5};

gss_OID_desc mechanism = {GSS_NTLMSSP_OID_LENGTH, const_cast<char*>(GSS_NTLMSSP_OID_STRING)};
gss_OID_desc neg_flags_option = {GSS_NTLMSSP_NEG_FLAGS_OID_LENGTH,
                                 const_cast<char*>(GSS_NTLMSSP_NEG_FLAGS_OID_STRING)};

void SetLevel(int lm) { setenv("LM_COMPAT_LEVEL", absl::StrCat(lm).c_str(), 1); }

absl::StatusOr<gss_cred_id_t> AcquireCredential(const shim::ShimAccount& account,
                                                uint32_t neg_flags) {
  auto user = gss::ImportName(absl::StrCat(account.domain, "\\", account.user), GSS_C_NT_USER_NAME);
  if (!user.ok()) return user.status();
  gss_buffer_desc password = {account.password.size(), const_cast<char*>(account.password.data())};
  gss_OID_set_desc mechanisms = {1, &mechanism};
  gss_cred_id_t credential = GSS_C_NO_CREDENTIAL;
  OM_uint32 minor = 0;
  OM_uint32 ignored = 0;
  OM_uint32 major =
      gss_acquire_cred_with_password(&minor, *user, &password, GSS_C_INDEFINITE, &mechanisms,
                                     GSS_C_INITIATE, &credential, nullptr, nullptr);
  gss_release_name(&ignored, &*user);
  // What libgssapi_krb5 says where /etc/gss/mech.d names no such mechanism.
  if (GSS_ROUTINE_ERROR(major) == GSS_S_BAD_MECH) {
    return absl::NotFoundError(
        "gss-ntlmssp is not installed: MIT Kerberos knows no mechanism 1.3.6.1.4.1.311.2.2.10");
  }
  if (major != GSS_S_COMPLETE) {
    return absl::InternalError(
        gss::StatusText("gss_acquire_cred_with_password", major, minor, &mechanism));
  }
  if (neg_flags == 0) return credential;
  gss_buffer_desc value = {sizeof(neg_flags), &neg_flags};
  major = gss_set_cred_option(&minor, &credential, &neg_flags_option, &value);
  if (major == GSS_S_COMPLETE) return credential;
  gss_release_cred(&ignored, &credential);
  return absl::InternalError(
      gss::StatusText("gss_set_cred_option: GSS_NTLMSSP_NEG_FLAGS", major, minor, &mechanism));
}

// gss-ntlmssp has no function that tells its version; the package manager may know the file.
std::string VersionOf(const std::string& file) {
  const bool is_plain = std::all_of(file.begin(), file.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '.' || c == '_' ||
           c == '+' || c == '-';
  });
  std::string version;
  std::FILE* const output =
      is_plain ? popen(absl::StrCat("dpkg-query -W -f='${Version}' \"$(dpkg-query -S '", file,
                                    "' | cut -d: -f1)\" 2>&-")
                           .c_str(),
                       "r")
               : nullptr;
  if (output != nullptr) {
    char text[100];
    if (std::fgets(text, sizeof(text), output) != nullptr) version = text;
    pclose(output);
  }
  return version.empty() ? "unknown" : version;
}

class Client : public shim::ShimClient {
 public:
  // A client for each level; `neg_flags` is 0 for the default.
  static absl::StatusOr<std::unique_ptr<shim::ShimClient>> Make(const shim::ShimAccount& account,
                                                                uint32_t neg_flags) {
    setenv("NETBIOS_COMPUTER_NAME", account.workstation.c_str(), 1);
    setenv("NETBIOS_DOMAIN_NAME", account.domain.c_str(), 1);
    auto client = std::make_unique<Client>();
    client->requires_128_ = (neg_flags & k128) != 0 && (neg_flags & k56) == 0;
    const auto target = gss::ImportName("HTTP@server", GSS_C_NT_HOSTBASED_SERVICE);
    if (!target.ok()) return target.status();
    client->target_ = *target;
    for (const int lm : kLevels) {
      SetLevel(lm);
      const auto credential = AcquireCredential(account, neg_flags);
      if (!credential.ok()) return credential.status();
      client->setups_.push_back({.mechanism = &mechanism,
                                 .credential = *credential,
                                 .target = *target,
                                 .signature = gss::SignaturePlace::kBeforeMessage});
    }
    return client;
  }

  ~Client() override {
    OM_uint32 minor = 0;
    for (GssSetup& setup : setups_) gss_release_cred(&minor, &setup.credential);
    gss_release_name(&minor, &target_);
  }

  // ShimClient:
  shim::ShimInfo Info() const override {
    const std::string loaded = shim::LoadedFileNamed("gssntlmssp.so");
    shim::ShimInfo info = {.implementation = "gss-ntlmssp",
                           .version = VersionOf(loaded),
                           .loaded = loaded,
                           .lm = {std::begin(kLevels), std::end(kLevels)},
                           .app = {std::begin(kAllApplications), std::end(kAllApplications)},
                           .seal = true};
    if (requires_128_) {
      info.min = {{SettingState::kUndefinedModern}, {SettingState::kDefined, k128}};
    } else {
      info.min = {{SettingState::kUndefinedLegacy}, {SettingState::kDefined, 0}};
    }
    return info;
  }

  std::unique_ptr<shim::ShimContext> Start(const shim::ShimSetup& setup) override {
    SetLevel(setup.lm);
    return std::make_unique<GssContext>(setups_[static_cast<size_t>(setup.lm)], setup.app);
  }

 private:
  bool requires_128_ = false;
  gss_name_t target_ = GSS_C_NO_NAME;
  std::vector<GssSetup> setups_;  // by level
};

int Main(int argc, char** argv) {
  uint32_t neg_flags = 0;
  const bool has_flags = argc == 3 && absl::string_view(argv[1]) == "--neg-flags" &&
                         absl::SimpleHexAtoi(argv[2], &neg_flags) && neg_flags != 0;
  if (argc != 1 && !has_flags) {
    std::fprintf(stderr,
                 "usage: gss_ntlmssp_shim [--neg-flags MASK]\n"
                 "MASK is the value of GSS_NTLMSSP_NEG_FLAGS; 0x22008207 requires 128-bit "
                 "encryption.\n");
    return 2;
  }
  return shim::ShimMain(
      [&](const shim::ShimAccount& account) { return Client::Make(account, neg_flags); });
}

}  // namespace
}  // namespace ntlmatrix::conformance

int main(int argc, char** argv) { return ntlmatrix::conformance::Main(argc, argv); }
