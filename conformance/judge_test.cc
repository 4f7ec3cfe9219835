// SPDX-License-Identifier: Apache-2.0

#include "conformance/judge.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"

#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"
#include "conformance/subjects/scripted_server.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/mic.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/responses.h"
#include "parsers/ntlm/session_keys.h"
#include "parsers/ntlm/session_security.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

Cell CellOf(absl::string_view name) {
  const auto cell = CellFromName(name);
  EXPECT_TRUE(cell.ok()) << cell.status();
  return *cell;
}

Exchange ReferenceExchange(const Cell& cell) {
  Exchange seen;
  const auto subject = reference::MakeReference(nullptr);
  EXPECT_TRUE(
      subject->Run({cell}, [&](size_t, const Exchange& exchange) { seen = exchange; }).ok());
  return seen;
}

CellResult JudgeExchange(const Cell& cell, const Exchange& exchange) {
  const auto result = Judge(cell, exchange, TestAccount(), Reading::kCorrected);
  EXPECT_TRUE(result.ok()) << result.status();
  return *result;
}

const CheckResult& CheckOf(const CellResult& result, Check check) {
  return result.checks[static_cast<size_t>(check)];
}

// Changes the AUTHENTICATE_MESSAGE of the reference and judges the exchange.
CellResult JudgeEdited(
    absl::string_view name,
    const std::function<void(ntlm::AuthenticateMessage&, const Exchange&)>& edit) {
  const Cell cell = CellOf(name);
  const Exchange original = ReferenceExchange(cell);
  auto message = ntlm::AuthenticateMessage::Parse(original.authenticate).value();
  edit(message, original);
  Exchange edited = original;
  edited.authenticate = message.Serialize().value();
  return JudgeExchange(cell, edited);
}

constexpr char kNtlmV2Cell[] = "policy/min=0x20080000/lm=3/app=confidentiality/server=ess,128,56";
constexpr char kRefusedCell[] = "policy/min=0x20000000/lm=3/app=confidentiality/server=ess";

TEST(JudgeTest, PassesTheReference) {
  for (const CheckResult& check :
       JudgeExchange(CellOf(kNtlmV2Cell), ReferenceExchange(CellOf(kNtlmV2Cell))).checks) {
    EXPECT_TRUE(check.outcome == Outcome::kPass || check.check == Check::kStatus)
        << CheckName(check.check);
  }
}

TEST(JudgeTest, AFlagThatWasNotNegotiatedIsARequiredFailure) {
  const CellResult result = JudgeEdited(
      kNtlmV2Cell, [](auto& message, const auto&) { *message.negotiate_flags |= flags::kLmKey; });
  EXPECT_EQ(CheckOf(result, Check::kFlags).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kFlags).strength, Strength::kRequired);
}

TEST(JudgeTest, ANegotiatedFlagLeftOutIsARecommendedFailure) {
  const CellResult result = JudgeEdited(
      kNtlmV2Cell, [](auto& message, const auto&) { *message.negotiate_flags &= ~flags::k56; });
  EXPECT_EQ(CheckOf(result, Check::kFlags).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kFlags).strength, Strength::kRecommended);
}

// Every judged bit that this exchange did not negotiate, alone and beside an omission.
TEST(JudgeTest, EveryUnnegotiatedSecurityBitIsARequiredFailure) {
  constexpr char kNothing[] = "policy/min=0/lm=0/app=none/server=none";
  for (const ntlm::NegotiateFlags bit :
       {flags::kSign, flags::kSeal, flags::kExtendedSessionSecurity, flags::k128, flags::k56,
        flags::kKeyExch, flags::kLmKey, flags::kDatagram, flags::kIdentify,
        flags::kRequestNonNtSessionKey}) {
    const CellResult result =
        JudgeEdited(kNothing, [&](auto& message, const auto&) { *message.negotiate_flags |= bit; });
    EXPECT_EQ(CheckOf(result, Check::kFlags).outcome, Outcome::kFail) << bit;
    EXPECT_EQ(CheckOf(result, Check::kFlags).strength, Strength::kRequired) << bit;
  }
  const CellResult both = JudgeEdited(kNtlmV2Cell, [](auto& message, const auto&) {
    *message.negotiate_flags ^= flags::k56 | flags::kLmKey;
  });
  EXPECT_EQ(CheckOf(both, Check::kFlags).strength, Strength::kRequired);
  EXPECT_EQ(CheckOf(both, Check::kFlags).rules,
            std::vector<absl::string_view>{"flags/only-negotiated"});
}

// The document's own example 4.2.2 states TARGET_INFO, which its CHALLENGE_MESSAGE did not grant.
TEST(JudgeTest, InformationalFlagsAreExempt) {
  const CellResult result = JudgeEdited(kNtlmV2Cell, [](auto& message, const auto&) {
    *message.negotiate_flags ^= flags::kTargetInfo | flags::kVersion;
  });
  EXPECT_EQ(CheckOf(result, Check::kFlags).outcome, Outcome::kPass);
}

