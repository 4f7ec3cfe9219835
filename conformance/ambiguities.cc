// SPDX-License-Identifier: Apache-2.0

#include "conformance/ambiguities.h"

#include "conformance/citations.h"

namespace ntlmatrix::conformance {
namespace {

using documents::kCc960646;
using documents::kCorrectedPage;
using documents::kGssNtlmssp13;
using documents::kKb239869;
using documents::kKb932461;
using documents::kLevelPage;
using documents::kMsNlmp;
using documents::kPage2016;
using documents::kPolicyCsp;
using documents::kPullRequest253;
using documents::kServersPage;

constexpr Citation kConfidentialityAdds = {
    kMsNlmp, "3.1.1.2 Confidentiality",
    "If the Confidentiality option is selected by the client, NTLM performs a bitwise OR operation "
    "with the following NTLM Negotiate Flags into the ClientConfigFlags."};

constexpr Citation kOnlyTwoOptions = {
    kPage2016, "Operating system version differences",
    "In  Windows Server 2008 R2  and  Windows 7 , only 128-bit encryption or NTLMv2 session "
    "security options are available."};

std::vector<Ambiguity> MakeAmbiguities() {
  return {
      // What the setting's bits require.
      {.id = "page-2016-swap",
       .question = "Which option of the setting requires which capability?",
       .quotes = {{kPage2016, "Possible values, under Require NTLMv2 session security",
                   "The connection fails if strong encryption (128-bit) is not negotiated."},
                  {kCorrectedPage, "Possible values, under Require NTLMv2 session security",
                   "The connection fails if the NTLMv2 protocol is not negotiated."},
                  {kPullRequest253, "description",
                   "Descriptions for \"Possible values\" are incorrectly \"swapped\"."}},
       .decision = "The corrected page, KB 239869 and Policy CSP are the reading 'corrected' and "
                   "the default. The 2016 page to the letter is the reading 'page-2016', strength "
                   "required, without a code."},
      {.id = "ntlmv2-protocol-or-session-security",
       .question = "What is 'the NTLMv2 protocol' that 'Require NTLMv2 session security' wants "
                   "negotiated?",
       .quotes = {{kCorrectedPage, "Possible values, under Require NTLMv2 session security",
                   "The connection fails if the NTLMv2 protocol is not negotiated."},
                  {kMsNlmp, "1.7",
                   "The NTLM authentication version is not negotiated by the protocol."},
                  {kMsNlmp, "2.2.2.5 bit P",
                   "NTLM v2 session security is a misnomer because it is not NTLM v2."},
                  citations::kRequireEss},
       .decision = "Tested as extended session security (0x00080000), in both readings. NTLMv2 "
                   "responses are neither asked for nor enough."},
      {.id = "128-without-sealing",
       .question = "Does missing 128-bit encryption fail a connection that seals nothing?",
       .quotes = {citations::kRequire128Returns, citations::kRequire128WhenSealing,
                  citations::kReturn128OnlyIf},
       .decision = "With confidentiality: fail, required, 0x80090302. With integrity alone: fail, "
                   "recommended. With neither: listed as fail, undocumented, because bit U then "
                   "does not require a server to return 128; shown to people as undocumented (seen "
                   "in the field: accepted)."},
      {.id = "integrity-implied-by-sealing",
       .question = "Does negotiated confidentiality meet a required integrity (0x10)?",
       .quotes = {{kMsNlmp, "3.4.3",
                   "Message confidentiality, if it is negotiated, also implies message integrity."},
                  citations::kRequireIntegrity},
       .decision = "0x10 needs SIGN itself; SEAL without SIGN fails."},
      {.id = "56-bit-policy-bit",
       .question = "What does 0x80000000 in the setting require?",
       .quotes = {{kKb239869, "More information, list of values", "0x80000000- 56-bit encryption"},
                  kOnlyTwoOptions},
       .decision = "Nothing: KB 239869 lists the bit without saying when the connection fails. It "
                   "never changes a verdict; an accept under it is undocumented.",
       .silence = true},
      {.id = "unknown-policy-bits",
       .question = "What do bits of the setting require that no document lists?",
       .quotes = {kOnlyTwoOptions,
                  {kPolicyCsp,
                   "NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients, "
                   "Allowed values",
                   "536870912 (Default) | Require 128-bit encryption."}},
       .decision = "Nothing. They never change a verdict; an accept under them is undocumented.",
       .silence = true},
      {.id = "servers-explain-text",
       .question =
           "What does 'Require NTLMv2 session security' require of the clients of a server?",
       .quotes = {{kPolicyCsp,
                   "NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedServers, older text",
                   "Require NTLMv2 session security: The connection will fail if message integrity "
                   "is not negotiated."},
                  {kServersPage, "Possible values",
                   "Require NTLMv2 session security. The connection fails if the NTLMv2 protocol "
                   "is not negotiated."}},
       .decision = "Extended session security, as for clients; message integrity is 0x10."},
      {.id = "best-practice-or-countermeasure",
       .question = "Should both options be enabled?",
       .quotes = {{kPage2016, "Best practices",
                   "Practices in setting this policy are dependent on your security requirements."},
                  {kPage2016, "Countermeasure",
                   "Enable all options that are available for the Network security: Minimum "
                   "session security for NTLM SSP based (including secure RPC) clients policy "
                   "setting."},
                  {kServersPage, "Best practices",
                   "Enable all values that are available for this security policy."}},
       .decision = "Advice is not a rule: no expectation depends on it. Whoever asks how to lift a "
                   "refusal is told that a smaller value is a weakening."},

      // What counts as negotiated, and what LmCompatibilityLevel does to it.
      {.id = "unoffered-grant",
       .question = "Is a bit negotiated that the server grants but the client never offered?",
       .quotes = {{kKb239869, "More information",
                   "The server responds, indicating which items of the requested set it wants."},
                  {kMsNlmp, "2.2.1.2 NegotiateFlags",
                   "The server sets flags to indicate options it supports or, if there has been a "
                   "NEGOTIATE_MESSAGE (section 2.2.1.1), the choices it has made from the options "
                   "offered by the client."},
                  {kMsNlmp, "3.1.5.1.2",
                   "When the client receives a CHALLENGE_MESSAGE (section 2.2.1.2) from the "
                   "server, it MUST determine if the features selected by the server are strong "
                   "enough for the client authentication policy."},
                  {kMsNlmp, "3.2.5.1.1", "All the flags set in CfgFlg (section 3.2.1.1)"}},
       .decision = "No: negotiated = offered and granted. Where only an unoffered grant would meet "
                   "0x80000 at level 0, the fail is recommended."},
      {.id = "level0-ess",
       .question = "Does a client at LmCompatibilityLevel 0 offer extended session security when "
                   "the application asks for confidentiality?",
       .quotes = {{kKb239869, "More information, level 0",
                   "Clients use LM and NTLM authentication, and never use NTLM 2 session security; "
                   "domain controllers accept LM, NTLM, and NTLM 2 authentication."},
                  citations::kNeverAtLevel0,
                  kConfidentialityAdds},
       .decision = "Not in the documented offer. A subject that does offer it gets the finding "
                   "'offer' (recommended) and meets 0x80000 where it is granted."},
      {.id = "level0-unsatisfiable",
       .question = "Can 'Require NTLMv2 session security' be met at LmCompatibilityLevel 0?",
       .quotes = {{kKb932461, "NTLMv2 authentication",
                   "Note If you select the Require NTLMv2 session security option, and then you "
                   "set the LAN Manager authentication level to Send LM & NTLM responses (level "
                   "0), the two settings may conflict."},
                  citations::kNeverAtLevel0Page},
       .decision =
           "No: 0x80000 at level 0 fails whatever the server grants, required where the "
           "server does not grant extended session security and recommended where it does."},
      {.id = "level1-ess",
       .question = "Does a client at LmCompatibilityLevel 1 offer extended session security?",
       .quotes = {{kMsNlmp, "3.1.5.1.1",
                   "If LM authentication is not being used, then the client sets the following "
                   "configuration flag in the NegotiateFlags field of the NEGOTIATE_MESSAGE:"},
                  {kMsNlmp, "Appendix B <81>, level 1",
                   "Clients use LM and NTLM authentication and use extended session security if "
                   "the server supports it."},
                  {kLevelPage, "Possible values, level 1",
                   "Client devices use LM and NTLM authentication, and they use NTLMv2 session "
                   "security if the server supports it."}},
       .decision = "Yes. A subject that leaves it out at level 1 gets the finding 'offer' "
                   "(recommended) and is judged by the offer it made."},
      {.id = "client-default-lm-level",
       .question = "Which LmCompatibilityLevel applies on a client where it is not defined?",
       .quotes = {{kLevelPage, "Default values",
                   "Client Computer Effective Default Settings | Not defined"},
                  {kLevelPage, "Vulnerability",
                   "In Windows 7 and Windows Vista, this setting is undefined."},
                  {kPolicyCsp, "NetworkSecurity_LANManagerAuthenticationLevel, properties",
                   "Default Value | 3"}},
       .decision = "Cells always name a level. Reports on a policy show both values with their "
                   "sources."},

      // What a refusal returns.
      {.id = "missing-ess-status",
       .question = "Which error does a client return when required extended session security is "
                   "not negotiated?",
       .quotes = {citations::kNotStrongEnough, citations::kRequire128Returns},
       .decision = "Any error: the status is not checked. 0x80090302 is preferred, the one code "
                   "that [MS-NLMP] names here, for missing 128-bit encryption.",
       .silence = true},
      {.id = "legacy-option-status",
       .question = "Which error does a client return when required integrity (0x10) or "
                   "confidentiality (0x20) is not negotiated?",
       .quotes = {citations::kRequireIntegrity, citations::kRequireConfidentiality,
                  citations::kNotStrongEnough},
       .decision = "Any error: the status is not checked.",
       .silence = true},
      {.id = "request-not-granted-status",
       .question = "What happens when the server does not grant the SIGN or SEAL that the "
                   "application asked for?",
       .quotes = {{kMsNlmp, "2.2.2.5 bit E",
                   "If the client sends NTLMSSP_NEGOTIATE_SEAL to the server in the "
                   "NEGOTIATE_MESSAGE, the server MUST return NTLMSSP_NEGOTIATE_SEAL to the client "
                   "in the CHALLENGE_MESSAGE."},
                  {kMsNlmp, "3.4.1",
                   "If the client requests confidentiality, then the server MUST respond with "
                   "confidentiality if supported or MUST NOT respond with confidentiality if not "
                   "supported."},
                  citations::kLackOfCapability},
       .decision = "Fail: required for secure RPC, recommended otherwise. Any error: the status is "
                   "not checked."},
      {.id = "check-order",
       .question = "Which error does a client return when several checks fail?",
       .quotes = {citations::kRequire128Returns,
                  citations::kNotStrongEnough,
                  {kMsNlmp, "3.1.5.1.2",
                   "If NTLM v2 authentication is used and the CHALLENGE_MESSAGE does not contain "
                   "both MsvAvNbComputerName and MsvAvNbDomainName AVPairs and either Integrity is "
                   "TRUE or Confidentiality is TRUE, then return STATUS_LOGON_FAILURE ([MS-ERREF] "
                   "section 2.3.1)."}},
       .decision = "The code of any failing rule. One failing rule without a documented code "
                   "leaves the status open.",
       .silence = true},

      // What the responses and the keys look like.
      {.id = "lm-response-at-all",
       .question = "Do levels 0 and 1 still send an LM response?",
       .quotes = {citations::kNeverAtLevel0,
                  {kMsNlmp, "Appendix B <2>",
                   "Only Windows NT clients initiate requests for the LM version of the protocol."},
                  {kMsNlmp, "3.1.1.1 NoLMResponseNTLMv1",
                   "The default value of this state variable is TRUE."}},
       .decision = "Yes, without extended session security: the level decides, not "
                   "NoLMResponseNTLMv1. A client that sends the NTLM response in both fields is "
                   "undocumented."},
      {.id = "level4-ntlm-or-ntlmv2",
       .question = "Does level 4 send NTLM or NTLMv2 responses?",
       .quotes = {{kMsNlmp, "Appendix B <81>, level 4",
                   "Clients use NTLM authentication and use extended session security if the "
                   "server supports it."},
                  {kKb239869, "More information, level 4",
                   "Clients use NTLM authentication, and use NTLM 2 session security if the server "
                   "supports it; domain controllers refuse LM authentication (that is, they accept "
                   "NTLM and NTLM 2)."},
                  {kLevelPage, "Possible values, level 4",
                   "Client devices use NTLMv2 authentication, and they use NTLMv2 session security "
                   "if the server supports it."},
                  {kCc960646, "value 4",
                   "Clients use only NTLMv2 authentication, and they use NTLMv2 session security "
                   "if the server supports it."}},
       .decision = "NTLMv2 responses, as at levels 3 and 5. A client that sends what level 2 sends "
                   "is undocumented."},
      {.id = "ess-with-lm-key",
       .question = "What if extended session security and LM_KEY are both offered, or both "
                   "granted?",
       .quotes = {{kMsNlmp, "2.2.2.5 bits P and G",
                   "NTLMSSP_NEGOTIATE_LM_KEY and NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY are "
                   "mutually exclusive."},
                  {kMsNlmp, "2.2.2.5 bit P",
                   "If both NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY and "
                   "NTLMSSP_NEGOTIATE_LM_KEY are requested, "
                   "NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY alone MUST be returned to the "
                   "client."},
                  kConfidentialityAdds},
       .decision =
           "The documented offer for confidentiality has both, as 3.1.1.2 lists them; a client "
           "that leaves LM_KEY out beside extended session security is undocumented. A "
           "server that grants both is taken at extended session security, undocumented."},
      {.id = "lm-key-windows",
       .question = "Which key does Windows use under LM_KEY?",
       .quotes = {{kMsNlmp, "3.4.5.1",
                   "Set KeyExchangeKey to ConcatenationOf(DES(LMOWF[0..6], "
                   "LmChallengeResponse[0..7]), DES(ConcatenationOf(LMOWF[7], 0xBDBDBDBDBDBD), "
                   "LmChallengeResponse[0..7]))"},
                  {kGssNtlmssp13, "comment of 2020-05-12",
                   "When testing against a MS server if I was to set `LMOWF` to 16 null chars then "
                   "the correct session key is computed."},
                  {kGssNtlmssp13, "comment of 2020-05-13",
                   "What this  means is just that in your domain the LM keys are disabled."}},
       .decision = "The formula stands; where no LM hash is stored its LMOWF is 16 zero bytes. "
                   "What is expected of a key under LM_KEY is undocumented."},
      {.id = "sealkey-without-ess",
       .question = "How long is the sealing key without extended session security and LM_KEY?",
       .quotes = {{kMsNlmp, "3.4.5.3",
                   "If extended session security is not negotiated, the sealing key has either 40 "
                   "or 56 bits of entropy stored in a 64-bit value."},
                  {kMsNlmp, "3.4.5.3, last branch of the pseudocode",
                   "Else Set SealKey to ExportedSessionKey Endif EndDefine"}},
       .decision = "128 bits whatever the flags say, as the pseudocode has it; recommended."},
  };
}

}  // namespace

const std::vector<Ambiguity>& Ambiguities() {
  static const auto* const ambiguities = new std::vector<Ambiguity>(MakeAmbiguities());
  return *ambiguities;
}

const Ambiguity* FindAmbiguity(absl::string_view id) {
  for (const Ambiguity& ambiguity : Ambiguities()) {
    if (ambiguity.id == id) return &ambiguity;
  }
  return nullptr;
}

}  // namespace ntlmatrix::conformance
