// SPDX-License-Identifier: Apache-2.0

#include "conformance/session_check.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/mic.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/rc4.h"
#include "parsers/ntlm/response_form.h"
#include "parsers/ntlm/response_rules.h"
#include "parsers/ntlm/session_security.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

ntlm::Hash SessionBaseKey(const SessionEvidence& e) {
  if (e.responses.nt != NtField::kNtlmV2) return ntlm::SessionBaseKeyV1(e.account.ntowf_v1);
  const auto view = ntlm::NtlmV2ResponseView::Parse(e.authenticate.nt_challenge_response);
  return ntlm::SessionBaseKeyV2(e.ntowf_v2, view->nt_proof_str);
}

// The ExportedSessionKey where these flags are negotiated.
std::optional<ntlm::Hash> SessionKeyAs(const SessionEvidence& e, ntlm::NegotiateFlags negotiated) {
  if (e.responses.nt == NtField::kOther || e.responses.nt == NtField::kEmpty) return std::nullopt;
  const ntlm::Hash key_exchange_key =
      ntlm::KxKey(negotiated, e.responses.nt == NtField::kNtlmV2, SessionBaseKey(e),
                  e.authenticate.lm_challenge_response, e.server_challenge, e.account.lmowf_v1);
  const auto exported = ntlm::ExportedSessionKey(
      negotiated, key_exchange_key, e.authenticate.encrypted_random_session_key.value_or(Bytes()));
  if (!exported.ok()) return std::nullopt;
  return *exported;
}

bool IsSealedWith(const SealedMessage& sealed, const ntlm::SealKey& key) {
  std::vector<uint8_t> message = sealed.message;
  ntlm::Rc4(key.bytes()).Crypt(absl::MakeSpan(message));
  return std::string(message.begin(), message.end()) == kSealProbe;
}

// The way in which the message was sealed, found by trying each. The signature is not looked at.
std::optional<ntlm::SealStrength> FindSealStrength(const SealedMessage& sealed,
                                                   const ntlm::Hash& session_key) {
  for (const ntlm::SealStrength strength : ntlm::kSealStrengths) {
    if (IsSealedWith(sealed,
                     ntlm::MakeSealKey(strength, session_key, ntlm::Direction::kClientToServer))) {
      return strength;
    }
  }
  return std::nullopt;
}

// How the signature of a message that was sealed in a known way is wrong.
ntlm::Verification VerifySignature(const SessionEvidence& e, const ntlm::Hash& session_key,
                                   ntlm::SealStrength strength) {
  std::vector<uint8_t> message = e.exchange.sealed->message;
  ntlm::SessionSecurity session(e.negotiated, session_key, ntlm::Direction::kServerToClient,
                                strength);
  return session.Unseal(absl::MakeSpan(message), e.exchange.sealed->signature);
}

// KEY_EXCH without a key to exchange: "the server MUST return SEC_E_INVALID_TOKEN", [MS-NLMP]
// 3.2.5.1.2. There is no session then, and nothing of it that could be right.
bool LacksSessionKey(const SessionEvidence& e) {
  constexpr size_t kKeySize = 16;
  return ntlm::SendsRandomSessionKey(e.negotiated) &&
         e.authenticate.encrypted_random_session_key.value_or(Bytes()).size() != kKeySize;
}

void FailForSessionKey(const SessionEvidence& e, CheckResult* result) {
  result->outcome = Outcome::kFail;
  result->strength = Strength::kRequired;
  result->actual = absl::StrCat(
      "no session: EncryptedRandomSessionKey has ",
      e.authenticate.encrypted_random_session_key.value_or(Bytes()).size(), " bytes instead of 16");
  result->faults = {
      {.does = "sends", .what = "no session key of 16 bytes", .rule = result->rules.front()}};
}

