// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_pdu.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/envelope/rpc_pdu_rules.h"

namespace ntlmatrix::envelope {
namespace {

constexpr char kWhat[] = "DCE/RPC PDU";

// An empty body of the kind that a PTYPE has; nullopt for a PTYPE that RpcPType does not list.
std::optional<RpcBody> EmptyBody(RpcPType ptype) {
  switch (ptype) {
    case RpcPType::kBind:
    case RpcPType::kAlterContext:
      return RpcBind();
    case RpcPType::kBindAck:
    case RpcPType::kAlterContextResp:
      return RpcBindAck();
    case RpcPType::kBindNak:
      return RpcBindNak();
    case RpcPType::kRpcAuth3:
      return RpcAuth3();
    case RpcPType::kRequest:
      return RpcRequest();
    case RpcPType::kResponse:
      return RpcResponse();
    case RpcPType::kFault:
      return RpcFault();
    case RpcPType::kShutdown:
    case RpcPType::kCoCancel:
    case RpcPType::kOrphaned:
      return RpcNoBody();
  }
  return std::nullopt;
}

size_t BodySize(const RpcBody& body) {
  return std::visit([](const auto& b) { return b.size(); }, body);
}

// Splits the input into what comes before sec_trailer, sec_trailer with its token, and the rest.
absl::Status Split(Bytes input, const RpcHeader& header, Bytes* before, Bytes* trailer,
                   Bytes* trailing) {
  const size_t size = header.auth_length == 0 ? 0 : SecTrailer::kSize + size_t{header.auth_length};
  if (size > header.frag_length - RpcHeader::kSize) {
    return absl::InvalidArgumentError(absl::StrCat(
        kWhat, ": auth_length ", header.auth_length, " at offset 10 with sec_trailer does not fit ",
        "between the header and frag_length ", header.frag_length));
  }
  ByteReader in(input);
  const bool read = in.ReadBytes(header.frag_length - size, before) &&  //
                    in.ReadBytes(size, trailer) &&                      //
                    in.ReadBytes(in.remaining(), trailing);
  return read ? absl::OkStatus() : in.error(kWhat);
}

// Reads sec_trailer, which begins at `offset`, and divides what the body has left of the bytes
// before it into stub data and padding.
absl::Status ReadRest(Bytes trailer, size_t offset, RpcReader* before, RpcPdu* pdu) {
  uint8_t auth_pad_length = 0;
  if (!trailer.empty()) {
    RpcReader in(trailer, pdu->header.endian());
    if (!pdu->sec_trailer.emplace().Read(&in, &auth_pad_length)) return in.error("sec_trailer");
  }
  if (auth_pad_length > before->remaining()) {
    return absl::InvalidArgumentError(
        absl::StrCat("sec_trailer: auth_pad_length ", auth_pad_length, " at offset ", offset + 2,
                     " exceeds the ", before->remaining(), " bytes between body and sec_trailer"));
  }
  Bytes auth_pad;
  const bool read = before->ReadBytes(before->remaining() - auth_pad_length, &pdu->stub_data) &&
                    before->ReadBytes(auth_pad_length, &auth_pad);
  if (pdu->sec_trailer.has_value()) pdu->sec_trailer->auth_pad = auth_pad;
  return read ? absl::OkStatus() : before->error(kWhat);
}

// Whether what Serialize() would write could be read back.
absl::Status CheckParts(const RpcPdu& pdu) {
  const std::optional<RpcBody> empty = EmptyBody(pdu.header.ptype);
  if (!empty.has_value() || empty->index() != pdu.body.index()) {
    return absl::InvalidArgumentError(
        absl::StrCat(kWhat, ": body is not that of PTYPE ", static_cast<int>(pdu.header.ptype)));
  }
  const auto* request = std::get_if<RpcRequest>(&pdu.body);
  if (request != nullptr && request->object.has_value() != pdu.header.Has(pfc::kObjectUuid)) {
    return absl::InvalidArgumentError(
        absl::StrCat(kWhat, ": PFC_OBJECT_UUID and object contradict each other"));
  }
  if (pdu.sec_trailer.has_value() && pdu.sec_trailer->auth_value.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(kWhat, ": auth_value is empty, and auth_length 0 means no sec_trailer"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RpcPdu> RpcPdu::Parse(Bytes input) {
  const absl::StatusOr<RpcHeader> header = RpcHeader::Parse(input);
  if (!header.ok()) return header.status();
  std::optional<RpcBody> body = EmptyBody(header->ptype);
  if (!body.has_value()) {
    return absl::UnimplementedError(absl::StrCat(kWhat, ": PTYPE ", static_cast<int>(header->ptype),
                                                 " at offset 2 is not one that is read"));
  }
  RpcPdu pdu;
  pdu.header = *header;
  Bytes before;
  Bytes trailer;
  absl::Status split = Split(input, *header, &before, &trailer, &pdu.trailing);
  if (!split.ok()) return split;

  RpcReader in(before, header->endian());
  const bool read_body = in.Skip(RpcHeader::kSize) &&
                         std::visit([&](auto& empty) { return empty.Read(*header, &in); }, *body);
  if (!read_body) return in.error(RpcPTypeName(header->ptype));
  pdu.body = *std::move(body);

  if (absl::Status rest = ReadRest(trailer, before.size(), &in, &pdu); !rest.ok()) return rest;
  return pdu;
}

absl::StatusOr<std::vector<uint8_t>> RpcPdu::Serialize() const {
  if (absl::Status status = CheckParts(*this); !status.ok()) return status;
  RpcWriter lengths(header.endian());
  RpcHeader measured = header;
  const size_t auth_length = sec_trailer.has_value() ? sec_trailer->auth_value.size() : 0;
  measured.frag_length = static_cast<uint16_t>(FragmentSize());
  measured.auth_length = static_cast<uint16_t>(auth_length);
  lengths.WriteSizeAsU16("frag_length", FragmentSize());
  if (!lengths.status().ok()) return lengths.status();

  RpcWriter out(header.endian());
  measured.Write(&out);
  std::visit([&](const auto& b) { b.Write(&out); }, body);
  out.WriteBytes(stub_data);
  if (sec_trailer.has_value()) sec_trailer->Write(&out);
  out.WriteBytes(trailing);
  if (!out.status().ok()) return out.status();
  return out.Take();
}

size_t RpcPdu::SecTrailerOffset() const {
  const size_t pad = sec_trailer.has_value() ? sec_trailer->auth_pad.size() : 0;
  return RpcHeader::kSize + BodySize(body) + stub_data.size() + pad;
}

size_t RpcPdu::FragmentSize() const {
  const size_t trailer =
      sec_trailer.has_value() ? SecTrailer::kSize + sec_trailer->auth_value.size() : 0;
  return SecTrailerOffset() + trailer;
}

std::vector<Finding> RpcPdu::Validate() const {
  std::vector<Finding> findings;
  header.Validate(&findings);
  std::visit([&](const auto& b) { b.Validate(header, &findings); }, body);
  ValidatePdu(*this, RpcHeader::kSize + BodySize(body), &findings);
  return findings;
}

}  // namespace ntlmatrix::envelope
