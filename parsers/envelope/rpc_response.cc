// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_response.h"

#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

constexpr RpcRule<RpcResponse> kRules[] = {
    {"rpc-response-reserved", "[C706] 12.6.4.10", Severity::kError, 23,
     [](const RpcResponse& r) { return r.reserved != 0; }, "reserved of a response must be zero"},
};

}  // namespace

bool RpcResponse::Read(const RpcHeader&, RpcReader* in) {
  return in->ReadU32(&alloc_hint) &&   //
         in->ReadU16(&p_cont_id) &&    //
         in->ReadU8(&cancel_count) &&  //
         in->ReadU8(&reserved);
}

void RpcResponse::Write(RpcWriter* out) const {
  out->WriteU32(alloc_hint);
  out->WriteU16(p_cont_id);
  out->WriteU8(cancel_count);
  out->WriteU8(reserved);
}

void RpcResponse::Validate(const RpcHeader&, std::vector<Finding>* findings) const {
  ValidateRpcRules<RpcResponse>(kRules, *this, 0, findings);
}

}  // namespace ntlmatrix::envelope
