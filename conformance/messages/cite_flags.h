// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_CITE_FLAGS_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_CITE_FLAGS_H_

#include "conformance/documents.h"

// Sentences of [MS-NLMP] 2.2.2.5 about NegotiateFlags that message tests stand on.
namespace ntlmatrix::conformance::messages::cite {

using documents::kMsNlmp;

// 2.2.2.5: NegotiateFlags.
inline constexpr Citation kUnicodeWins = {
    kMsNlmp, "2.2.2.5 bits A and B", "A==1: The choice of character set encoding MUST be Unicode."};
inline constexpr Citation kOemChoice = {
    kMsNlmp, "2.2.2.5 bits A and B",
    "A==0 and B==1: The choice of character set encoding MUST be OEM."};
inline constexpr Citation kNoCharset = {
    kMsNlmp, "2.2.2.5 bits A and B",
    "A==0 and B==0: The protocol MUST return SEC_E_INVALID_TOKEN."};
inline constexpr Citation kNtlmMustBeSet = {
    kMsNlmp, "2.2.2.5 bit H",
    "NTLMSSP_NEGOTIATE_NTLM MUST be set in the NEGOTIATE_MESSAGE to the server and the "
    "CHALLENGE_MESSAGE to the client."};
inline constexpr Citation kAlwaysSignMustBeSet = {
    kMsNlmp, "2.2.2.5 bit M",
    "NTLMSSP_NEGOTIATE_ALWAYS_SIGN MUST be set in the NEGOTIATE_MESSAGE to the server and the "
    "CHALLENGE_MESSAGE to the client."};
inline constexpr Citation kUnusedBits = {kMsNlmp, "2.2.2.5 bits r1 to r10",
                                         "This bit is unused and MUST be zero."};
inline constexpr Citation kTargetTypeIgnored = {
    kMsNlmp, "2.2.2.5 bits N and O",
    "This flag MUST be ignored in the NEGOTIATE_MESSAGE and the AUTHENTICATE_MESSAGE."};
inline constexpr Citation kOneTargetType = {
    kMsNlmp, "2.2.2.5 bit N", "If set, then NTLMSSP_TARGET_TYPE_SERVER MUST NOT be set."};
inline constexpr Citation kTargetNameSupplied = {
    kMsNlmp, "2.2.2.5 bit C",
    "If set, a TargetName field of the CHALLENGE_MESSAGE (section 2.2.1.2) MUST be supplied."};
inline constexpr Citation kEssAlone = {
    kMsNlmp, "2.2.2.5 bit P",
    "If both NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY and NTLMSSP_NEGOTIATE_LM_KEY are "
    "requested, NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY alone MUST be returned to the client."};
inline constexpr Citation kDatagramKeyExch = {
    kMsNlmp, "2.2.2.5 bit F",
    "If NTLMSSP_NEGOTIATE_DATAGRAM is set, then NTLMSSP_NEGOTIATE_KEY_EXCH MUST always be set in "
    "the AUTHENTICATE_MESSAGE to the server and the CHALLENGE_MESSAGE to the client."};
inline constexpr Citation kAnonymousFlag = {kMsNlmp, "2.2.2.5 bit J",
                                            "If set, the connection SHOULD be anonymous."};
inline constexpr Citation kChoices = {
    kMsNlmp, "2.2.1.2 NegotiateFlags",
    "The server sets flags to indicate options it supports or, if there has been a "
    "NEGOTIATE_MESSAGE (section 2.2.1.1), the choices it has made from the options offered by the "
    "client."};
inline constexpr Citation kNegotiatedFlags = {
    kMsNlmp, "2.2.1.3 NegotiateFlags",
    "In connection-oriented mode, a NEGOTIATE structure (section 2.2.2.5) that contains the set of "
    "bit flags negotiated in the previous messages."};

}  // namespace ntlmatrix::conformance::messages::cite

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_CITE_FLAGS_H_
