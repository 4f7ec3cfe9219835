// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/subjects/check/message_check.h"
#include "conformance/subjects/check/steps.h"
#include "conformance/subjects/check/words.h"

namespace ntlmatrix::conformance::check {
namespace {

using external::Answer;

constexpr size_t kMostInFlight = 64;  // what the suite opens at most
constexpr auto kQuiet = std::chrono::milliseconds(100);

struct Garbage {
  absl::string_view name;
  absl::string_view hex;
};
constexpr Garbage kGarbage[] = {
    {"nothing", ""},
    {"a signature and no more", "4e544c4d53535000"},
    {"a CHALLENGE_MESSAGE that ends after its type", "4e544c4d5353500002000000"},
    {"a CHALLENGE_MESSAGE whose TargetInfo lies outside",
     "4e544c4d53535000020000000c000c00ff00000035828ae20123456789abcdef0000000000000000"
     "40004000ffffff7f"},
    {"a NEGOTIATE_MESSAGE", "4e544c4d53535000010000009782000000000000000000000000000000000000"},
    {"text", "48656c6c6f2c20776f726c642148656c6c6f2c20776f726c6421"},
};

std::vector<uint8_t> FromHex(absl::string_view hex) {
  const std::string bytes = absl::HexStringToBytes(hex);
  return {bytes.begin(), bytes.end()};
}

// Why an exchange came to no AUTHENTICATE_MESSAGE; empty where it did.
std::string WhyNotWhole(const TakenExchange& exchange) {
  const absl::StatusOr<Answer>& last =
      exchange.challenge.empty() ? exchange.first : exchange.second;
  if (!last.ok()) return std::string(last.status().message());
  if (last->kind == Answer::Kind::kAuthenticate) return "";
  return absl::StrCat("answered with '", external::AnswerWord(last->kind), "'",
                      last->text.empty() ? "" : ": ", last->text);
}

// What came of garbage.
struct Seen {
  int refused = 0;
  FaultPlaces faults;
  FaultPlaces notes;
  std::set<std::string> errors;  // by name, "" for none
};

// What the names of refusals say to a run.
void NoteErrors(const std::set<std::string>& errors, CheckSession* session) {
  std::vector<std::string> unlisted;
  for (const std::string& error : errors) {
    if (error.empty()) {
      session->report().Note(
          "refused: without `error`, the name of the subject's own error, its status is not "
          "observable");
    } else if (session->hello().errors.count(error) == 0) {
      unlisted.push_back(Shown(error));
    }
  }
  if (unlisted.empty()) return;
  session->report().Note(absl::StrCat(
      "refused: ", absl::StrJoin(unlisted, ", "),
      unlisted.size() == 1 ? " is not in" : " are not in",
      " `errors` of hello: such a status is not observable; fine where neither documentation nor "
      "source says for which code it stands"));
}

void ShowGarbage(const Garbage& garbage, CheckSession* session, Seen* seen) {
  TakenExchange exchange = session->Open(session->OwnPlace());
  session->AwaitNegotiate(&exchange);
  if (!exchange.first.ok() || exchange.first->kind != Answer::Kind::kNegotiate) {
    if (!session->gave_up()) seen->faults.Add(WhyNotWhole(exchange), "before garbage");
    return;
  }
  Conversation* const talk = session->Talk();
  talk->Challenge(exchange.id, FromHex(garbage.hex));
  const auto answer = talk->Await(exchange.id);
  const std::string place = absl::StrCat("garbage as a challenge (", garbage.name, ")");
  if (!answer.ok()) {
    seen->faults.Add(absl::StrCat(answer.status().message(),
                                  "; an error of the subject is answered with 'refused'"),
                     place);
  } else if (answer->kind == Answer::Kind::kAuthenticate) {
    seen->notes.Add(
        "answered with 'authenticate'; right only if the subject itself was shown it and accepts "
        "it",
        place);
  } else {
    ++seen->refused;
    seen->errors.insert(answer->error);
  }
}

// Exchanges that answer to the CHALLENGE_MESSAGE of another.
void CheckApart(const std::vector<TakenExchange>& exchanges, CheckSession* session) {
  if (!session->password_proven()) return;  // nothing tells them apart
  for (const TakenExchange& exchange : exchanges) {
    if (!WhyNotWhole(exchange).empty()) continue;
    for (const TakenExchange& other : exchanges) {
      if (other.id == exchange.id ||
          !ProvesPassword(exchange.second->message, other.server_challenge)) {
        continue;
      }
      session->report().Fail(absl::StrCat("the AUTHENTICATE_MESSAGE for exchange ", exchange.id,
                                          " answers the challenge of ", other.id,
                                          ": keep a context for each id (PROTOCOL.md, Lines)"),
                             "apart");
      return;
    }
  }
}

// Opens exchanges at these places, and has them answered from the last to the first.
void TakeCrossed(const std::string& name, const std::string& what,
                 const std::vector<external::ClientPlace>& places, CheckSession* session) {
  if (session->Talk() == nullptr) return;
  const int fails = session->report().fails();
  std::vector<TakenExchange> exchanges;
  for (const external::ClientPlace& place : places) exchanges.push_back(session->Open(place));
  for (TakenExchange& exchange : exchanges) session->AwaitNegotiate(&exchange);
  std::reverse(exchanges.begin(), exchanges.end());
  for (TakenExchange& exchange : exchanges) session->SendChallenge(&exchange);
  for (TakenExchange& exchange : exchanges) session->AwaitAuthenticate(&exchange);
  for (const TakenExchange& exchange : exchanges) {
    const std::string why = WhyNotWhole(exchange);
    if (!why.empty()) session->report().Fail(absl::StrCat(name, ": ", why), name);
  }
  CheckApart(exchanges, session);
  if (session->report().fails() == fails && !session->gave_up())
    session->report().Ok(absl::StrCat(name, ": ", what));
}

}  // namespace

void CheckGarbage(CheckSession* session) {
  Seen seen;
  for (const Garbage& garbage : kGarbage) {
    if (session->Talk() == nullptr) break;
    ShowGarbage(garbage, session, &seen);
  }
  seen.faults.Tell(CheckMark::kFail, &session->report());
  seen.notes.Tell(CheckMark::kNote, &session->report());
  NoteErrors(seen.errors, session);
  if (seen.faults.empty() && !session->gave_up()) {
    session->report().Ok(
        absl::StrCat("garbage: ", seen.refused, " of ", std::size(kGarbage), " refused"));
  }
}

void CheckDrop(CheckSession* session) {
  Conversation* const talk = session->Talk();
  if (talk == nullptr) return;
  const int fails = session->report().fails();
  TakenExchange dropped = session->Open(session->OwnPlace());
  session->AwaitNegotiate(&dropped);
  if (dropped.first.ok() && dropped.first->kind == Answer::Kind::kNegotiate) {
    talk->Drop(dropped.id);
    talk->Listen(kQuiet);
  }
  const std::string why = talk->status().ok() ? WhyNotWhole(session->Take(session->OwnPlace()))
                                              : std::string(talk->status().message());
  if (session->gave_up()) return;
  if (!why.empty()) session->report().Fail(absl::StrCat("drop: the shim does not go on: ", why));
  if (session->report().fails() == fails) {
    session->report().Ok("drop: not answered, and the next exchange goes on");
  }
}

void CheckCrossed(CheckSession* session) {
  const external::Hello& hello = session->hello();
  if (hello.in_flight < 2) {
    session->report().Note(
        "in_flight is 1: the suite waits for each answer; a shim that keeps exchanges apart is "
        "much faster with 64");
    return;
  }
  const external::ClientPlace last = {
      .min = external::kOwnSetting, .lm = *hello.lm.rbegin(), .app = *hello.app.rbegin()};
  TakeCrossed("crossed", "two exchanges answered in crossed order are kept apart",
              {session->OwnPlace(), last}, session);
}

void CheckInFlight(CheckSession* session) {
  const size_t count = std::min(session->hello().in_flight, kMostInFlight);
  if (count < 3) return;
  const bool limited = count < session->hello().in_flight;
  TakeCrossed("in_flight",
              absl::StrCat(count, " exchanges open at a time",
                           limited ? ", the most that the suite opens" : ""),
              std::vector<external::ClientPlace>(count, session->OwnPlace()), session);
}

}  // namespace ntlmatrix::conformance::check
