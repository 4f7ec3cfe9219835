// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/client_driver.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::conformance::external {
namespace {

using Clock = ShimProcess::Clock;

constexpr int kMostBreaksInARow = 3;
constexpr int kMostSecondAnswers = 16;
constexpr auto kEndLimit = std::chrono::seconds(5);
// More open exchanges than this gain nothing and only make an inquest longer.
constexpr size_t kMostInFlight = 64;

ClientOutcome Broken(std::string why) {
  return {.handling = Handling::kBroke, .why = std::move(why)};
}

std::string PlaceText(const ClientPlace& place) {
  return absl::StrCat("min=", place.min, ", lm=", place.lm, ", app=", ApplicationName(place.app));
}

// An answer to an exchange that is over is a fault of that one and not of those that are open.
absl::Status SecondAnswer(const ClientPlace& place) {
  return absl::AlreadyExistsError(
      absl::StrCat("it answered an exchange that was over (", PlaceText(place), ")"));
}

}  // namespace

std::string ClientDriver::BreakText(const absl::Status& status) {
  std::string text(status.message());
  const std::string said =
      process_ == nullptr ? "" : std::string(absl::StripAsciiWhitespace(process_->StandardError()));
  if (!said.empty()) {
    // The end says most.
    const size_t cut = said.size() > 400 ? said.size() - 400 : 0;
    absl::StrAppend(&text, "; its standard error ends: ", absl::CHexEscape(said.substr(cut)));
  }
  return text;
}

absl::StatusOr<Hello> ClientDriver::Greet() {
  process_.reset();
  closed_.clear();
  auto started = ShimProcess::Start(options_.command, options_.environment);
  if (!started.ok()) return started.status();
  process_ = *std::move(started);
  process_->Write(HelloLine());
  const Clock::time_point limit = Clock::now() + options_.hello_limit;
  absl::Status status;
  while (status.ok()) {
    if (options_.stop && options_.stop()) {
      process_.reset();
      return absl::CancelledError("stopped");
    }
    if (const auto line = process_->NextLine()) {
      auto hello = ParseHello(*line);
      if (hello.ok()) {
        hello_ = *hello;
        hello_.in_flight = std::min(hello_.in_flight, kMostInFlight);
        return hello;
      }
      status = absl::AbortedError(
          absl::StrCat("its hello ", hello.status().message(), ": ", Excerpt(*line)));
    } else {
      status = process_->Pump(limit);
    }
  }
  const std::string text = BreakText(status);
  const std::string said(absl::StripAsciiWhitespace(process_->StandardError()));
  const bool missing = process_->exit_status() == kNotInstalled;
  process_.reset();
  if (missing) return absl::FailedPreconditionError(absl::CHexEscape(said));
  return absl::AbortedError(text);
}

absl::Status ClientDriver::EnsureRunning() {
  if (process_ != nullptr) return absl::OkStatus();
  const auto hello = Greet();
  last_answer_ = Clock::now();
  return hello.ok() ? absl::OkStatus()
                    : absl::AbortedError(
                          absl::StrCat("it did not start again: ", hello.status().message()));
}

void ClientDriver::OpenStep(OpenExchange* exchange) {
  const Clock::time_point now = Clock::now();
  // Silence counts from when there is something to answer.
  if (open_.size() <= 1) last_answer_ = now;
  exchange->order = ++steps_;
  exchange->limit = now + options_.step_limit;
}

void ClientDriver::StartNext(absl::Span<const ClientJob> jobs) {
  while (open_.size() < MostOpen() && !todo_.empty()) {
    const size_t job = todo_.front();
    todo_.pop_front();
    const uint32_t id = next_id_++;
    OpenExchange& exchange = open_[id];
    exchange.job = job;
    exchange.place = jobs[job].place;
    OpenStep(&exchange);
    process_->Write(StartLine(id, jobs[job].place));
  }
}

Clock::time_point ClientDriver::Limit() const {
  Clock::time_point limit = last_answer_ + options_.silence_limit;
  for (const auto& [id, exchange] : open_) limit = std::min(limit, exchange.limit);
  return limit;
}

Refusal ClientDriver::RefusalOf(const Answer& answer) const {
  Refusal refusal = {.status = std::nullopt, .text = answer.text};
  if (!absl::StrContains(answer.text, answer.error)) {
    refusal.text = absl::StrCat(answer.error, answer.text.empty() ? "" : ": ", answer.text);
  }
  const auto code = hello_.errors.find(answer.error);
  if (code != hello_.errors.end()) refusal.status = code->second;
  return refusal;
}

void ClientDriver::Deliver(size_t job, ClientOutcome outcome, Sink sink) {
  const bool suspect =
      inquest_ && std::count(inquest_->suspects.begin(), inquest_->suspects.end(), job) > 0;
  if (!suspect) {
    sink(job, std::move(outcome));
    return;
  }
  LookAtShare(&outcome);
  inquest_->outcomes[job] = std::move(outcome);
  if (inquest_->outcomes.size() == inquest_->suspects.size()) EndInquest(sink);
}

