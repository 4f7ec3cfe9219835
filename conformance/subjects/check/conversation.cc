// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/conversation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/subjects/check/line_form.h"
#include "conformance/subjects/check/shim_files.h"
#include "conformance/subjects/check/words.h"
#include "conformance/subjects/external/process_tree.h"

namespace ntlmatrix::conformance::check {
namespace {

using external::Answer;
using external::ShimProcess;
using Clock = ShimProcess::Clock;

constexpr auto kLookAgain = std::chrono::milliseconds(200);  // whether the user wants to stop
constexpr int kMostBadLines = 100;

std::string Seconds(std::chrono::milliseconds time) {
  return absl::StrFormat("%g s", static_cast<double>(time.count()) / 1000);
}

// Whether an answer is one to this step.
bool IsDue(Answer::Kind kind, bool challenged) {
  if (kind == Answer::Kind::kRefused) return true;
  return (kind == Answer::Kind::kAuthenticate) == challenged;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Conversation>> Conversation::Begin(const CheckOptions& options,
                                                                  CheckReport* report) {
  std::unique_ptr<Conversation> talk(new Conversation(options, report));
  auto process = ShimProcess::Start(options.command);
  if (!process.ok()) return process.status();
  talk->process_ = *std::move(process);
  return talk;
}

absl::StatusOr<std::string> Conversation::Greet() {
  process_->Write(external::HelloLine());
  const Clock::time_point limit = Clock::now() + options_.hello_limit;
  while (true) {
    if (const auto line = process_->NextLine()) {
      const LineForm form = FormOf(*line);
      if (form.fault.empty()) return std::string(*line);
      TakeBadLine(form.fault, form.key, *line);
    }
    if (!status_.ok()) return status_;
    Read(limit, "hello");
  }
}

uint32_t Conversation::Open(const std::function<std::string(uint32_t)>& line) {
  const uint32_t id = next_id_++;
  exchanges_[id] = {};
  process_->Write(line(id));
  return id;
}

uint32_t Conversation::Start(const external::ClientPlace& place) {
  return Open([&](uint32_t id) { return external::StartLine(id, place); });
}

uint32_t Conversation::StartServer(int lm) {
  return Open([&](uint32_t id) {
    return absl::StrCat(R"({"type":"start","id":)", id, R"(,"role":"server","min":"own","lm":)", lm,
                        "}\n");
  });
}

void Conversation::Challenge(uint32_t id, Bytes message) {
  exchanges_[id] = {.step = Step::kChallenge};
  process_->Write(external::ChallengeLine(id, message));
}

void Conversation::Drop(uint32_t id) {
  exchanges_[id] = {.step = Step::kEnded, .last = "drop"};
  process_->Write(external::DropLine(id));
}

void Conversation::Read(Clock::time_point limit, absl::string_view awaited) {
  if (options_.stop && options_.stop()) {
    status_ = absl::CancelledError("stopped");
    return;
  }
  const absl::Status pumped = process_->Pump(std::min(limit, Clock::now() + kLookAgain));
  if (absl::IsDeadlineExceeded(pumped)) {
    if (Clock::now() >= limit) Break(absl::AbortedError(WhySilent(awaited)), "");
  } else if (!pumped.ok()) {
    Break(pumped, awaited);
  }
}

void Conversation::Break(const absl::Status& why, absl::string_view awaited) {
  std::string text(why.message());
  if (!awaited.empty()) absl::StrAppend(&text, " while '", awaited, "' was to be answered");
  const std::string said = LastLine(process_->StandardError());
  if (!said.empty()) absl::StrAppend(&text, "; the last line on its standard error: ", said);
  status_ = absl::AbortedError(text);
}

std::string Conversation::AnswerAfterEnd() {
  process_->CloseInput();
  const Clock::time_point limit =
      Clock::now() + std::min(options_.exit_limit, options_.answer_limit);
  absl::Status pumped;
  while (pumped.ok()) {
    while (const auto line = process_->NextLine()) {
      if (FormOf(*line).fault.empty()) return Shown(*line);
    }
    pumped = process_->Pump(limit);
  }
  return "";
}

std::string Conversation::WhySilent(absl::string_view awaited) {
  std::string text =
      absl::StrCat("it did not answer '", awaited, "' within ",
                   Seconds(awaited == "hello" ? options_.hello_limit : options_.answer_limit));
  if (const std::string share = ShareFault(external::DescendantsOf(process_->keeper()));
      !share.empty()) {
    return absl::StrCat(text, "; ", share);
  }
  if (const auto unfinished = process_->UnfinishedLine(); !unfinished.empty()) {
    return absl::StrCat(text,
                        "; it wrote a line without a line feed at its end: ", Shown(unfinished));
  }
  if (process_->ClosedItsInput()) {
    return absl::StrCat(text, "; it closed its standard input, so that it can't read on");
  }
  if (process_->HasUnwritten()) {
    return absl::StrCat(text, "; it stopped reading its standard input");
  }
  if (const std::string late = AnswerAfterEnd(); !late.empty()) {
    return absl::StrCat(text, ", and only when its standard input was closed came ", late,
                        ". Flush standard output after each line (C: fflush(stdout), Python: "
                        "print(..., flush=True)), and answer each line before the next is there "
                        "(PROTOCOL.md, Lines)");
  }
  return text;
}

absl::StatusOr<Answer> Conversation::Await(uint32_t id) {
  const bool challenged = exchanges_[id].step == Step::kChallenge;
  const Clock::time_point limit = Clock::now() + options_.answer_limit;
  while (true) {
    while (const auto line = process_->NextLine()) Take(*line);
    if (const auto found = answers_.find(id); found != answers_.end()) {
      auto answer = std::move(found->second);
      answers_.erase(found);
      return answer;
    }
    if (!status_.ok()) return status_;
    Read(limit, challenged ? "challenge" : "start");
  }
}

void Conversation::Listen(std::chrono::milliseconds time) {
  const Clock::time_point limit = Clock::now() + time;
  absl::Status pumped;
  while (pumped.ok() && status_.ok()) {
    while (const auto line = process_->NextLine()) Take(*line);
    pumped = process_->Pump(limit);
  }
  if (!pumped.ok() && !absl::IsDeadlineExceeded(pumped)) Break(pumped, "");
}

void Conversation::TakeBadLine(const std::string& what, absl::string_view key,
                               absl::string_view line) {
  report_->Fail(absl::StrCat(what, line.empty() ? "" : absl::StrCat(": ", Shown(line))), key);
  if (++bad_lines_ == kMostBadLines) {
    status_ = absl::AbortedError(
        absl::StrCat("it wrote ", kMostBadLines, " lines in a row that are no answers"));
  }
}

void Conversation::Take(absl::string_view line) {
  const LineForm form = FormOf(line);
  if (!form.fault.empty()) {
    TakeBadLine(form.fault, form.key, line);
    return;
  }
  const auto answer = external::ParseAnswer(line);
  if (answer.ok()) {
    TakeAnswer(line, *answer);
  } else {
    TakeWrongForm(line, absl::StrCat(answer.status().message(), SpellingHint(line)));
  }
}

// An answer in a wrong form is still one to the exchange that it names, or to the only open one.
void Conversation::TakeWrongForm(absl::string_view line, const std::string& fault) {
  std::vector<uint32_t> open;
  const std::optional<uint32_t> named = IdOf(line);
  for (const auto& [id, exchange] : exchanges_) {
    if (exchange.step != Step::kStart && exchange.step != Step::kChallenge) continue;
    if (answers_.count(id) == 0 && (!named || *named == id)) open.push_back(id);
  }
  if (open.size() != 1) {
    TakeBadLine(absl::StrCat("a line that answers nothing: ", fault), fault, line);
    return;
  }
  Settle(open.front(), absl::InvalidArgumentError(
                           absl::StrCat("its answer is wrong: ", fault, ": ", Shown(line))));
}

void Conversation::Settle(uint32_t id, absl::StatusOr<Answer> answer) {
  Exchange& exchange = exchanges_[id];
  const bool goes_on = answer.ok() && answer->kind == Answer::Kind::kNegotiate;
  exchange.step = goes_on ? Step::kStarted : Step::kEnded;
  exchange.last = answer.ok() ? std::string(external::AnswerWord(answer->kind)) : "a wrong answer";
  if (answer.ok()) bad_lines_ = 0;
  answers_.insert({id, std::move(answer)});
}

void Conversation::TakeAnswer(absl::string_view line, const Answer& answer) {
  NoteUnknown(answer);
  const auto found = exchanges_.find(answer.id);
  if (found == exchanges_.end()) {
    TakeBadLine(absl::StrCat("answered exchange ", answer.id, ", which never began"), "never began",
                line);
    return;
  }
  const Exchange& exchange = found->second;
  const absl::string_view word = external::AnswerWord(answer.kind);
  if (exchange.step == Step::kEnded || exchange.step == Step::kStarted) {
    const bool ended = exchange.step == Step::kEnded;
    TakeBadLine(absl::StrCat("answered exchange ", answer.id, " with '", word, "' once more: ",
                             ended ? "it had ended with '" : "the last line for it was '",
                             exchange.last, "' (PROTOCOL.md, What breaks a test)"),
                absl::StrCat("once more ", word, exchange.last), line);
    return;
  }
  const bool challenged = exchange.step == Step::kChallenge;
  if (IsDue(answer.kind, challenged)) {
    Settle(answer.id, answer);
    return;
  }
  Settle(
      answer.id,
      absl::InvalidArgumentError(absl::StrCat(
          "answered '", challenged ? "challenge" : "start", "' with '", word, "': only ",
          challenged ? "'authenticate' and 'refused'" : "'negotiate', 'unsupported' and 'refused'",
          " are answers to it (PROTOCOL.md, An exchange of a client)")));
}

void Conversation::NoteUnknown(const Answer& answer) {
  for (const std::string& name : answer.unknown_members) {
    const std::string hint = MemberHint(name);
    report_->Note(absl::StrCat("`", Shown(name), "` is no member of '",
                               external::AnswerWord(answer.kind), "' and is ignored", hint));
  }
}

}  // namespace ntlmatrix::conformance::check