TEST(JudgeTest, AnLmV2ResponseDespiteATimestampIsARecommendedFailure) {
  ntlm::Response24 lm_v2 = {};
  const CellResult result = JudgeEdited(kNtlmV2Cell, [&](auto& message, const Exchange& exchange) {
    const auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
    lm_v2 = ntlm::LmV2Response(TestAccount().ntowf_v2, challenge.server_challenge, {1, 2, 3});
    message.lm_challenge_response = lm_v2;
  });
  EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kResponse).strength, Strength::kRecommended);
  EXPECT_EQ(CheckOf(result, Check::kResponse).actual,
            "LM field: LMv2 response; NT field: NTLMv2 response");
}

// An LM response is never right at level 2 or more, with whatever NT response.
TEST(JudgeTest, OnlyLmV2OrNothingMayStandForTheZeros) {
  const auto judge_lm_field = [](Bytes field) {
    return CheckOf(
        JudgeEdited(kNtlmV2Cell,
                    [&](auto& message, const auto&) { message.lm_challenge_response = field; }),
        Check::kResponse);
  };
  EXPECT_EQ(judge_lm_field({}).strength, Strength::kRecommended);
  EXPECT_EQ(judge_lm_field({}).rules, std::vector<absl::string_view>{"response/lm-zeros"});
  const std::vector<uint8_t> noise(24, 7);
  EXPECT_EQ(judge_lm_field(noise).outcome, Outcome::kFail);
  EXPECT_EQ(judge_lm_field(noise).strength, Strength::kRequired);
  EXPECT_EQ(judge_lm_field(noise).rules, std::vector<absl::string_view>{"response/lmv2"});

  ntlm::Response24 lm_response = {};
  const CellResult result = JudgeEdited(kNtlmV2Cell, [&](auto& message, const Exchange& exchange) {
    const auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
    lm_response = ntlm::Desl(TestAccount().lmowf_v1, challenge.server_challenge);
    message.lm_challenge_response = lm_response;
  });
  EXPECT_EQ(CheckOf(result, Check::kResponse).strength, Strength::kRequired);
  EXPECT_EQ(CheckOf(result, Check::kResponse).actual,
            "LM field: LM response; NT field: NTLMv2 response");
}

// A client challenge may be zeros; the NT field says that it is one.
TEST(JudgeTest, AClientChallengeOfZerosIsRecognised) {
  ntlm::Response24 nt_response = {};
  const std::vector<uint8_t> zeros(24);
  const CellResult result = JudgeEdited(
      "policy/min=0/lm=1/app=none/server=ess", [&](auto& message, const Exchange& exchange) {
        const auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
        nt_response = ntlm::NtlmEssResponse(TestAccount().ntowf_v1, challenge.server_challenge, {});
        message.nt_challenge_response = nt_response;
        message.lm_challenge_response = zeros;
      });
  EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kPass);
}

// Answers with NTLMv2 responses keyed with one spelling of a domain, stating another.
CellResult JudgeDomain(absl::string_view keyed, absl::string_view stated, bool unicode = true) {
  std::vector<uint8_t> nt_response;
  const std::vector<uint8_t> stated_name =
      unicode ? Utf8ToUtf16(stated).value() : std::vector<uint8_t>(stated.begin(), stated.end());
  return JudgeEdited(kNtlmV2Cell, [&](auto& message, const Exchange& exchange) {
    const auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
    const auto view = ntlm::NtlmV2ResponseView::Parse(message.nt_challenge_response).value();
    const ntlm::Hash key =
        ntlm::NtowfV2(TestAccount().ntowf_v1, TestAccount().user, Utf8ToUtf16(keyed).value());
    nt_response = ntlm::NtlmV2Response(key, challenge.server_challenge, view.temp);
    message.nt_challenge_response = nt_response;
    message.domain_name = stated_name;
    if (!unicode) *message.negotiate_flags ^= flags::kUnicode | flags::kOem;
  });
}

// Samba upper-cases the domain in the message and in the key; a server takes it as stated.
TEST(JudgeTest, TheKeyHoldsTheDomainAsStated) {
  EXPECT_EQ(CheckOf(JudgeDomain("DOMAIN", "DOMAIN"), Check::kResponse).outcome, Outcome::kPass);
  EXPECT_EQ(CheckOf(JudgeDomain("DOMAIN", "DOMAIN", false), Check::kResponse).outcome,
            Outcome::kPass);
  EXPECT_EQ(CheckOf(JudgeDomain("DOMAIN", "Domain"), Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(JudgeDomain("Domain", "DOMAIN"), Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(JudgeDomain("RESOURCE", "RESOURCE"), Check::kResponse).outcome, Outcome::kFail);
}

TEST(JudgeTest, AWrongProofIsARequiredFailure) {
  std::vector<uint8_t> changed;
  const CellResult result = JudgeEdited(kNtlmV2Cell, [&](auto& message, const auto&) {
    changed.assign(message.nt_challenge_response.begin(), message.nt_challenge_response.end());
    changed[0] ^= 1;
    message.nt_challenge_response = changed;
  });
  EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kResponse).strength, Strength::kRequired);
  EXPECT_EQ(CheckOf(result, Check::kResponse).rules,
            std::vector<absl::string_view>{"response/ntlmv2"});
}

