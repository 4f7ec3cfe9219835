// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/message_judge.h"

#include <functional>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "conformance/messages/base.h"
#include "conformance/oracle.h"
#include "conformance/subjects/reference/reference.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"

namespace ntlmatrix::conformance::messages {
namespace {

using ntlm::MessageType;

std::vector<const MessageTest*> AllTests() {
  std::vector<const MessageTest*> tests;
  for (const MessageTest& test : MessageTests()) tests.push_back(&test);
  return tests;
}

std::vector<MessageResult> RunReference(absl::string_view fault) {
  const auto subject = reference::MakeReference(reference::FindFault(fault));
  auto results = RunMessages(*subject, AllTests());
  EXPECT_TRUE(results.ok()) << results.status();
  return *std::move(results);
}

std::set<std::string> Failing(const std::vector<MessageResult>& results) {
  std::set<std::string> failing;
  for (const MessageResult& result : results) {
    for (const CheckResult& check : result.checks) {
      if (check.outcome != Outcome::kFail) continue;
      failing.insert(absl::StrCat(result.test->Name(), ":", CheckName(check.check)));
    }
  }
  return failing;
}

// A subject that is told what to do.
class Scripted : public Subject {
 public:
  explicit Scripted(std::function<Reaction(const Stimulus&)> react) : react_(std::move(react)) {}

  // Subject:
  SubjectInfo Info() const override { return {"scripted", "", ""}; }
  absl::Status Run(absl::Span<const Cell>, ExchangeSink) override { return absl::OkStatus(); }
  absl::Status Show(absl::Span<const Stimulus> stimuli, ReactionSink sink) override {
    for (size_t i = 0; i < stimuli.size(); ++i) sink(i, react_(stimuli[i]));
    return absl::OkStatus();
  }