// A suspect may take too much and answer, before it is time to look.
void ClientDriver::LookAtShare(ClientOutcome* outcome) {
  if (process_ == nullptr || outcome->handling == Handling::kBroke) return;
  const absl::Status share = process_->CheckShare();
  if (share.ok()) return;
  *outcome = Broken(BreakText(share));
  inquest_->found = true;
  EndProcess();
}

void ClientDriver::EndInquest(Sink sink) {
  Inquest inquest = *std::exchange(inquest_, std::nullopt);
  if (!inquest.found && !inquest.suspects.empty()) {
    inquest.outcomes[inquest.oldest] =
        Broken(absl::StrCat(inquest.why, " (with ", inquest.suspects.size() - 1,
                            " other exchanges open; alone it did not break)"));
  }
  for (auto& [job, outcome] : inquest.outcomes) sink(job, std::move(outcome));
}

void ClientDriver::Complete(uint32_t id, Sink sink) {
  OpenExchange exchange = std::move(open_.at(id));
  open_.erase(id);
  closed_[id] = exchange.place;
  Deliver(exchange.job, std::move(exchange.outcome), sink);
}

void ClientDriver::Challenge(uint32_t id, OpenExchange* exchange, const ClientJob& job, Sink sink) {
  auto challenge = job.challenge(exchange->outcome.negotiate);
  if (!challenge.ok()) {
    exchange->outcome =
        Broken(absl::StrCat("its NEGOTIATE_MESSAGE can't be read: ", challenge.status().message()));
    process_->Write(DropLine(id));
    Complete(id, sink);
    return;
  }
  exchange->outcome.challenge = *std::move(challenge);
  exchange->outcome.challenged = true;
  OpenStep(exchange);
  process_->Write(ChallengeLine(id, exchange->outcome.challenge));
}

absl::Status ClientDriver::TakeAnswer(Answer answer, absl::Span<const ClientJob> jobs, Sink sink) {
  const auto found = open_.find(answer.id);
  if (found == open_.end()) {
    const auto closed = closed_.find(answer.id);
    if (closed != closed_.end()) return SecondAnswer(closed->second);
    return absl::AbortedError(
        absl::StrCat("it answered exchange ", answer.id, ", which is not open"));
  }
  OpenExchange& exchange = found->second;
  const bool due = exchange.outcome.challenged ? answer.kind == Answer::Kind::kAuthenticate
                                               : answer.kind == Answer::Kind::kNegotiate ||
                                                     answer.kind == Answer::Kind::kUnsupported;
  if (!due && answer.kind != Answer::Kind::kRefused) {
    return absl::AbortedError(absl::StrCat("it answered a ",
                                           exchange.outcome.challenged ? "challenge" : "start",
                                           " with '", AnswerWord(answer.kind), "'"));
  }
  if (answer.kind == Answer::Kind::kAuthenticate && hello_.seal &&
      exchange.place.app == Application::kConfidentiality && !answer.sealed &&
      answer.text.empty()) {
    return absl::AbortedError("its authenticate has neither `sealed` nor `seal_error`");
  }
  last_answer_ = Clock::now();
  ClientOutcome& outcome = exchange.outcome;
  switch (answer.kind) {
    case Answer::Kind::kNegotiate:
      outcome.negotiate = std::move(answer.message);
      Challenge(answer.id, &exchange, jobs[exchange.job], sink);
      return absl::OkStatus();
    case Answer::Kind::kAuthenticate:
      outcome.authenticate = std::move(answer.message);
      outcome.sealed = std::move(answer.sealed);
      outcome.seal_error = std::move(answer.text);
      break;
    case Answer::Kind::kUnsupported:
      outcome.handling = Handling::kUnsupported;
      outcome.what = answer.what;
      outcome.why =
          answer.text.empty() ? absl::StrCat("it has no such `", answer.what, "`") : answer.text;
      break;
    case Answer::Kind::kRefused:
      outcome.refusal = RefusalOf(answer);
      break;
  }
  breaks_in_a_row_ = 0;
  Complete(answer.id, sink);
  return absl::OkStatus();
}

absl::Status ClientDriver::TakeLine(absl::string_view line, absl::Span<const ClientJob> jobs,
                                    Sink sink) {
  auto answer = ParseAnswer(line);
  if (!answer.ok()) {
    return absl::AbortedError(
        absl::StrCat("its line ", answer.status().message(), ": ", Excerpt(line)));
  }
  return TakeAnswer(*std::move(answer), jobs, sink);
}

