// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/check_session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "conformance/subjects/check/hello_check.h"
#include "conformance/subjects/check/message_check.h"
#include "conformance/subjects/check/words.h"
#include "conformance/subjects/external/adapted_stimulus.h"
#include "conformance/subjects/scripted_server.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance::check {
namespace {

using external::Answer;

constexpr int kMostBreaksInARow = 3;
constexpr size_t kServerChallengeOffset = 24;  // [MS-NLMP] 2.2.1.2

// A challenge that no other exchange has, so that an answer to another one is seen.
ntlm::Challenge ChallengeOfExchange(uint32_t id) {
  const std::string text = absl::StrCat("exchange ", id);
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  const ntlm::Hash hash = ntlm::Md5({Bytes(bytes)});
  ntlm::Challenge challenge = {};
  std::copy_n(hash.begin(), challenge.size(), challenge.begin());
  return challenge;
}

// A CHALLENGE_MESSAGE of now that grants whatever was offered.
std::vector<uint8_t> GrantingChallenge(const external::ClientPlace& place, Bytes negotiate,
                                       const ntlm::Challenge& server_challenge) {
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(negotiate);
  const auto offer = ntlm::NegotiateMessage::Parse(taken);
  const ntlm::NegotiateFlags capabilities =
      ntlm::flags::kExtendedSessionSecurity | ntlm::flags::k128 | ntlm::flags::k56;
  const Cell cell = {.min = {},
                     .lm = place.lm,
                     .app = place.app,
                     .server = offer.ok() ? offer->negotiate_flags & capabilities : 0};
  auto message = ChallengeFor(cell, taken, external::NowAsFileTime());
  if (!message.ok()) return {};
  std::copy(server_challenge.begin(), server_challenge.end(),
            message->begin() + kServerChallengeOffset);
  return *std::move(message);
}

}  // namespace

std::string PlaceText(const external::ClientPlace& place) {
  return absl::StrCat("min ", place.min, ", level ", place.lm, ", app ",
                      ApplicationName(place.app));
}

external::ClientPlace CheckSession::OwnPlace() const {
  return {.min = external::kOwnSetting, .lm = *hello_.lm.begin(), .app = *hello_.app.begin()};
}

absl::Status CheckSession::Greet() {
  auto talk = Conversation::Begin(options_, &report_);
  if (!talk.ok()) return talk.status();
  talk_ = *std::move(talk);
  const auto line = talk_->Greet();
  if (!line.ok()) {
    KeepErrors();
    if (absl::IsCancelled(line.status())) return line.status();
    if (talk_->process().exit_status() == external::kNotInstalled) {
      return absl::FailedPreconditionError(absl::StripAsciiWhitespace(standard_error_));
    }
    report_.Fail(absl::StrCat("hello: ", line.status().message()));
    return absl::AbortedError("no hello");
  }
  const HelloCheck check = CheckHello(*line);
  for (const std::string& fault : check.faults) {
    report_.Fail(absl::StrCat("hello: ", fault, " (PROTOCOL.md, hello)"));
  }
  for (const std::string& note : check.notes) report_.Note(absl::StrCat("hello: ", note));
  if (!check.hello || !check.hello->client) return absl::AbortedError("no hello that can be used");
  hello_ = *check.hello;
  if (check.faults.empty()) report_.Ok(absl::StrCat("hello: ", HelloText(hello_)));
  return absl::OkStatus();
}

absl::Status CheckSession::StartAgain() {
  talk_.reset();  // one at a time
  auto talk = Conversation::Begin(options_, &report_);
  if (!talk.ok()) return talk.status();
  talk_ = *std::move(talk);
  return talk_->Greet().status();
}

Conversation* CheckSession::Talk() {
  while (!gave_up_ && (talk_ == nullptr || !talk_->status().ok())) {
    if (talk_ != nullptr) {
      KeepErrors();
      gave_up_ = absl::IsCancelled(talk_->status());
      gave_up_ |= ++breaks_in_a_row_ >= kMostBreaksInARow;
      if (gave_up_) return nullptr;
    }
    if (const absl::Status status = StartAgain(); !status.ok()) {
      report_.Fail(absl::StrCat("it did not start again: ", status.message()));
      gave_up_ = talk_ == nullptr || talk_->status().ok();
    }
  }
  return gave_up_ ? nullptr : talk_.get();
}

void CheckSession::KeepErrors() {
  if (talk_ == nullptr) return;
  std::string text = talk_->process().StandardError();
  if (!absl::StripAsciiWhitespace(text).empty()) standard_error_ = std::move(text);
}

void CheckSession::End() {
  KeepErrors();
  talk_.reset();
}

TakenExchange CheckSession::Open(const external::ClientPlace& place) {
  TakenExchange exchange = {.place = place};
  Conversation* const talk = Talk();
  if (talk != nullptr) exchange.id = talk->Start(place);
  return exchange;
}

void CheckSession::AwaitNegotiate(TakenExchange* exchange) {
  if (talk_ == nullptr || gave_up_) return;
  exchange->first = talk_->Await(exchange->id);
  if (!exchange->first.ok() || exchange->first->kind != Answer::Kind::kNegotiate) return;
  const std::string fault = MessageFault(ntlm::MessageType::kNegotiate, exchange->first->message);
  if (fault.empty()) return;
  talk_->Drop(exchange->id);
  exchange->first = absl::InvalidArgumentError(fault);
}

void CheckSession::SendChallenge(TakenExchange* exchange) {
  if (!exchange->first.ok() || exchange->first->kind != Answer::Kind::kNegotiate) return;
  exchange->server_challenge = ChallengeOfExchange(exchange->id);
  exchange->challenge =
      GrantingChallenge(exchange->place, exchange->first->message, exchange->server_challenge);
  talk_->Challenge(exchange->id, exchange->challenge);
}

void CheckSession::AwaitAuthenticate(TakenExchange* exchange) {
  if (exchange->challenge.empty()) return;
  exchange->second = talk_->Await(exchange->id);
  if (!exchange->second.ok() || exchange->second->kind != Answer::Kind::kAuthenticate) return;
  breaks_in_a_row_ = 0;
  const std::string fault =
      MessageFault(ntlm::MessageType::kAuthenticate, exchange->second->message);
  if (!fault.empty()) {
    exchange->second = absl::InvalidArgumentError(fault);
    return;
  }
  authenticated_ = true;
  password_proven_ |= ProvesPassword(exchange->second->message, exchange->server_challenge);
}

TakenExchange CheckSession::Take(const external::ClientPlace& place) {
  TakenExchange exchange = Open(place);
  AwaitNegotiate(&exchange);
  SendChallenge(&exchange);
  AwaitAuthenticate(&exchange);
  return exchange;
}

}  // namespace ntlmatrix::conformance::check
