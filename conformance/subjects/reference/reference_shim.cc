// SPDX-License-Identifier: Apache-2.0

// The reference client behind the subject protocol: what a run sees through a shim has to be what
// it sees in process.

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/subjects/reference/client.h"
#include "conformance/subjects/shim/shim.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/keys.h"

namespace ntlmatrix::conformance {
namespace {

using reference::Behaviour;

const std::pair<absl::string_view, uint32_t> kErrors[] = {
    {"SEC_E_INVALID_TOKEN", 0x80090308},
    {"SEC_E_UNSUPPORTED_FUNCTION", 0x80090302},
    {"STATUS_LOGON_FAILURE", 0xC000006D},
};

// A refusal by the name of its code, or by its digits.
shim::Refused RefusedBy(const Refusal& refusal) {
  shim::Refused refused = {.text = refusal.text};
  if (!refusal.status) return refused;
  const auto* const known =
      std::find_if(std::begin(kErrors), std::end(kErrors),
                   [&](const auto& error) { return error.second == *refusal.status; });
  refused.error = known == std::end(kErrors) ? absl::StrFormat("0x%08x", *refusal.status)
                                             : std::string(known->first);
  return refused;
}

class Context : public shim::ShimContext {
 public:
  Context(const reference::ClientConfig& config, const Account& account, const Behaviour& behaviour)
      : client_(config, account, behaviour) {}

  // ShimContext:
  shim::Answer Negotiate() override { return client_.Negotiate(); }

  shim::Answer Authenticate(Bytes challenge) override {
    reference::Client::Answer answer = client_.Authenticate(challenge);
    if (answer.refusal) return RefusedBy(*answer.refusal);
    return std::move(answer.authenticate);
  }

  absl::StatusOr<shim::Sealed> Seal(Bytes probe) override {
    auto sealed = client_.Seal(std::string(probe.begin(), probe.end()));
    if (!sealed) return absl::FailedPreconditionError("SEAL is not negotiated");
    return shim::Sealed{std::move(sealed->message), std::move(sealed->signature)};
  }

 private:
  reference::Client client_;
};

class Client : public shim::ShimClient {
 public:
  Client(Account account, const reference::Fault* fault)
      : account_(std::move(account)), fault_(fault) {}

  // ShimClient:
  shim::ShimInfo Info() const override {
    shim::ShimInfo info = {
        .implementation = "NTLMatrix reference",
        .version = NTLMATRIX_VERSION,
        .loaded = shim::LoadedFileOf(reinterpret_cast<const void*>(&reference::ObedientBehaviour)),
        .lm = {0, 1, 2, 3, 4, 5},
        .app = {std::begin(kAllApplications), std::end(kAllApplications)},
        .seal = true};
    if (fault_ != nullptr) absl::StrAppend(&info.implementation, " with ", fault_->name);
    for (const Cell& cell : AllCells()) {
      if (std::find(info.min.begin(), info.min.end(), cell.min) == info.min.end()) {
        info.min.push_back(cell.min);
      }
    }
    for (const auto& [name, code] : kErrors) info.errors.emplace_back(std::string(name), code);
    return info;
  }

  std::unique_ptr<shim::ShimContext> Start(const shim::ShimSetup& setup) override {
    const reference::ClientConfig config = {.min = setup.min.value_or(ClientSetting()),
                                            .lm = setup.lm,
                                            .app = setup.app,
                                            .client_challenge = fixed::kClientChallenge,
                                            .random_session_key = fixed::kRandomSessionKey};
    return std::make_unique<Context>(
        config, account_, fault_ == nullptr ? reference::ObedientBehaviour() : fault_->behaviour);
  }

 private:
  Account account_;
  const reference::Fault* fault_;
};

absl::StatusOr<Account> AccountOf(const shim::ShimAccount& names) {
  auto user = Utf8ToUtf16(names.user);
  auto domain = Utf8ToUtf16(names.domain);
  auto workstation = Utf8ToUtf16(names.workstation);
  auto password = Utf8ToUtf16(names.password);
  for (const auto* name : {&user, &domain, &workstation, &password}) {
    if (!name->ok()) return name->status();
  }
  Account account = {*std::move(user), *std::move(domain), *std::move(workstation)};
  account.lmowf_v1 = ntlm::LmowfV1(names.password);
  account.ntowf_v1 = ntlm::NtowfV1(*password);
  account.ntowf_v2 = ntlm::NtowfV2(account.ntowf_v1, account.user, account.domain);
  return account;
}

int Main(int argc, char** argv) {
  const reference::Fault* fault = nullptr;
  if (argc == 3 && absl::string_view(argv[1]) == "--fault") fault = reference::FindFault(argv[2]);
  if (argc != 1 && fault == nullptr) {
    std::fprintf(stderr,
                 "usage: reference_shim [--fault NAME]\n"
                 "The names are those of 'ntlmatrix run --list-faults'.\n");
    return 2;
  }
  return shim::ShimMain(
      [&](const shim::ShimAccount& names) -> absl::StatusOr<std::unique_ptr<shim::ShimClient>> {
        auto account = AccountOf(names);
        if (!account.ok()) return account.status();
        return std::make_unique<Client>(*std::move(account), fault);
      });
}

}  // namespace
}  // namespace ntlmatrix::conformance

int main(int argc, char** argv) { return ntlmatrix::conformance::Main(argc, argv); }