void ClientDriver::GiveUp(Sink sink) {
  if (given_up_.empty()) {
    const bool second = second_answers_ >= kMostSecondAnswers;
    given_up_ =
        absl::StrCat("not shown: given up after ", second ? kMostSecondAnswers : kMostBreaksInARow,
                     second ? " second answers" : " breaks in a row", ", the last: ", last_break_);
  }
  if (inquest_) {
    inquest_->found = true;
    EndInquest(sink);
  }
  for (const size_t job : todo_) sink(job, Broken(given_up_));
  todo_.clear();
}

// In the order of the jobs: that of the steps hangs on how the output was cut into pieces.
std::vector<size_t> ClientDriver::OpenJobs() const {
  std::vector<size_t> jobs;
  for (const auto& [id, exchange] : open_) jobs.push_back(exchange.job);
  std::sort(jobs.begin(), jobs.end());
  return jobs;
}

void ClientDriver::Break(const absl::Status& status, Sink sink) {
  last_break_ = BreakText(status);
  EndProcess();
  const std::vector<size_t> jobs = OpenJobs();
  if (absl::IsAlreadyExists(status)) {
    ++second_answers_;
    stray_breaks_.push_back(last_break_);
    todo_.insert(todo_.begin(), jobs.begin(), jobs.end());
    open_.clear();
    return;
  }
  if (jobs.size() > 1) {
    const auto oldest = std::min_element(
        open_.begin(), open_.end(),
        [](const auto& one, const auto& other) { return one.second.order < other.second.order; });
    inquest_ = Inquest{.suspects = jobs, .oldest = oldest->second.job, .why = last_break_};
    todo_.insert(todo_.begin(), jobs.begin(), jobs.end());
    open_.clear();
    return;
  }
  ++breaks_in_a_row_;
  open_.clear();
  if (jobs.empty()) {
    stray_breaks_.push_back(last_break_);
  } else {
    if (inquest_) inquest_->found = true;
    Deliver(jobs.front(), Broken(last_break_), sink);
  }
}

absl::Status ClientDriver::Step(absl::Span<const ClientJob> jobs, Sink sink) {
  if (absl::Status status = EnsureRunning(); !status.ok()) return status;
  while (const auto line = process_->NextLine()) {
    if (absl::Status status = TakeLine(*line, jobs, sink); !status.ok()) return status;
    if (process_ == nullptr) return absl::OkStatus();
  }
  StartNext(jobs);
  return open_.empty() ? absl::OkStatus() : process_->Pump(Limit());
}

absl::Status ClientDriver::Run(absl::Span<const ClientJob> jobs, Sink sink) {
  for (size_t job = 0; job < jobs.size(); ++job) todo_.push_back(job);
  while (!todo_.empty() || !open_.empty()) {
    if (options_.stop && options_.stop()) return Stop();
    if (!given_up_.empty() || breaks_in_a_row_ >= kMostBreaksInARow ||
        second_answers_ >= kMostSecondAnswers) {
      GiveUp(sink);
      break;
    }
    if (const absl::Status status = Step(jobs, sink); !status.ok()) Break(status, sink);
  }
  // A run may be over before the shim is looked at.
  const absl::Status share = process_ == nullptr ? absl::OkStatus() : process_->CheckShare();
  if (!share.ok()) {
    stray_breaks_.push_back(BreakText(share));
    EndProcess();
  }
  return absl::OkStatus();
}

absl::Status ClientDriver::Stop() {
  EndProcess();
  open_.clear();
  todo_.clear();
  inquest_.reset();
  return absl::CancelledError("stopped");
}

void ClientDriver::EndProcess() {
  if (process_ == nullptr) return;
  if (const absl::Status end = process_->End(); !end.ok()) {
    stray_breaks_.push_back(std::string(end.message()));
  }
  process_.reset();
}

absl::Status ClientDriver::TakeLateLine(Clock::time_point deadline) {
  process_->CloseInput();
  while (true) {
    if (const auto line = process_->NextLine()) {
      const auto answer = ParseAnswer(*line);
      const auto closed = answer.ok() ? closed_.find(answer->id) : closed_.end();
      if (closed != closed_.end()) return SecondAnswer(closed->second);
      return absl::AbortedError(absl::StrCat("it wrote when nothing was due: ", Excerpt(*line)));
    }
    // How it ends is looked at after this.
    if (!process_->Pump(deadline).ok()) return absl::OkStatus();
  }
}

void ClientDriver::Finish() {
  if (process_ == nullptr) return;
  const Clock::time_point deadline = Clock::now() + kEndLimit;
  if (const absl::Status late = TakeLateLine(deadline); !late.ok()) {
    stray_breaks_.push_back(BreakText(late));
  }
  const absl::Status status = process_->Finish(deadline);
  if (!status.ok()) {
    stray_breaks_.push_back(BreakText(
        absl::AbortedError(absl::StrCat(status.message(), " when its standard input was closed"))));
  }
  EndProcess();
}

}  // namespace ntlmatrix::conformance::external
