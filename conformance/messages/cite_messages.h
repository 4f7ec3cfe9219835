// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_CITE_MESSAGES_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_CITE_MESSAGES_H_

#include "conformance/documents.h"

// Sentences of [MS-NLMP] 2.2.1 that message tests stand on, but for those about single Fields.
namespace ntlmatrix::conformance::messages::cite {

using documents::kMsNlmp;

// 2.2.1: the messages.
inline constexpr Citation kSignature = {
    kMsNlmp, "2.2.1.1 to 2.2.1.3 Signature",
    "An 8-byte character array that MUST contain the ASCII string ('N', 'T', 'L', 'M', 'S', 'S', "
    "'P', '\\0')."};
inline constexpr Citation kNegotiateType = {kMsNlmp, "2.2.1.1 MessageType",
                                            "This field MUST be set to 0x00000001."};
inline constexpr Citation kChallengeType = {kMsNlmp, "2.2.1.2 MessageType",
                                            "This field MUST be set to 0x00000002."};
inline constexpr Citation kAuthenticateType = {kMsNlmp, "2.2.1.3 MessageType",
                                               "This field MUST be set to 0x00000003."};
inline constexpr Citation kAnyOrder = {
    kMsNlmp, "2.2.1.1 to 2.2.1.3 Payload",
    "Payload data can be present in any order within the Payload field, with variable-length "
    "padding before or after the data."};
inline constexpr Citation kReserved = {
    kMsNlmp, "2.2.1.2 Reserved",
    "An 8-byte array whose elements MUST be zero when sent and MUST be ignored on receipt."};
inline constexpr Citation kVersionIgnored = {
    kMsNlmp, "2.2.2.10",
    "This structure is used for debugging purposes only and its value does not affect NTLM message "
    "processing."};
inline constexpr Citation kNegotiateVersionZero = {
    kMsNlmp, "3.1.5.1.1",
    "If the NTLMSSP_NEGOTIATE_VERSION flag is not set by the client application, the Version field "
    "MUST be set to all-zero."};
inline constexpr Citation kNamesEmptyWithVersion = {
    kMsNlmp, "3.1.5.1.1",
    "If the NTLMSSP_NEGOTIATE_VERSION flag is set by the client application, the Version field "
    "MUST be set to the current version (section 2.2.2.10), the DomainName field MUST be set to a "
    "zero-length string, and the Workstation field MUST be set to a zero-length string."};
inline constexpr Citation kNoNegotiateVersion = {
    kMsNlmp, "Appendix B, on 2.2.1.1",
    "Windows NT and Windows 2000 assume that the Payload field started immediately after "
    "WorkstationBufferOffset."};
inline constexpr Citation kNoChallengeVersion = {
    kMsNlmp, "Appendix B, on 2.2.1.2",
    "Windows NT and Windows 2000 assume that the Payload field started immediately after "
    "TargetInfoBufferOffset."};
inline constexpr Citation kNoAuthenticateVersion = {
    kMsNlmp, "Appendix B, on 2.2.1.3",
    "Windows NT and Windows 2000 assume that the Payload field started immediately after "
    "NegotiateFlags."};
inline constexpr Citation kNoMic = {
    kMsNlmp, "Appendix B, on 2.2.1.3",
    "The MIC field is omitted in Windows NT, Windows 2000, Windows XP, and Windows Server 2003."};
inline constexpr Citation kOneResponse = {
    kMsNlmp, "Appendix B, on 2.2.1.3",
    "Although the protocol allows authentication to succeed if the client provides either "
    "LmChallengeResponse or NtChallengeResponse, Windows provides both."};
inline constexpr Citation kNoDomainName = {kMsNlmp, "2.2.1.1 DomainName",
                                           "Otherwise, this data is not present."};
inline constexpr Citation kNoWorkstationName = {kMsNlmp, "2.2.1.1 WorkstationName",
                                                "Otherwise, this data is not present."};

}  // namespace ntlmatrix::conformance::messages::cite

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_CITE_MESSAGES_H_
