// SPDX-License-Identifier: Apache-2.0

#include "conformance/judge.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/response_check.h"
#include "conformance/session_check.h"
#include "conformance/status_check.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

// The bits of AUTHENTICATE_MESSAGE that are judged; the others only inform.
constexpr ntlm::NegotiateFlags kSecurityBits =
    flags::kSign | flags::kSeal | flags::kExtendedSessionSecurity | flags::k128 | flags::k56 |
    flags::kKeyExch | flags::kLmKey | flags::kDatagram | flags::kIdentify |
    flags::kRequestNonNtSessionKey;

// The bits of NEGOTIATE_MESSAGE that the documented offer decides.
constexpr ntlm::NegotiateFlags kOfferBits =
    kSecurityBits | flags::kUnicode | flags::kRequestTarget | flags::kNtlm | flags::kAlwaysSign;

// The messages of an exchange as far as judging needs them.
struct SeenMessages {
  Situation situation;
  ntlm::Challenge server_challenge = {};
  bool timestamp = false;
};

absl::StatusOr<bool> Has(Bytes target_info, ntlm::AvId av_id) {
  const auto value = ntlm::FindAvPair(target_info, av_id);
  if (!value.ok()) return value.status();
  return value->has_value();
}

absl::StatusOr<SeenMessages> See(const Cell& cell, const Exchange& exchange) {
  // A client that refuses to begin saw no server; the documents' offer stands in for its own.
  if (exchange.negotiate.empty() && exchange.refusal) {
    return SeenMessages{.situation = DocumentedSituation(cell)};
  }
  const std::vector<uint8_t> negotiate_taken = ntlm::WithoutIgnoredFields(exchange.negotiate);
  const auto negotiate = ntlm::NegotiateMessage::Parse(negotiate_taken);
  if (!negotiate.ok()) return negotiate.status();
  const std::vector<uint8_t> challenge_taken = ntlm::WithoutIgnoredFields(exchange.challenge);
  const auto challenge = ntlm::ChallengeMessage::Parse(challenge_taken);
  if (!challenge.ok()) return challenge.status();
  // Without the flag the fields mean nothing, [MS-NLMP] 2.2.1.2.
  const bool has_target_info = (challenge->negotiate_flags & flags::kTargetInfo) != 0;
  const Bytes target_info = has_target_info ? challenge->target_info.value_or(Bytes()) : Bytes();
  const auto computer = Has(target_info, ntlm::AvId::kNbComputerName);
  if (!computer.ok()) return computer.status();
  const auto domain = Has(target_info, ntlm::AvId::kNbDomainName);
  if (!domain.ok()) return domain.status();
  const auto timestamp = Has(target_info, ntlm::AvId::kTimestamp);
  if (!timestamp.ok()) return timestamp.status();
  return SeenMessages{.situation = {.setting = cell.min.Effective(),
                                    .lm = cell.lm,
                                    .app = cell.app,
                                    .offered = negotiate->negotiate_flags,
                                    .granted = challenge->negotiate_flags,
                                    .netbios_names = *computer && *domain},
                      .server_challenge = challenge->server_challenge,
                      .timestamp = *timestamp};
}

CheckResult& CheckOf(Check check, CellResult* result) {
  return result->checks[static_cast<size_t>(check)];
}

std::vector<absl::string_view> RuleIds(const Expectation& expectation) {
  std::vector<absl::string_view> ids;
  for (const VerdictRule* rule : expectation.failing) ids.push_back(rule->rule.id);
  return ids;
}

std::string CodesText(const std::vector<uint32_t>& codes) {
  if (codes.empty()) return "no documented code";
  return absl::StrJoin(codes, " or ", [](std::string* out, uint32_t code) {
    absl::StrAppend(out, StatusText(code));
  });
}

CheckResult JudgeVerdict(const Situation& situation, const Expectation& expectation,
                         const std::optional<Refusal>& refusal) {
  const Verdict actual = refusal ? Verdict::kFail : Verdict::kAccept;
  CheckResult result = {.check = Check::kVerdict,
                        .strength = expectation.strength,
                        .expected = std::string(VerdictName(expectation.verdict)),
                        .actual = std::string(VerdictName(actual)),
                        .rules = RuleIds(expectation)};
  if (expectation.strength == Strength::kUndocumented) {
    result.outcome = Outcome::kUndocumented;
  } else {
    result.outcome = actual == expectation.verdict ? Outcome::kPass : Outcome::kFail;
  }
  if (result.outcome == Outcome::kFail) {
    // Why an implementation refuses what it should take is what its maintainer needs.
    if (refusal) absl::StrAppend(&result.actual, " (", refusal->text, ")");
    result.faults = {VerdictFault(actual, expectation.strength, "")};
    if (!refusal) result.faults = AcceptFaults(situation, expectation);
  }
  return result;
}

