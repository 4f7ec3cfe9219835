// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_syntax.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// p_cont_elem_t, [C706] 12.6.3.1: an interface and the encodings that the client offers for it.
struct RpcContextElement {
  uint16_t p_cont_id = 0;
  uint8_t reserved = 0;
  RpcSyntaxId abstract_syntax;
  std::vector<RpcSyntaxId> transfer_syntaxes;  // at most 255

  [[nodiscard]] bool Read(RpcReader* in);
  void Write(RpcWriter* out) const;

  // In bytes on the wire.
  size_t size() const { return 4 + RpcSyntaxId::kSize * (1 + transfer_syntaxes.size()); }

  bool operator==(const RpcContextElement&) const = default;
};

// What follows the header of a bind or an alter_context, [C706] 12.6.4.3 and 12.6.4.1.
//
// Takes memory in proportion to the elements that are there, whatever the counts say.
struct RpcBind {
  uint16_t max_xmit_frag = 0;   // in bytes; ignored in alter_context
  uint16_t max_recv_frag = 0;   // in bytes; ignored in alter_context
  uint32_t assoc_group_id = 0;  // ignored in alter_context
  uint8_t reserved = 0;
  uint16_t reserved2 = 0;
  std::vector<RpcContextElement> p_context_elem;  // at most 255

  [[nodiscard]] bool Read(const RpcHeader& header, RpcReader* in);
  void Write(RpcWriter* out) const;

  // In bytes on the wire.
  size_t size() const;

  // Departures that the members show; offsets are from the start of the PDU.
  void Validate(const RpcHeader& header, std::vector<Finding>* findings) const;

  bool operator==(const RpcBind&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_H_
