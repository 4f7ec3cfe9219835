// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/message_judge.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/status_check.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/flag_names.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance::messages {
namespace {

namespace flags = ntlm::flags;
using ntlm::NegotiateFlags;

CheckResult JudgeVerdict(const MessageTest& test, const Reaction& reaction) {
  const Verdict actual = reaction.refusal ? Verdict::kFail : Verdict::kAccept;
  CheckResult result = {.check = Check::kVerdict,
                        .outcome = Outcome::kUndocumented,
                        .strength = test.strength,
                        .expected = std::string(ExpectationName(test)),
                        .actual = std::string(VerdictName(actual))};
  if (reaction.refusal) absl::StrAppend(&result.actual, " (", reaction.refusal->text, ")");
  if (test.expected) {
    result.outcome = actual == *test.expected ? Outcome::kPass : Outcome::kFail;
  }
  if (result.outcome == Outcome::kFail) result.faults = {VerdictFault(actual, test.strength, "")};
  return result;
}

CheckResult JudgeStatus(const MessageTest& test, const Reaction& reaction) {
  CheckResult result = {.check = Check::kStatus, .strength = test.strength};
  if (test.expected != Verdict::kFail || !reaction.refusal) return result;
  const std::optional<uint32_t> actual = reaction.refusal->status;
  result.expected = test.status ? StatusText(*test.status) : "no documented code";
  result.actual = actual ? absl::StrFormat("0x%08x", *actual) : reaction.refusal->text;
  if (!test.status) {
    result.outcome = Outcome::kUndocumented;
  } else if (!actual) {
    result.outcome = Outcome::kNotObservable;
  } else {
    result.outcome = IsStatus(*actual, *test.status) ? Outcome::kPass : Outcome::kFail;
    if (result.outcome == Outcome::kFail) {
      result.faults = {StatusFault(test.strength, result.actual, result.expected)};
      result.faults.front().rule = "";
    }
  }
  return result;
}

// What [MS-NLMP] 2.2.2.5 says that a CHALLENGE_MESSAGE must and must not have after an offer.
struct DueFlags {
  NegotiateFlags set = 0;
  NegotiateFlags clear = 0;
};

DueFlags FlagsDueFor(NegotiateFlags offered) {
  DueFlags due = {.set = flags::kNtlm | flags::kAlwaysSign, .clear = 0};
  const NegotiateFlags protection = offered & (flags::kSign | flags::kSeal);
  due.set |= protection;
  if (protection != 0) due.set |= offered & (flags::k56 | flags::k128);
  if (offered & flags::kUnicode) {
    due.set |= flags::kUnicode;
  } else {
    due.set |= flags::kOem;
    due.clear |= flags::kUnicode;
  }
  if (offered & flags::kExtendedSessionSecurity) due.clear |= flags::kLmKey;
  return due;
}

std::string FlagText(NegotiateFlags value) { return value == 0 ? "none" : ntlm::FlagNames(value); }

CheckResult JudgeChallenge(const Reaction& reaction, NegotiateFlags offered) {
  const DueFlags due = FlagsDueFor(offered);
  CheckResult result = {
      .check = Check::kFlags,
      .outcome = Outcome::kFail,
      .expected = absl::StrCat("set: ", FlagText(due.set), "; clear: ", FlagText(due.clear))};
  const auto challenge = ntlm::ChallengeMessage::Parse(reaction.answer);
  if (!challenge.ok()) {
    result.actual = std::string(challenge.status().message());
    result.faults = {{.does = "sends", .what = "a CHALLENGE_MESSAGE that can't be read"}};
    return result;
  }
  const NegotiateFlags granted = challenge->negotiate_flags;
  result.actual = absl::StrFormat("0x%08x", granted);
  if ((granted & due.set) == due.set && (granted & due.clear) == 0) result.outcome = Outcome::kPass;
  if (const NegotiateFlags missing = due.set & ~granted; missing != 0) {
    result.faults.push_back({.does = "does not grant", .what = FlagText(missing)});
  }
  if (const NegotiateFlags extra = granted & due.clear; extra != 0) {
    result.faults.push_back({.does = "grants", .what = FlagText(extra), .how = "wrongly"});
  }
  return result;
}

// The checks of the matrix on the AUTHENTICATE_MESSAGE of a client that accepted.
absl::StatusOr<std::vector<CheckResult>> JudgeAuthenticate(const MessageTest& test,
                                                           const Reaction& reaction) {
  const Stimulus& set = test.stimulus;
  const Shown shown = reaction.shown.value_or(Shown{set.min, set.lm, set.app, Join(test.pieces)});
  const Cell cell = {.min = {.state = SettingState::kDefined, .value = shown.min},
                     .lm = shown.lm,
                     .app = shown.app};
  const Exchange exchange = {.negotiate = reaction.negotiate,
                             .challenge = shown.message,
                             .authenticate = reaction.answer,
                             .refusal = std::nullopt,
                             .sealed = reaction.sealed};
  const auto judged = Judge(cell, exchange, TestAccount(), Reading::kCorrected);
  if (!judged.ok()) return judged.status();
  std::vector<CheckResult> checks;
  for (const CheckResult& check : judged->checks) {
    if (check.check != Check::kVerdict && check.check != Check::kStatus) checks.push_back(check);
  }
  return checks;
}

// The offer in a NEGOTIATE_MESSAGE, which ends in some tests early.
NegotiateFlags OfferOf(const Pieces& pieces) {
  const auto message = ntlm::NegotiateMessage::Parse(
      Join({pieces.begin(), pieces.begin() + std::min<ptrdiff_t>(3, std::ssize(pieces))}));
  return message.ok() ? message->negotiate_flags : 0;
}

// The messages of a test in the order of the wire.
Exchange ExchangeOf(const MessageTest& test, const Stimulus& stimulus, const Reaction& reaction) {
  switch (test.message) {
    case ntlm::MessageType::kNegotiate:
      return {.negotiate = stimulus.message, .challenge = reaction.answer};
    case ntlm::MessageType::kChallenge:
      break;
    case ntlm::MessageType::kAuthenticate:
      return {.negotiate = stimulus.negotiate,
              .challenge = stimulus.challenge,
              .authenticate = stimulus.message};
  }
  Exchange exchange = {
      .negotiate = reaction.negotiate, .authenticate = reaction.answer, .sealed = reaction.sealed};
  // A client that had sent nothing was shown nothing.
  if (!exchange.negotiate.empty()) {
    exchange.challenge = reaction.shown ? reaction.shown->message : stimulus.message;
  }
  return exchange;
}

}  // namespace