CheckResult JudgeStatus(const Expectation& expectation, const std::optional<Refusal>& refusal) {
  CheckResult result = {.check = Check::kStatus, .strength = expectation.strength};
  if (expectation.verdict == Verdict::kAccept || !refusal) return result;
  result.expected = CodesText(expectation.codes);
  result.actual = refusal->status ? absl::StrFormat("0x%08x", *refusal->status) : refusal->text;
  result.rules = RuleIds(expectation);
  result.rules.insert(result.rules.begin(), "status/documented-code");
  if (expectation.codes.empty() || expectation.strength == Strength::kUndocumented) {
    result.outcome = Outcome::kUndocumented;
  } else if (!refusal->status) {
    result.outcome = Outcome::kNotObservable;
  } else {
    const bool documented =
        std::any_of(expectation.codes.begin(), expectation.codes.end(),
                    [&](uint32_t code) { return IsStatus(*refusal->status, code); });
    result.outcome = documented ? Outcome::kPass : Outcome::kFail;
    if (!documented) {
      result.faults = {StatusFault(result.strength, result.actual, result.expected)};
    }
  }
  return result;
}

CheckResult JudgeFlags(const ntlm::AuthenticateMessage& authenticate,
                       ntlm::NegotiateFlags negotiated) {
  const ntlm::NegotiateFlags expected = negotiated & kSecurityBits;
  const ntlm::NegotiateFlags actual = authenticate.negotiate_flags.value_or(0) & kSecurityBits;
  CheckResult result = {.check = Check::kFlags,
                        .outcome = actual == expected ? Outcome::kPass : Outcome::kFail,
                        .expected = absl::StrFormat("0x%08x", expected),
                        .actual = absl::StrFormat("0x%08x", actual),
                        .rules = {"flags/only-negotiated"},
                        .faults = FlagFaults(actual, expected)};
  if ((actual & ~expected) == 0 && actual != expected) {
    result.strength = Strength::kRecommended;
    result.rules = {"flags/all-negotiated"};
  }
  return result;
}

std::string ResponsesText(const SeenResponses& responses) {
  return absl::StrCat("LM field: ", LmFieldName(responses.lm),
                      "; NT field: ", NtFieldName(responses.nt));
}

// With a timestamp only a SHOULD asks for zeros in the LM field of NTLMv2.
bool OnlyLmFieldDeparts(const SeenResponses& actual, const SeenResponses& expected) {
  return expected.lm == LmField::kZeros && actual.nt == expected.nt &&
         (actual.lm == LmField::kLmV2 || actual.lm == LmField::kEmpty);
}

constexpr int kLevel2 = 2;

// Whether some document has this level send what level 2 sends: levels 0 and 1 no LM response
// (lm-response-at-all), level 4 no NTLMv2 response (level4-ntlm-or-ntlmv2).
bool Level2FormInDispute(int lm) { return lm < kLevel2 || lm == 4; }

absl::string_view ResponseRule(ResponseForm form) {
  switch (form) {
    case ResponseForm::kLmAndNtlm:
      return "response/lm+ntlm";
    case ResponseForm::kNtlmInBoth:
      return "response/ntlm+ntlm";
    case ResponseForm::kNtlmEss:
      return "response/ntlm-ess";
    case ResponseForm::kNtlmV2:
      break;
  }
  return "response/ntlmv2";
}

// A name of AUTHENTICATE_MESSAGE in its character set, as UTF-8; "" where it can't be read.
std::string StatedName(const ntlm::AuthenticateMessage& authenticate, Bytes name) {
  const bool unicode = (authenticate.negotiate_flags.value_or(0) & flags::kUnicode) != 0;
  return unicode ? Utf16ToUtf8(name).value_or("") : std::string(name.begin(), name.end());
}