TEST(JudgeTest, AnyChangedByteOfAResponseFails) {
  for (const char* name :
       {"policy/min=0/lm=0/app=none/server=none", "policy/min=0/lm=2/app=none/server=none",
        "policy/min=0/lm=1/app=none/server=ess", kNtlmV2Cell}) {
    const Exchange original = ReferenceExchange(CellOf(name));
    const size_t size = ntlm::AuthenticateMessage::Parse(original.authenticate)
                            .value()
                            .nt_challenge_response.size();
    for (size_t i = 0; i < size; ++i) {
      std::vector<uint8_t> changed;
      const CellResult result = JudgeEdited(name, [&](auto& message, const auto&) {
        changed.assign(message.nt_challenge_response.begin(), message.nt_challenge_response.end());
        changed[i] ^= 0x80;
        message.nt_challenge_response = changed;
      });
      EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kFail) << name << " byte " << i;
    }
  }
}

TEST(JudgeTest, AnUnreadableAuthenticateMessageFailsFlagsAndResponse) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = ReferenceExchange(cell);
  exchange.authenticate.resize(20);
  const CellResult result = JudgeExchange(cell, exchange);
  EXPECT_EQ(CheckOf(result, Check::kFlags).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kFail);
}

TEST(JudgeTest, AnUnreadableNegotiateMessageBreaksTheRun) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = ReferenceExchange(cell);
  exchange.negotiate.resize(9);
  EXPECT_FALSE(Judge(cell, exchange, TestAccount(), Reading::kCorrected).ok());
}

TEST(JudgeTest, AnAuthenticateMessageWithoutFlagsLeavesThemOut) {
  const CellResult result = JudgeEdited(kNtlmV2Cell, [](auto& message, const auto&) {
    message.negotiate_flags.reset();
    message.version.reset();
    message.mic.reset();
  });
  EXPECT_EQ(CheckOf(result, Check::kFlags).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kFlags).strength, Strength::kRecommended);
}

TEST(JudgeTest, ARefusalWithoutADocumentedCodeIsNotObservable) {
  const Cell cell = CellOf(kRefusedCell);
  Exchange exchange = ReferenceExchange(cell);
  ASSERT_TRUE(exchange.refusal.has_value());
  exchange.refusal->status.reset();
  EXPECT_EQ(CheckOf(JudgeExchange(cell, exchange), Check::kStatus).outcome,
            Outcome::kNotObservable);
}

// PROTOCOL.md lets a subject refuse before it says anything.
TEST(JudgeTest, ARefusalBeforeTheNegotiateIsJudgedByTheDocumentedOffer) {
  Exchange refused;
  refused.refusal = Refusal{.status = std::nullopt, .text = "not today"};
  const CellResult must = JudgeExchange(CellOf(kRefusedCell), refused);
  EXPECT_EQ(CheckOf(must, Check::kVerdict).outcome, Outcome::kPass);
  EXPECT_FALSE(must.offer.has_value());
  const CellResult must_not = JudgeExchange(CellOf(kNtlmV2Cell), refused);
  EXPECT_EQ(CheckOf(must_not, Check::kVerdict).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(must_not, Check::kVerdict).actual, "fail (not today)");
}

TEST(JudgeTest, AStatusMayHaveTheFormOfSspi) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = ReferenceExchange(cell);
  const std::vector<uint8_t> original = exchange.challenge;
  auto challenge = ntlm::ChallengeMessage::Parse(original).value();
  challenge.target_info = Bytes();
  exchange.challenge = challenge.Serialize().value();
  const auto judge_status = [&](uint32_t status) {
    exchange.refusal = Refusal{status, "no NetBIOS names"};
    return CheckOf(JudgeExchange(cell, exchange), Check::kStatus);
  };
  EXPECT_EQ(judge_status(0xC000006D).outcome, Outcome::kPass);
  EXPECT_EQ(judge_status(0x8009030C).outcome, Outcome::kPass);
  EXPECT_EQ(judge_status(0x8009030C).expected, "0xc000006d (in SSPI 0x8009030c)");
  EXPECT_EQ(judge_status(0x80090302).outcome, Outcome::kFail);
  // It stands for STATUS_LOGON_FAILURE and for nothing else.
  const Cell refused = CellOf(kRefusedCell);
  Exchange other = ReferenceExchange(refused);
  other.refusal->status = 0x8009030C;
  EXPECT_EQ(CheckOf(JudgeExchange(refused, other), Check::kStatus).outcome, Outcome::kFail);
}