// SEAL is negotiated, and the subject can't seal. That may not look like nothing to observe.
void FailForSealError(absl::string_view error, CheckResult* result) {
  result->outcome =
      result->strength == Strength::kUndocumented ? Outcome::kUndocumented : Outcome::kFail;
  result->actual = absl::StrCat("no sealed message: ", error);
  if (result->outcome != Outcome::kFail) return;
  result->faults = {{.strength = result->strength,
                     .does = "gives",
                     .what = "an error instead of a sealed message",
                     .rule = result->rules.front()}};
}

// The rule that decides the strength, [MS-NLMP] 3.4.5.3.
CheckResult ExpectKey(const SessionEvidence& e, ntlm::SealStrength strength) {
  CheckResult result = {.check = Check::kKey, .expected = std::string(SealStrengthText(strength))};
  switch (strength) {
    case ntlm::SealStrength::kExtended128:
    case ntlm::SealStrength::kExtended56:
    case ntlm::SealStrength::kExtended40:
      result.rules = {"key/extended"};
      // ess-with-lm-key: a server must not grant both.
      if ((e.granted & flags::kLmKey) != 0) result.strength = Strength::kUndocumented;
      break;
    case ntlm::SealStrength::kLmKey56:
    case ntlm::SealStrength::kLmKey40:
      result.rules = {"key/lm-key"};
      result.strength = Strength::kUndocumented;
      break;
    case ntlm::SealStrength::kExportedSessionKey:
      result.rules = {"key/exported"};
      result.strength = Strength::kRecommended;
      break;
  }
  return result;
}

// What is wrong with a sealed message.
Fault KeyFault(const CheckResult& check, std::optional<ntlm::SealStrength> actual,
               ntlm::SealStrength expected, ntlm::Verification signature) {
  Fault fault = {
      .strength = check.strength, .does = "seals with", .what = {}, .rule = check.rules.front()};
  if (!actual.has_value()) {
    fault.what = "a key that the session key does not lead to";
  } else if (*actual != expected) {
    fault.what = std::string(SealStrengthText(*actual));
    fault.how = absl::StrCat("instead of ", SealStrengthText(expected));
  } else {
    fault.does = "signs wrongly what it seals:";
    fault.what = std::string(VerificationText(signature));
  }
  return fault;
}

constexpr absl::string_view kMicExpected = "the MIC of the three messages";

bool HasMicOf(const SessionEvidence& e, const std::optional<ntlm::Hash>& session_key) {
  if (!session_key.has_value() || !e.authenticate.mic.has_value()) return false;
  return ntlm::ComputeMic(*session_key, {e.exchange.negotiate, e.exchange.challenge,
                                         e.exchange.authenticate}) == e.authenticate.mic;
}

// The session key where a client exchanges one with KEY_EXCH alone, without SIGN and SEAL.
std::optional<ntlm::Hash> FindExchangedKey(const SessionEvidence& e) {
  if ((e.negotiated & flags::kKeyExch) == 0) return std::nullopt;
  return SessionKeyAs(e, e.negotiated | flags::kSign);
}

// A timestamp asks for a MIC and MsvAvFlags does not say that there is one. There may be one all
// the same, of which the server is not told; under which key is then not the question.
CheckResult FailUnpromisedMic(const SessionEvidence& e,
                              const std::optional<ntlm::Hash>& session_key) {
  CheckResult result = {.check = Check::kMic,
                        .outcome = Outcome::kFail,
                        .strength = Strength::kRecommended,
                        .expected = std::string(kMicExpected)};
  Fault fault = {.strength = result.strength, .does = "sends", .what = {}};
  if (HasMicOf(e, session_key) || HasMicOf(e, FindExchangedKey(e))) {
    result.actual = "a MIC of the three messages; MsvAvFlags does not say that there is one";
    fault.what = "a MIC";
    fault.how = "without bit 0x2 of MsvAvFlags, which says that there is one";
    fault.rule = "mic/announced";
  } else {
    result.actual = "none: MsvAvFlags does not say that there is one";
    fault.what = "no MIC";
    fault.how = "though TargetInfo has a timestamp";
    fault.rule = "mic/provided";
  }
  result.rules = {fault.rule};
  result.faults = {fault};
  return result;
}

}  // namespace

