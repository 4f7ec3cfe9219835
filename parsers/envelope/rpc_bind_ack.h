// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_ACK_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_ACK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_syntax.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// p_result_t, [C706] 12.6.3.1: the server's answer to one presentation context.
struct RpcContextResult {
  static constexpr size_t kSize = 4 + RpcSyntaxId::kSize;

  // p_cont_def_result_t, [MS-RPCE] 2.2.2.4: 0 acceptance, 1 user_rejection, 2 provider_rejection,
  // 3 negotiate_ack.
  uint16_t result = 0;
  uint16_t reason = 0;
  RpcSyntaxId transfer_syntax;

  [[nodiscard]] bool Read(RpcReader* in);
  void Write(RpcWriter* out) const;

  bool operator==(const RpcContextResult&) const = default;
};

// What follows the header of a bind_ack or an alter_context_resp, [C706] 12.6.4.4 and 12.6.4.2.
//
// sec_addr points into the bytes given to RpcPdu::Parse(). Takes memory in proportion to the
// results that are there, whatever their number is said to be.
struct RpcBindAck {
  uint16_t max_xmit_frag = 0;   // in bytes; ignored in alter_context_resp
  uint16_t max_recv_frag = 0;   // in bytes; ignored in alter_context_resp
  uint32_t assoc_group_id = 0;  // ignored in alter_context_resp
  Bytes sec_addr;               // port_spec, with the NUL that ends it
  // Restores alignment to 4 bytes; what sec_addr leaves no place for is not on the wire.
  std::array<uint8_t, 3> pad2 = {};
  uint8_t reserved = 0;
  uint16_t reserved2 = 0;
  std::vector<RpcContextResult> p_results;  // at most 255

  [[nodiscard]] bool Read(const RpcHeader& header, RpcReader* in);
  void Write(RpcWriter* out) const;

  // In bytes on the wire.
  size_t size() const;

  // Departures that the members show; offsets are from the start of the PDU.
  void Validate(const RpcHeader& header, std::vector<Finding>* findings) const;

  bool operator==(const RpcBindAck&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_ACK_H_
