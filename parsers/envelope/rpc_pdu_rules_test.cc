// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/rpc_pdu.h"
#include "parsers/envelope/rpc_test_vectors.h"

namespace ntlmatrix::envelope {
namespace {

namespace vectors = test_vectors;

std::vector<std::string> Rules(const RpcPdu& pdu) {
  std::vector<std::string> rules;
  for (const Finding& finding : pdu.Validate()) rules.emplace_back(finding.rule);
  return rules;
}

TEST(RpcPduRulesTest, ReportsNothingOnTheVectors) {
  for (const Bytes bytes :
       {Bytes(vectors::kBind), Bytes(vectors::kBindBigEndian), Bytes(vectors::kBindAck),
        Bytes(vectors::kBindNak), Bytes(vectors::kAlterContext), Bytes(vectors::kAlterContextResp),
        Bytes(vectors::kRpcAuth3), Bytes(vectors::kRequest), Bytes(vectors::kRequestWithObject),
        Bytes(vectors::kResponse), Bytes(vectors::kFault), Bytes(vectors::kOrphaned)}) {
    EXPECT_EQ(Rules(RpcPdu::Parse(bytes).value()), std::vector<std::string>{});
  }
}

// One changed byte of a vector, the only rule that it breaks, and where the finding points.
struct Change {
  Bytes vector;
  size_t offset;
  uint8_t value;
  const char* rule;
  size_t at;
};

TEST(RpcPduRulesTest, ReportsOneChangedByte) {
  const Change changes[] = {
      {vectors::kBind, 1, 1, "rpc-vers-minor", 1},
      {vectors::kBind, 3, 0x0F, "rpc-pfc-reserved", 3},
      {vectors::kBind, 3, 0x27, "rpc-pfc-did-not-execute", 3},
      {vectors::kBind, 3, 0x47, "rpc-pfc-maybe", 3},
      {vectors::kBind, 3, 0x87, "rpc-pfc-object-uuid", 3},
      {vectors::kBind, 4, 0x11, "rpc-drep-ebcdic", 4},
      {vectors::kBind, 4, 0x12, "rpc-drep-character", 4},
      {vectors::kBind, 5, 1, "rpc-drep-not-ieee", 5},
      {vectors::kBind, 5, 3, "rpc-drep-not-ieee", 5},
      {vectors::kBind, 5, 4, "rpc-drep-float", 5},
      {vectors::kBind, 6, 1, "rpc-drep-reserved", 6},
      {vectors::kBind, 7, 1, "rpc-drep-reserved", 6},
      {vectors::kBind, 3, 0x05, "rpc-token-in-fragments", 3},
      {vectors::kRpcAuth3, 3, 0x02, "rpc-token-in-fragments", 3},
      {vectors::kBind, 3, 0x03, "rpc-header-sign", 73},
      {vectors::kBind, 19, 4, "rpc-bind-max-recv-frag", 18},
      {vectors::kBindBigEndian, 18, 4, "rpc-bind-max-recv-frag", 18},
      {vectors::kBindAck, 19, 4, "rpc-bind-ack-max-recv-frag", 18},
      {vectors::kBind, 25, 1, "rpc-bind-reserved", 25},
      {vectors::kAlterContext, 27, 1, "rpc-bind-reserved", 25},
      {vectors::kBind, 31, 1, "rpc-context-reserved", 31},
      {vectors::kBindAck, 33, 1, "rpc-bind-ack-reserved", 33},
      {vectors::kAlterContextResp, 30, 1, "rpc-bind-ack-reserved", 29},
      {vectors::kBindAck, 36, 4, "rpc-result-value", 36},
      {vectors::kBindAck, 36, 3, "rpc-result-negotiate-ack", 40},
      {vectors::kBindNak, 16, 10, "rpc-bind-nak-reason", 16},
      {vectors::kRequestWithObject, 24, 0, "rpc-request-nil-object", 24},
      {vectors::kRequestWithObject, 16, 5, "rpc-alloc-hint", 16},
      {vectors::kResponse, 16, 17, "rpc-alloc-hint", 16},
      {vectors::kResponse, 23, 1, "rpc-response-reserved", 23},
      {vectors::kFault, 23, 2, "rpc-fault-reserved", 23},
      {vectors::kFault, 28, 1, "rpc-fault-reserved2", 28},
      {vectors::kFault, 31, 1, "rpc-fault-reserved2", 28},
      {vectors::kBind, 72, 0, "rpc-auth-type-none", 72},
      {vectors::kBind, 72, 0x0B, "rpc-auth-type", 72},
      {vectors::kBind, 72, 0xFF, "rpc-auth-type-default", 72},
      {vectors::kBind, 73, 0, "rpc-auth-level-default", 73},
      {vectors::kBind, 73, 1, "rpc-auth-level-none", 73},
      {vectors::kBind, 73, 3, "rpc-auth-level-call", 73},
      {vectors::kBind, 73, 7, "rpc-auth-level", 73},
      {vectors::kRpcAuth3, 21, 3, "rpc-auth-level-call", 21},
      {vectors::kRequest, 57, 3, "rpc-auth-level-call", 57},
      {vectors::kBind, 75, 1, "rpc-auth-reserved", 75},
      {vectors::kRequest, 58, 16, "rpc-auth-pad-length", 58},
  };
  for (const Change& change : changes) {
    std::vector<uint8_t> bytes(change.vector.begin(), change.vector.end());
    bytes.at(change.offset) = change.value;
    const auto pdu = RpcPdu::Parse(bytes);
    ASSERT_TRUE(pdu.ok()) << change.rule << ": " << pdu.status();
    std::vector<Finding> findings = pdu->Validate();
    // Padding that is no longer encrypted, because the level is another one.
    std::erase_if(findings, [](const Finding& finding) { return finding.rule == "rpc-auth-pad"; });
    ASSERT_EQ(findings.size(), 1u) << change.rule;
    EXPECT_EQ(findings.front().rule, change.rule);
    EXPECT_EQ(findings.front().offset, change.at) << change.rule;
    EXPECT_FALSE(findings.front().section.empty() || findings.front().text.empty());
  }
}

TEST(RpcPduRulesTest, AcceptsWhatOnlyLooksWrong) {
  const Change changes[] = {
      {vectors::kBindAck, 61, 3, "the server treats RPC_C_AUTHN_LEVEL_CALL as PKT", 0},
      {vectors::kResponse, 41, 0, "only a client must replace RPC_C_AUTHN_LEVEL_DEFAULT", 0},
      {vectors::kBindAck, 60, 0xFF, "only a client must replace RPC_C_AUTHN_DEFAULT", 0},
      {vectors::kAlterContext, 3, 0x03, "header signing is asked for in the first PDU", 0},
      {vectors::kBind, 73, 4, "RPC_C_AUTHN_LEVEL_PKT", 0},
      {vectors::kAlterContext, 18, 0, "max frags of alter_context are ignored", 0},
      {vectors::kAlterContextResp, 19, 0, "max frags of alter_context_resp are ignored", 0},
      {vectors::kRpcAuth3, 16, 0xFF, "pad has any value", 0},
      {vectors::kRequest, 3, 0x00, "a middle fragment", 0},
      {vectors::kRequest, 3, 0x47, "PFC_MAYBE and PFC_PENDING_CANCEL", 0},
      {vectors::kFault, 23, 1, "extended error information of no bytes", 0},
      {vectors::kBindAck, 30, 1, "pad2 has any value", 0},
  };
  for (const Change& change : changes) {
    std::vector<uint8_t> bytes(change.vector.begin(), change.vector.end());
    bytes.at(change.offset) = change.value;
    EXPECT_EQ(Rules(RpcPdu::Parse(bytes).value()), std::vector<std::string>{}) << change.rule;
  }
}

TEST(RpcPduRulesTest, AcceptsAllocHintOfMoreThanOneFragment) {
  std::vector<uint8_t> bytes(std::begin(vectors::kResponse), std::end(vectors::kResponse));
  bytes[3] = pfc::kFirstFrag;
  bytes[17] = 1;
  EXPECT_EQ(Rules(RpcPdu::Parse(bytes).value()), std::vector<std::string>{});
}

TEST(RpcPduRulesTest, ReportsTrailingBytes) {
  std::vector<uint8_t> bytes(std::begin(vectors::kResponse), std::end(vectors::kResponse));
  bytes.push_back(0);
  EXPECT_EQ(Rules(RpcPdu::Parse(bytes).value()), std::vector<std::string>{"rpc-trailing-bytes"});
}

TEST(RpcPduRulesTest, ReportsEmptyLists) {
  RpcPdu bind = RpcPdu::Parse(vectors::kBind).value();
  std::get<RpcBind>(bind.body).p_context_elem.front().transfer_syntaxes.clear();
  EXPECT_EQ(Rules(bind), std::vector<std::string>{"rpc-context-no-transfer-syntax"});
  EXPECT_EQ(bind.Validate().front().offset, 30u);
  std::get<RpcBind>(bind.body).p_context_elem.clear();
  EXPECT_EQ(Rules(bind), std::vector<std::string>{"rpc-bind-no-context"});
  RpcPdu ack = RpcPdu::Parse(vectors::kBindAck).value();
  std::get<RpcBindAck>(ack.body).p_results.clear();
  EXPECT_EQ(Rules(ack), std::vector<std::string>{"rpc-bind-ack-no-result"});
  EXPECT_EQ(ack.Validate().front().offset, 32u);
  RpcPdu nak = RpcPdu::Parse(vectors::kBindNak).value();
  std::get<RpcBindNak>(nak.body).versions.reset();
  EXPECT_EQ(Rules(nak), std::vector<std::string>{"rpc-bind-nak-no-versions"});
}

TEST(RpcPduRulesTest, SaysWhichElementOfAListIsWrong) {
  RpcPdu bind = RpcPdu::Parse(vectors::kBind).value();
  auto& list = std::get<RpcBind>(bind.body).p_context_elem;
  list.push_back(list.front());
  list.back().reserved = 1;
  ASSERT_EQ(Rules(bind), std::vector<std::string>{"rpc-context-reserved"});
  EXPECT_EQ(bind.Validate().front().offset, 28u + 44 + 3);
  RpcPdu ack = RpcPdu::Parse(vectors::kBindAck).value();
  auto& results = std::get<RpcBindAck>(ack.body).p_results;
  results.push_back(results.front());
  results.back().result = 4;
  ASSERT_EQ(Rules(ack), std::vector<std::string>{"rpc-result-value"});
  EXPECT_EQ(ack.Validate().front().offset, 36u + 24);
}

TEST(RpcPduRulesTest, ReportsBindThatNoOneNeedReceive) {
  const std::vector<uint8_t> token(1432 - 80 + 1);
  RpcPdu bind = RpcPdu::Parse(vectors::kBind).value();
  bind.sec_trailer->auth_value = Bytes(token).first(1432 - 80);
  EXPECT_EQ(Rules(bind), std::vector<std::string>{});
  bind.sec_trailer->auth_value = token;
  EXPECT_EQ(Rules(bind), std::vector<std::string>{"rpc-bind-too-long"});
}

TEST(RpcPduRulesTest, ReportsRpcAuth3WithoutToken) {
  // auth_length: "It MUST be greater than zero for this PDU type."
  std::vector<uint8_t> bytes(std::begin(vectors::kRpcAuth3), std::begin(vectors::kRpcAuth3) + 20);
  bytes[8] = 20;  // frag_length
  bytes[10] = 0;  // auth_length
  EXPECT_EQ(Rules(RpcPdu::Parse(bytes).value()),
            std::vector<std::string>{"rpc-auth-3-without-token"});
}

TEST(RpcPduRulesTest, ReportsSecTrailerWhereItDoesNotBelong) {
  RpcPdu nak = RpcPdu::Parse(vectors::kBindNak).value();
  nak.sec_trailer = RpcPdu::Parse(vectors::kBind)->sec_trailer;
  EXPECT_EQ(Rules(nak), std::vector<std::string>{"rpc-auth-unexpected"});
  RpcPdu shutdown = RpcPdu::Parse(vectors::kOrphaned).value();
  shutdown.header.ptype = RpcPType::kShutdown;
  shutdown.sec_trailer = nak.sec_trailer;
  EXPECT_EQ(Rules(shutdown), std::vector<std::string>{"rpc-auth-unexpected"});
  shutdown.header.ptype = RpcPType::kCoCancel;
  EXPECT_EQ(Rules(shutdown), std::vector<std::string>{});
}

TEST(RpcPduRulesTest, ReportsStubDataWhereItDoesNotBelong) {
  constexpr uint8_t kData[4] = {};
  RpcPdu fault = RpcPdu::Parse(vectors::kFault).value();
  fault.stub_data = kData;
  EXPECT_EQ(Rules(fault), std::vector<std::string>{"rpc-fault-stub-data"});
  EXPECT_EQ(fault.Validate().front().offset, 32u);
  RpcPdu bind = RpcPdu::Parse(vectors::kBind).value();
  bind.stub_data = kData;
  EXPECT_EQ(Rules(bind), std::vector<std::string>{"rpc-body-trailing"});
  EXPECT_EQ(bind.Validate().front().offset, 72u);
}

TEST(RpcPduRulesTest, ReportsExtendedErrorInformationThatTheFaultDoesNotHold) {
  // "its length MUST be calculated as alloc_hint - 0x20"
  constexpr uint8_t kData[4] = {};
  RpcPdu pdu = RpcPdu::Parse(vectors::kFault).value();
  auto& fault = std::get<RpcFault>(pdu.body);
  pdu.stub_data = kData;
  fault.reserved = RpcFault::kExtendedError;
  fault.alloc_hint = 0x24;
  EXPECT_EQ(Rules(pdu), std::vector<std::string>{});
  for (const uint32_t alloc_hint : {0x25u, 0x1Fu, 0u}) {
    fault.alloc_hint = alloc_hint;
    EXPECT_EQ(Rules(pdu), std::vector<std::string>{"rpc-fault-extended-error"}) << alloc_hint;
  }
}

TEST(RpcPduRulesTest, ReportsSecTrailerThatIsNotAligned) {
  // "The sec_trailer structure MUST be 16-byte aligned with respect to the beginning of the PDU
  // Body."
  RpcPdu request = RpcPdu::Parse(vectors::kRequest).value();
  for (size_t size = 0; size < 12; ++size) {
    request.sec_trailer->auth_pad = Bytes(vectors::kRequest).subspan(44, size);
    EXPECT_EQ(Rules(request), std::vector<std::string>{"rpc-sec-trailer-alignment"}) << size;
    EXPECT_EQ(request.Validate().front().offset, 44 + size);
  }
  RpcPdu bind = RpcPdu::Parse(vectors::kBind).value();
  constexpr uint8_t kPad[4] = {};
  for (size_t size = 0; size <= 4; ++size) {
    bind.sec_trailer->auth_pad = Bytes(kPad).first(size);
    const bool aligned = size % 4 == 0;
    EXPECT_EQ(Rules(bind), aligned ? std::vector<std::string>{}
                                   : std::vector<std::string>{"rpc-sec-trailer-alignment-4"});
  }
}

TEST(RpcPduRulesTest, ReportsRpcAuth3WithPadding) {
  // "The pad field MUST be immediately followed by a sec_trailer structure"; 2.2.2.11 wants it
  // aligned.
  constexpr uint8_t kPad[12] = {};
  RpcPdu pdu = RpcPdu::Parse(vectors::kRpcAuth3).value();
  pdu.sec_trailer->auth_pad = Bytes(kPad).first(4);
  EXPECT_EQ(Rules(pdu), std::vector<std::string>{"rpc-auth-3-pad"});
  pdu.sec_trailer->auth_pad = kPad;
  EXPECT_EQ(Rules(pdu), std::vector<std::string>{});
}

TEST(RpcPduRulesTest, ReportsPaddingThatShowsData) {
  RpcPdu pdu = RpcPdu::Parse(vectors::kRequest).value();
  pdu.sec_trailer->auth_level = RpcAuthLevel::kPktIntegrity;
  ASSERT_EQ(Rules(pdu), std::vector<std::string>{"rpc-auth-pad"});
  EXPECT_EQ(pdu.Validate().front().offset, 44u);
  EXPECT_EQ(pdu.Validate().front().severity, Severity::kNote);
}

}  // namespace
}  // namespace ntlmatrix::envelope
