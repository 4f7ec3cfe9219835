// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_HEADER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_HEADER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/bytes/utf16.h"
#include "parsers/envelope/rpc_names.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// The common fields that begin every PDU of the connection-oriented protocol, [C706] 12.6.
struct RpcHeader {
  static constexpr size_t kSize = 16;

  uint8_t rpc_vers = 5;
  uint8_t rpc_vers_minor = 0;
  RpcPType ptype = RpcPType::kBind;
  uint8_t pfc_flags = pfc::kFirstFrag | pfc::kLastFrag;
  // [C706] 14.2.5: integer and character format, floating-point format, two reserved bytes.
  std::array<uint8_t, 4> packed_drep = {0x10, 0, 0, 0};
  uint16_t frag_length = 0;  // of the whole fragment, this header included
  uint16_t auth_length = 0;  // of the token alone; 0: there is no sec_trailer
  uint32_t call_id = 0;

  // Reads the header that `input` begins with; more may follow the fragment.
  //
  // InvalidArgument unless frag_length is 16 or more and lies inside `input`. Unimplemented for
  // another rpc_vers than 5 and for an integer format that [C706] 14.2.5 does not name: neither
  // says where the lengths are.
  static absl::StatusOr<RpcHeader> Parse(Bytes input);

  // Writes all fields as they are.
  void Write(RpcWriter* out) const;

  // Departures that the header alone shows.
  void Validate(std::vector<Finding>* findings) const;

  Endian endian() const { return (packed_drep[0] & 0xF0) == 0 ? Endian::kBig : Endian::kLittle; }
  bool Has(uint8_t pfc_flag) const { return (pfc_flags & pfc_flag) != 0; }

  // Whether the fragment is all of its PDU.
  bool IsWhole() const { return Has(pfc::kFirstFrag) && Has(pfc::kLastFrag); }

  bool operator==(const RpcHeader&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_HEADER_H_