TEST(JudgeTest, AfterAWrongAcceptOnlyTheVerdictFails) {
  const Cell cell = CellOf(kRefusedCell);
  Exchange exchange = ReferenceExchange(cell);
  exchange.refusal.reset();
  const CellResult result = JudgeExchange(cell, exchange);
  EXPECT_EQ(CheckOf(result, Check::kVerdict).outcome, Outcome::kFail);
  for (const Check check : {Check::kStatus, Check::kFlags, Check::kResponse}) {
    EXPECT_EQ(CheckOf(result, check).outcome, Outcome::kNotApplicable) << CheckName(check);
  }
}

// Judges the exchange of the reference with another sealed message.
CellResult JudgeSealed(absl::string_view name, const std::optional<SealedMessage>& sealed) {
  const Cell cell = CellOf(name);
  Exchange exchange = ReferenceExchange(cell);
  exchange.sealed = sealed;
  return JudgeExchange(cell, exchange);
}

SealedMessage SealedAs(absl::string_view name, ntlm::SealStrength strength) {
  const Cell cell = CellOf(name);
  const CellResult result = JudgeExchange(cell, ReferenceExchange(cell));
  ntlm::SessionSecurity session(result.situation.Negotiated(),
                                CellNonce(cell, reference::kSessionKeyPurpose),
                                ntlm::Direction::kClientToServer, strength);
  SealedMessage sealed = {{kSealProbe.begin(), kSealProbe.end()}, {}};
  const auto signature = session.Seal(absl::MakeSpan(sealed.message)).value();
  sealed.signature.assign(signature.begin(), signature.end());
  return sealed;
}

TEST(JudgeTest, WithoutASealedMessageTheKeyIsNotObservable) {
  const CheckResult check = CheckOf(JudgeSealed(kNtlmV2Cell, std::nullopt), Check::kKey);
  EXPECT_EQ(check.outcome, Outcome::kNotObservable);
  EXPECT_EQ(check.expected, "128 bits with extended session security");
}

// Otherwise a subject that lost its sealing would be as good as one that was never asked.
TEST(JudgeTest, AnErrorInsteadOfASealedMessageFails) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = ReferenceExchange(cell);
  exchange.sealed.reset();
  exchange.seal_error = "no key";
  const CheckResult check = CheckOf(JudgeExchange(cell, exchange), Check::kKey);
  EXPECT_EQ(check.outcome, Outcome::kFail);
  EXPECT_EQ(check.actual, "no sealed message: no key");
  ASSERT_EQ(check.faults.size(), 1u);
  EXPECT_EQ(check.faults[0].what, "an error instead of a sealed message");
}

TEST(JudgeTest, TheKeyThatSealsIsFound) {
  for (const ntlm::SealStrength strength : ntlm::kSealStrengths) {
    const CellResult result = JudgeSealed(kNtlmV2Cell, SealedAs(kNtlmV2Cell, strength));
    const CheckResult& check = CheckOf(result, Check::kKey);
    EXPECT_EQ(check.actual, SealStrengthText(strength));
    const bool right = strength == ntlm::SealStrength::kExtended128;
    EXPECT_EQ(check.outcome, right ? Outcome::kPass : Outcome::kFail) << check.actual;
    EXPECT_EQ(check.strength, Strength::kRequired);
    const int bits = EffectiveBits(strength);
    EXPECT_EQ(result.weak_key_bits, bits < 128 ? std::optional<int>(bits) : std::nullopt);
  }
}

TEST(JudgeTest, FewerBitsThanNegotiatedAreWeakOnlyWhere128WasNegotiated) {
  constexpr char kCell[] = "policy/min=0/lm=3/app=confidentiality/server=ess,56";
  const CellResult result = JudgeSealed(kCell, SealedAs(kCell, ntlm::SealStrength::kExtended40));
  EXPECT_EQ(CheckOf(result, Check::kKey).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kKey).expected, "56 bits with extended session security");
  EXPECT_EQ(result.weak_key_bits, std::nullopt);
}

// sealkey-without-ess: only the pseudocode of 3.4.5.3 has this key.
TEST(JudgeTest, TheKeyWithoutExtendedSessionSecurityIsRecommended) {
  constexpr char kCell[] = "policy/min=0/lm=3/app=confidentiality/server=56";
  const CheckResult check =
      CheckOf(JudgeSealed(kCell, SealedAs(kCell, ntlm::SealStrength::kLmKey56)), Check::kKey);
  EXPECT_EQ(check.outcome, Outcome::kFail);
  EXPECT_EQ(check.strength, Strength::kRecommended);
  EXPECT_EQ(check.rules, std::vector<absl::string_view>{"key/exported"});
}

TEST(JudgeTest, AWrongSignatureFailsTheKey) {
  SealedMessage sealed = SealedAs(kNtlmV2Cell, ntlm::SealStrength::kExtended128);
  sealed.signature[4] ^= 1;
  const CheckResult check = CheckOf(JudgeSealed(kNtlmV2Cell, sealed), Check::kKey);
  EXPECT_EQ(check.outcome, Outcome::kFail);
  EXPECT_EQ(check.actual, "128 bits with extended session security; Checksum is wrong");
  EXPECT_EQ(check.faults.at(0).Text(), "signs wrongly what it seals: Checksum is wrong");
  sealed.message[0] ^= 1;
  const CheckResult unknown = CheckOf(JudgeSealed(kNtlmV2Cell, sealed), Check::kKey);
  EXPECT_EQ(unknown.actual, "no sealing key that the session key leads to");
  EXPECT_EQ(unknown.faults.at(0).Text(), "seals with a key that the session key does not lead to");
}