std::optional<ntlm::Hash> FindSessionKey(const SessionEvidence& e) {
  return SessionKeyAs(e, e.negotiated);
}

CheckResult JudgeKey(const SessionEvidence& e, const std::optional<ntlm::Hash>& session_key) {
  if ((e.negotiated & flags::kSeal) == 0) return {.check = Check::kKey};
  const ntlm::SealStrength expected = ntlm::NegotiatedSealStrength(e.negotiated);
  CheckResult result = ExpectKey(e, expected);
  if (LacksSessionKey(e)) {
    FailForSessionKey(e, &result);
    return result;
  }
  if (!e.exchange.seal_error.empty()) {
    FailForSealError(e.exchange.seal_error, &result);
    return result;
  }
  if (!e.exchange.sealed.has_value() || !session_key.has_value()) {
    result.outcome = Outcome::kNotObservable;
    result.actual = e.exchange.sealed.has_value() ? "no session key that the account leads to"
                                                  : "no sealed message";
    return result;
  }
  const auto actual = FindSealStrength(*e.exchange.sealed, *session_key);
  ntlm::Verification signature = ntlm::Verification::kValid;
  if (!actual.has_value()) {
    result.actual = "no sealing key that the session key leads to";
  } else {
    signature = VerifySignature(e, *session_key, *actual);
    result.actual = std::string(SealStrengthText(*actual));
    if (signature != ntlm::Verification::kValid) {
      absl::StrAppend(&result.actual, "; ", VerificationText(signature));
    }
  }
  const bool same = actual == expected && signature == ntlm::Verification::kValid;
  result.outcome = result.strength == Strength::kUndocumented ? Outcome::kUndocumented
                   : same                                     ? Outcome::kPass
                                                              : Outcome::kFail;
  if (result.outcome == Outcome::kFail) {
    result.faults = {KeyFault(result, actual, expected, signature)};
  }
  return result;
}

CheckResult JudgeMic(const SessionEvidence& e, const std::optional<ntlm::Hash>& session_key) {
  const bool promised = ntlm::SaysMicPresent(e.authenticate.nt_challenge_response);
  if (ntlm::NtFormOf(e.authenticate.nt_challenge_response) != ntlm::NtForm::kNtlmV2 ||
      (!promised && !e.timestamp)) {
    return {.check = Check::kMic};
  }
  if (!promised) return FailUnpromisedMic(e, session_key);
  CheckResult result = {
      .check = Check::kMic, .expected = std::string(kMicExpected), .rules = {"mic/right"}};
  if (!e.authenticate.mic.has_value()) {
    result.outcome = Outcome::kFail;
    result.actual = "none, though MsvAvFlags says that there is one";
    result.faults = {{.does = "sends",
                      .what = "no MIC",
                      .how = "though MsvAvFlags says that there is one",
                      .rule = result.rules.front()}};
  } else if (LacksSessionKey(e)) {
    FailForSessionKey(e, &result);
  } else if (!session_key.has_value()) {
    result.outcome = Outcome::kNotObservable;
    result.actual = "no session key that the account leads to";
  } else {
    const bool right = HasMicOf(e, session_key);
    result.outcome = right ? Outcome::kPass : Outcome::kFail;
    result.actual = right ? std::string(kMicExpected) : "another MIC";
    if (!right) {
      result.faults = {{.does = "sends", .what = "a wrong MIC", .rule = result.rules.front()}};
    }
  }
  return result;
}

std::optional<int> WeakKeyBits(const SessionEvidence& e,
                               const std::optional<ntlm::Hash>& session_key) {
  if ((e.negotiated & flags::k128) == 0 || !e.exchange.sealed.has_value() ||
      !session_key.has_value()) {
    return std::nullopt;
  }
  const auto strength = FindSealStrength(*e.exchange.sealed, *session_key);
  if (!strength.has_value() || EffectiveBits(*strength) >= 128) return std::nullopt;
  return EffectiveBits(*strength);
}

}  // namespace ntlmatrix::conformance
