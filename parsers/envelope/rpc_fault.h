// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_FAULT_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_FAULT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// What stands between the header of a fault and its stub data, [C706] 12.6.4.7.
struct RpcFault {
  // Of `reserved`: the stub data is extended error information, [MS-RPCE] 2.2.2.8.
  static constexpr uint8_t kExtendedError = 0x01;

  uint32_t alloc_hint = 0;
  uint16_t p_cont_id = 0;
  uint8_t cancel_count = 0;
  uint8_t reserved = 0;
  uint32_t status = 0;
  std::array<uint8_t, 4> reserved2 = {};

  [[nodiscard]] bool Read(const RpcHeader& header, RpcReader* in);
  void Write(RpcWriter* out) const;

  // In bytes on the wire.
  size_t size() const { return 16; }

  // Departures that the members show; offsets are from the start of the PDU.
  void Validate(const RpcHeader& header, std::vector<Finding>* findings) const;

  bool HasExtendedError() const { return (reserved & kExtendedError) != 0; }

  bool operator==(const RpcFault&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_FAULT_H_
