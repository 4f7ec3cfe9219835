// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_request.h"

#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

constexpr RpcRule<RpcRequest> kRules[] = {
    {"rpc-request-nil-object", "[C706] 12.6.4.9", Severity::kNote, 24,
     [](const RpcRequest& r) { return r.object == RpcUuid(); },
     "PFC_OBJECT_UUID is set and the object UUID is nil"},
};

}  // namespace

bool RpcRequest::Read(const RpcHeader& header, RpcReader* in) {
  const bool read = in->ReadU32(&alloc_hint) &&  //
                    in->ReadU16(&p_cont_id) &&   //
                    in->ReadU16(&opnum);
  if (!read || !header.Has(pfc::kObjectUuid)) return read;
  return object.emplace().Read(in);
}

void RpcRequest::Write(RpcWriter* out) const {
  out->WriteU32(alloc_hint);
  out->WriteU16(p_cont_id);
  out->WriteU16(opnum);
  if (object.has_value()) object->Write(out);
}

void RpcRequest::Validate(const RpcHeader&, std::vector<Finding>* findings) const {
  ValidateRpcRules<RpcRequest>(kRules, *this, 0, findings);
}

}  // namespace ntlmatrix::envelope