// NTOWFv2 as a server computes it, [MS-NLMP] 3.3.2: with the domain as AUTHENTICATE_MESSAGE spells
// it. Clients may state the account's domain in upper case; another domain is not the user's.
ntlm::Hash NtowfV2AsStated(const ntlm::AuthenticateMessage& authenticate, const Account& account) {
  if (authenticate.domain_name == Bytes(account.domain)) return account.ntowf_v2;
  const std::string stated = StatedName(authenticate, authenticate.domain_name);
  const auto domain = Utf16ToUtf8(account.domain);
  const auto stated_utf16 = Utf8ToUtf16(stated);
  if (!domain.ok() || !stated_utf16.ok() || !absl::EqualsIgnoreCase(stated, *domain)) {
    return account.ntowf_v2;
  }
  return ntlm::NtowfV2(account.ntowf_v1, account.user, *stated_utf16);
}

CheckResult JudgeResponse(const SeenMessages& seen, const SeenResponses& actual) {
  const int lm = seen.situation.lm;
  const ntlm::NegotiateFlags negotiated = seen.situation.Negotiated();
  const ResponseForm form = ExpectedResponse(lm, negotiated);
  const SeenResponses expected = FieldsOf(form, seen.timestamp);
  CheckResult result = {.check = Check::kResponse,
                        .outcome = actual == expected ? Outcome::kPass : Outcome::kFail,
                        .expected = ResponsesText(expected),
                        .actual = ResponsesText(actual),
                        .rules = {ResponseRule(form)}};
  if (actual == expected) return result;
  if (OnlyLmFieldDeparts(actual, expected)) {
    result.strength = Strength::kRecommended;
    result.rules = {"response/lm-zeros"};
  } else if (Level2FormInDispute(lm) &&
             actual == FieldsOf(ExpectedResponse(kLevel2, negotiated), seen.timestamp)) {
    result.outcome = Outcome::kUndocumented;
    result.strength = Strength::kUndocumented;
    return result;
  } else if (form == ResponseForm::kNtlmV2 && actual.nt == expected.nt) {
    result.rules = {"response/lmv2"};
  }
  result.faults = {ResponseFault(actual, expected, result.strength, result.rules.front())};
  return result;
}

// Judges what an accepting client sent; the first two checks are there already.
void JudgeAuthenticate(const SeenMessages& seen, const Exchange& exchange, const Account& account,
                       const ntlm::AuthenticateMessage& authenticate, CellResult* result) {
  const ntlm::Hash ntowf_v2 = NtowfV2AsStated(authenticate, account);
  const SeenResponses responses =
      RecogniseResponses(authenticate.lm_challenge_response, authenticate.nt_challenge_response,
                         seen.server_challenge, account, ntowf_v2);
  const SessionEvidence evidence = {.exchange = exchange,
                                    .authenticate = authenticate,
                                    .account = account,
                                    .ntowf_v2 = ntowf_v2,
                                    .server_challenge = seen.server_challenge,
                                    .granted = seen.situation.granted,
                                    .negotiated = seen.situation.Negotiated(),
                                    .timestamp = seen.timestamp,
                                    .responses = responses};
  const std::optional<ntlm::Hash> session_key = FindSessionKey(evidence);
  CheckOf(Check::kFlags, result) = JudgeFlags(authenticate, evidence.negotiated);
  CheckOf(Check::kResponse, result) = JudgeResponse(seen, responses);
  CheckOf(Check::kKey, result) = JudgeKey(evidence, session_key);
  CheckOf(Check::kMic, result) = JudgeMic(evidence, session_key);
  result->weak_key_bits = WeakKeyBits(evidence, session_key);
}

CheckResult Unreadable(Check check, const absl::Status& status, absl::string_view rule) {
  return {
      .check = check,
      .outcome = Outcome::kFail,
      .expected = "a readable AUTHENTICATE_MESSAGE",
      .actual = std::string(status.message()),
      .rules = {rule},
      .faults = {
          {.does = "sends", .what = "an AUTHENTICATE_MESSAGE that can't be read", .rule = rule}}};
}

