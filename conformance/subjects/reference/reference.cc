// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/reference.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/client.h"
#include "conformance/subjects/scripted_server.h"

namespace ntlmatrix::conformance::reference {
namespace {

constexpr uint8_t kClientChallengePurpose = 1;

class Reference : public Subject {
 public:
  explicit Reference(const Fault* fault) : fault_(fault) {}

  // Subject:
  SubjectInfo Info() const override {
    return {.name = fault_ == nullptr ? "reference" : absl::StrCat("reference+", fault_->name),
            .implementation = "NTLMatrix in-process client and scripted server",
            .version = NTLMATRIX_VERSION};
  }

  absl::Status Run(absl::Span<const Cell> cells, ExchangeSink sink) override {
    for (size_t i = 0; i < cells.size(); ++i) {
      const auto exchange = RunOne(cells[i]);
      if (!exchange.ok()) return exchange.status();
      sink(i, *exchange);
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<Exchange> RunOne(const Cell& cell) const {
    ClientConfig config = {.min = cell.min, .lm = cell.lm, .app = cell.app};
    const ntlm::Hash nonce = CellNonce(cell, kClientChallengePurpose);
    std::copy_n(nonce.begin(), config.client_challenge.size(), config.client_challenge.begin());
    config.random_session_key = CellNonce(cell, kSessionKeyPurpose);
    Client client(config, TestAccount(),
                  fault_ == nullptr ? ObedientBehaviour() : fault_->behaviour);
    Exchange exchange;
    exchange.negotiate = client.Negotiate();
    auto challenge = ChallengeFor(cell, exchange.negotiate);
    if (!challenge.ok()) return challenge.status();
    exchange.challenge = *std::move(challenge);
    Client::Answer answer = client.Authenticate(exchange.challenge);
    exchange.authenticate = std::move(answer.authenticate);
    exchange.refusal = std::move(answer.refusal);
    if (!exchange.refusal.has_value()) exchange.sealed = client.Seal(kSealProbe);
    return exchange;
  }

  const Fault* fault_;
};

}  // namespace

std::unique_ptr<Subject> MakeReference(const Fault* fault) {
  return std::make_unique<Reference>(fault);
}

}  // namespace ntlmatrix::conformance::reference
