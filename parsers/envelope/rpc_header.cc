// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_header.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

constexpr char kWhat[] = "DCE/RPC header";

// Where the fields are, and their values in [C706] 14.2.5.
constexpr size_t kRpcVersMinorOffset = 1;
constexpr size_t kPfcFlagsOffset = 3;
constexpr size_t kDrepOffset = 4;
constexpr uint8_t kLittleEndian = 1;
constexpr uint8_t kEbcdic = 1;
constexpr uint8_t kIeee = 0;
constexpr uint8_t kIbm = 3;

uint8_t CharacterFormat(const RpcHeader& h) { return h.packed_drep[0] & 0x0F; }

constexpr RpcRule<RpcHeader> kRules[] = {
    {"rpc-vers-minor", "[MS-RPCE] 3.3.1.5.1", Severity::kWarning, kRpcVersMinorOffset,
     [](const RpcHeader& h) { return h.rpc_vers_minor != 0; },
     "rpc_vers_minor is not 0, a receiver should return an error"},
    {"rpc-pfc-reserved", "[C706] 12.6", Severity::kWarning, kPfcFlagsOffset,
     [](const RpcHeader& h) { return h.Has(pfc::kReserved1); }, "PFC_RESERVED_1 is set"},
    {"rpc-pfc-did-not-execute", "[C706] 12.6", Severity::kNote, kPfcFlagsOffset,
     [](const RpcHeader& h) { return h.Has(pfc::kDidNotExecute) && h.ptype != RpcPType::kFault; },
     "PFC_DID_NOT_EXECUTE means something in a fault alone"},
    {"rpc-pfc-maybe", "[C706] 12.6", Severity::kNote, kPfcFlagsOffset,
     [](const RpcHeader& h) { return h.Has(pfc::kMaybe) && h.ptype != RpcPType::kRequest; },
     "PFC_MAYBE means something in a request alone"},
    {"rpc-pfc-object-uuid", "[C706] 12.6", Severity::kNote, kPfcFlagsOffset,
     [](const RpcHeader& h) { return h.Has(pfc::kObjectUuid) && h.ptype != RpcPType::kRequest; },
     "PFC_OBJECT_UUID means something in a request alone"},
    {"rpc-drep-character", "[C706] 14.2.5", Severity::kError, kDrepOffset,
     [](const RpcHeader& h) { return CharacterFormat(h) > kEbcdic; },
     "drep names a character format that is neither ASCII nor EBCDIC"},
    {"rpc-drep-ebcdic", "[C706] 14.2.5", Severity::kNote, kDrepOffset,
     [](const RpcHeader& h) { return CharacterFormat(h) == kEbcdic; },
     "drep says EBCDIC: sec_addr and characters in stub data are not ASCII"},
    {"rpc-drep-float", "[C706] 14.2.5", Severity::kError, kDrepOffset + 1,
     [](const RpcHeader& h) { return h.packed_drep[1] > kIbm; },
     "drep names a floating-point format that is none of IEEE, VAX, Cray and IBM"},
    {"rpc-drep-not-ieee", "[C706] 14.2.5", Severity::kNote, kDrepOffset + 1,
     [](const RpcHeader& h) { return h.packed_drep[1] != kIeee && h.packed_drep[1] <= kIbm; },
     "drep says that floating-point numbers in stub data are not IEEE"},
    {"rpc-drep-reserved", "[C706] 14.2.5", Severity::kError, kDrepOffset + 2,
     [](const RpcHeader& h) { return h.packed_drep[2] != 0 || h.packed_drep[3] != 0; },
     "the reserved bytes of drep must be zero"},
};

absl::Status CheckFragment(const RpcHeader& h, size_t available) {
  if (h.frag_length < RpcHeader::kSize) {
    return absl::InvalidArgumentError(absl::StrCat(kWhat, ": frag_length ", h.frag_length,
                                                   " at offset 8 is less than the header's 16"));
  }
  if (h.frag_length > available) {
    return absl::InvalidArgumentError(absl::StrCat(kWhat, ": frag_length ", h.frag_length,
                                                   " at offset 8, but the input has ", available));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RpcHeader> RpcHeader::Parse(Bytes input) {
  RpcHeader h;
  uint8_t ptype = 0;
  RpcReader start(input, Endian::kLittle);
  const bool read_start = start.ReadU8(&h.rpc_vers) &&        //
                          start.ReadU8(&h.rpc_vers_minor) &&  //
                          start.ReadU8(&ptype) &&             //
                          start.ReadU8(&h.pfc_flags) &&       //
                          start.CopyBytes(absl::MakeSpan(h.packed_drep));
  if (!read_start) return start.error(kWhat);
  h.ptype = static_cast<RpcPType>(ptype);
  if (h.rpc_vers != 5) {
    return absl::UnimplementedError(
        absl::StrCat(kWhat, ": rpc_vers ", h.rpc_vers, " at offset 0, only 5 is read"));
  }
  if (h.packed_drep[0] >> 4 > kLittleEndian) {
    return absl::UnimplementedError(absl::StrCat(kWhat, ": drep at offset 4 has integer format ",
                                                 h.packed_drep[0] >> 4, ", only 0 and 1 are read"));
  }
  RpcReader rest(input, h.endian());
  const bool read_rest = rest.Skip(8) &&                  //
                         rest.ReadU16(&h.frag_length) &&  //
                         rest.ReadU16(&h.auth_length) &&  //
                         rest.ReadU32(&h.call_id);
  if (!read_rest) return rest.error(kWhat);
  if (absl::Status status = CheckFragment(h, input.size()); !status.ok()) return status;
  return h;
}

void RpcHeader::Write(RpcWriter* out) const {
  out->WriteU8(rpc_vers);
  out->WriteU8(rpc_vers_minor);
  out->WriteU8(static_cast<uint8_t>(ptype));
  out->WriteU8(pfc_flags);
  out->WriteBytes(packed_drep);
  out->WriteU16(frag_length);
  out->WriteU16(auth_length);
  out->WriteU32(call_id);
}

void RpcHeader::Validate(std::vector<Finding>* findings) const {
  ValidateRpcRules<RpcHeader>(kRules, *this, 0, findings);
}

}  // namespace ntlmatrix::envelope
