// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_names.h"

#include "absl/strings/str_cat.h"

namespace ntlmatrix::envelope {

absl::string_view RpcPTypeName(RpcPType ptype) {
  switch (ptype) {
    case RpcPType::kRequest:
      return "request";
    case RpcPType::kResponse:
      return "response";
    case RpcPType::kFault:
      return "fault";
    case RpcPType::kBind:
      return "bind";
    case RpcPType::kBindAck:
      return "bind_ack";
    case RpcPType::kBindNak:
      return "bind_nak";
    case RpcPType::kAlterContext:
      return "alter_context";
    case RpcPType::kAlterContextResp:
      return "alter_context_resp";
    case RpcPType::kRpcAuth3:
      return "rpc_auth_3";
    case RpcPType::kShutdown:
      return "shutdown";
    case RpcPType::kCoCancel:
      return "co_cancel";
    case RpcPType::kOrphaned:
      return "orphaned";
  }
  return "unknown";
}

absl::string_view RpcAuthTypeName(RpcAuthType type) {
  switch (type) {
    case RpcAuthType::kNone:
      return "RPC_C_AUTHN_NONE";
    case RpcAuthType::kGssNegotiate:
      return "RPC_C_AUTHN_GSS_NEGOTIATE";
    case RpcAuthType::kWinnt:
      return "RPC_C_AUTHN_WINNT";
    case RpcAuthType::kGssSchannel:
      return "RPC_C_AUTHN_GSS_SCHANNEL";
    case RpcAuthType::kGssKerberos:
      return "RPC_C_AUTHN_GSS_KERBEROS";
    case RpcAuthType::kNetlogon:
      return "RPC_C_AUTHN_NETLOGON";
    case RpcAuthType::kDefault:
      return "RPC_C_AUTHN_DEFAULT";
  }
  return "unknown";
}

absl::string_view RpcAuthLevelName(RpcAuthLevel level) {
  switch (level) {
    case RpcAuthLevel::kDefault:
      return "RPC_C_AUTHN_LEVEL_DEFAULT";
    case RpcAuthLevel::kNone:
      return "RPC_C_AUTHN_LEVEL_NONE";
    case RpcAuthLevel::kConnect:
      return "RPC_C_AUTHN_LEVEL_CONNECT";
    case RpcAuthLevel::kCall:
      return "RPC_C_AUTHN_LEVEL_CALL";
    case RpcAuthLevel::kPkt:
      return "RPC_C_AUTHN_LEVEL_PKT";
    case RpcAuthLevel::kPktIntegrity:
      return "RPC_C_AUTHN_LEVEL_PKT_INTEGRITY";
    case RpcAuthLevel::kPktPrivacy:
      return "RPC_C_AUTHN_LEVEL_PKT_PRIVACY";
  }
  return "unknown";
}

bool HasHeaderSignFlag(RpcPType ptype) {
  return ptype == RpcPType::kBind || ptype == RpcPType::kBindAck ||
         ptype == RpcPType::kAlterContext || ptype == RpcPType::kAlterContextResp ||
         ptype == RpcPType::kRpcAuth3;
}

std::string RpcPfcFlagNames(RpcPType ptype, uint8_t pfc_flags) {
  const absl::string_view names[] = {
      "PFC_FIRST_FRAG",
      "PFC_LAST_FRAG",
      HasHeaderSignFlag(ptype) ? "PFC_SUPPORT_HEADER_SIGN" : "PFC_PENDING_CANCEL",
      "PFC_RESERVED_1",
      "PFC_CONC_MPX",
      "PFC_DID_NOT_EXECUTE",
      "PFC_MAYBE",
      "PFC_OBJECT_UUID",
  };
  std::string set;
  uint8_t bit = 1;
  for (const absl::string_view name : names) {
    if ((pfc_flags & bit) != 0) absl::StrAppend(&set, set.empty() ? "" : " ", name);
    bit = static_cast<uint8_t>(bit << 1);
  }
  return set;
}

}  // namespace ntlmatrix::envelope
