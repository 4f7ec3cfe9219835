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
constexpr auto kEndLimit = std::chrono::seconds(5);
// More open exchanges than this gain nothing and only make an inquest longer.
constexpr size_t kMostInFlight = 64;

ClientOutcome Broken(std::string why) {
  return {.handling = Handling::kBroke, .why = std::move(why)};
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
  auto started = ShimProcess::Start(options_.command, options_.environment);
  if (!started.ok()) return started.status();
  process_ = *std::move(started);
  process_->Write(HelloLine());
  const Clock::time_point limit = Clock::now() + options_.hello_limit;
  absl::Status status;
  while (status.ok()) {
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
  inquest_->outcomes[job] = std::move(outcome);
  if (inquest_->outcomes.size() == inquest_->suspects.size()) EndInquest(sink);
}

void ClientDriver::EndInquest(Sink sink) {
  Inquest inquest = *std::exchange(inquest_, std::nullopt);
  if (!inquest.found && !inquest.suspects.empty()) {
    inquest.outcomes[inquest.suspects.front()] =
        Broken(absl::StrCat(inquest.why, " (with ", inquest.suspects.size() - 1,
                            " other exchanges open; alone it did not break)"));
  }
  for (auto& [job, outcome] : inquest.outcomes) sink(job, std::move(outcome));
}

void ClientDriver::Complete(uint32_t id, Sink sink) {
  OpenExchange exchange = std::move(open_.at(id));
  open_.erase(id);
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
  exchange->challenged = true;
  OpenStep(exchange);
  process_->Write(ChallengeLine(id, exchange->outcome.challenge));
}

absl::Status ClientDriver::TakeAnswer(Answer answer, absl::Span<const ClientJob> jobs, Sink sink) {
  const auto found = open_.find(answer.id);
  if (found == open_.end()) {
    return absl::AbortedError(
        absl::StrCat("it answered exchange ", answer.id, ", which is not open"));
  }
  OpenExchange& exchange = found->second;
  const bool due = exchange.challenged ? answer.kind == Answer::Kind::kAuthenticate
                                       : answer.kind == Answer::Kind::kNegotiate ||
                                             answer.kind == Answer::Kind::kUnsupported;
  if (!due && answer.kind != Answer::Kind::kRefused) {
    return absl::AbortedError(absl::StrCat("it answered a ",
                                           exchange.challenged ? "challenge" : "start", " with '",
                                           AnswerWord(answer.kind), "'"));
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
  const std::string why = absl::StrCat("not shown: given up after ", kMostBreaksInARow,
                                       " breaks in a row, the last: ", last_break_);
  if (inquest_) {
    inquest_->found = true;
    EndInquest(sink);
  }
  for (const size_t job : todo_) sink(job, Broken(why));
  todo_.clear();
}

void ClientDriver::Break(const absl::Status& status, Sink sink) {
  last_break_ = BreakText(status);
  process_.reset();
  if (open_.size() > 1) {
    std::vector<std::pair<uint64_t, size_t>> in_order;
    for (const auto& [id, exchange] : open_) in_order.push_back({exchange.order, exchange.job});
    std::sort(in_order.begin(), in_order.end());
    open_.clear();
    inquest_ = Inquest{.why = last_break_};
    for (auto suspect = in_order.rbegin(); suspect != in_order.rend(); ++suspect) {
      inquest_->suspects.insert(inquest_->suspects.begin(), suspect->second);
      todo_.push_front(suspect->second);
    }
    return;
  }
  ++breaks_in_a_row_;
  if (open_.empty()) {
    stray_breaks_.push_back(last_break_);
  } else {
    const size_t job = open_.begin()->second.job;
    open_.clear();
    if (inquest_) inquest_->found = true;
    Deliver(job, Broken(last_break_), sink);
  }
}

absl::Status ClientDriver::Step(absl::Span<const ClientJob> jobs, Sink sink) {
  if (absl::Status status = EnsureRunning(); !status.ok()) return status;
  while (const auto line = process_->NextLine()) {
    if (absl::Status status = TakeLine(*line, jobs, sink); !status.ok()) return status;
  }
  StartNext(jobs);
  return open_.empty() ? absl::OkStatus() : process_->Pump(Limit());
}

absl::Status ClientDriver::Run(absl::Span<const ClientJob> jobs, Sink sink) {
  for (size_t job = 0; job < jobs.size(); ++job) todo_.push_back(job);
  breaks_in_a_row_ = 0;
  while (!todo_.empty() || !open_.empty()) {
    if (options_.stop && options_.stop()) return Stop();
    if (breaks_in_a_row_ >= kMostBreaksInARow) {
      GiveUp(sink);
      break;
    }
    if (const absl::Status status = Step(jobs, sink); !status.ok()) Break(status, sink);
  }
  // A run may be over before the shim is looked at.
  const absl::Status share = process_ == nullptr ? absl::OkStatus() : process_->CheckShare();
  if (!share.ok()) {
    stray_breaks_.push_back(BreakText(share));
    process_.reset();
  }
  return absl::OkStatus();
}

absl::Status ClientDriver::Stop() {
  process_.reset();
  open_.clear();
  todo_.clear();
  inquest_.reset();
  return absl::CancelledError("stopped");
}

void ClientDriver::Finish() {
  if (process_ == nullptr) return;
  const std::optional<int> status = process_->Finish(Clock::now() + kEndLimit);
  if (!status.has_value()) {
    stray_breaks_.push_back("it did not exit when its standard input was closed");
  } else if (*status != 0) {
    stray_breaks_.push_back(BreakText(absl::AbortedError(
        absl::StrCat("it exited with status ", *status, " when its standard input was closed"))));
  }
  process_.reset();
}

}  // namespace ntlmatrix::conformance::external