TEST(JudgeTest, TheKeyIsNotApplicableUnlessSealIsNegotiated) {
  constexpr char kCell[] = "policy/min=0/lm=3/app=integrity/server=ess,128";
  EXPECT_EQ(CheckOf(JudgeSealed(kCell, std::nullopt), Check::kKey).outcome,
            Outcome::kNotApplicable);
}

// ess-with-lm-key: both granted, which [MS-NLMP] 2.2.2.5 forbids a server.
TEST(JudgeTest, TheKeyIsUndocumentedWhereLmKeyIsGrantedToo) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = ReferenceExchange(cell);
  auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
  challenge.negotiate_flags |= flags::kLmKey;
  exchange.challenge = challenge.Serialize().value();
  EXPECT_EQ(CheckOf(JudgeExchange(cell, exchange), Check::kKey).outcome, Outcome::kUndocumented);
}

TEST(JudgeTest, AMicOverOtherBytesIsARequiredFailure) {
  const CellResult result =
      JudgeEdited(kNtlmV2Cell, [](auto& message, const auto&) { message.mic->front() ^= 1; });
  EXPECT_EQ(CheckOf(result, Check::kMic).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kMic).strength, Strength::kRequired);
  EXPECT_EQ(CheckOf(result, Check::kMic).actual, "another MIC");
}

// CVE-2019-1040: the MIC is cut out, MsvAvFlags is left as it was.
TEST(JudgeTest, AMicThatWasCutOutIsARequiredFailure) {
  const CellResult result =
      JudgeEdited(kNtlmV2Cell, [](auto& message, const auto&) { message.mic.reset(); });
  EXPECT_EQ(CheckOf(result, Check::kMic).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kMic).faults.at(0).Text(),
            "sends no MIC though MsvAvFlags says that there is one");
  EXPECT_EQ(CheckOf(result, Check::kMic).strength, Strength::kRequired);
}

// The exchange of the reference with an NTLMv2 response that has no MsvAvFlags. The MIC is as it
// was, and wrong now.
Exchange WithoutMsvAvFlags(const Cell& cell) {
  Exchange exchange = ReferenceExchange(cell);
  auto message = ntlm::AuthenticateMessage::Parse(exchange.authenticate).value();
  const auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
  const auto view = ntlm::NtlmV2ResponseView::Parse(message.nt_challenge_response).value();
  const std::vector<uint8_t> temp = ntlm::NtlmV2ClientChallenge(
      view.time_stamp, view.challenge_from_client, *challenge.target_info);
  const std::vector<uint8_t> nt_response =
      ntlm::NtlmV2Response(TestAccount().ntowf_v2, challenge.server_challenge, temp);
  message.nt_challenge_response = nt_response;
  exchange.authenticate = message.Serialize().value();
  return exchange;
}

TEST(JudgeTest, NoMicDespiteATimestampIsARecommendedFailure) {
  const Cell cell = CellOf(kNtlmV2Cell);
  const CellResult result = JudgeExchange(cell, WithoutMsvAvFlags(cell));
  EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kPass);
  const CheckResult& mic = CheckOf(result, Check::kMic);
  EXPECT_EQ(mic.outcome, Outcome::kFail);
  EXPECT_EQ(mic.strength, Strength::kRecommended);
  EXPECT_EQ(mic.rules, std::vector<absl::string_view>{"mic/provided"});
  EXPECT_EQ(mic.faults.at(0).Text(), "sends no MIC though TargetInfo has a timestamp");
}

// Gives a message the MIC of the key that it has in EncryptedRandomSessionKey.
void WriteMic(Exchange* exchange) {
  const auto message = ntlm::AuthenticateMessage::Parse(exchange->authenticate).value();
  const auto view = ntlm::NtlmV2ResponseView::Parse(message.nt_challenge_response).value();
  const ntlm::Hash session_key =
      ntlm::ExportedSessionKey(flags::kKeyExch | flags::kSign,
                               ntlm::SessionBaseKeyV2(TestAccount().ntowf_v2, view.nt_proof_str),
                               *message.encrypted_random_session_key)
          .value();
  const ntlm::Hash mic = ntlm::ComputeMic(session_key, {exchange->negotiate, exchange->challenge,
                                                        exchange->authenticate})
                             .value();
  std::copy(mic.begin(), mic.end(),
            exchange->authenticate.begin() + static_cast<ptrdiff_t>(ntlm::kMicOffset));
}

void ExpectUnannouncedMic(const CheckResult& mic) {
  EXPECT_EQ(mic.outcome, Outcome::kFail);
  EXPECT_EQ(mic.strength, Strength::kRecommended);
  EXPECT_EQ(mic.rules, std::vector<absl::string_view>{"mic/announced"});
  EXPECT_EQ(mic.actual, "a MIC of the three messages; MsvAvFlags does not say that there is one");
  EXPECT_EQ(mic.faults.at(0).Text(),
            "sends a MIC without bit 0x2 of MsvAvFlags, which says that there is one");
}

