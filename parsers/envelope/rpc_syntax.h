// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_SYNTAX_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_SYNTAX_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// A UUID, whose first three fields have the byte order of the PDU, [C706] Appendix A.
struct RpcUuid {
  static constexpr size_t kSize = 16;

  uint32_t time_low = 0;
  uint16_t time_mid = 0;
  uint16_t time_hi_and_version = 0;
  std::array<uint8_t, 8> clock_seq_and_node = {};

  [[nodiscard]] bool Read(RpcReader* in);
  void Write(RpcWriter* out) const;

  bool operator==(const RpcUuid&) const = default;
};

// p_syntax_id_t, [C706] 12.6.3.1: an interface or a way to encode its calls.
struct RpcSyntaxId {
  static constexpr size_t kSize = RpcUuid::kSize + 4;

  RpcUuid if_uuid;
  uint32_t if_version = 0;

  [[nodiscard]] bool Read(RpcReader* in) { return if_uuid.Read(in) && in->ReadU32(&if_version); }
  void Write(RpcWriter* out) const;

  bool operator==(const RpcSyntaxId&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_SYNTAX_H_
