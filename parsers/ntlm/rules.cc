// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/rules.h"

#include <iterator>

namespace ntlmatrix::ntlm {
namespace {

constexpr Severity kMust = Severity::kError;
constexpr Severity kShould = Severity::kWarning;
constexpr Severity kNote = Severity::kNote;

// One row for each RuleId, in its order.
constexpr Rule kRules[] = {
    {"header-short", "[MS-NLMP] 2.2.1.1 to 2.2.1.3", kNote,
     "the header ends early; the document knows messages without Version and without MIC only"},
    {"fields-max-len", "[MS-NLMP] 2.2.1.1 to 2.2.1.3", kShould, "MaxLen should be Len"},
    {"fields-max-len-not-zero", "[MS-NLMP] 2.2.1.3", kMust,
     "Len and MaxLen must be zero where no value is sent"},
    {"fields-in-header", "[MS-NLMP] 2.2.1.1 to 2.2.1.3", kMust,
     "the value begins in the header and not in Payload"},
    {"fields-odd-offset", "[MS-NLMP] 2.2.1.1 to 2.2.1.3", kMust,
     "BufferOffset of a Unicode string must be a multiple of 2"},
    {"fields-empty-offset", "[MS-NLMP] 2.2.1.1 to 2.2.1.3", kShould,
     "BufferOffset of an empty value should be where the value would be in Payload"},
    {"fields-overlap", "[MS-NLMP] 2.2.1.1 to 2.2.1.3", kNote,
     "the value shares bytes with another"},

    {"flags-no-charset", "[MS-NLMP] 2.2.2.5", kMust,
     "neither NTLMSSP_NEGOTIATE_UNICODE nor NTLM_NEGOTIATE_OEM is set"},
    {"flags-both-charsets", "[MS-NLMP] 3.2.5.1.1", kNote,
     "NTLMSSP_NEGOTIATE_UNICODE and NTLM_NEGOTIATE_OEM are both set; a server chooses one"},
    {"flags-no-ntlm", "[MS-NLMP] 2.2.2.5", kMust, "NTLMSSP_NEGOTIATE_NTLM must be set"},
    {"flags-no-always-sign", "[MS-NLMP] 2.2.2.5", kMust,
     "NTLMSSP_NEGOTIATE_ALWAYS_SIGN must be set"},
    {"flags-reserved", "[MS-NLMP] 2.2.2.5", kMust, "unused bits must be zero: "},
    {"flags-reserved-r8", "[MS-NLMP] 2.2.2.5", kShould, "an unused bit should be zero: "},
    {"flags-target-type", "[MS-NLMP] 2.2.2.5", kMust, "flags exclude each other: "},
    {"flags-ess-with-lm-key", "[MS-NLMP] 2.2.2.5", kMust, "flags exclude each other: "},
    {"flags-datagram-no-key-exch", "[MS-NLMP] 2.2.2.5", kMust,
     "NTLMSSP_NEGOTIATE_DATAGRAM is set without NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"flags-no-key-exch", "[MS-NLMP] 2.2.2.5", kShould,
     "NTLMSSP_NEGOTIATE_KEY_EXCH should be used with NTLMSSP_NEGOTIATE_SIGN or "
     "NTLMSSP_NEGOTIATE_SEAL"},

    {"version-not-zero", "[MS-NLMP] 2.2.2.10", kMust,
     "Version must be zero without NTLMSSP_NEGOTIATE_VERSION"},
    {"version-missing-in-negotiate", "[MS-NLMP] 3.1.5.1.1", kMust,
     "NTLMSSP_NEGOTIATE_VERSION is set and the header has no room for Version"},
    {"version-missing-in-challenge", "[MS-NLMP] 3.2.5.1.1", kMust,
     "NTLMSSP_NEGOTIATE_VERSION is set and the header has no room for Version"},
    {"version-missing-in-authenticate", "[MS-NLMP] 3.1.5.1.2", kMust,
     "NTLMSSP_NEGOTIATE_VERSION is set and the header has no room for Version"},
    {"version-revision", "[MS-NLMP] 2.2.2.10", kShould,
     "NTLMRevisionCurrent should be NTLMSSP_REVISION_W2K3 (0x0F)"},
    {"version-reserved", "[MS-NLMP] 2.2.2.10", kShould, "Reserved of Version should be zero"},

    {"negotiate-domain-name-missing", "[MS-NLMP] 2.2.2.5", kNote,
     "NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED is set and DomainName is empty"},
    {"negotiate-domain-name-ignored", "[MS-NLMP] 2.2.1.1", kShould,
     "DomainName is not empty without NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED"},
    {"negotiate-domain-name-with-version", "[MS-NLMP] 3.1.5.1.1", kMust,
     "DomainName must be empty with NTLMSSP_NEGOTIATE_VERSION"},
    {"negotiate-workstation-ignored", "[MS-NLMP] 2.2.1.1", kShould,
     "Workstation is not empty without NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED"},
    {"negotiate-workstation-with-version", "[MS-NLMP] 3.1.5.1.1", kMust,
     "Workstation must be empty with NTLMSSP_NEGOTIATE_VERSION"},

    {"challenge-target-name-missing", "[MS-NLMP] 2.2.2.5", kMust,
     "TargetName must be supplied with NTLMSSP_REQUEST_TARGET"},
    {"challenge-target-type-without-name", "[MS-NLMP] 2.2.2.5", kMust,
     "TargetName must be the domain or server that NTLMSSP_TARGET_TYPE_DOMAIN or "
     "NTLMSSP_TARGET_TYPE_SERVER says, and is empty"},
    {"challenge-target-name-ignored", "[MS-NLMP] 2.2.1.2", kShould,
     "TargetName should be empty without NTLMSSP_REQUEST_TARGET"},
    {"challenge-target-name-odd-length", "[MS-NLMP] 2.2.1.2", kMust,
     "TargetName is Unicode and has an odd length"},
    {"challenge-target-name-not-utf16", "[MS-NLMP] 2.2.1.2", kMust,
     "TargetName is Unicode and has a lone surrogate"},
    {"challenge-reserved", "[MS-NLMP] 2.2.1.2", kMust, "Reserved must be zero"},
    {"challenge-target-info-missing", "[MS-NLMP] 2.2.1.2", kShould,
     "TargetInfo is absent or empty with NTLMSSP_NEGOTIATE_TARGET_INFO"},
    {"challenge-target-info-ignored", "[MS-NLMP] 2.2.1.2", kShould,
     "TargetInfo should be empty without NTLMSSP_NEGOTIATE_TARGET_INFO"},

    {"authenticate-lm-response-size", "[MS-NLMP] 2.2.1.3", kMust,
     "LmChallengeResponse has neither 24 bytes nor the form of an anonymous client"},
    {"authenticate-lm-ess-form", "[MS-NLMP] 3.3.1", kMust,
     "LmChallengeResponse must be the client challenge and 16 zero bytes: extended session "
     "security "
     "and an NTLM v1 response"},
    {"authenticate-lm-not-v2", "[MS-NLMP] 2.2.1.3", kMust,
     "LmChallengeResponse must be an LMv2_RESPONSE beside an NTLMv2_RESPONSE, and is a client "
     "challenge and 16 zero bytes"},
    {"authenticate-no-response", "[MS-NLMP] 3.2.5.1.2", kMust,
     "UserName is not empty, so this is not the anonymous user, and both responses are"},
    {"authenticate-nt-response-size", "[MS-NLMP] 2.2.1.3", kMust,
     "NtChallengeResponse is shorter than the 24 bytes of an NTLM_RESPONSE"},
    {"authenticate-nt-response-truncated", "[MS-NLMP] 2.2.1.3", kMust,
     "NtChallengeResponse is too long for NTLM_RESPONSE and too short for NTLMv2_RESPONSE"},
    {"authenticate-nt-response-type", "[MS-NLMP] 2.2.2.7", kMust,
     "RespType and HiRespType must be 1"},
    {"authenticate-reserved1", "[MS-NLMP] 2.2.2.7", kShould, "Reserved1 should be zero"},
    {"authenticate-reserved2", "[MS-NLMP] 2.2.2.7", kShould, "Reserved2 should be zero"},
    {"authenticate-reserved3", "[MS-NLMP] 2.2.2.7", kShould, "Reserved3 should be zero"},
    {"authenticate-bytes-after-eol", "[MS-NLMP] 3.3.2", kNote,
     "MsvAvEOL is not followed by 4 zero bytes alone"},
    {"authenticate-domain-name-odd-length", "[MS-NLMP] 2.2.1.3", kMust,
     "DomainName is Unicode and has an odd length"},
    {"authenticate-domain-name-not-utf16", "[MS-NLMP] 2.2.1.3", kMust,
     "DomainName is Unicode and has a lone surrogate"},
    {"authenticate-user-name-odd-length", "[MS-NLMP] 2.2.1.3", kMust,
     "UserName is Unicode and has an odd length"},
    {"authenticate-user-name-not-utf16", "[MS-NLMP] 2.2.1.3", kMust,
     "UserName is Unicode and has a lone surrogate"},
    {"authenticate-workstation-odd-length", "[MS-NLMP] 2.2.1.3", kMust,
     "Workstation is Unicode and has an odd length"},
    {"authenticate-workstation-not-utf16", "[MS-NLMP] 2.2.1.3", kMust,
     "Workstation is Unicode and has a lone surrogate"},
    {"authenticate-anonymous-user", "[MS-NLMP] 2.2.2.5", kShould,
     "bit J (0x00000800) says that the connection is anonymous, and a name or a response is sent"},
    {"authenticate-session-key-missing", "[MS-NLMP] 3.2.5.1.2", kMust,
     "EncryptedRandomSessionKey must have 16 bytes with NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"authenticate-session-key-ignored", "[MS-NLMP] 2.2.1.3", kShould,
     "EncryptedRandomSessionKey should be empty without NTLMSSP_NEGOTIATE_KEY_EXCH"},
    {"authenticate-flags-missing", "[MS-NLMP] 2.2.1.3", kMust,
     "the header ends before NegotiateFlags"},
    {"authenticate-mic-missing", "[MS-NLMP] 3.2.5.1.2", kMust,
     "MsvAvFlags says that there is a MIC and the header has no room for one"},

    {"av-pair-unknown-id", "[MS-NLMP] 2.2.2.1", kMust, "AvId is not in the table"},
    {"av-pair-size", "[MS-NLMP] 2.2.2.1", kMust, "the value has another size than its AvId has"},
    {"av-pair-odd-length", "[MS-NLMP] 2.2.2.1", kMust, "a Unicode name has an odd length"},
    {"av-pair-not-utf16", "[MS-NLMP] 2.2.2.1", kMust, "a Unicode name has a lone surrogate"},
    {"av-pair-nul-terminated", "[MS-NLMP] 2.2.2.1", kMust, "a name must not be null-terminated"},
    {"av-pair-twice", "[MS-NLMP] 2.2.2.1", kNote,
     "AvId is there a second time; no document says which counts"},
    {"av-flags-unknown-bits", "[MS-NLMP] 2.2.2.1", kNote,
     "MsvAvFlags has bits that the document does not define"},
    {"av-flags-mic-in-challenge", "[MS-NLMP] 2.2.2.1", kNote,
     "MsvAvFlags says what only a client can: that there is a MIC, or where its SPN is from"},
    {"single-host-size", "[MS-NLMP] 2.2.2.1", kMust, "Size must be the length of the value"},
    {"single-host-z4", "[MS-NLMP] 2.2.2.1", kMust, "Z4 must be zero"},
    {"av-pairs-not-judged", "[MS-NLMP] 2.2.2.1", kNote, "values are not judged from here on"},
    {"av-pair-unreadable", "[MS-NLMP] 2.2.2.1", kMust, "an AV_PAIR passes the end of the list"},
    {"av-eol-missing", "[MS-NLMP] 2.2.2.1", kMust, "the list does not end with MsvAvEOL"},
    {"av-eol-length", "[MS-NLMP] 2.2.2.1", kMust, "AvLen of MsvAvEOL must be 0"},
    {"av-eol-not-last", "[MS-NLMP] 2.2.2.1", kMust, "bytes follow MsvAvEOL"},
    {"av-nb-computer-name-missing", "[MS-NLMP] 2.2.2.1", kMust,
     "MsvAvNbComputerName must be in the list"},
    {"av-nb-domain-name-missing", "[MS-NLMP] 2.2.2.1", kMust,
     "MsvAvNbDomainName must be in the list"},

    {"exchange-charset-not-offered", "[MS-NLMP] 3.2.5.1.1", kMust,
     "CHALLENGE_MESSAGE has a character set that NEGOTIATE_MESSAGE does not offer"},
    {"exchange-charset-not-unicode", "[MS-NLMP] 2.2.2.5", kMust,
     "NEGOTIATE_MESSAGE offers Unicode, and CHALLENGE_MESSAGE chooses OEM"},
    {"exchange-target-name-not-supplied", "[MS-NLMP] 2.2.2.5", kMust,
     "NEGOTIATE_MESSAGE has NTLMSSP_REQUEST_TARGET, so TargetName must be supplied"},
    {"exchange-sign-not-returned", "[MS-NLMP] 2.2.2.5", kMust,
     "NTLMSSP_NEGOTIATE_SIGN is offered and must be returned"},
    {"exchange-seal-not-returned", "[MS-NLMP] 2.2.2.5", kMust,
     "NTLMSSP_NEGOTIATE_SEAL is offered and must be returned"},
    {"exchange-56-not-returned", "[MS-NLMP] 2.2.2.5", kMust,
     "NTLMSSP_NEGOTIATE_56 is offered with NTLMSSP_NEGOTIATE_SIGN or NTLMSSP_NEGOTIATE_SEAL and "
     "must be returned"},
    {"exchange-128-without-sign-or-seal", "[MS-NLMP] 2.2.2.5", kNote,
     "NTLMSSP_NEGOTIATE_128 is returned, and neither NTLMSSP_NEGOTIATE_SIGN nor "
     "NTLMSSP_NEGOTIATE_SEAL was offered"},
    {"exchange-ess-alone-not-returned", "[MS-NLMP] 2.2.2.5", kMust,
     "NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY and NTLMSSP_NEGOTIATE_LM_KEY are offered, so the "
     "first alone must be returned"},
    {"exchange-grant-unoffered", "[MS-NLMP] 3.2.5.1.1", kNote,
     "CHALLENGE_MESSAGE grants what NEGOTIATE_MESSAGE does not offer: "},

    {"exchange-flag-not-granted", "[MS-NLMP] 2.2.1.3", kMust,
     "AUTHENTICATE_MESSAGE states what CHALLENGE_MESSAGE does not grant: "},
    {"exchange-flag-unoffered", "[MS-NLMP] 2.2.1.3", kNote,
     "AUTHENTICATE_MESSAGE states what was granted and not offered; documents disagree whether "
     "that "
     "is negotiated: "},
    {"exchange-flag-left-out", "[MS-NLMP] 2.2.1.3", kShould,
     "AUTHENTICATE_MESSAGE leaves out what was negotiated: "},
    {"exchange-charset-changed", "[MS-NLMP] 2.2.2.5", kMust,
     "AUTHENTICATE_MESSAGE has another character set than CHALLENGE_MESSAGE chose"},
    {"exchange-session-key-missing", "[MS-NLMP] 3.2.5.1.2", kMust,
     "NTLMSSP_NEGOTIATE_KEY_EXCH is negotiated and EncryptedRandomSessionKey does not have 16 "
     "bytes"},
    {"exchange-av-pair-not-echoed", "[MS-NLMP] 3.1.5.1.2", kMust,
     "NtChallengeResponse lacks a pair of TargetInfo: "},
    {"exchange-av-pair-changed", "[MS-NLMP] 3.1.5.1.2", kMust,
     "NtChallengeResponse has another value than TargetInfo for "},
    {"exchange-timestamp-not-echoed", "[MS-NLMP] 3.1.5.1.2", kShould,
     "TimeStamp is not the MsvAvTimestamp of CHALLENGE_MESSAGE"},
    {"exchange-lm-with-timestamp", "[MS-NLMP] 3.1.5.1.2", kShould,
     "LmChallengeResponse should be 24 zero bytes, since CHALLENGE_MESSAGE has an MsvAvTimestamp"},
    {"exchange-lm-in-datagram", "[MS-NLMP] 3.1.5.2.1", kShould,
     "LmChallengeResponse should not be sent: connectionless NTLM v2 and a TargetInfo"},
    {"exchange-channel-bindings-not-sent", "[MS-NLMP] 3.1.5.1.2", kShould,
     "NtChallengeResponse should have MsvAvChannelBindings, since CHALLENGE_MESSAGE has "
     "TargetInfo"},
    {"exchange-target-name-not-sent", "[MS-NLMP] 3.1.5.1.2", kShould,
     "NtChallengeResponse should have MsvAvTargetName, since CHALLENGE_MESSAGE has TargetInfo"},
    {"exchange-mic-not-provided", "[MS-NLMP] 3.1.5.1.2", kShould,
     "a MIC should be provided, since CHALLENGE_MESSAGE has an MsvAvTimestamp"},
    {"exchange-mic-wrong", "[MS-NLMP] 3.2.5.1.2", kMust,
     "the MIC is not that of the three messages"},
    {"exchange-netbios-names-missing", "[MS-NLMP] 3.1.5.1.2", kMust,
     "TargetInfo lacks a NetBIOS name, so an NTLM v2 client that asks for integrity or "
     "confidentiality must stop with STATUS_LOGON_FAILURE"},
    {"exchange-ess-form-missing", "[MS-NLMP] 3.3.1", kMust,
     "extended session security is negotiated and LmChallengeResponse is no client challenge and "
     "16 "
     "zero bytes"},
    {"exchange-ess-form-not-granted", "[MS-NLMP] 3.3.1", kMust,
     "LmChallengeResponse is a client challenge and 16 zero bytes, and CHALLENGE_MESSAGE does not "
     "grant extended session security"},
    {"exchange-response-below-level", "[MS-NLMP] 2.2.1.3", kMust,
     "the responses are weaker than this LmCompatibilityLevel allows"},

    {"signature-version", "[MS-NLMP] 2.2.2.9", kMust, "Version must be 1"},
    {"signature-random-pad", "[MS-NLMP] 3.4.4.1", kNote,
     "RandomPad is not zero, as MAC leaves it; receivers ignore it, and the example of 4.2.2.4 has "
     "what RC4 makes of it"},
    {"signature-dummy-not-zero", "[MS-NLMP] 3.4.4.3", kMust,
     "all but Version must be zero where integrity is not negotiated"},
};

static_assert(std::size(kRules) == static_cast<size_t>(RuleId::kCount));

}  // namespace

absl::Span<const Rule> Rules() { return kRules; }

const Rule& RuleOf(RuleId id) { return Rules()[static_cast<size_t>(id)]; }

void FindingList::Add(RuleId id, size_t offset, std::string text) {
  const Rule& rule = RuleOf(id);
  findings_.push_back({rule.id, rule.section, rule.severity, offset, std::move(text)});
}

}  // namespace ntlmatrix::ntlm
