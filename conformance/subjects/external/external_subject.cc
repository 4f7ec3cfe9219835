// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/external_subject.h"

#include <map>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "conformance/subjects/external/adapted_stimulus.h"
#include "conformance/subjects/scripted_server.h"

namespace ntlmatrix::conformance::external {
namespace {

Exchange ExchangeOf(ClientOutcome outcome) {
  return {.negotiate = std::move(outcome.negotiate),
          .challenge = std::move(outcome.challenge),
          .authenticate = std::move(outcome.authenticate),
          .refusal = std::move(outcome.refusal),
          .sealed = std::move(outcome.sealed),
          .seal_error = std::move(outcome.seal_error),
          .handling = outcome.handling,
          .why = std::move(outcome.why)};
}

ClientJob JobOf(const Cell& cell, std::string min, uint64_t time) {
  return {
      .place = {.min = std::move(min), .lm = cell.lm, .app = cell.app},
      .challenge = [cell, time](Bytes negotiate) { return ChallengeFor(cell, negotiate, time); }};
}

// The cells that a subject has no setting for, by where it is watched as it comes instead.
class Watched {
 public:
  void Add(size_t index, const Cell& cell, std::string why) {
    const auto [entry, is_new] = places_.insert({{cell.lm, cell.app, cell.server}, cells_.size()});
    if (is_new) {
      cells_.push_back(cell);
      waiting_.emplace_back();
    }
    waiting_[entry->second].push_back({index, std::move(why)});
  }

  std::vector<ClientJob> Jobs(uint64_t time) const {
    std::vector<ClientJob> jobs;
    for (const Cell& cell : cells_) jobs.push_back(JobOf(cell, kOwnSetting, time));
    return jobs;
  }

  void Deliver(size_t place, ClientOutcome outcome, ExchangeSink sink) const {
    Exchange exchange = ExchangeOf(std::move(outcome));
    const bool watched = exchange.handling == Handling::kDone;
    for (const auto& [index, why] : waiting_[place]) {
      if (watched) {
        exchange.handling = Handling::kCannotRequire;
        exchange.why = why;
      }
      sink(index, exchange);
    }
  }

 private:
  std::map<std::tuple<int, Application, ntlm::NegotiateFlags>, size_t> places_;
  std::vector<Cell> cells_;                                           // one a place
  std::vector<std::vector<std::pair<size_t, std::string>>> waiting_;  // index and reason
};

ClientJob JobOf(const Stimulus& stimulus, const Shown& shown) {
  Stimulus with_time = stimulus;
  with_time.message = shown.message;
  return {.place = {.min = SettingName({.state = SettingState::kDefined, .value = shown.min}),
                    .lm = shown.lm,
                    .app = shown.app},
          .challenge = [with_time](Bytes negotiate) {
            return WithOfferedGrants(with_time, negotiate);
          }};
}

}  // namespace

absl::StatusOr<std::unique_ptr<ExternalSubject>> ExternalSubject::Start(std::string name,
                                                                        ShimOptions options) {
  std::unique_ptr<ExternalSubject> subject(
      new ExternalSubject(std::move(name), std::move(options)));
  auto hello = subject->driver_.Greet();
  if (!hello.ok()) return hello.status();
  if (!hello->client) return absl::AbortedError("it has no client role");
  subject->hello_ = *std::move(hello);
  if (const absl::Status status = subject->AskForInvented(); !status.ok()) return status;
  return subject;
}

absl::Status ExternalSubject::AskForInvented() {
  bool negotiated = false;
  const ClientJob job = {
      .place = {.min = kInventedSetting, .lm = *hello_.lm.begin(), .app = *hello_.app.begin()},
      .challenge = [&](Bytes) -> absl::StatusOr<std::vector<uint8_t>> {
        negotiated = true;
        return absl::InvalidArgumentError("not asked for");
      }};
  absl::Status status;
  const absl::Status ran = driver_.Run({job}, [&](size_t, const ClientOutcome& outcome) {
    if (outcome.handling == Handling::kUnsupported) return;
    const bool broke = outcome.handling == Handling::kBroke && !negotiated;
    status = absl::AbortedError(
        broke ? outcome.why
              : "it claims to have the setting 'invented', which no one has: what it does not know "
                "must be answered with 'unsupported'");
  });
  return ran.ok() ? status : ran;
}

SubjectInfo ExternalSubject::Info() const {
  return {.name = name_, .implementation = hello_.implementation, .version = hello_.version};
}

absl::Status ExternalSubject::Run(absl::Span<const Cell> cells, ExchangeSink sink) {
  const uint64_t time = NowAsFileTime();
  std::vector<ClientJob> jobs;
  jobs.reserve(cells.size());
  for (const Cell& cell : cells) jobs.push_back(JobOf(cell, SettingName(cell.min), time));
  Watched watched;
  const absl::Status ran = driver_.Run(jobs, [&](size_t index, ClientOutcome outcome) {
    if (outcome.handling == Handling::kUnsupported && outcome.what == "min" &&
        cells[index].min.Effective() != 0) {
      watched.Add(index, cells[index], std::move(outcome.why));
    } else {
      sink(index, ExchangeOf(std::move(outcome)));
    }
  });
  if (!ran.ok()) return ran;
  return driver_.Run(watched.Jobs(time), [&](size_t place, ClientOutcome outcome) {
    watched.Deliver(place, std::move(outcome), sink);
  });
}

absl::Status ExternalSubject::Show(absl::Span<const Stimulus> stimuli, ReactionSink sink) {
  const uint64_t time = NowAsFileTime();
  std::vector<ClientJob> jobs;
  std::vector<size_t> indices;
  std::vector<Shown> shown;
  for (size_t i = 0; i < stimuli.size(); ++i) {
    if (stimuli[i].role != Role::kClient) {
      sink(i, Reaction{.handling = Handling::kUnsupported, .why = "no server role is driven"});
      continue;
    }
    shown.push_back(Adapt(stimuli[i], hello_, time));
    indices.push_back(i);
    jobs.push_back(JobOf(stimuli[i], shown.back()));
  }
  return driver_.Run(jobs, [&](size_t index, ClientOutcome outcome) {
    if (outcome.refusal && !outcome.challenged) {
      outcome = {
          .handling = Handling::kBroke,
          .why = absl::StrCat("it refused before the message was shown: ", outcome.refusal->text)};
    }
    shown[index].message = std::move(outcome.challenge);
    sink(indices[index], Reaction{.handling = outcome.handling,
                                  .why = std::move(outcome.why),
                                  .negotiate = std::move(outcome.negotiate),
                                  .answer = std::move(outcome.authenticate),
                                  .refusal = std::move(outcome.refusal),
                                  .sealed = std::move(outcome.sealed),
                                  .shown = shown[index]});
  });
}

}  // namespace ntlmatrix::conformance::external
