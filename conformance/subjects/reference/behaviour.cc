// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/behaviour.h"

#include "parsers/ntlm/ignored_fields.h"

namespace ntlmatrix::conformance::reference {
namespace {

namespace flags = ntlm::flags;

// Bits of NtlmMinClientSec for which KB 239869 says when the connection fails.
constexpr uint32_t kPolicyBits =
    flags::kSign | flags::kSeal | flags::kExtendedSessionSecurity | flags::k128;
constexpr uint32_t kEss = flags::kExtendedSessionSecurity;

// What an undefined setting means, by generation ([MS-NLMP] appendix B <38>).
uint32_t Required(const ClientSetting& setting) {
  if (setting.state == SettingState::kDefined) return setting.value;
  return setting.state == SettingState::kUndefinedModern ? flags::k128 : 0;
}

ntlm::NegotiateFlags Negotiated(ntlm::NegotiateFlags offered, ntlm::NegotiateFlags granted) {
  return offered & granted;
}

uint32_t Missing(uint32_t required, int /*lm*/, ntlm::NegotiateFlags negotiated) {
  return required & kPolicyBits & ~negotiated;
}

ntlm::NegotiateFlags Stated(ntlm::NegotiateFlags /*offered*/, ntlm::NegotiateFlags negotiated) {
  return negotiated;
}

ResponseForm ResponsesOf(int lm, bool ess) {
  if (lm >= 3) return ResponseForm::kNtlmV2;
  if (ess) return ResponseForm::kNtlmEss;
  return lm < 2 ? ResponseForm::kLmAndNtlm : ResponseForm::kNtlmInBoth;
}

ResponseForm Responses(int lm, ntlm::NegotiateFlags negotiated) {
  return ResponsesOf(lm, (negotiated & kEss) != 0);
}

// [MS-NLMP] 3.4.5.3, in the order of its pseudocode.
ntlm::SealStrength Sealing(ntlm::NegotiateFlags negotiated) {
  const bool has_56 = (negotiated & flags::k56) != 0;
  if ((negotiated & kEss) != 0) {
    if ((negotiated & flags::k128) != 0) return ntlm::SealStrength::kExtended128;
    return has_56 ? ntlm::SealStrength::kExtended56 : ntlm::SealStrength::kExtended40;
  }
  if ((negotiated & flags::kLmKey) != 0) {
    return has_56 ? ntlm::SealStrength::kLmKey56 : ntlm::SealStrength::kLmKey40;
  }
  return ntlm::SealStrength::kExportedSessionKey;
}

constexpr Behaviour kObedient = {
    .required = Required,
    .negotiated = Negotiated,
    .missing = Missing,
    .status = 0x80090302,  // SEC_E_UNSUPPORTED_FUNCTION
    .stated = Stated,
    .responses = Responses,
    .key_domain = KeyDomain::kUser,
    .sealing = Sealing,
    .mic = MicValue::kRight,
    .sends_session_key = true,
};

constexpr Behaviour WithRequired(uint32_t (*required)(const ClientSetting&)) {
  Behaviour behaviour = kObedient;
  behaviour.required = required;
  return behaviour;
}

constexpr Behaviour WithMissing(uint32_t (*missing)(uint32_t, int, ntlm::NegotiateFlags)) {
  Behaviour behaviour = kObedient;
  behaviour.missing = missing;
  return behaviour;
}

constexpr Behaviour WithResponses(ResponseForm (*responses)(int, ntlm::NegotiateFlags)) {
  Behaviour behaviour = kObedient;
  behaviour.responses = responses;
  return behaviour;
}

uint32_t NothingMissing(uint32_t, int, ntlm::NegotiateFlags) { return 0; }

uint32_t RequiredWithoutEss(const ClientSetting& setting) { return Required(setting) & ~kEss; }

uint32_t RequiredWithout128(const ClientSetting& setting) {
  return Required(setting) & ~flags::k128;
}

uint32_t RequiredWithoutLegacyBits(const ClientSetting& setting) {
  return Required(setting) & ~(flags::kSign | flags::kSeal);
}

uint32_t RequiredAsThe2016Page(const ClientSetting& setting) {
  const uint32_t required = Required(setting);
  uint32_t exchanged = required & ~(kEss | flags::k128);
  if (required & kEss) exchanged |= flags::k128;
  if (required & flags::k128) exchanged |= kEss;
  return exchanged;
}

uint32_t MissingUnlessAny(uint32_t required, int, ntlm::NegotiateFlags negotiated) {
  const uint32_t options = required & kPolicyBits;
  return (options & negotiated) != 0 ? 0 : options;
}

uint32_t RequiredOnlyIfDefined(const ClientSetting& setting) {
  return setting.state == SettingState::kDefined ? setting.value : 0;
}

uint32_t MissingWhere56Counts(uint32_t required, int lm, ntlm::NegotiateFlags negotiated) {
  if (negotiated & flags::k56) negotiated |= flags::k128;
  return Missing(required, lm, negotiated);
}

uint32_t MissingWhereNtlmV2Counts(uint32_t required, int lm, ntlm::NegotiateFlags negotiated) {
  if (lm >= 3) negotiated |= kEss;
  return Missing(required, lm, negotiated);
}

uint32_t RequiredBothForOne(const ClientSetting& setting) {
  const uint32_t required = Required(setting);
  const uint32_t both = kEss | flags::k128;
  return (required & both) != 0 ? required | both : required;
}

ntlm::NegotiateFlags NegotiatedIsGranted(ntlm::NegotiateFlags, ntlm::NegotiateFlags granted) {
  return granted;
}

ntlm::NegotiateFlags StatedIsOffered(ntlm::NegotiateFlags offered, ntlm::NegotiateFlags) {
  return offered;
}

ResponseForm LmResponseAtLevel2(int lm, ntlm::NegotiateFlags negotiated) {
  return Responses(lm == 2 ? 1 : lm, negotiated);
}

ResponseForm NtlmResponseAtLevel3(int lm, ntlm::NegotiateFlags negotiated) {
  return Responses(lm >= 3 ? 2 : lm, negotiated);
}

ResponseForm EssResponseAlways(int lm, ntlm::NegotiateFlags) { return ResponsesOf(lm, true); }

ResponseForm EssResponseNever(int lm, ntlm::NegotiateFlags) { return ResponsesOf(lm, false); }

constexpr Behaviour BelievesChallenge() {
  Behaviour behaviour = kObedient;
  behaviour.negotiated = NegotiatedIsGranted;
  return behaviour;
}

constexpr Behaviour EchoesOffer() {
  Behaviour behaviour = kObedient;
  behaviour.stated = StatedIsOffered;
  return behaviour;
}

constexpr Behaviour ReturnsLogonFailure() {
  Behaviour behaviour = kObedient;
  behaviour.status = 0xC000006D;  // STATUS_LOGON_FAILURE
  return behaviour;
}

constexpr Behaviour TakesTargetDomain() {
  Behaviour behaviour = kObedient;
  behaviour.key_domain = KeyDomain::kTarget;
  return behaviour;
}

ntlm::SealStrength SealingWith40Bits(ntlm::NegotiateFlags negotiated) {
  return (negotiated & kEss) != 0 ? ntlm::SealStrength::kExtended40 : ntlm::SealStrength::kLmKey40;
}

constexpr Behaviour SealsWith40Bits() {
  Behaviour behaviour = kObedient;
  behaviour.sealing = SealingWith40Bits;
  return behaviour;
}

constexpr Behaviour SendsNoSessionKey() {
  Behaviour behaviour = kObedient;
  behaviour.sends_session_key = false;
  return behaviour;
}

constexpr Behaviour WithMic(MicValue mic) {
  Behaviour behaviour = kObedient;
  behaviour.mic = mic;
  return behaviour;
}

constexpr Behaviour ReadsIgnoredFields() {
  Behaviour behaviour = kObedient;
  behaviour.ignores_fields = false;
  return behaviour;
}

constexpr Behaviour NeedsNoCharset() {
  Behaviour behaviour = kObedient;
  behaviour.needs_charset = false;
  return behaviour;
}

constexpr Behaviour NeedsNoSessionKey() {
  Behaviour behaviour = kObedient;
  behaviour.needs_session_key = false;
  return behaviour;
}

constexpr Behaviour SkipsMicCheck() {
  Behaviour behaviour = kObedient;
  behaviour.checks_mic = false;
  return behaviour;
}

constexpr Behaviour ComparesWhatWasSent() {
  Behaviour behaviour = kObedient;
  behaviour.whole_responses = false;
  return behaviour;
}

constexpr Fault kFaults[] = {
    {"ignore-min-security", "never refuses because of the setting", WithMissing(NothingMissing)},
    {"ignore-ess", "does not know 0x80000, Require NTLMv2 session security",
     WithRequired(RequiredWithoutEss)},
    {"ignore-128", "does not know 0x20000000, Require 128-bit encryption",
     WithRequired(RequiredWithout128)},
    {"ignore-legacy-bits", "does not know 0x10 and 0x20", WithRequired(RequiredWithoutLegacyBits)},
    {"swap-options", "reads the two options exchanged, as the 2016 page explains them",
     WithRequired(RequiredAsThe2016Page)},
    {"any-option-suffices", "is content when one of several required options is negotiated",
     WithMissing(MissingUnlessAny)},
    {"undefined-is-none", "takes an undefined setting for no requirement on every generation",
     WithRequired(RequiredOnlyIfDefined)},
    {"56-satisfies-128", "takes 56-bit encryption for 128-bit encryption",
     WithMissing(MissingWhere56Counts)},
    {"ntlmv2-satisfies-ess", "takes NTLMv2 authentication for NTLMv2 session security",
     WithMissing(MissingWhereNtlmV2Counts)},
    {"require-both", "requires both options when the setting has one",
     WithRequired(RequiredBothForOne)},
    {"believe-challenge", "takes what CHALLENGE_MESSAGE grants for negotiated, offered or not",
     BelievesChallenge()},
    {"echo-offer", "states its whole offer in AUTHENTICATE_MESSAGE", EchoesOffer()},
    {"wrong-status", "refuses with STATUS_LOGON_FAILURE", ReturnsLogonFailure()},
    {"lm-response-at-level-2", "still sends an LM response at level 2",
     WithResponses(LmResponseAtLevel2)},
    {"ntlm-response-at-level-3", "sends NTLM instead of NTLMv2 responses at levels 3 to 5",
     WithResponses(NtlmResponseAtLevel3)},
    {"target-domain-in-key", "computes NTOWFv2 with the server's domain instead of the user's",
     TakesTargetDomain()},
    {"ess-response-without-ess",
     "sends the extended session security form at levels 0 to 2 unnegotiated",
     WithResponses(EssResponseAlways)},
    {"no-ess-response", "never sends the extended session security form at levels 0 to 2",
     WithResponses(EssResponseNever)},
    {"seal-with-40-bits", "seals with a key of 40 bits whatever is negotiated", SealsWith40Bits()},
    {"no-session-key", "negotiates KEY_EXCH and sends no EncryptedRandomSessionKey",
     SendsNoSessionKey()},
    {"zero-mic", "promises a MIC and leaves its bytes zero", WithMic(MicValue::kZeros)},
    {"mic-with-key-exchange-key",
     "computes the MIC with KeyExchangeKey instead of ExportedSessionKey",
     WithMic(MicValue::kOfKeyExchangeKey)},
    {"reads-ignored-fields", "reads Fields that mean nothing without their flag",
     ReadsIgnoredFields(), CaughtBy::kMessages},
    {"no-charset-needed", "goes on where no character set is named", NeedsNoCharset(),
     CaughtBy::kMessages},
    {"no-session-key-needed", "exchanges a key, as a server, of which 16 bytes were not sent",
     NeedsNoSessionKey(), CaughtBy::kMessages},
    {"skips-mic-check", "does not compare, as a server, a MIC that is promised", SkipsMicCheck(),
     CaughtBy::kMessages},
    {"compares-what-was-sent", "compares, as a server, no more of a response than was sent",
     ComparesWhatWasSent(), CaughtBy::kMessages},
};

}  // namespace

std::vector<uint8_t> AsTaken(Bytes message, const Behaviour& behaviour) {
  if (behaviour.ignores_fields) return ntlm::WithoutIgnoredFields(message);
  return {message.begin(), message.end()};
}

const Behaviour& ObedientBehaviour() { return kObedient; }

absl::Span<const Fault> Faults() { return kFaults; }

const Fault* FindFault(absl::string_view name) {
  for (const Fault& fault : kFaults) {
    if (fault.name == name) return &fault;
  }
  return nullptr;
}

}  // namespace ntlmatrix::conformance::reference
