// SPDX-License-Identifier: Apache-2.0

#include "conformance/rules.h"

#include "conformance/citations.h"

namespace ntlmatrix::conformance {
namespace {

using documents::kKb239869;
using documents::kLevelPage;
using documents::kMsNlmp;
using ntlm::flags::k128;
using ntlm::flags::k56;
using ntlm::flags::kExtendedSessionSecurity;
using ntlm::flags::kSeal;
using ntlm::flags::kSign;

// The setting's bits have the values of the NegotiateFlags that they require (KB 239869).
constexpr uint32_t kRequireIntegrity = 0x00000010;
constexpr uint32_t kRequireConfidentiality = 0x00000020;
constexpr uint32_t kRequireNtlmV2SessionSecurity = 0x00080000;
constexpr uint32_t kRequire128 = 0x20000000;

std::vector<VerdictRule> MakeVerdictRules() {
  return {
      {.rule = {.id = "min-security/integrity",
                .says = "0x10 requires message integrity: fail unless SIGN is negotiated.",
                .citations = {citations::kRequireIntegrity, citations::kNotStrongEnough},
                .ambiguities = {"legacy-option-status"}},
       .setting = kRequireIntegrity,
       .negotiated = kSign},
      {.rule = {.id = "min-security/confidentiality",
                .says = "0x20 requires message confidentiality: fail unless SEAL is negotiated.",
                .citations = {citations::kRequireConfidentiality, citations::kNotStrongEnough},
                .ambiguities = {"legacy-option-status"}},
       .setting = kRequireConfidentiality,
       .negotiated = kSeal},
      {.rule = {.id = "min-security/ess",
                .says = "0x80000 requires NTLMv2 session security: fail unless extended session "
                        "security is negotiated.",
                .citations = {citations::kRequireEss, citations::kNotStrongEnough},
                .ambiguities = {"missing-ess-status"}},
       .readings = {Reading::kCorrected},
       .setting = kRequireNtlmV2SessionSecurity,
       .levels = {1, 2, 3, 4, 5},
       .negotiated = kExtendedSessionSecurity},
      {.rule = {.id = "min-security/ess-level-0",
                .says = "At LmCompatibilityLevel 0 the client never offers extended session "
                        "security, so 0x80000 can not be met.",
                .citations = {citations::kRequireEss, citations::kNeverAtLevel0Page},
                .ambiguities = {"missing-ess-status"}},
       .readings = {Reading::kCorrected},
       .setting = kRequireNtlmV2SessionSecurity,
       .levels = {0},
       .not_granted = kExtendedSessionSecurity,
       .negotiated = kExtendedSessionSecurity},
      {.rule = {.id = "min-security/ess-level-0-unoffered",
                .says = "At LmCompatibilityLevel 0 a server's unoffered grant of extended session "
                        "security does not meet 0x80000.",
                .strength = Strength::kRecommended,
                .citations = {citations::kRequireEss, citations::kNeverAtLevel0Page},
                .ambiguities = {"missing-ess-status", "level0-ess", "unoffered-grant"}},
       .readings = {Reading::kCorrected},
       .setting = kRequireNtlmV2SessionSecurity,
       .levels = {0},
       .granted = kExtendedSessionSecurity,
       .negotiated = kExtendedSessionSecurity},
      {.rule = {.id = "min-security/128-confidentiality",
                .says = "0x20000000 with confidentiality: fail unless 128-bit encryption is "
                        "negotiated.",
                .citations = {citations::kRequire128WhenSealing, citations::kRequire128Returns}},
       .readings = {Reading::kCorrected},
       .setting = kRequire128,
       .applications = {Application::kConfidentiality},
       .negotiated = k128,
       .status = kSecEUnsupportedFunction},
      {.rule = {.id = "min-security/128-integrity",
                .says = "0x20000000 with integrity alone: fail unless 128-bit encryption is "
                        "negotiated.",
                .strength = Strength::kRecommended,
                .citations = {citations::kRequire128Returns, citations::kRequire128WhenSealing},
                .ambiguities = {"128-without-sealing"}},
       .readings = {Reading::kCorrected},
       .setting = kRequire128,
       .applications = {Application::kIntegrity},
       .negotiated = k128,
       .status = kSecEUnsupportedFunction},
      {.rule = {.id = "min-security/128-none",
                .says = "0x20000000 without integrity and confidentiality: the documents leave "
                        "open whether missing 128-bit encryption fails; listed as fail.",
                .strength = Strength::kUndocumented,
                .citations = {citations::kRequire128Returns, citations::kRequire128WhenSealing,
                              citations::kReturn128OnlyIf},
                .ambiguities = {"128-without-sealing"}},
       .readings = {Reading::kCorrected},
       .setting = kRequire128,
       .applications = {Application::kNone},
       .negotiated = k128,
       .status = kSecEUnsupportedFunction},
      {.rule = {.id = "page-2016/0x80000-needs-128",
                .says = "By the 2016 page's letter 'Require NTLMv2 session security' fails unless "
                        "128-bit encryption is negotiated.",
                .citations = {{documents::kPage2016,
                               "Possible values, under Require NTLMv2 session security",
                               "The connection fails if strong encryption (128-bit) is not "
                               "negotiated."}},
                .ambiguities = {"page-2016-swap"}},
       .readings = {Reading::kPage2016},
       .setting = kRequireNtlmV2SessionSecurity,
       .negotiated = k128},
      {.rule = {.id = "page-2016/0x20000000-needs-ess",
                .says = "By the 2016 page's letter 'Require 128-bit encryption' fails unless the "
                        "NTLMv2 protocol (tested as extended session security) is negotiated.",
                .citations = {{documents::kPage2016,
                               "Possible values, under Require 128-bit encryption",
                               "The connection fails if the NTLMv2 protocol is not negotiated."}},
                .ambiguities = {"page-2016-swap"}},
       .readings = {Reading::kPage2016},
       .setting = kRequire128,
       .negotiated = kExtendedSessionSecurity},
      {.rule = {.id = "request-not-granted/integrity",
                .says = "The application asked for integrity: fail unless SIGN is negotiated.",
                .strength = Strength::kRecommended,
                .citations = {citations::kServerReturnsSign},
                .ambiguities = {"request-not-granted-status"}},
       .applications = {Application::kIntegrity},
       .secure_rpc = false,
       .negotiated = kSign},
      {.rule = {.id = "request-not-granted/confidentiality",
                .says = "The application asked for confidentiality: fail unless SIGN and SEAL are "
                        "negotiated.",
                .strength = Strength::kRecommended,
                .citations = {citations::kServerReturnsSeal},
                .ambiguities = {"request-not-granted-status"}},
       .applications = {Application::kConfidentiality},
       .secure_rpc = false,
       .negotiated = kSign | kSeal},
      {.rule = {.id = "request-not-granted/rpc-integrity",
                .says = "Secure RPC asked for integrity: fail unless SIGN is negotiated.",
                .citations = {citations::kLackOfCapability},
                .ambiguities = {"request-not-granted-status"}},
       .applications = {Application::kIntegrity},
       .secure_rpc = true,
       .negotiated = kSign},
      {.rule = {.id = "request-not-granted/rpc-confidentiality",
                .says = "Secure RPC asked for confidentiality: fail unless SIGN and SEAL are "
                        "negotiated.",
                .citations = {citations::kLackOfCapability},
                .ambiguities = {"request-not-granted-status"}},
       .applications = {Application::kConfidentiality},
       .secure_rpc = true,
       .negotiated = kSign | kSeal},
      {.rule = {.id = "nb-names",
                .says = "NTLMv2 with integrity or confidentiality: fail unless TargetInfo has both "
                        "NetBIOS names.",
                .citations = {citations::kNetbiosNames}},
       .levels = {3, 4, 5},
       .applications = {Application::kIntegrity, Application::kConfidentiality},
       .netbios_names = true,
       .status = kStatusLogonFailure},
  };
}

std::vector<ExchangeRule> MakeExchangeRules() {
  return {
      {.rule = {.id = "offer/documented",
                .says = "The level and the application decide what NEGOTIATE_MESSAGE offers; the "
                        "setting never changes it.",
                .strength = Strength::kRecommended,
                .citations = {{kMsNlmp, "3.1.4",
                               "NTLM has no requirements on which flags are used and will simply "
                               "honor what was requested by the application or protocol."},
                              {kKb239869, "More information",
                               "The client requests any or all the following items: message "
                               "integrity, message confidentiality, NTLM 2 session security, and "
                               "128-bit or 56-bit encryption."}},
                .ambiguities = {"level0-ess", "level1-ess", "ess-with-lm-key"}},
       .looks_at = "offer"},
      {.rule = {.id = "status/documented-code",
                .says = "A refusal returns the code that the failing rule names, where every "
                        "failing rule names one.",
                .citations = {citations::kRequire128Returns},
                .ambiguities = {"missing-ess-status", "legacy-option-status"}},
       .looks_at = "status"},
      {.rule = {.id = "flags/only-negotiated",
                .says = "AUTHENTICATE_MESSAGE states no security bit that was not negotiated.",
                .citations = {{kMsNlmp, "2.2.1.3 NegotiateFlags",
                               "In connection-oriented mode, a NEGOTIATE structure (section "
                               "2.2.2.5) that contains the set of bit flags negotiated in the "
                               "previous messages."}}},
       .looks_at = "flags"},
      {.rule = {.id = "flags/all-negotiated",
                .says = "AUTHENTICATE_MESSAGE leaves out no security bit that was negotiated.",
                .strength = Strength::kRecommended,
                .citations = {{kMsNlmp, "3.1.1.1 NegFlg",
                               "NegFlg: The set of configuration flags (section 2.2.2.5) that "
                               "specifies the negotiated capabilities of the client and server for "
                               "the current NTLM session."}}},
       .looks_at = "flags"},
      {.rule = {.id = "response/lm+ntlm",
                .says = "Levels 0 and 1 without extended session security: LM response and NTLM "
                        "response.",
                .citations = {{kLevelPage, "Possible values, level 0",
                               "Client devices use LM and NTLM authentication, and they never use "
                               "NTLMv2 session security."},
                              {kMsNlmp, "3.3.1",
                               "Set LmChallengeResponse to DESL(ResponseKeyLM, "
                               "CHALLENGE_MESSAGE.ServerChallenge)"}},
                .ambiguities = {"lm-response-at-all"}},
       .looks_at = "response"},
      {.rule = {.id = "response/ntlm+ntlm",
                .says = "Level 2 without extended session security: the NTLM response in both "
                        "fields, never an LM response.",
                .citations = {{kKb239869, "More information, level 2",
                               "Clients use only NTLM authentication, and use NTLM 2 session "
                               "security if the server supports it; domain controllers accept LM, "
                               "NTLM, and NTLM 2 authentication."},
                              {kMsNlmp, "3.3.1",
                               "If (NoLMResponseNTLMv1 is TRUE) Set LmChallengeResponse to "
                               "NtChallengeResponse"}}},
       .looks_at = "response"},
      {.rule = {.id = "response/ntlm-ess",
                .says = "Levels 0 to 2 with extended session security: client challenge and zeros, "
                        "NTLM response over both challenges.",
                .citations = {{kMsNlmp, "3.3.1",
                               "Set NtChallengeResponse to DESL(ResponseKeyNT, "
                               "MD5(ConcatenationOf(CHALLENGE_MESSAGE.ServerChallenge, "
                               "ClientChallenge))[0..7])"},
                              {kMsNlmp, "3.3.1",
                               "Set LmChallengeResponse to ConcatenationOf{ClientChallenge, "
                               "Z(16)}"}}},
       .looks_at = "response"},
      {.rule = {.id = "response/ntlmv2",
                .says = "Levels 3 to 5: NTLMv2 response.",
                .citations = {{kLevelPage, "Possible values, levels 3 to 5",
                               "Client devices use NTLMv2 authentication, and they use NTLMv2 "
                               "session security if the server supports it."},
                              {kMsNlmp, "3.3.2",
                               "Set NtChallengeResponse to ConcatenationOf(NTProofStr, temp)"}},
                .ambiguities = {"level4-ntlm-or-ntlmv2"}},
       .looks_at = "response"},
      {.rule = {.id = "response/lmv2",
                .says = "NTLMv2: LMv2 response in the LM field, and nothing else but what stands "
                        "for it where TargetInfo has a timestamp.",
                .citations = {{kMsNlmp, "3.3.2",
                               "Set LmChallengeResponse to ConcatenationOf(HMAC_MD5(ResponseKeyLM, "
                               "ConcatenationOf(CHALLENGE_MESSAGE.ServerChallenge, "
                               "ClientChallenge)), ClientChallenge )"}}},
       .looks_at = "response"},
      {.rule = {.id = "response/lm-zeros",
                .says = "NTLMv2 where TargetInfo has a timestamp: 24 zero bytes instead of the "
                        "LMv2 response.",
                .strength = Strength::kRecommended,
                .citations = {{kMsNlmp, "3.1.5.1.2",
                               "If NTLM v2 authentication is used and the CHALLENGE_MESSAGE "
                               "TargetInfo field (section 2.2.1.2) has an MsvAvTimestamp present, "
                               "the client SHOULD NOT send the LmChallengeResponse and SHOULD send "
                               "Z(24) instead."}}},
       .looks_at = "response"},
      {.rule = {.id = "key/extended",
                .says = "With extended session security the sealing key has 128 bits of the "
                        "ExportedSessionKey where 128 is negotiated, else 56 where 56 is, else 40.",
                .citations = {{kMsNlmp, "3.4.5.3",
                               "If extended session security is negotiated, the sealing key has "
                               "either 40, 56, or 128 bits of entropy stored in a 128-bit value."}},
                .ambiguities = {"ess-with-lm-key"}},
       .looks_at = "key"},
      {.rule = {.id = "key/exported",
                .says = "Without extended session security and LM_KEY the sealing key is the whole "
                        "ExportedSessionKey, whatever the flags say.",
                .strength = Strength::kRecommended,
                .citations = {{kMsNlmp, "3.4.5.3, last branch of the pseudocode",
                               "Else Set SealKey to ExportedSessionKey Endif EndDefine"}},
                .ambiguities = {"sealkey-without-ess"}},
       .looks_at = "key"},
      {.rule = {.id = "key/lm-key",
                .says = "Without extended session security and with LM_KEY the sealing key has 56 "
                        "bits where 56 is negotiated, else 40.",
                .strength = Strength::kUndocumented,
                .citations = {{kMsNlmp, "3.4.5.3",
                               "If extended session security is not negotiated, the sealing key "
                               "has either 40 or 56 bits of entropy stored in a 64-bit value."}},
                .ambiguities = {"lm-key-windows"}},
       .looks_at = "key"},
      {.rule =
           {.id = "mic/right",
            .says = "A MIC that MsvAvFlags says is there is the HMAC of all three messages "
                    "under the ExportedSessionKey.",
            .citations = {{kMsNlmp, "3.2.5.1.2",
                           "then the MIC value computed earlier MUST be compared to MessageMIC, "
                           "and if the two MIC values are not equal, then an authentication "
                           "failure MUST be returned."}}},
       .looks_at = "mic"},
      {.rule = {.id = "mic/provided",
                .says = "NTLMv2 where TargetInfo has a timestamp: AUTHENTICATE_MESSAGE has a MIC.",
                .strength = Strength::kRecommended,
                .citations = {{kMsNlmp, "3.1.5.1.2",
                               "If the CHALLENGE_MESSAGE TargetInfo field (section 2.2.1.2) has an "
                               "MsvAvTimestamp present, the client SHOULD provide a MIC:"}}},
       .looks_at = "mic"},
      {.rule = {.id = "mic/announced",
                .says = "A MIC goes with bit 0x2 of MsvAvFlags: without it a server does not look "
                        "at the MIC.",
                .strength = Strength::kRecommended,
                .citations = {{kMsNlmp, "3.1.5.1.2",
                               "else add an AV_PAIR structure and set the AvId field to MsvAvFlags "
                               "and the Value field bit 0x2 to 1."}}},
       .looks_at = "mic"},
  };
}

}  // namespace

const std::vector<VerdictRule>& VerdictRules() {
  static const auto* const rules = new std::vector<VerdictRule>(MakeVerdictRules());
  return *rules;
}

const std::vector<ExchangeRule>& ExchangeRules() {
  static const auto* const rules = new std::vector<ExchangeRule>(MakeExchangeRules());
  return *rules;
}

const std::vector<UndocumentedSettingBits>& AllUndocumentedSettingBits() {
  static const auto* const bits = new std::vector<UndocumentedSettingBits>{
      {k56, "56-bit-policy-bit"},
      {~(kRequireIntegrity | kRequireConfidentiality | kRequireNtlmV2SessionSecurity | kRequire128 |
         k56),
       "unknown-policy-bits"},
  };
  return *bits;
}

}  // namespace ntlmatrix::conformance