 private:
  std::function<Reaction(const Stimulus&)> react_;
};

const MessageTest& Named(absl::string_view name) {
  return *FindMessageTest(absl::StrCat("message/", name));
}

MessageResult ResultOf(const MessageTest& test, const Reaction& reaction) {
  Scripted subject([&](const Stimulus&) { return reaction; });
  const MessageTest* const tests[] = {&test};
  return RunMessages(subject, tests).value().front();
}

TEST(MessageJudgeTest, TheReferenceDoesWhatTheDocumentsSay) {
  const std::vector<MessageResult> results = RunReference("");
  for (const std::string& check : Failing(results)) ADD_FAILURE() << check;
  int judged = 0;
  for (const MessageResult& result : results) {
    EXPECT_EQ(result.handling, Handling::kDone) << result.test->Name();
    judged += result.test->expected.has_value();
  }
  EXPECT_GE(judged, 200) << "most expectations stand on a document";
}

// The reference's CHALLENGE_MESSAGE is the one that the AUTHENTICATE_MESSAGEs answer.
TEST(MessageJudgeTest, TheBaseMessagesAreThoseOfAnExchange) {
  const auto subject = reference::MakeReference(nullptr);
  const Stimulus negotiate = {
      .role = Role::kServer, .lm = 3, .message = Join(NegotiateDraft(kOffer).Lay())};
  const absl::Status shown = subject->Show({negotiate}, [](size_t, const Reaction& reaction) {
    EXPECT_EQ(reaction.answer, Join(ChallengeDraft(kOffer).Lay()));
  });
  EXPECT_TRUE(shown.ok());
}

// What a fault changes, and nothing else.
TEST(MessageFaultsTest, EachFailsExactlyItsTests) {
  const std::map<std::string, std::set<std::string>> expected = {
      {"reads-ignored-fields",
       {"message/negotiate/domain-name/outside-without-flag:verdict",
        "message/negotiate/workstation/outside-without-flag:verdict",
        "message/challenge/target-name/outside-without-flag:verdict",
        "message/challenge/target-info/outside-without-flag:verdict",
        "message/authenticate/encrypted-random-session-key/outside-without-flag:verdict",
        "message/challenge/negotiate-flags/no-target-info:verdict"}},
      {"no-charset-needed",
       {"message/negotiate/negotiate-flags/no-character-set:verdict",
        "message/challenge/negotiate-flags/no-character-set:verdict",
        "message/authenticate/negotiate-flags/no-character-set:status"}},
      {"no-session-key-needed",
       {"message/authenticate/encrypted-random-session-key/empty-with-wild-offset:verdict",
        "message/authenticate/encrypted-random-session-key/1-byte:verdict",
        "message/authenticate/encrypted-random-session-key/15-bytes:verdict",
        "message/authenticate/encrypted-random-session-key/17-bytes:verdict",
        "message/authenticate/encrypted-random-session-key/60000-bytes:verdict"}},
      {"skips-mic-check",
       {"message/authenticate/av-flags/second-promises-mic:verdict",
        "message/authenticate/mic/promised-but-zero:verdict",
        "message/authenticate/mic/promised-but-bit-flipped:verdict",
        "message/authenticate/mic/promised-but-absent:verdict",
        "message/authenticate/mic/at-offset-64:verdict",
        "message/authenticate/message/negotiate-message-was-changed:verdict",
        "message/authenticate/message/challenge-message-was-changed:verdict",
        "message/authenticate/negotiate-flags/stripped-on-the-way:verdict",
        "message/authenticate/negotiate-flags/stripped-and-mic-dropped:verdict"}},
      {"compares-what-was-sent",
       {"message/authenticate/nt-challenge-response/empty-with-wild-offset:verdict",
        "message/authenticate/nt-challenge-response/0-bytes:verdict",
        "message/authenticate/nt-challenge-response/15-bytes:verdict",
        "message/authenticate/nt-challenge-response/16-bytes:verdict",
        "message/authenticate/nt-challenge-response/23-bytes:verdict",
        "message/authenticate/lm-challenge-response/lm-at-level-4:verdict"}},
  };
  size_t faults = 0;
  for (const reference::Fault& fault : reference::Faults()) {
    if (fault.caught_by != reference::CaughtBy::kMessages) continue;
    ++faults;
    const std::string name(fault.name);
    ASSERT_TRUE(expected.count(name)) << name;
    const std::vector<MessageResult> results = RunReference(name);
    EXPECT_EQ(Failing(results), expected.at(name)) << name;
    EXPECT_GT(CountFailures(results, Strength::kRequired), 0) << name;
  }
  EXPECT_EQ(faults, expected.size());
}

// Messages and matrix have their expectations from the same documents and not from each other;
// here they meet.
TEST(MessageJudgeTest, AgreesWithTheMatrixAboutWhatWasGranted) {
  int compared = 0;
  for (const MessageTest& test : MessageTests()) {
    if (test.message != MessageType::kChallenge || test.status == 0x80090308) continue;
    if (test.field != "negotiate-flags" || !test.expected ||
        test.bug_class == BugClass::kTruncation) {
      continue;
    }
    const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(test.ToStimulus().message);
    const auto challenge = ntlm::ChallengeMessage::Parse(taken);
    ASSERT_TRUE(challenge.ok()) << test.Name();
    const Situation situation = {
        .setting = test.stimulus.min,
        .lm = test.stimulus.lm,
        .app = test.stimulus.app,
        .offered = DocumentedOffer(test.stimulus.lm, test.stimulus.app),
        .granted = challenge->negotiate_flags,
        .netbios_names = (challenge->negotiate_flags & ntlm::flags::kTargetInfo) != 0};
    const Expectation matrix = Expect(situation, Reading::kCorrected);
    EXPECT_EQ(Expect(situation, Reading::kPage2016).verdict, matrix.verdict) << test.Name();
    EXPECT_EQ(matrix.verdict, *test.expected) << test.Name();
    if (matrix.verdict == Verdict::kFail) {
      EXPECT_EQ(matrix.strength, test.strength) << test.Name();
      EXPECT_EQ(matrix.codes.empty(), !test.status.has_value()) << test.Name();
    }
    ++compared;
  }
  EXPECT_GE(compared, 10);
}

TEST(MessageJudgeTest, NeverPassesWhatASubjectDoesNotSupport) {
  Scripted none([](const Stimulus& stimulus) {
    return Reaction{
        .handling = stimulus.role == Role::kClient ? Handling::kDone : Handling::kUnsupported,
        .refusal = Refusal{std::nullopt, "no"}};
  });
  const auto results = RunMessages(none, AllTests()).value();
  EXPECT_EQ(CountMessages(results, MessageType::kNegotiate).passed, 0);
  EXPECT_GT(CountMessages(results, MessageType::kNegotiate).unsupported, 0);
  EXPECT_EQ(CountMessages(results, MessageType::kChallenge).unsupported, 0);
  EXPECT_GT(CountMessages(results, MessageType::kChallenge).failed, 0);
  for (const MessageResult& result : results) {
    if (result.handling == Handling::kDone) continue;
    EXPECT_EQ(result.checks.at(0).outcome, Outcome::kUnsupported);
    EXPECT_EQ(result.checks.at(1).outcome, Outcome::kNotApplicable);
  }
}

// Subject without an override supports no message.
TEST(MessageJudgeTest, ASubjectWithoutMessagesSupportsNone) {
  class Bare : public Subject {
    SubjectInfo Info() const override { return {}; }
    absl::Status Run(absl::Span<const Cell>, ExchangeSink) override { return absl::OkStatus(); }
  } bare;
  const auto results = RunMessages(bare, AllTests());
  ASSERT_TRUE(results.ok());
  for (const MessageResult& result : *results) EXPECT_EQ(result.handling, Handling::kUnsupported);
}

TEST(MessageJudgeTest, FailsAWrongVerdictAndAWrongStatus) {
  const MessageTest& test = Named("authenticate/encrypted-random-session-key/15-bytes");
  const MessageResult accepted = ResultOf(test, Reaction());
  EXPECT_EQ(accepted.checks[0].outcome, Outcome::kFail);
  EXPECT_EQ(accepted.checks[0].strength, Strength::kRequired);
  EXPECT_EQ(accepted.checks[1].outcome, Outcome::kNotApplicable);
  const MessageResult other = ResultOf(test, {.refusal = Refusal{0xC000006D, "denied"}});
  EXPECT_EQ(other.checks[0].outcome, Outcome::kPass);
  EXPECT_EQ(other.checks[1].outcome, Outcome::kFail);
  EXPECT_EQ(other.checks[1].expected, "0x80090308");
  EXPECT_EQ(other.checks[1].actual, "0xc000006d");
  const MessageResult silent = ResultOf(test, {.refusal = Refusal{std::nullopt, "denied"}});
  EXPECT_EQ(silent.checks[1].outcome, Outcome::kNotObservable);
  const MessageResult right = ResultOf(test, {.refusal = Refusal{0x80090308, "bad token"}});
  EXPECT_EQ(right.checks[1].outcome, Outcome::kPass);
}

// The documents have STATUS_LOGON_FAILURE; InitializeSecurityContext() returns SEC_E_LOGON_DENIED.
TEST(MessageJudgeTest, TakesTheFormThatAStatusHasInSspi) {
  const MessageTest& test = Named("challenge/nb-domain-name/missing");
  for (const uint32_t status : {0xC000006Du, 0x8009030Cu}) {
    EXPECT_EQ(ResultOf(test, {.refusal = Refusal{status, "denied"}}).checks[1].outcome,
              Outcome::kPass)
        << status;
  }
  const CheckResult other = ResultOf(test, {.refusal = Refusal{0x80090304, "error"}}).checks[1];
  EXPECT_EQ(other.outcome, Outcome::kFail);
  EXPECT_EQ(other.faults.at(0).Text(),
            "returns 0x80090304 where 0xc000006d (in SSPI 0x8009030c) is documented");
}

TEST(MessageJudgeTest, LeavesWhatNoDocumentDecides) {
  const MessageTest& test = Named("challenge/target-info/no-end-of-list");
  EXPECT_EQ(ResultOf(test, {.refusal = Refusal{}}).checks[0].outcome, Outcome::kUndocumented);
  EXPECT_EQ(ResultOf(test, Reaction()).checks[0].outcome, Outcome::kUndocumented);
  // A refusal for which no document names a code.
  const MessageTest& no_code = Named("authenticate/mic/promised-but-zero");
  EXPECT_EQ(ResultOf(no_code, {.refusal = Refusal{1, ""}}).checks[1].outcome,
            Outcome::kUndocumented);
}

TEST(MessageJudgeTest, JudgesTheAuthenticateMessageOfAClientThatAccepts) {
  const MessageTest& test = Named("challenge/reserved/all-ones");
  const auto reference = reference::MakeReference(nullptr);
  Reaction reaction;
  ASSERT_TRUE(
      reference->Show({test.ToStimulus()}, [&](size_t, const Reaction& r) { reaction = r; }).ok());
  const MessageResult right = ResultOf(test, reaction);
  EXPECT_GT(right.checks.size(), 2u);
  EXPECT_TRUE(Failing({right}).empty());
  reaction.answer[60] ^= 0x40;  // NTLMSSP_NEGOTIATE_DATAGRAM, never negotiated
  EXPECT_EQ(Failing({ResultOf(test, reaction)}).count(test.Name() + ":flags"), 1u);
  reaction.answer.clear();
  EXPECT_FALSE(Failing({ResultOf(test, reaction)}).empty());
}

TEST(MessageJudgeTest, JudgesTheFlagsOfAServerThatAnswers) {
  const MessageTest& both = Named("negotiate/negotiate-flags/extended-session-security-and-lm-key");
  const auto answering = [](ntlm::NegotiateFlags granted) {
    Draft draft = ChallengeDraft(kOffer);
    SetFlags(&draft, granted);
    return Reaction{.answer = Join(draft.Lay())};
  };
  const auto outcome = [&](const MessageTest& test, ntlm::NegotiateFlags granted) {
    return ResultOf(test, answering(granted)).checks.at(2).outcome;
  };
  const ntlm::NegotiateFlags granted = Granted(kOffer);
  EXPECT_EQ(outcome(both, granted), Outcome::kPass);
  EXPECT_EQ(outcome(both, granted | ntlm::flags::kLmKey), Outcome::kFail);
  EXPECT_EQ(outcome(both, granted & ~ntlm::flags::kSign), Outcome::kFail);
  EXPECT_EQ(outcome(both, granted & ~ntlm::flags::k128), Outcome::kFail);
  const MessageTest& oem = Named("negotiate/negotiate-flags/oem-alone");
  EXPECT_EQ(outcome(oem, granted), Outcome::kFail);
  EXPECT_EQ(outcome(oem, (granted & ~ntlm::flags::kUnicode) | ntlm::flags::kOem), Outcome::kPass);
  EXPECT_EQ(ResultOf(both, Reaction()).checks.at(2).outcome, Outcome::kFail) << "no answer";
  const auto fault = [&](const Reaction& reaction) {
    return ResultOf(both, reaction).checks.at(2).faults.at(0).Text();
  };
  EXPECT_EQ(fault(answering(granted | ntlm::flags::kLmKey)),
            "grants NTLMSSP_NEGOTIATE_LM_KEY wrongly");
  EXPECT_EQ(fault(answering(granted & ~ntlm::flags::k128)), "does not grant NTLMSSP_NEGOTIATE_128");
  EXPECT_EQ(fault(Reaction()), "sends a CHALLENGE_MESSAGE that can't be read");
}

TEST(MessageJudgeTest, ARunBreaksWhereASubjectDoes) {
  class Broken : public Subject {
   public:
    explicit Broken(absl::Status status) : status_(std::move(status)) {}
    SubjectInfo Info() const override { return {}; }
    absl::Status Run(absl::Span<const Cell>, ExchangeSink) override { return absl::OkStatus(); }
    absl::Status Show(absl::Span<const Stimulus>, ReactionSink) override { return status_; }

   private:
    absl::Status status_;
  };
  Broken silent{absl::OkStatus()};
  EXPECT_TRUE(absl::StrContains(RunMessages(silent, AllTests()).status().message(),
                                "did not say what it did"));
  Broken gone{absl::UnavailableError("gone")};
  EXPECT_EQ(RunMessages(gone, AllTests()).status().message(), "gone");
  // A client whose own NEGOTIATE_MESSAGE can't be read.
  Scripted garbled([](const Stimulus&) { return Reaction{.negotiate = {1, 2, 3}}; });
  EXPECT_TRUE(
      absl::StrContains(RunMessages(garbled, AllTests()).status().message(), "message/challenge/"));
}

// A server whose CHALLENGE_MESSAGE is another can't be judged by what was made for this one.
TEST(ReferenceTest, RefusesToJudgeAnswersToAnotherChallenge) {
  Stimulus stimulus = Named("authenticate/mic/absent").ToStimulus();
  stimulus.challenge.back() ^= 1;
  const auto subject = reference::MakeReference(nullptr);
  EXPECT_EQ(subject->Show({stimulus}, [](size_t, const Reaction&) {}).code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace ntlmatrix::conformance::messages
