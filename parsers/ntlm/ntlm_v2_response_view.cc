// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/ntlm_v2_response_view.h"

#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/byte_writer.h"

namespace ntlmatrix::ntlm {

absl::StatusOr<NtlmV2ResponseView> NtlmV2ResponseView::Parse(Bytes nt_challenge_response) {
  NtlmV2ResponseView view;
  ByteReader outer(nt_challenge_response);
  if (!outer.CopyBytes(absl::MakeSpan(view.nt_proof_str)) ||
      !outer.ReadBytes(outer.remaining(), &view.temp)) {
    return outer.error("NTLMv2_RESPONSE");
  }
  ByteReader in(view.temp);
  const bool read = in.ReadU8(&view.resp_type) &&     //
                    in.ReadU8(&view.hi_resp_type) &&  //
                    in.ReadU16(&view.reserved1) && in.ReadU32(&view.reserved2) &&
                    in.ReadU64(&view.time_stamp) &&  //
                    in.CopyBytes(absl::MakeSpan(view.challenge_from_client)) &&
                    in.ReadU32(&view.reserved3) && in.ReadBytes(in.remaining(), &view.av_pairs);
  if (!read) return in.error("NTLMv2_CLIENT_CHALLENGE");
  return view;
}

std::vector<uint8_t> NtlmV2ResponseView::Serialize() const {
  ByteWriter out;
  out.WriteBytes(nt_proof_str);
  out.WriteU8(resp_type);
  out.WriteU8(hi_resp_type);
  out.WriteU16(reserved1);
  out.WriteU32(reserved2);
  out.WriteU64(time_stamp);
  out.WriteBytes(challenge_from_client);
  out.WriteU32(reserved3);
  out.WriteBytes(av_pairs);
  return out.Take();
}

}  // namespace ntlmatrix::ntlm
