// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_CITE_STRUCTURES_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_CITE_STRUCTURES_H_

#include "conformance/documents.h"

// Sentences of [MS-NLMP] 2.2.2 about AV_PAIRs and responses that message tests stand on.
namespace ntlmatrix::conformance::messages::cite {

using documents::kMsNlmp;

// 2.2.2.1: AV_PAIRs.
inline constexpr Citation kEndOfList = {kMsNlmp, "2.2.2.1 MsvAvEOL",
                                        "Indicates that this is the last AV_PAIR in the list."};
inline constexpr Citation kEndOfListPresent = {
    kMsNlmp, "2.2.2.1 MsvAvEOL", "This type of information MUST be present in the AV pair list."};
inline constexpr Citation kEndOfListEmpty = {kMsNlmp, "2.2.2.1 MsvAvEOL", "AvLen MUST be 0."};
inline constexpr Citation kPairsAnyOrder = {
    kMsNlmp, "2.2.2.1", "All other AV pairs, if present, can be specified in any order."};
inline constexpr Citation kPairsFillTargetInfo = {
    kMsNlmp, "2.2.1.2 TargetInfo",
    "The total length of the TargetInfo byte array is the sum of the lengths, in bytes, of the "
    "AV_PAIR structures it contains."};
inline constexpr Citation kAvId = {
    kMsNlmp, "2.2.2.1 AvId",
    "The contents of this field MUST be a value from the following table."};
inline constexpr Citation kAvValue = {
    kMsNlmp, "2.2.2.1 AvId",
    "The corresponding Value field in this AV_PAIR MUST contain the information specified in the "
    "description of that AvId."};
inline constexpr Citation kNameIsUnicode = {
    kMsNlmp, "2.2.2.1", "The name MUST be in Unicode, and is not null-terminated."};
inline constexpr Citation kSingleHostElsewhere = {
    kMsNlmp, "2.2.2.2",
    "If the server and client platforms are different or if they are on different hosts, then the "
    "information MUST be ignored."};
inline constexpr Citation kSingleHostRest = {
    kMsNlmp, "2.2.2.2", "Any fields after the MachineID field MUST be ignored on receipt."};

// 2.2.2.7: NTLMv2_CLIENT_CHALLENGE.
inline constexpr Citation kRespType = {kMsNlmp, "2.2.2.7 RespType, HiRespType",
                                       "This field MUST be 0x01."};
inline constexpr Citation kReserved1 = {
    kMsNlmp, "2.2.2.7 Reserved1",
    "A 16-bit unsigned integer that SHOULD be 0x0000 and MUST be ignored on receipt."};
inline constexpr Citation kReserved2 = {
    kMsNlmp, "2.2.2.7 Reserved2, Reserved3",
    "A 32-bit unsigned integer that SHOULD be 0x00000000 and MUST be ignored on receipt."};
inline constexpr Citation kTrailingBytes = {
    kMsNlmp, "Appendix B, on 2.2.2.7",
    "In some situations, Microsoft Windows adds bytes to the end of the variable-length section."};
inline constexpr Citation kLmField = {
    kMsNlmp, "2.2.1.3 LmChallengeResponse",
    "If NTLM v2 authentication is configured, then LmChallengeResponse MUST be an LMv2_RESPONSE "
    "structure."};

}  // namespace ntlmatrix::conformance::messages::cite

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_CITE_STRUCTURES_H_
