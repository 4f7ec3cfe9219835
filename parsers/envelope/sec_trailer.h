// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_SEC_TRAILER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_SEC_TRAILER_H_

#include <cstddef>
#include <cstdint>

#include "parsers/bytes/bytes.h"
#include "parsers/envelope/rpc_names.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// sec_trailer with the padding before it and the token after it, [MS-RPCE] 2.2.2.11; together they
// are auth_verifier_co_t of [C706] 12.6.
//
// auth_pad_length and the header's auth_length are the sizes of auth_pad and auth_value. Both
// views point into the bytes given to RpcPdu::Parse().
struct SecTrailer {
  static constexpr size_t kSize = 8;  // without padding and token

  Bytes auth_pad;  // at most 255 bytes
  RpcAuthType auth_type = RpcAuthType::kNone;
  RpcAuthLevel auth_level = RpcAuthLevel::kDefault;
  uint8_t auth_reserved = 0;
  uint32_t auth_context_id = 0;
  Bytes auth_value;  // of NTLM: a message, or a signature in request, response and fault

  // Reads all but the padding, which lies before the reader's data.
  [[nodiscard]] bool Read(RpcReader* in, uint8_t* auth_pad_length);
  void Write(RpcWriter* out) const;

  bool operator==(const SecTrailer&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_SEC_TRAILER_H_