// The MIC is there, but nothing tells the server to look at it.
TEST(JudgeTest, AMicThatMsvAvFlagsDoesNotAnnounceIsAFailureOfItsOwn) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = WithoutMsvAvFlags(cell);
  WriteMic(&exchange);
  ExpectUnannouncedMic(CheckOf(JudgeExchange(cell, exchange), Check::kMic));
}

// Samba exchanges a key with KEY_EXCH alone, and has the MIC of that.
TEST(JudgeTest, AnUnannouncedMicMayBeOfAKeyThatNeedNotBeExchanged) {
  const Cell cell = CellOf("policy/min=0/lm=3/app=none/server=ess,128,56");
  Exchange exchange = WithoutMsvAvFlags(cell);
  auto negotiate = ntlm::NegotiateMessage::Parse(exchange.negotiate).value();
  negotiate.negotiate_flags |= flags::kKeyExch;
  exchange.negotiate = negotiate.Serialize().value();
  auto challenge = ntlm::ChallengeMessage::Parse(exchange.challenge).value();
  challenge.negotiate_flags |= flags::kKeyExch;
  exchange.challenge = challenge.Serialize().value();
  auto message = ntlm::AuthenticateMessage::Parse(exchange.authenticate).value();
  *message.negotiate_flags |= flags::kKeyExch;
  const std::vector<uint8_t> key(16, 0x55);
  message.encrypted_random_session_key = Bytes(key);
  exchange.authenticate = message.Serialize().value();
  WriteMic(&exchange);
  ExpectUnannouncedMic(CheckOf(JudgeExchange(cell, exchange), Check::kMic));
}

TEST(JudgeTest, AMicIsNotApplicableToNtlmV1) {
  const Cell cell = CellOf("policy/min=0/lm=2/app=integrity/server=ess,128");
  EXPECT_EQ(CheckOf(JudgeExchange(cell, ReferenceExchange(cell)), Check::kMic).outcome,
            Outcome::kNotApplicable);
}

// "the server MUST return SEC_E_INVALID_TOKEN": there is no session.
TEST(JudgeTest, NoSessionKeyFailsKeyAndMic) {
  const CellResult result = JudgeEdited(kNtlmV2Cell, [](auto& message, const auto&) {
    message.encrypted_random_session_key = Bytes();
  });
  for (const Check check : {Check::kKey, Check::kMic}) {
    EXPECT_EQ(CheckOf(result, check).outcome, Outcome::kFail);
    EXPECT_EQ(CheckOf(result, check).strength, Strength::kRequired);
    EXPECT_EQ(CheckOf(result, check).actual,
              "no session: EncryptedRandomSessionKey has 0 bytes instead of 16");
  }
}

TEST(JudgeTest, AWrongProofLeavesKeyAndMicUnobservable) {
  const auto subject = reference::MakeReference(reference::FindFault("target-domain-in-key"));
  const auto result = RunSubject(*subject, {CellOf(kNtlmV2Cell)}, Reading::kCorrected).value();
  EXPECT_EQ(CheckOf(result.cells[0], Check::kKey).outcome, Outcome::kNotObservable);
  EXPECT_EQ(CheckOf(result.cells[0], Check::kMic).outcome, Outcome::kNotObservable);
}

// Changes the CHALLENGE_MESSAGE that a client is shown and judges its answer.
CellResult JudgeChallenge(absl::string_view name,
                          const std::function<void(ntlm::ChallengeMessage&)>& edit) {
  const Cell cell = CellOf(name);
  Exchange exchange = ReferenceExchange(cell);
  const std::vector<uint8_t> original = exchange.challenge;
  auto message = ntlm::ChallengeMessage::Parse(original).value();
  edit(message);
  exchange.challenge = message.Serialize().value();
  return JudgeExchange(cell, exchange);
}

TEST(JudgeTest, TargetInfoWithoutItsFlagHoldsNothing) {
  const CellResult result = JudgeChallenge(
      kNtlmV2Cell, [](auto& message) { message.negotiate_flags &= ~flags::kTargetInfo; });
  EXPECT_FALSE(result.situation.netbios_names);
  EXPECT_EQ(result.expectation.codes, std::vector<uint32_t>{0xC000006D});
}

// Only a timestamp lets the LM field be zeros.
TEST(JudgeTest, WithoutATimestampTheLmFieldHoldsLmV2) {
  const std::vector<uint8_t> name = {'D', 0};
  const auto no_timestamp = ntlm::SerializeAvPairs({{ntlm::AvId::kNbDomainName, name},
                                                    {ntlm::AvId::kNbComputerName, name}})
                                .value();
  const CellResult result = JudgeChallenge(
      kNtlmV2Cell, [&](auto& message) { message.target_info = Bytes(no_timestamp); });
  EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result, Check::kResponse).strength, Strength::kRequired);
  EXPECT_EQ(CheckOf(result, Check::kResponse).expected,
            "LM field: LMv2 response; NT field: NTLMv2 response");
  EXPECT_EQ(CheckOf(result, Check::kResponse).faults.at(0).rule, "response/lmv2");
}

