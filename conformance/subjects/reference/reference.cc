// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/reference.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/client.h"
#include "conformance/subjects/reference/server.h"
#include "conformance/subjects/scripted_server.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/utf16.h"

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

  absl::Status Show(absl::Span<const Stimulus> stimuli, ReactionSink sink) override {
    for (size_t i = 0; i < stimuli.size(); ++i) {
      const auto reaction =
          stimuli[i].role == Role::kClient ? ReactAsClient(stimuli[i]) : ReactAsServer(stimuli[i]);
      if (!reaction.ok()) return reaction.status();
      sink(i, *reaction);
    }
    return absl::OkStatus();
  }

 private:
  const Behaviour& TheBehaviour() const {
    return fault_ == nullptr ? ObedientBehaviour() : fault_->behaviour;
  }

  absl::StatusOr<Reaction> ReactAsClient(const Stimulus& stimulus) const {
    const ClientConfig config = {.min = {.state = SettingState::kDefined, .value = stimulus.min},
                                 .lm = stimulus.lm,
                                 .app = stimulus.app,
                                 .client_challenge = fixed::kClientChallenge,
                                 .random_session_key = fixed::kRandomSessionKey};
    Client client(config, TestAccount(), TheBehaviour());
    Reaction reaction = {.negotiate = client.Negotiate()};
    Client::Answer answer = client.Authenticate(stimulus.message);
    reaction.answer = std::move(answer.authenticate);
    reaction.refusal = std::move(answer.refusal);
    if (!reaction.refusal.has_value()) reaction.sealed = client.Seal(kSealProbe);
    return reaction;
  }

  absl::StatusOr<Reaction> ReactAsServer(const Stimulus& stimulus) const {
    Server server({.min = stimulus.min,
                   .lm = stimulus.lm,
                   .nb_domain_name = Utf8ToUtf16(fixed::kNbDomainName).value(),
                   .nb_computer_name = Utf8ToUtf16(fixed::kNbComputerName).value(),
                   .time = fixed::kTime,
                   .server_challenge = fixed::kServerChallenge},
                  TestAccount(), TheBehaviour());
    if (stimulus.challenge.empty()) {
      Server::Answer answer = server.Challenge(stimulus.message);
      return Reaction{.answer = std::move(answer.challenge), .refusal = std::move(answer.refusal)};
    }
    const Server::Answer before = server.Challenge(stimulus.negotiate);
    if (before.challenge != stimulus.challenge) {
      return absl::InternalError("the server's CHALLENGE_MESSAGE is not the one to be answered");
    }
    Server::Decision decision = server.Authenticate(stimulus.message);
    return Reaction{.refusal = std::move(decision.refusal)};
  }

  absl::StatusOr<Exchange> RunOne(const Cell& cell) const {
    ClientConfig config = {.min = cell.min, .lm = cell.lm, .app = cell.app};
    const ntlm::Hash nonce = CellNonce(cell, kClientChallengePurpose);
    std::copy_n(nonce.begin(), config.client_challenge.size(), config.client_challenge.begin());
    config.random_session_key = CellNonce(cell, kSessionKeyPurpose);
    Client client(config, TestAccount(), TheBehaviour());
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
