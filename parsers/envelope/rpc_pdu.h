// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_auth_3.h"
#include "parsers/envelope/rpc_bind.h"
#include "parsers/envelope/rpc_bind_ack.h"
#include "parsers/envelope/rpc_bind_nak.h"
#include "parsers/envelope/rpc_fault.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_no_body.h"
#include "parsers/envelope/rpc_request.h"
#include "parsers/envelope/rpc_response.h"
#include "parsers/envelope/sec_trailer.h"

namespace ntlmatrix::envelope {

// What a PDU has between its header and its stub data; which alternative is said by PTYPE.
using RpcBody = std::variant<RpcBind, RpcBindAck, RpcBindNak, RpcAuth3, RpcRequest, RpcResponse,
                             RpcFault, RpcNoBody>;

// One fragment of a PDU of the connection-oriented DCE/RPC protocol, [C706] 12.6 and [MS-RPCE]
// 2.2.2; the order of its members is the order on the wire.
//
// A PDU of several fragments is not put together: header says by PFC_FIRST_FRAG and PFC_LAST_FRAG
// which part of it this is. rpc_pdu_reader.h walks over several fragments in a row. Views point
// into the bytes given to Parse(), which must outlive the PDU.
struct RpcPdu {
  RpcHeader header;
  RpcBody body;
  // Stub data of request, response and fault, encrypted with RPC_C_AUTHN_LEVEL_PKT_PRIVACY; in
  // bind_nak what is said in rpc_bind_nak.h; in every other PTYPE bytes that belong to nothing.
  Bytes stub_data;
  std::optional<SecTrailer> sec_trailer;  // nullopt: auth_length is 0
  Bytes trailing;                         // what `input` has after the fragment

  // Reads the fragment that `input` begins with.
  //
  // InvalidArgument where a member lies outside the fragment, or the padding reaches into the
  // body. Unimplemented as RpcHeader::Parse(), and for a PTYPE that RpcPType does not list.
  static absl::StatusOr<RpcPdu> Parse(Bytes input);

  // Writes the fragment in the byte order of header.packed_drep, with the lengths measured and not
  // as header has them. A PDU has one encoding: what Parse() read comes out byte for byte.
  //
  // InvalidArgument when body is not that of header.ptype, object does not match PFC_OBJECT_UUID or
  // the token of sec_trailer is empty. ResourceExhausted when a list, string or padding, or the
  // whole, is longer than its length field can say.
  absl::StatusOr<std::vector<uint8_t>> Serialize() const;

  // Departures from [MS-RPCE] 2.2.2 and 3.3.1.5 and from [C706] 12.6 that the fragment alone shows.
  // Nothing is said about the token, and what other PDUs of the connection say is not known.
  std::vector<Finding> Validate() const;

  // Where sec_trailer begins, or would, in bytes from the start of the PDU.
  size_t SecTrailerOffset() const;

  // What Serialize() writes as frag_length, in bytes.
  size_t FragmentSize() const;

  bool operator==(const RpcPdu&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_H_
