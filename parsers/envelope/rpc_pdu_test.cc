// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_pdu.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/rpc_test_vectors.h"

namespace ntlmatrix::envelope {
namespace {

namespace vectors = test_vectors;

constexpr RpcUuid kLsarpc = {
    0x12345778, 0x1234, 0xABCD, {0xEF, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB}};
constexpr RpcSyntaxId kNdr = {
    {0x8A885D04, 0x1CEB, 0x11C9, {0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60}}, 2};

std::vector<Bytes> AllVectors() {
  return {vectors::kBind,     vectors::kBindBigEndian, vectors::kBindAck,
          vectors::kBindNak,  vectors::kAlterContext,  vectors::kAlterContextResp,
          vectors::kRpcAuth3, vectors::kRequest,       vectors::kRequestWithObject,
          vectors::kResponse, vectors::kFault,         vectors::kOrphaned};
}

std::vector<uint8_t> Copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// `bytes` with one other byte.
std::vector<uint8_t> With(Bytes bytes, size_t offset, uint8_t value) {
  std::vector<uint8_t> copy = Copy(bytes);
  copy.at(offset) = value;
  return copy;
}

std::string ErrorOf(Bytes bytes) { return std::string(RpcPdu::Parse(bytes).status().message()); }

void ExpectBind(const RpcPdu& pdu) {
  EXPECT_EQ(pdu.header.rpc_vers, 5);
  EXPECT_EQ(pdu.header.rpc_vers_minor, 0);
  EXPECT_EQ(pdu.header.ptype, RpcPType::kBind);
  EXPECT_EQ(pdu.header.pfc_flags, pfc::kFirstFrag | pfc::kLastFrag | pfc::kSupportHeaderSign);
  EXPECT_EQ(pdu.header.frag_length, 120);
  EXPECT_EQ(pdu.header.auth_length, 40);
  EXPECT_EQ(pdu.header.call_id, 1u);
  EXPECT_EQ(std::get<RpcBind>(pdu.body),
            (RpcBind{5840, 5840, 0, 0, 0, {{0, 0, {kLsarpc, 0}, {kNdr}}}}));
  EXPECT_TRUE(pdu.stub_data.empty());
  ASSERT_TRUE(pdu.sec_trailer.has_value());
  EXPECT_EQ(pdu.sec_trailer->auth_type, RpcAuthType::kWinnt);
  EXPECT_EQ(pdu.sec_trailer->auth_level, RpcAuthLevel::kPktPrivacy);
  EXPECT_TRUE(pdu.sec_trailer->auth_pad.empty());
  EXPECT_EQ(pdu.sec_trailer->auth_reserved, 0);
  EXPECT_EQ(pdu.sec_trailer->auth_context_id, 0x12345678u);
  EXPECT_EQ(pdu.sec_trailer->auth_value, Bytes(vectors::kBind).subspan(80));
  EXPECT_TRUE(pdu.trailing.empty());
}

TEST(RpcPduTest, ReadsBind) {
  const auto pdu = RpcPdu::Parse(vectors::kBind);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(pdu->header.endian(), Endian::kLittle);
  ExpectBind(*pdu);
}

TEST(RpcPduTest, ReadsBindInTheOtherByteOrder) {
  // "An implementation MUST examine the drep field from the RPC PDU header to determine if this
  // field is little-endian or big-endian": auth_context_id, and all the rest.
  const auto pdu = RpcPdu::Parse(vectors::kBindBigEndian);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(pdu->header.endian(), Endian::kBig);
  ExpectBind(*pdu);
}

TEST(RpcPduTest, WritesInTheByteOrderOfDrep) {
  RpcPdu pdu = RpcPdu::Parse(vectors::kBind).value();
  pdu.header.packed_drep[0] = 0;
  EXPECT_EQ(pdu.Serialize().value(), Copy(vectors::kBindBigEndian));
}

TEST(RpcPduTest, ReadsBindAck) {
  const auto pdu = RpcPdu::Parse(vectors::kBindAck);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  const auto& ack = std::get<RpcBindAck>(pdu->body);
  EXPECT_EQ(ack.max_xmit_frag, 5840);
  EXPECT_EQ(ack.max_recv_frag, 5840);
  EXPECT_EQ(ack.assoc_group_id, 0x53F0u);
  EXPECT_EQ(ack.sec_addr, Bytes(vectors::kBindAck).subspan(26, 4));
  EXPECT_EQ(ack.pad2, (std::array<uint8_t, 3>{}));
  EXPECT_EQ(ack.p_results, (std::vector<RpcContextResult>{{0, 0, kNdr}}));
  EXPECT_EQ(pdu->sec_trailer->auth_value, Bytes(vectors::kBindAck).subspan(68));
  EXPECT_EQ(pdu->SecTrailerOffset(), 60u);
}

TEST(RpcPduTest, ReadsBindNak) {
  const auto pdu = RpcPdu::Parse(vectors::kBindNak);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(std::get<RpcBindNak>(pdu->body), (RpcBindNak{8, {{{5, 0}}}}));
  EXPECT_EQ(pdu->stub_data.size(), 3u);
  EXPECT_EQ(pdu->sec_trailer, std::nullopt);
}

TEST(RpcPduTest, ReadsAlterContextWithSpnego) {
  const auto pdu = RpcPdu::Parse(vectors::kAlterContext);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(pdu->header.ptype, RpcPType::kAlterContext);
  EXPECT_EQ(std::get<RpcBind>(pdu->body).assoc_group_id, 0x53F0u);
  EXPECT_EQ(pdu->sec_trailer->auth_type, RpcAuthType::kGssNegotiate);
  EXPECT_EQ(pdu->sec_trailer->auth_level, RpcAuthLevel::kPktIntegrity);
  EXPECT_EQ(pdu->sec_trailer->auth_context_id, 1u);
  EXPECT_EQ(pdu->sec_trailer->auth_value.size(), 9u);
}

TEST(RpcPduTest, ReadsAlterContextRespWithoutAddress) {
  const auto pdu = RpcPdu::Parse(vectors::kAlterContextResp);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  const auto& response = std::get<RpcBindAck>(pdu->body);
  EXPECT_TRUE(response.sec_addr.empty());
  EXPECT_EQ(response.p_results.size(), 1u);
}

TEST(RpcPduTest, ReadsRpcAuth3) {
  const auto pdu = RpcPdu::Parse(vectors::kRpcAuth3);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(std::get<RpcAuth3>(pdu->body), (RpcAuth3{{0xD0, 0x16, 0xD0, 0x16}}));
  EXPECT_EQ(pdu->SecTrailerOffset(), 20u);
  EXPECT_EQ(pdu->sec_trailer->auth_value, Bytes(vectors::kRpcAuth3).subspan(28));
}

TEST(RpcPduTest, ReadsRequestWithPadding) {
  const auto pdu = RpcPdu::Parse(vectors::kRequest);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(std::get<RpcRequest>(pdu->body), (RpcRequest{0, 0, 44, std::nullopt}));
  EXPECT_EQ(pdu->stub_data, Bytes(vectors::kRequest).subspan(24, 20));
  EXPECT_EQ(pdu->sec_trailer->auth_pad, Bytes(vectors::kRequest).subspan(44, 12));
  EXPECT_EQ(pdu->SecTrailerOffset(), 56u);
  EXPECT_EQ(pdu->sec_trailer->auth_value, Bytes(vectors::kRequest).subspan(64, 16));
}

TEST(RpcPduTest, ReadsRequestWithObject) {
  const auto pdu = RpcPdu::Parse(vectors::kRequestWithObject);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(std::get<RpcRequest>(pdu->body), (RpcRequest{4, 1, 5, RpcUuid{1, 0, 0, {}}}));
  EXPECT_EQ(pdu->stub_data, Bytes(vectors::kRequestWithObject).subspan(40));
}

TEST(RpcPduTest, ReadsResponse) {
  const auto pdu = RpcPdu::Parse(vectors::kResponse);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(std::get<RpcResponse>(pdu->body), (RpcResponse{16, 0, 0, 0}));
  EXPECT_EQ(pdu->stub_data.size(), 16u);
  EXPECT_EQ(pdu->sec_trailer->auth_level, RpcAuthLevel::kPktIntegrity);
}

TEST(RpcPduTest, ReadsFault) {
  const auto pdu = RpcPdu::Parse(vectors::kFault);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(std::get<RpcFault>(pdu->body), (RpcFault{32, 0, 0, 0, 5, {}}));
  EXPECT_TRUE(pdu->header.Has(pfc::kDidNotExecute));
}

TEST(RpcPduTest, ReadsWhatHasNoBody) {
  for (const RpcPType ptype : {RpcPType::kShutdown, RpcPType::kCoCancel, RpcPType::kOrphaned}) {
    const std::vector<uint8_t> bytes = With(vectors::kOrphaned, 2, static_cast<uint8_t>(ptype));
    const auto pdu = RpcPdu::Parse(bytes);
    ASSERT_TRUE(pdu.ok()) << pdu.status();
    EXPECT_TRUE(std::holds_alternative<RpcNoBody>(pdu->body));
    EXPECT_EQ(pdu->Serialize().value(), bytes);
  }
}

TEST(RpcPduTest, SaysWhichFragmentItIs) {
  const std::vector<uint8_t> middle = With(vectors::kRequest, 3, 0);
  EXPECT_FALSE(RpcPdu::Parse(middle)->header.IsWhole());
  EXPECT_TRUE(RpcPdu::Parse(vectors::kRequest)->header.IsWhole());
}

TEST(RpcPduTest, WritesAllVectorsByteForByte) {
  for (const Bytes bytes : AllVectors()) {
    const RpcPdu pdu = RpcPdu::Parse(bytes).value();
    EXPECT_EQ(Bytes(pdu.Serialize().value()), bytes) << RpcPTypeName(pdu.header.ptype);
    EXPECT_EQ(pdu.FragmentSize(), bytes.size());
  }
}

TEST(RpcPduTest, SaysTheSameInBothByteOrders) {
  for (const Bytes bytes : AllVectors()) {
    RpcPdu pdu = RpcPdu::Parse(bytes).value();
    pdu.header.packed_drep[0] ^= 0x10;
    const std::vector<uint8_t> swapped = pdu.Serialize().value();
    EXPECT_NE(Bytes(swapped), bytes);
    EXPECT_EQ(RpcPdu::Parse(swapped).value(), pdu) << RpcPTypeName(pdu.header.ptype);
  }
}

TEST(RpcPduTest, TruncationAtEveryByteIsAnError) {
  for (const Bytes bytes : AllVectors()) {
    for (size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(RpcPdu::Parse(bytes.first(size)).status().code(),
                absl::StatusCode::kInvalidArgument)
          << RpcPTypeName(RpcPdu::Parse(bytes)->header.ptype) << " of " << size;
    }
  }
}

TEST(RpcPduTest, FragmentCutAtEveryByteOfItsBodyIsAnError) {
  // frag_length agrees with the input here, so that the body itself must notice.
  for (const Bytes bytes : AllVectors()) {
    RpcPdu pdu = RpcPdu::Parse(bytes).value();
    const bool versions_may_lack = pdu.header.ptype == RpcPType::kBindNak;
    const size_t body_end = pdu.SecTrailerOffset() - pdu.stub_data.size() -
                            (pdu.sec_trailer.has_value() ? pdu.sec_trailer->auth_pad.size() : 0);
    for (size_t size = RpcHeader::kSize; size < body_end; ++size) {
      std::vector<uint8_t> cut = Copy(bytes.first(size));
      cut[8] = cut[9] = static_cast<uint8_t>(size);
      cut[pdu.header.endian() == Endian::kBig ? 8 : 9] = 0;
      cut[10] = cut[11] = 0;
      EXPECT_EQ(RpcPdu::Parse(cut).ok(), versions_may_lack && size == 18) << size;
    }
  }
}

TEST(RpcPduTest, SaysWhereABodyEnds) {
  std::vector<uint8_t> bytes = With(vectors::kBind, 24, 2);  // n_context_elem
  EXPECT_EQ(ErrorOf(bytes), "bind: cannot read 2 bytes at offset 72 of 72");
  bytes = With(vectors::kBindAck, 25, 1);  // sec_addr of 260 bytes
  EXPECT_EQ(ErrorOf(bytes), "bind_ack: cannot read 260 bytes at offset 26 of 60");
}

TEST(RpcPduTest, RejectsCountsWithNothingBehind) {
  std::vector<uint8_t> bytes = With(vectors::kBind, 24, 255);  // n_context_elem
  EXPECT_EQ(ErrorOf(bytes), "bind: cannot read 2 bytes at offset 72 of 72");
  bytes = With(vectors::kBind, 30, 255);  // n_transfer_syn
  EXPECT_EQ(ErrorOf(bytes), "bind: cannot read 4 bytes at offset 72 of 72");
  bytes = With(vectors::kBindAck, 32, 255);  // n_results
  EXPECT_EQ(ErrorOf(bytes), "bind_ack: cannot read 2 bytes at offset 60 of 60");
  bytes = With(vectors::kBindNak, 18, 255);  // n_protocols
  EXPECT_EQ(ErrorOf(bytes), "bind_nak: cannot read 1 byte at offset 24 of 24");
}

TEST(RpcPduTest, RejectsFragLengthBelowTheHeader) {
  EXPECT_EQ(ErrorOf(With(vectors::kBind, 8, 0)),
            "DCE/RPC header: frag_length 0 at offset 8 is less than the header's 16");
  EXPECT_EQ(ErrorOf(With(vectors::kBind, 8, 15)),
            "DCE/RPC header: frag_length 15 at offset 8 is less than the header's 16");
}

TEST(RpcPduTest, RejectsFragLengthPastEnd) {
  EXPECT_EQ(ErrorOf(With(vectors::kBind, 8, 121)),
            "DCE/RPC header: frag_length 121 at offset 8, but the input has 120");
}

TEST(RpcPduTest, RejectsAuthLengthThatDoesNotFit) {
  std::vector<uint8_t> bytes = With(vectors::kBind, 10, 0xFF);
  bytes[11] = 0xFF;
  EXPECT_EQ(ErrorOf(bytes),
            "DCE/RPC PDU: auth_length 65535 at offset 10 with sec_trailer does not fit between the "
            "header and frag_length 120");
  // 16 + 8 + 96 is the fragment: sec_trailer would begin right after the header.
  EXPECT_EQ(ErrorOf(With(vectors::kBind, 10, 97)).substr(0, 11), "DCE/RPC PDU");
  EXPECT_EQ(ErrorOf(With(vectors::kBind, 10, 96)), "bind: cannot read 2 bytes at offset 16 of 16");
}

TEST(RpcPduTest, AcceptsPaddingThatIsAllOfTheStubDataAndRejectsMore) {
  const std::vector<uint8_t> all = With(vectors::kRequest, 58, 32);  // auth_pad_length
  const auto pdu = RpcPdu::Parse(all);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_TRUE(pdu->stub_data.empty());
  EXPECT_EQ(pdu->sec_trailer->auth_pad.size(), 32u);
  EXPECT_EQ(ErrorOf(With(vectors::kRequest, 58, 33)),
            "sec_trailer: auth_pad_length 33 at offset 58 exceeds the 32 bytes between body and "
            "sec_trailer");
  EXPECT_EQ(ErrorOf(With(vectors::kBind, 74, 1)),
            "sec_trailer: auth_pad_length 1 at offset 74 exceeds the 0 bytes between body and "
            "sec_trailer");
}

TEST(RpcPduTest, RejectsObjectPastEnd) {
  EXPECT_EQ(ErrorOf(With(With(vectors::kOrphaned, 2, 0), 3, 0x83)),
            "request: cannot read 4 bytes at offset 16 of 16");
}

TEST(RpcPduTest, DoesNotReadOtherVersionsFormatsAndTypes) {
  const std::vector<std::pair<std::vector<uint8_t>, std::string>> cases = {
      {With(vectors::kBind, 0, 4), "DCE/RPC header: rpc_vers 4 at offset 0, only 5 is read"},
      {With(vectors::kBind, 4, 0x20),
       "DCE/RPC header: drep at offset 4 has integer format 2, only 0 and 1 are read"},
      {With(vectors::kBind, 2, 20), "DCE/RPC PDU: PTYPE 20 at offset 2 is not one that is read"},
      {With(vectors::kBind, 2, 1), "DCE/RPC PDU: PTYPE 1 at offset 2 is not one that is read"},
  };
  for (const auto& [bytes, message] : cases) {
    const absl::Status status = RpcPdu::Parse(bytes).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
    EXPECT_EQ(status.message(), message);
  }
}

TEST(RpcPduTest, KeepsWhatFollowsTheFragment) {
  std::vector<uint8_t> bytes = Copy(vectors::kRequest);
  bytes.push_back(0x99);
  const auto pdu = RpcPdu::Parse(bytes);
  ASSERT_TRUE(pdu.ok()) << pdu.status();
  EXPECT_EQ(pdu->trailing, Bytes(bytes).subspan(80));
  EXPECT_EQ(pdu->sec_trailer->auth_value.size(), 16u);
  EXPECT_EQ(pdu->Serialize().value(), bytes);
}

TEST(RpcPduTest, KeepsPaddingAfterTheAddress) {
  std::vector<uint8_t> bytes = With(vectors::kBindAck, 31, 0xEE);
  EXPECT_EQ(std::get<RpcBindAck>(RpcPdu::Parse(bytes)->body).pad2,
            (std::array<uint8_t, 3>{0, 0xEE, 0}));
  EXPECT_EQ(RpcPdu::Parse(bytes)->Serialize().value(), bytes);
}

TEST(RpcPduTest, AlignsResultsAfterAnAddressOfAnyLength) {
  const std::vector<uint8_t> address(5);
  for (size_t size = 0; size <= address.size(); ++size) {
    RpcPdu pdu = RpcPdu::Parse(vectors::kBindAck).value();
    std::get<RpcBindAck>(pdu.body).sec_addr = Bytes(address).first(size);
    const std::vector<uint8_t> bytes = pdu.Serialize().value();
    EXPECT_EQ(bytes.size() % 4, 0u) << size;
    const RpcPdu again = RpcPdu::Parse(bytes).value();
    EXPECT_EQ(again.body, pdu.body);
    EXPECT_EQ(again.sec_trailer, pdu.sec_trailer);
  }
}

TEST(RpcPduTest, MeasuresLengthsWhenItWrites) {
  RpcPdu pdu = RpcPdu::Parse(vectors::kRequest).value();
  pdu.header.frag_length = 1;
  pdu.header.auth_length = 2;
  EXPECT_EQ(pdu.Serialize().value(), Copy(vectors::kRequest));
}

TEST(RpcPduTest, DoesNotWriteWhatItCouldNotReadBack) {
  RpcPdu pdu = RpcPdu::Parse(vectors::kRequest).value();
  pdu.header.ptype = RpcPType::kResponse;
  EXPECT_EQ(pdu.Serialize().status().message(), "DCE/RPC PDU: body is not that of PTYPE 2");
  pdu.header.ptype = static_cast<RpcPType>(20);
  EXPECT_EQ(pdu.Serialize().status().message(), "DCE/RPC PDU: body is not that of PTYPE 20");
  pdu.header.ptype = RpcPType::kRequest;
  pdu.header.pfc_flags |= pfc::kObjectUuid;
  EXPECT_EQ(pdu.Serialize().status().message(),
            "DCE/RPC PDU: PFC_OBJECT_UUID and object contradict each other");
  pdu.header.pfc_flags = pfc::kFirstFrag;
  pdu.sec_trailer->auth_value = Bytes();
  EXPECT_EQ(pdu.Serialize().status().message(),
            "DCE/RPC PDU: auth_value is empty, and auth_length 0 means no sec_trailer");
}

TEST(RpcPduTest, DoesNotWriteMoreThanALengthFieldCanSay) {
  const std::vector<uint8_t> large(70000);
  RpcPdu pdu = RpcPdu::Parse(vectors::kResponse).value();
  pdu.stub_data = Bytes(large).first(65535 - 48);
  EXPECT_EQ(pdu.Serialize()->size(), 65535u);
  pdu.stub_data = Bytes(large).first(65535 - 47);
  EXPECT_EQ(pdu.Serialize().status(),
            absl::ResourceExhaustedError("frag_length: 65536 does not fit, the limit is 65535"));
  pdu.stub_data = Bytes();
  pdu.sec_trailer->auth_pad = Bytes(large).first(256);
  EXPECT_EQ(pdu.Serialize().status(),
            absl::ResourceExhaustedError("auth_pad_length: 256 does not fit, the limit is 255"));

  RpcPdu bind = RpcPdu::Parse(vectors::kBind).value();
  std::get<RpcBind>(bind.body).p_context_elem.resize(256);
  EXPECT_EQ(bind.Serialize().status(),
            absl::ResourceExhaustedError("n_context_elem: 256 does not fit, the limit is 255"));
}

TEST(RpcPduTest, TakesMemoryInProportionToTheInput) {
  size_t written = 0;
  for (size_t elements = 1; elements <= 128; elements *= 2) {
    RpcPdu pdu = RpcPdu::Parse(vectors::kBind).value();
    auto& list = std::get<RpcBind>(pdu.body).p_context_elem;
    list.front().transfer_syntaxes.assign(24, kNdr);
    list.assign(elements, RpcContextElement(list.front()));
    const std::vector<uint8_t> bytes = pdu.Serialize().value();
    const RpcPdu again = RpcPdu::Parse(bytes).value();
    const auto& read = std::get<RpcBind>(again.body).p_context_elem;
    EXPECT_EQ(read, list);
    size_t memory = read.capacity() * sizeof(RpcContextElement);
    for (const RpcContextElement& element : read) {
      memory += element.transfer_syntaxes.capacity() * sizeof(RpcSyntaxId);
    }
    EXPECT_LE(memory, 2 * bytes.size());
    written = bytes.size();
  }
  EXPECT_GT(written, 64000u);
}

}  // namespace
}  // namespace ntlmatrix::envelope
