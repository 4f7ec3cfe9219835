// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_syntax.h"

#include "absl/types/span.h"

namespace ntlmatrix::envelope {

bool RpcUuid::Read(RpcReader* in) {
  return in->ReadU32(&time_low) &&             //
         in->ReadU16(&time_mid) &&             //
         in->ReadU16(&time_hi_and_version) &&  //
         in->CopyBytes(absl::MakeSpan(clock_seq_and_node));
}

void RpcUuid::Write(RpcWriter* out) const {
  out->WriteU32(time_low);
  out->WriteU16(time_mid);
  out->WriteU16(time_hi_and_version);
  out->WriteBytes(clock_seq_and_node);
}

void RpcSyntaxId::Write(RpcWriter* out) const {
  if_uuid.Write(out);
  out->WriteU32(if_version);
}

}  // namespace ntlmatrix::envelope
