// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_NAMES_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix::envelope {

// PTYPE of the connection-oriented protocol, [C706] 12.6.4; rpc_auth_3: [MS-RPCE] 2.2.2.10.
enum class RpcPType : uint8_t {
  kRequest = 0,
  kResponse = 2,
  kFault = 3,
  kBind = 11,
  kBindAck = 12,
  kBindNak = 13,
  kAlterContext = 14,
  kAlterContextResp = 15,
  kRpcAuth3 = 16,
  kShutdown = 17,
  kCoCancel = 18,
  kOrphaned = 19,
};

// auth_type, [MS-RPCE] 2.2.1.1.7.
enum class RpcAuthType : uint8_t {
  kNone = 0x00,          // RPC_C_AUTHN_NONE
  kGssNegotiate = 0x09,  // RPC_C_AUTHN_GSS_NEGOTIATE: SPNEGO
  kWinnt = 0x0A,         // RPC_C_AUTHN_WINNT: NTLM
  kGssSchannel = 0x0E,   // RPC_C_AUTHN_GSS_SCHANNEL
  kGssKerberos = 0x10,   // RPC_C_AUTHN_GSS_KERBEROS
  kNetlogon = 0x44,      // RPC_C_AUTHN_NETLOGON
  kDefault = 0xFF,       // RPC_C_AUTHN_DEFAULT: a caller's word for WINNT
};

// auth_level, [MS-RPCE] 2.2.1.1.8.
enum class RpcAuthLevel : uint8_t {
  kDefault = 0,       // RPC_C_AUTHN_LEVEL_DEFAULT: a caller's word for CONNECT
  kNone = 1,          // RPC_C_AUTHN_LEVEL_NONE
  kConnect = 2,       // RPC_C_AUTHN_LEVEL_CONNECT
  kCall = 3,          // RPC_C_AUTHN_LEVEL_CALL: as PKT
  kPkt = 4,           // RPC_C_AUTHN_LEVEL_PKT
  kPktIntegrity = 5,  // RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
  kPktPrivacy = 6,    // RPC_C_AUTHN_LEVEL_PKT_PRIVACY
};

// Bits of pfc_flags, [C706] 12.6; PFC_SUPPORT_HEADER_SIGN: [MS-RPCE] 2.2.2.3.
namespace pfc {
inline constexpr uint8_t kFirstFrag = 0x01;
inline constexpr uint8_t kLastFrag = 0x02;
inline constexpr uint8_t kSupportHeaderSign = 0x04;  // bind, alter_context, their answers, auth_3
inline constexpr uint8_t kPendingCancel = 0x04;      // every other PTYPE
inline constexpr uint8_t kReserved1 = 0x08;
inline constexpr uint8_t kConcMpx = 0x10;
inline constexpr uint8_t kDidNotExecute = 0x20;
inline constexpr uint8_t kMaybe = 0x40;
inline constexpr uint8_t kObjectUuid = 0x80;
}  // namespace pfc

// The documents' names, "bind_ack", "RPC_C_AUTHN_WINNT", "RPC_C_AUTHN_LEVEL_PKT_PRIVACY"; "unknown"
// for a value that has none. Static storage.
absl::string_view RpcPTypeName(RpcPType ptype);
absl::string_view RpcAuthTypeName(RpcAuthType type);
absl::string_view RpcAuthLevelName(RpcAuthLevel level);

// Whether bit 0x04 of pfc_flags is PFC_SUPPORT_HEADER_SIGN, [MS-RPCE] 2.2.2.3.
bool HasHeaderSignFlag(RpcPType ptype);

// The names of all set bits, lowest first, separated by a blank: "PFC_FIRST_FRAG PFC_LAST_FRAG".
std::string RpcPfcFlagNames(RpcPType ptype, uint8_t pfc_flags);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_NAMES_H_
