// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CITATIONS_H_
#define NTLMATRIX_CONFORMANCE_CITATIONS_H_

#include "conformance/documents.h"

// Sentences that several rules, ambiguities and message tests stand on.
namespace ntlmatrix::conformance::citations {

inline constexpr Citation kNotStrongEnough = {
    documents::kMsNlmp, "3.1.5.1.2",
    "If not, the client MUST return an error to the calling application."};

inline constexpr Citation kRequire128Returns = {
    documents::kMsNlmp, "3.1.5.1.2",
    "If ClientRequire128bitEncryption == TRUE, then if 128-bit encryption is not negotiated, then "
    "the client MUST return SEC_E_UNSUPPORTED_FUNCTION ([MS-ERREF] section 2.1.1) to the "
    "application."};

inline constexpr Citation kRequireIntegrity = {
    documents::kKb239869, "More information",
    "If you use 0x00000010 for the NtlmMinClientSec value, the connection does not succeed if "
    "message integrity is not negotiated."};

inline constexpr Citation kRequireConfidentiality = {
    documents::kKb239869, "More information",
    "If you use 0x00000020 for the NtlmMinClientSec value, the connection does not succeed if "
    "message confidentiality is not negotiated."};

inline constexpr Citation kRequireEss = {
    documents::kKb239869, "More information",
    "If you use 0x00080000 for the NtlmMinClientSec value, the connection does not succeed if NTLM "
    "2 session security is not negotiated."};

inline constexpr Citation kNeverAtLevel0 = {
    documents::kMsNlmp, "Appendix B <81>, level 0",
    "Clients use LM and NTLM authentication, and never use extended session security."};

inline constexpr Citation kNeverAtLevel0Page = {
    documents::kLevelPage, "Possible values, level 0",
    "Client devices use LM and NTLM authentication, and they never use NTLMv2 session security."};

inline constexpr Citation kRequire128WhenSealing = {
    documents::kKb239869, "More information",
    "If you use 0x20000000 for the NtlmMinClientSec value, the connection does not succeed if "
    "message confidentiality is in use but 128-bit encryption is not negotiated."};

inline constexpr Citation kReturn128OnlyIf = {
    documents::kMsNlmp, "2.2.2.5 bit U",
    "If the client sends NTLMSSP_NEGOTIATE_128 to the server in the NEGOTIATE_MESSAGE, the server "
    "MUST return NTLMSSP_NEGOTIATE_128 to the client in the CHALLENGE_MESSAGE only if the client "
    "sets NTLMSSP_NEGOTIATE_SEAL or NTLMSSP_NEGOTIATE_SIGN."};

inline constexpr Citation kServerReturnsSign = {
    documents::kMsNlmp, "2.2.2.5 bit D",
    "If the client sends NTLMSSP_NEGOTIATE_SIGN to the server in the NEGOTIATE_MESSAGE, the server "
    "MUST return NTLMSSP_NEGOTIATE_SIGN to the client in the CHALLENGE_MESSAGE."};

inline constexpr Citation kServerReturnsSeal = {
    documents::kMsNlmp, "2.2.2.5 bit E",
    "If the client sends NTLMSSP_NEGOTIATE_SEAL to the server in the NEGOTIATE_MESSAGE, the server "
    "MUST return NTLMSSP_NEGOTIATE_SEAL to the client in the CHALLENGE_MESSAGE."};

inline constexpr Citation kNetbiosNames = {
    documents::kMsNlmp, "3.1.5.1.2",
    "If NTLM v2 authentication is used and the CHALLENGE_MESSAGE does not contain both "
    "MsvAvNbComputerName and MsvAvNbDomainName AVPairs and either Integrity is TRUE or "
    "Confidentiality is TRUE, then return STATUS_LOGON_FAILURE ([MS-ERREF] section 2.3.1)."};

inline constexpr Citation kLackOfCapability = {
    documents::kMsRpce, "3.3.1.5.2.2",
    "In this case, the lack of the capability MUST be considered by the RPC runtime as equivalent "
    "to the security provider returning an error and MUST be handled as specified in the previous "
    "section."};

}  // namespace ntlmatrix::conformance::citations

#endif  // NTLMATRIX_CONFORMANCE_CITATIONS_H_