TEST(JudgeTest, OneNetbiosNameIsNotBoth) {
  const std::vector<uint8_t> name = {'D', 0};
  for (const ntlm::AvId id : {ntlm::AvId::kNbDomainName, ntlm::AvId::kNbComputerName}) {
    const auto one = ntlm::SerializeAvPairs({{id, name}}).value();
    const CellResult result =
        JudgeChallenge(kNtlmV2Cell, [&](auto& message) { message.target_info = Bytes(one); });
    EXPECT_FALSE(result.situation.netbios_names);
  }
}

// level4-ntlm-or-ntlmv2: [MS-NLMP] and KB 239869 say NTLM, the level pages NTLMv2.
TEST(JudgeTest, AnNtlmResponseAtLevel4IsUndocumented) {
  const auto subject = reference::MakeReference(reference::FindFault("ntlm-response-at-level-3"));
  const Cell cells[] = {CellOf("policy/min=0/lm=3/app=none/server=ess"),
                        CellOf("policy/min=0/lm=4/app=none/server=ess"),
                        CellOf("policy/min=0/lm=4/app=none/server=none")};
  const auto result = RunSubject(*subject, cells, Reading::kCorrected).value();
  EXPECT_EQ(CheckOf(result.cells[0], Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(result.cells[1], Check::kResponse).outcome, Outcome::kUndocumented);
  EXPECT_EQ(CheckOf(result.cells[2], Check::kResponse).outcome, Outcome::kUndocumented);
}

// lm-response-at-all: NoLMResponseNTLMv1 is TRUE unless it is set, and then there is none.
TEST(JudgeTest, NoLmResponseAtLevels0And1IsUndocumented) {
  for (const char* name :
       {"policy/min=0/lm=0/app=none/server=ess", "policy/min=0/lm=1/app=none/server=none"}) {
    const CellResult result = JudgeEdited(name, [](auto& message, const auto&) {
      message.lm_challenge_response = message.nt_challenge_response;
    });
    EXPECT_EQ(CheckOf(result, Check::kResponse).outcome, Outcome::kUndocumented) << name;
  }
  const CellResult empty =
      JudgeEdited("policy/min=0/lm=0/app=none/server=none",
                  [](auto& message, const auto&) { message.lm_challenge_response = Bytes(); });
  EXPECT_EQ(CheckOf(empty, Check::kResponse).outcome, Outcome::kFail);
  EXPECT_EQ(CheckOf(empty, Check::kResponse).strength, Strength::kRequired);
}

// Changes the offer; the verdict must be judged on the offer that was seen.
CellResult JudgeOffer(absl::string_view name, ntlm::NegotiateFlags changed) {
  const Cell cell = CellOf(name);
  Exchange exchange = ReferenceExchange(cell);
  auto message = ntlm::NegotiateMessage::Parse(exchange.negotiate).value();
  message.negotiate_flags ^= changed;
  exchange.negotiate = message.Serialize().value();
  return JudgeExchange(cell, exchange);
}

TEST(JudgeTest, ADepartureFromTheDocumentedOfferIsAFinding) {
  const CellResult less = JudgeOffer("policy/min=0/lm=3/app=none/server=none", flags::k128);
  ASSERT_TRUE(less.offer.has_value());
  EXPECT_EQ(less.offer->missing, flags::k128);
  EXPECT_FALSE(less.offer->undocumented);
  const CellResult more = JudgeOffer("policy/min=0/lm=3/app=none/server=none", flags::kSeal);
  ASSERT_TRUE(more.offer.has_value());
  EXPECT_EQ(more.offer->extra, flags::kSeal);
}

// The documented offer has these; OEM, VERSION and the supplied names only inform.
TEST(JudgeTest, AnOfferIsJudgedByItsDocumentedBits) {
  constexpr char kName[] = "policy/min=0/lm=3/app=none/server=none";
  for (const ntlm::NegotiateFlags bit :
       {flags::kUnicode, flags::kRequestTarget, flags::kNtlm, flags::kAlwaysSign, flags::k56}) {
    const CellResult result = JudgeOffer(kName, bit);
    ASSERT_TRUE(result.offer.has_value()) << bit;
    EXPECT_EQ(result.offer->missing, bit);
  }
  EXPECT_FALSE(JudgeOffer(kName, flags::kOem | flags::kVersion | flags::kTargetInfo |
                                     flags::kOemDomainSupplied | flags::kOemWorkstationSupplied)
                   .offer.has_value());
}

TEST(JudgeTest, OffersThatTheDocumentsDisputeAreUndocumented) {
  constexpr ntlm::NegotiateFlags kEss = flags::kExtendedSessionSecurity;
  EXPECT_FALSE(
      JudgeOffer("policy/min=0/lm=1/app=none/server=none", kEss | flags::k128).offer->undocumented);
  EXPECT_TRUE(JudgeOffer("policy/min=0/lm=1/app=none/server=none", kEss).offer->undocumented);
  EXPECT_TRUE(
      JudgeOffer("policy/min=0/lm=0/app=confidentiality/server=none", kEss).offer->undocumented);
  EXPECT_FALSE(JudgeOffer("policy/min=0/lm=0/app=none/server=none", kEss).offer->undocumented);
  // ess-with-lm-key: "mutually exclusive", and both added for confidentiality.
  constexpr char kSealing[] = "policy/min=0/lm=3/app=confidentiality/server=none";
  EXPECT_TRUE(JudgeOffer(kSealing, flags::kLmKey).offer->undocumented);
  EXPECT_FALSE(JudgeOffer(kSealing, flags::kLmKey | kEss).offer->undocumented);
  EXPECT_FALSE(JudgeOffer("policy/min=0/lm=0/app=confidentiality/server=none", flags::kLmKey)
                   .offer->undocumented);
  EXPECT_FALSE(JudgeOffer(kSealing, flags::kLmKey | flags::k128).offer->undocumented);
  EXPECT_FALSE(
      JudgeOffer("policy/min=0/lm=3/app=integrity/server=none", flags::kLmKey).offer->undocumented);
}

TEST(JudgeTest, TheVerdictIsJudgedOnTheOfferSeen) {
  const CellResult result =
      JudgeOffer("policy/min=0x80000/lm=0/app=none/server=ess", flags::kExtendedSessionSecurity);
  EXPECT_EQ(result.expectation.verdict, Verdict::kAccept);
}

class SilentSubject : public Subject {
 public:
  // Subject:
  SubjectInfo Info() const override { return {"silent", "test", "1"}; }
  absl::Status Run(absl::Span<const Cell>, ExchangeSink) override { return absl::OkStatus(); }
};

TEST(RunTest, ASubjectThatLeavesOutACellBreaksTheRun) {
  SilentSubject subject;
  const Cell cells[] = {CellOf(kNtlmV2Cell)};
  EXPECT_EQ(RunSubject(subject, cells, Reading::kCorrected).status().code(),
            absl::StatusCode::kInternal);
}

// Two rules fail, a recommended one before a required one: the failure cites the required one.
TEST(RunTest, AFailureCitesARuleOfItsStrength) {
  const auto subject = reference::MakeReference(reference::FindFault("ignore-min-security"));
  const Cell cells[] = {CellOf("policy/min=0x20080000/lm=0/app=confidentiality/server=ess")};
  const auto result = RunSubject(*subject, cells, Reading::kCorrected).value();
  EXPECT_EQ(DescribeFailure(result.cells[0], result.cells[0].checks[0]).expected,
            "expected fail (required; min-security/128-confidentiality, KB 239869 More "
            "information)");
}

// KB 239869 requires the refusal, but names no code.
TEST(RunTest, AWrongStatusCitesTheDocumentThatNamesTheCode) {
  const auto subject = reference::MakeReference(reference::FindFault("wrong-status"));
  const Cell cells[] = {CellOf(kRefusedCell)};
  const auto result = RunSubject(*subject, cells, Reading::kCorrected).value();
  EXPECT_EQ(DescribeFailure(result.cells[0], result.cells[0].checks[1]).expected,
            "expected 0x80090302 (required; status/documented-code, [MS-NLMP] v36.0 3.1.5.1.2)");
}

TEST(RunTest, AnUnreadableMessageCitesTheRuleThatCantBeJudged) {
  const Cell cell = CellOf(kNtlmV2Cell);
  Exchange exchange = ReferenceExchange(cell);
  exchange.authenticate.resize(20);
  const CellResult result = JudgeExchange(cell, exchange);
  EXPECT_EQ(DescribeFailure(result, CheckOf(result, Check::kFlags)).expected,
            "expected a readable AUTHENTICATE_MESSAGE (required; flags/only-negotiated, [MS-NLMP] "
            "v36.0 2.2.1.3 NegotiateFlags)");
  EXPECT_EQ(CheckOf(result, Check::kResponse).rules,
            std::vector<absl::string_view>{"response/ntlmv2"});
}

TEST(RunTest, AFailureSaysWhatTheDocumentsExpect) {
  const auto subject = reference::MakeReference(reference::FindFault("ignore-128"));
  const Cell cells[] = {CellOf(kRefusedCell)};
  const auto result = RunSubject(*subject, cells, Reading::kCorrected).value();
  EXPECT_EQ(FailureText(result.cells[0], result.cells[0].checks[0]),
            "policy/min=0x20000000/lm=3/app=confidentiality/server=ess:verdict: expected fail "
            "(required; min-security/128-confidentiality, KB 239869 More information), subject: "
            "accept; offered 0xe00882b5, granted 0x40898235, negotiated 0x40088235");
}

}  // namespace
}  // namespace ntlmatrix::conformance
