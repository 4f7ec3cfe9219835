// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_NAK_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_NAK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// version_t, [C706] 12.6.3.1: a version of the protocol that the server supports.
struct RpcVersion {
  uint8_t major = 0;
  uint8_t minor = 0;

  bool operator==(const RpcVersion&) const = default;
};

// What follows the header of a bind_nak, [C706] 12.6.4.5 and [MS-RPCE] 2.2.2.9.
//
// Signature and extended error information, where they are present, are RpcPdu's stub_data:
// padding may stand before them, which the documents do not describe.
struct RpcBindNak {
  uint16_t provider_reject_reason = 0;
  std::optional<std::vector<RpcVersion>> versions;  // nullopt: the PDU ends before n_protocols

  [[nodiscard]] bool Read(const RpcHeader& header, RpcReader* in);
  void Write(RpcWriter* out) const;

  // In bytes on the wire.
  size_t size() const { return versions.has_value() ? 3 + 2 * versions->size() : 2; }

  // Departures that the members show; offsets are from the start of the PDU.
  void Validate(const RpcHeader& header, std::vector<Finding>* findings) const;

  bool operator==(const RpcBindNak&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_BIND_NAK_H_
