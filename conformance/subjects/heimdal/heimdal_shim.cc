// SPDX-License-Identifier: Apache-2.0

// The "ntlm" mechanism of Heimdal's GSS-API, which takes its account from a file.

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ntlm.h>
#include <krb5.h>
#include <unistd.h>

#include "conformance/subjects/gss/gss_context.h"
#include "conformance/subjects/shim/shim.h"

namespace ntlmatrix::conformance {
namespace {

using gss::GssContext;
using gss::GssSetup;

// A file that only this user can read, for as long as the object lives.
class PrivateFile {
 public:
  explicit PrivateFile(const std::string& text) {
    const char* const folder = std::getenv("TMPDIR");
    path_ = absl::StrCat(folder == nullptr ? "/tmp" : folder, "/ntlmatrix-XXXXXX");
    const int fd = mkstemp(path_.data());
    if (fd < 0) return;
    made_ = true;
    written_ = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(fd);
  }
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;
  ~PrivateFile() {
    if (made_) unlink(path_.c_str());
  }

  bool ok() const { return written_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
  bool written_ = false;
};

class Client : public shim::ShimClient {
 public:
  static absl::StatusOr<std::unique_ptr<shim::ShimClient>> Make(const shim::ShimAccount& account) {
    auto client = std::make_unique<Client>();
    // Heimdal looks for the domain of the target.
    const auto target =
        gss::ImportName(absl::StrCat("HTTP@", account.domain), GSS_C_NT_HOSTBASED_SERVICE);
    if (!target.ok()) return target.status();
    client->setup_.target = *target;
    const PrivateFile file(
        absl::StrCat(account.domain, ":", account.user, ":", account.password, "\n"));
    if (!file.ok()) return absl::InternalError(absl::StrCat("can't write ", file.path()));
    setenv("NTLM_USER_FILE", file.path().c_str(), 1);
    gss_OID_set_desc mechanisms = {1, GSS_NTLM_MECHANISM};
    OM_uint32 minor = 0;
    const OM_uint32 major =
        gss_acquire_cred(&minor, *target, GSS_C_INDEFINITE, &mechanisms, GSS_C_INITIATE,
                         &client->setup_.credential, nullptr, nullptr);
    unsetenv("NTLM_USER_FILE");
    if (major == GSS_S_COMPLETE) return client;
    return absl::InternalError(
        gss::StatusText("gss_acquire_cred", major, minor, GSS_NTLM_MECHANISM));
  }

  ~Client() override {
    OM_uint32 minor = 0;
    gss_release_cred(&minor, &setup_.credential);
    gss_release_name(&minor, &setup_.target);
  }

  // ShimClient:
  shim::ShimInfo Info() const override {
    return {.implementation = "Heimdal",
            .version = std::string(absl::StripPrefix(heimdal_version, "Heimdal ")),
            .loaded = shim::LoadedFileOf(reinterpret_cast<const void*>(&gss_init_sec_context)),
            .min = {{SettingState::kUndefinedLegacy}, {SettingState::kDefined, 0}},
            .lm = {2},  // it sends NTLM responses only
            .app = {std::begin(kAllApplications), std::end(kAllApplications)},
            .seal = true};
  }

  std::unique_ptr<shim::ShimContext> Start(const shim::ShimSetup& setup) override {
    return std::make_unique<GssContext>(setup_, setup.app);
  }

 private:
  GssSetup setup_ = {.mechanism = GSS_NTLM_MECHANISM,
                     .credential = GSS_C_NO_CREDENTIAL,
                     .target = GSS_C_NO_NAME,
                     .signature = gss::SignaturePlace::kAfterMessage};
};

}  // namespace
}  // namespace ntlmatrix::conformance

int main() { return ntlmatrix::conformance::shim::ShimMain(ntlmatrix::conformance::Client::Make); }
