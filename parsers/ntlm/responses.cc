// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/responses.h"

#include <algorithm>

#include "parsers/bytes/byte_writer.h"

namespace ntlmatrix::ntlm {

Response24 NtlmEssResponse(const Hash& ntowf_v1, const Challenge& server, const Challenge& client) {
  const Hash both = Md5({server, client});
  Challenge session;
  std::copy_n(both.begin(), session.size(), session.begin());
  return Desl(ntowf_v1, session);
}

Response24 LmEssResponse(const Challenge& client) {
  Response24 response = {};
  std::copy(client.begin(), client.end(), response.begin());
  return response;
}

std::vector<uint8_t> NtlmV2ClientChallenge(uint64_t timestamp, const Challenge& client,
                                           Bytes av_pairs) {
  ByteWriter writer;
  writer.Reserve(32 + av_pairs.size());
  writer.WriteU8(1);     // RespType
  writer.WriteU8(1);     // HiRespType
  writer.WriteZeros(6);  // Reserved1, Reserved2
  writer.WriteU64(timestamp);
  writer.WriteBytes(client);
  writer.WriteZeros(4);  // Reserved3
  writer.WriteBytes(av_pairs);
  writer.WriteZeros(4);
  return writer.Take();
}

Hash NtProofStr(const Hash& ntowf_v2, const Challenge& server, Bytes temp) {
  return HmacMd5(ntowf_v2, {server, temp});
}

std::vector<uint8_t> NtlmV2Response(const Hash& ntowf_v2, const Challenge& server, Bytes temp) {
  ByteWriter writer;
  writer.Reserve(Hash().size() + temp.size());
  writer.WriteBytes(NtProofStr(ntowf_v2, server, temp));
  writer.WriteBytes(temp);
  return writer.Take();
}

Response24 LmV2Response(const Hash& ntowf_v2, const Challenge& server, const Challenge& client) {
  const Hash proof = HmacMd5(ntowf_v2, {server, client});
  Response24 response;
  std::copy(client.begin(), client.end(), std::copy(proof.begin(), proof.end(), response.begin()));
  return response;
}

}  // namespace ntlmatrix::ntlm
