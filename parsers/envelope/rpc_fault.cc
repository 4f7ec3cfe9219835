// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_fault.h"

#include "absl/types/span.h"

#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

constexpr RpcRule<RpcFault> kRules[] = {
    {"rpc-fault-reserved", "[C706] 12.6.4.7", Severity::kError, 23,
     [](const RpcFault& f) { return (f.reserved & ~RpcFault::kExtendedError) != 0; },
     "reserved of a fault must be zero but for the bit of [MS-RPCE] 2.2.2.8"},
    {"rpc-fault-reserved2", "[C706] 12.6.4.7", Severity::kError, 28,
     [](const RpcFault& f) { return f.reserved2 != std::array<uint8_t, 4>{}; },
     "reserved2 of a fault must be zero"},
};

}  // namespace

bool RpcFault::Read(const RpcHeader&, RpcReader* in) {
  return in->ReadU32(&alloc_hint) &&   //
         in->ReadU16(&p_cont_id) &&    //
         in->ReadU8(&cancel_count) &&  //
         in->ReadU8(&reserved) &&      //
         in->ReadU32(&status) &&       //
         in->CopyBytes(absl::MakeSpan(reserved2));
}

void RpcFault::Write(RpcWriter* out) const {
  out->WriteU32(alloc_hint);
  out->WriteU16(p_cont_id);
  out->WriteU8(cancel_count);
  out->WriteU8(reserved);
  out->WriteU32(status);
  out->WriteBytes(reserved2);
}

void RpcFault::Validate(const RpcHeader&, std::vector<Finding>* findings) const {
  ValidateRpcRules<RpcFault>(kRules, *this, 0, findings);
}

}  // namespace ntlmatrix::envelope
