// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_AUTH_3_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_AUTH_3_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// What follows the header of an rpc_auth_3, [MS-RPCE] 2.2.2.10.
struct RpcAuth3 {
  std::array<uint8_t, 4> pad = {};  // of any value, ignored

  [[nodiscard]] bool Read(const RpcHeader&, RpcReader* in) {
    return in->CopyBytes(absl::MakeSpan(pad));
  }
  void Write(RpcWriter* out) const { out->WriteBytes(pad); }

  // In bytes on the wire.
  size_t size() const { return pad.size(); }

  // No value of pad is a departure.
  void Validate(const RpcHeader&, std::vector<Finding>*) const {}

  bool operator==(const RpcAuth3&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_AUTH_3_H_