std::optional<OfferFinding> FindOffer(const Situation& situation) {
  const ntlm::NegotiateFlags documented = DocumentedOffer(situation.lm, situation.app);
  const ntlm::NegotiateFlags departs = (situation.offered ^ documented) & kOfferBits;
  if (departs == 0) return std::nullopt;
  const bool confidentiality = situation.app == Application::kConfidentiality;
  ntlm::NegotiateFlags disputed = 0;
  // level0-ess and level1-ess: whether these two offers hold the bit.
  if (situation.lm == 1 || (situation.lm == 0 && confidentiality)) {
    disputed |= flags::kExtendedSessionSecurity;
  }
  // ess-with-lm-key: whether LM_KEY stands beside it.
  if (confidentiality && (situation.offered & flags::kExtendedSessionSecurity)) {
    disputed |= flags::kLmKey;
  }
  return OfferFinding{.missing = departs & documented,
                      .extra = departs & ~documented,
                      .undocumented = (departs & ~disputed) == 0,
                      .disputed = disputed};
}

// What there is to say about an exchange that did not come about.
CellResult NotJudged(const Cell& cell, const Exchange& exchange, Reading reading) {
  const Situation situation = DocumentedSituation(cell);
  CellResult result = {.cell = cell,
                       .situation = situation,
                       .expectation = Expect(situation, reading),
                       .handling = exchange.handling};
  for (const Check check : kAllChecks) CheckOf(check, &result).check = check;
  CheckResult& verdict = CheckOf(Check::kVerdict, &result);
  verdict.outcome = exchange.handling == Handling::kBroke ? Outcome::kBroke : Outcome::kUnsupported;
  verdict.strength = result.expectation.strength;
  verdict.expected = std::string(VerdictName(result.expectation.verdict));
  verdict.actual = exchange.why;
  verdict.rules = RuleIds(result.expectation);
  return result;
}

}  // namespace

absl::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass:
      return "pass";
    case Outcome::kFail:
      return "fail";
    case Outcome::kUndocumented:
      return "undocumented";
    case Outcome::kNotApplicable:
      return "not-applicable";
    case Outcome::kNotObservable:
      return "not-observable";
    case Outcome::kUnsupported:
      return "unsupported";
    case Outcome::kCannotRequire:
      return "cannot-require";
    case Outcome::kBroke:
      break;
  }
  return "broke";
}

bool IsBad(absl::Span<const CheckResult> checks) {
  return std::any_of(checks.begin(), checks.end(), [](const CheckResult& check) {
    return check.outcome == Outcome::kFail || check.outcome == Outcome::kBroke;
  });
}

absl::StatusOr<CellResult> Judge(const Cell& cell, const Exchange& exchange, const Account& account,
                                 Reading reading) {
  if (exchange.handling != Handling::kDone && exchange.handling != Handling::kCannotRequire) {
    return NotJudged(cell, exchange, reading);
  }
  const auto seen = See(cell, exchange);
  if (!seen.ok()) return seen.status();
  CellResult result = {.cell = cell,
                       .situation = seen->situation,
                       .expectation = Expect(seen->situation, reading),
                       .accepted = !exchange.refusal.has_value(),
                       .offer = FindOffer(seen->situation)};
  for (const Check check : kAllChecks) CheckOf(check, &result).check = check;
  CheckOf(Check::kVerdict, &result) =
      JudgeVerdict(seen->situation, result.expectation, exchange.refusal);
  if (exchange.handling == Handling::kCannotRequire) {
    result.handling = exchange.handling;
    CheckResult& verdict = CheckOf(Check::kVerdict, &result);
    verdict.outcome = Outcome::kCannotRequire;
    verdict.faults.clear();
    if (result.accepted) verdict.faults = OptionFaults(seen->situation, result.expectation);
    return result;
  }
  CheckOf(Check::kStatus, &result) = JudgeStatus(result.expectation, exchange.refusal);
  // After a refusal, expected or actual, there is no session to judge.
  if (!result.accepted || result.expectation.verdict == Verdict::kFail) return result;
  const auto authenticate = ntlm::AuthenticateMessage::Parse(exchange.authenticate);
  if (authenticate.ok()) {
    JudgeAuthenticate(*seen, exchange, account, *authenticate, &result);
    return result;
  }
  CheckOf(Check::kFlags, &result) =
      Unreadable(Check::kFlags, authenticate.status(), "flags/only-negotiated");
  CheckOf(Check::kResponse, &result) =
      Unreadable(Check::kResponse, authenticate.status(),
                 ResponseRule(ExpectedResponse(cell.lm, seen->situation.Negotiated())));
  return result;
}

}  // namespace ntlmatrix::conformance
