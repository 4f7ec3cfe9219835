// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_NTLM_V2_RESPONSE_VIEW_H_
#define NTLMATRIX_PARSERS_NTLM_NTLM_V2_RESPONSE_VIEW_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

// NTLMv2_RESPONSE with its NTLMv2_CLIENT_CHALLENGE, [MS-NLMP] 2.2.2.8 and 2.2.2.7.
//
// Views point into the bytes given to Parse(), which must outlive them.
struct NtlmV2ResponseView {
  Hash nt_proof_str = {};
  Bytes temp;  // everything after the proof, that is what the proof is computed over
  uint8_t resp_type = 0;
  uint8_t hi_resp_type = 0;
  uint16_t reserved1 = 0;
  uint32_t reserved2 = 0;
  uint64_t time_stamp = 0;
  Challenge challenge_from_client = {};
  uint32_t reserved3 = 0;
  Bytes av_pairs;  // to the end, with the 4 zero bytes of [MS-NLMP] 3.3.2 after MsvAvEOL

  // Fails when there are less than 16 + 28 bytes; the AV_PAIRs are not read.
  static absl::StatusOr<NtlmV2ResponseView> Parse(Bytes nt_challenge_response);

  // NTProofStr and what it is computed over, from the members; `temp` is not looked at.
  std::vector<uint8_t> Serialize() const;

  bool operator==(const NtlmV2ResponseView&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_NTLM_V2_RESPONSE_VIEW_H_
