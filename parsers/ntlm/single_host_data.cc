// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/single_host_data.h"

#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/byte_writer.h"

namespace ntlmatrix::ntlm {

absl::StatusOr<SingleHostData> SingleHostData::Parse(Bytes value) {
  SingleHostData data;
  ByteReader in(value);
  const bool read = in.ReadU32(&data.size) &&                          //
                    in.ReadU32(&data.z4) &&                            //
                    in.CopyBytes(absl::MakeSpan(data.custom_data)) &&  //
                    in.CopyBytes(absl::MakeSpan(data.machine_id)) &&   //
                    in.ReadBytes(in.remaining(), &data.rest);
  if (!read) return in.error("Single_Host_Data");
  return data;
}

std::vector<uint8_t> SingleHostData::Serialize() const {
  ByteWriter out;
  out.WriteU32(size);
  out.WriteU32(z4);
  out.WriteBytes(custom_data);
  out.WriteBytes(machine_id);
  out.WriteBytes(rest);
  return out.Take();
}

}  // namespace ntlmatrix::ntlm
