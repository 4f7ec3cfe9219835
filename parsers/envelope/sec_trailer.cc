// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/sec_trailer.h"

namespace ntlmatrix::envelope {

bool SecTrailer::Read(RpcReader* in, uint8_t* auth_pad_length) {
  uint8_t type = 0;
  uint8_t level = 0;
  const bool read = in->ReadU8(&type) &&              //
                    in->ReadU8(&level) &&             //
                    in->ReadU8(auth_pad_length) &&    //
                    in->ReadU8(&auth_reserved) &&     //
                    in->ReadU32(&auth_context_id) &&  //
                    in->ReadBytes(in->remaining(), &auth_value);
  auth_type = static_cast<RpcAuthType>(type);
  auth_level = static_cast<RpcAuthLevel>(level);
  return read;
}

void SecTrailer::Write(RpcWriter* out) const {
  out->WriteBytes(auth_pad);
  out->WriteU8(static_cast<uint8_t>(auth_type));
  out->WriteU8(static_cast<uint8_t>(auth_level));
  out->WriteSizeAsU8("auth_pad_length", auth_pad.size());
  out->WriteU8(auth_reserved);
  out->WriteU32(auth_context_id);
  out->WriteBytes(auth_value);
}

}  // namespace ntlmatrix::envelope
