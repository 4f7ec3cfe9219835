// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_RESPONSE_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_RESPONSE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// What stands between the header of a response and its stub data, [C706] 12.6.4.10.
struct RpcResponse {
  uint32_t alloc_hint = 0;  // of the stub data that is still to come, in bytes; 0: not said
  uint16_t p_cont_id = 0;
  uint8_t cancel_count = 0;
  uint8_t reserved = 0;

  [[nodiscard]] bool Read(const RpcHeader& header, RpcReader* in);
  void Write(RpcWriter* out) const;

  // In bytes on the wire.
  size_t size() const { return 8; }

  // Departures that the members show; offsets are from the start of the PDU.
  void Validate(const RpcHeader& header, std::vector<Finding>* findings) const;

  bool operator==(const RpcResponse&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_RESPONSE_H_