absl::StatusOr<MessageResult> JudgeMessage(const MessageTest& test, const Reaction& reaction) {
  MessageResult result = {.test = &test, .handling = reaction.handling, .checks = {}};
  if (reaction.handling != Handling::kDone) {
    result.checks = {
        {.check = Check::kVerdict,
         .outcome = reaction.handling == Handling::kBroke ? Outcome::kBroke : Outcome::kUnsupported,
         .strength = test.strength,
         .expected = std::string(ExpectationName(test)),
         .actual = reaction.why},
        {.check = Check::kStatus}};
    return result;
  }
  result.checks = {JudgeVerdict(test, reaction), JudgeStatus(test, reaction)};
  if (reaction.refusal || test.expected != Verdict::kAccept) return result;
  if (test.message == ntlm::MessageType::kNegotiate) {
    result.checks.push_back(JudgeChallenge(reaction, OfferOf(test.pieces)));
  } else if (test.message == ntlm::MessageType::kChallenge) {
    auto answer = JudgeAuthenticate(test, reaction);
    if (!answer.ok()) return answer.status();
    result.checks.insert(result.checks.end(), answer->begin(), answer->end());
  }
  return result;
}

absl::StatusOr<std::vector<MessageResult>> RunMessages(Subject& subject,
                                                       absl::Span<const MessageTest* const> tests) {
  std::vector<Stimulus> stimuli;
  stimuli.reserve(tests.size());
  for (const MessageTest* const test : tests) stimuli.push_back(test->ToStimulus());
  std::vector<std::optional<MessageResult>> judged(tests.size());
  absl::Status broken;
  const absl::Status shown = subject.Show(stimuli, [&](size_t index, const Reaction& reaction) {
    auto result = JudgeMessage(*tests[index], reaction);
    if (result.ok()) {
      if (IsBad(result->checks)) {
        result->exchange = ExchangeOf(*tests[index], stimuli[index], reaction);
      }
      judged[index] = *std::move(result);
    } else if (broken.ok()) {
      broken =
          absl::InternalError(absl::StrCat(tests[index]->Name(), ": ", result.status().message()));
    }
  });
  if (!shown.ok()) return shown;
  if (!broken.ok()) return broken;
  std::vector<MessageResult> results;
  for (size_t i = 0; i < tests.size(); ++i) {
    if (!judged[i]) {
      return absl::InternalError(
          absl::StrCat(tests[i]->Name(), ": the subject did not say what it did"));
    }
    results.push_back(*std::move(judged[i]));
  }
  return results;
}

}  // namespace ntlmatrix::conformance::messages
