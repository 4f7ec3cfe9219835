// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_NEGOTIATE_FLAGS_H_
#define NTLMATRIX_PARSERS_NTLM_NEGOTIATE_FLAGS_H_

#include <cstdint>

namespace ntlmatrix::ntlm {

// NEGOTIATE structure, [MS-NLMP] 2.2.2.5: a mask of the bits in `flags`.
using NegotiateFlags = uint32_t;

// Every bit of [MS-NLMP] 2.2.2.5, with the document's letter and full spelling.
namespace flags {

inline constexpr NegotiateFlags kUnicode = 0x00000001;        // A NTLMSSP_NEGOTIATE_UNICODE
inline constexpr NegotiateFlags kOem = 0x00000002;            // B NTLM_NEGOTIATE_OEM
inline constexpr NegotiateFlags kRequestTarget = 0x00000004;  // C NTLMSSP_REQUEST_TARGET
inline constexpr NegotiateFlags kReserved10 = 0x00000008;     // r10
inline constexpr NegotiateFlags kSign = 0x00000010;           // D NTLMSSP_NEGOTIATE_SIGN
inline constexpr NegotiateFlags kSeal = 0x00000020;           // E NTLMSSP_NEGOTIATE_SEAL
inline constexpr NegotiateFlags kDatagram = 0x00000040;       // F NTLMSSP_NEGOTIATE_DATAGRAM
inline constexpr NegotiateFlags kLmKey = 0x00000080;          // G NTLMSSP_NEGOTIATE_LM_KEY
inline constexpr NegotiateFlags kReserved9 = 0x00000100;      // r9
inline constexpr NegotiateFlags kNtlm = 0x00000200;           // H NTLMSSP_NEGOTIATE_NTLM
inline constexpr NegotiateFlags kReserved8 = 0x00000400;      // r8
inline constexpr NegotiateFlags kAnonymous = 0x00000800;      // J anonymous connection
inline constexpr NegotiateFlags kOemDomainSupplied =
    0x00001000;  // K NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED
inline constexpr NegotiateFlags kOemWorkstationSupplied =
    0x00002000;  // L NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED
inline constexpr NegotiateFlags kReserved7 = 0x00004000;         // r7
inline constexpr NegotiateFlags kAlwaysSign = 0x00008000;        // M NTLMSSP_NEGOTIATE_ALWAYS_SIGN
inline constexpr NegotiateFlags kTargetTypeDomain = 0x00010000;  // N NTLMSSP_TARGET_TYPE_DOMAIN
inline constexpr NegotiateFlags kTargetTypeServer = 0x00020000;  // O NTLMSSP_TARGET_TYPE_SERVER
inline constexpr NegotiateFlags kReserved6 = 0x00040000;         // r6
inline constexpr NegotiateFlags kExtendedSessionSecurity =
    0x00080000;  // P NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
inline constexpr NegotiateFlags kIdentify = 0x00100000;   // Q NTLMSSP_NEGOTIATE_IDENTIFY
inline constexpr NegotiateFlags kReserved5 = 0x00200000;  // r5
inline constexpr NegotiateFlags kRequestNonNtSessionKey =
    0x00400000;                                            // R NTLMSSP_REQUEST_NON_NT_SESSION_KEY
inline constexpr NegotiateFlags kTargetInfo = 0x00800000;  // S NTLMSSP_NEGOTIATE_TARGET_INFO
inline constexpr NegotiateFlags kReserved4 = 0x01000000;   // r4
inline constexpr NegotiateFlags kVersion = 0x02000000;     // T NTLMSSP_NEGOTIATE_VERSION
inline constexpr NegotiateFlags kReserved3 = 0x04000000;   // r3
inline constexpr NegotiateFlags kReserved2 = 0x08000000;   // r2
inline constexpr NegotiateFlags kReserved1 = 0x10000000;   // r1
inline constexpr NegotiateFlags k128 = 0x20000000;         // U NTLMSSP_NEGOTIATE_128
inline constexpr NegotiateFlags kKeyExch = 0x40000000;     // V NTLMSSP_NEGOTIATE_KEY_EXCH
inline constexpr NegotiateFlags k56 = 0x80000000;          // W NTLMSSP_NEGOTIATE_56

}  // namespace flags
}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_NEGOTIATE_FLAGS_H_
