// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"
#include "parsers/bytes/bytes.h"
#include "parsers/envelope/rpc_test_vectors.h"

namespace ntlmatrix::fuzz {
namespace {

namespace vectors = envelope::test_vectors;

// Fields of PDUs, from their start.
constexpr size_t kPType = 2;
constexpr size_t kPfcFlags = 3;
constexpr size_t kDrep = 4;
constexpr size_t kFragLength = 8;
constexpr size_t kAuthLength = 10;

// p_cont_elem_t for bind time feature negotiation, [MS-RPCE] 3.3.1.5.3.
constexpr uint8_t kTimeFeatures[] = {
    1,    0,    1,    0,                             // p_cont_id, n_transfer_syn
    0x78, 0x57, 0x34, 0x12, 0x34, 0x12, 0xCD, 0xAB,  // abstract_syntax
    0xEF, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB,  //
    0,    0,    0,    0,                             // version 0.0
    0x2C, 0x1C, 0xB7, 0x6C, 0x12, 0x98, 0x40, 0x45,  // prefix
    3,    0,    0,    0,    0,    0,    0,    0,     // BindTimeFeatureNegotiationBitmask
    1,    0,    0,    0,                             // version 1.0
};

// The Signature of [MS-RPCE] 2.2.1.1.2 and some bytes of extended error information.
constexpr uint8_t kExtendedError[] = {
    0x20, 0x03, 0x74, 0x90, 0xD0, 0xFA, 0xD3, 0x11,  // Signature
    0x82, 0xD7, 0x00, 0x90, 0x27, 0xB1, 0x30, 0xAB,  //
    1,    2,    3,    4,                             //
};

// `pdu` with its size as frag_length, for little-endian PDUs.
Data Measured(Data pdu) {
  const size_t size = pdu.size();
  return Set(std::move(pdu), kFragLength, {Byte(size, 0), Byte(size, 1)});
}

Data Without(const Data& pdu, size_t size) {
  return Measured(Set(Cut(pdu, size), kAuthLength, {0, 0}));
}

// The bind of LSARPC without authentication, with a second presentation context.
Data BindWithTimeFeatures() {
  const Data bind = Without(Copy(vectors::kBind), 72);
  return Measured(Set(Join({bind, kTimeFeatures}), 24, {2}));
}

std::vector<Seed> Vectors() {
  return {
      {"bind", "[C706] 12.6.4.3", "NEGOTIATE_MESSAGE, privacy", Copy(vectors::kBind)},
      {"bind_big_endian", "[C706] 14.2.5", "the other byte order", Copy(vectors::kBindBigEndian)},
      {"bind_ack", "[C706] 12.6.4.4", "CHALLENGE_MESSAGE", Copy(vectors::kBindAck)},
      {"bind_nak", "[MS-RPCE] 2.2.2.9", "authentication_type_not_recognized",
       Copy(vectors::kBindNak)},
      {"alter_context", "[C706] 12.6.4.1", "SPNEGO", Copy(vectors::kAlterContext)},
      {"alter_context_resp", "[C706] 12.6.4.2", "no address, no authentication",
       Copy(vectors::kAlterContextResp)},
      {"rpc_auth_3", "[MS-RPCE] 2.2.2.10", "AUTHENTICATE_MESSAGE", Copy(vectors::kRpcAuth3)},
      {"request", "[C706] 12.6.4.9", "privacy, 12 bytes of padding", Copy(vectors::kRequest)},
      {"request_with_object", "[C706] 12.6.4.9", "PFC_OBJECT_UUID",
       Copy(vectors::kRequestWithObject)},
      {"response", "[C706] 12.6.4.10", "integrity, no padding", Copy(vectors::kResponse)},
      {"fault", "[C706] 12.6.4.7", "access denied", Copy(vectors::kFault)},
      {"orphaned", "[C706] 12.6.4.8", "a header alone", Copy(vectors::kOrphaned)},
      {"exchange", "[MS-RPCE] 2.2.2.12", "bind to response, one after the other",
       Join({vectors::kBind, vectors::kBindAck, vectors::kRpcAuth3, vectors::kRequest,
             vectors::kResponse})},
  };
}

std::vector<Seed> Unusual() {
  const Data request = Copy(vectors::kRequest);
  const Data bind = Copy(vectors::kBind);
  const Data nak = Copy(vectors::kBindNak);
  const Data fault = Copy(vectors::kFault);
  return {
      {"request_in_three_fragments", "[C706] 12.6.2", "first, middle and last",
       Join({Set(request, kPfcFlags, {1}), Set(request, kPfcFlags, {0}),
             Set(request, kPfcFlags, {2})})},
      {"bind_with_token_in_fragments", "[C706] 12.6.4.3", "rpc_vers_minor 1, not the last fragment",
       Set(bind, 1, {1, 11, 5})},
      {"bind_with_time_features", "[MS-RPCE] 3.3.1.5.3", "two presentation contexts",
       BindWithTimeFeatures()},
      {"bind_ack_with_negotiate_ack", "[MS-RPCE] 3.3.1.5.3", "result 3 and a reason",
       Set(Copy(vectors::kBindAck), 36, {3, 0, 3})},
      {"bind_ack_with_address_of_5_bytes", "[C706] 12.6.4.4", "one byte of pad2",
       Set(Copy(vectors::kBindAck), 24, {5})},
      {"bind_nak_with_extended_error", "[MS-RPCE] 2.2.2.9", "Signature behind the padding",
       Measured(Join({nak, kExtendedError}))},
      {"bind_nak_without_versions", kByHand, "ends after the reason", Without(nak, 18)},
      {"fault_with_extended_error", "[MS-RPCE] 2.2.2.8", "alloc_hint 0x24",
       Measured(Set(Set(Join({fault, Zeros(4)}), 16, {0x24}), 23, {1}))},
      {"fault_with_stub_data", "[MS-RPCE] 2.2.2.8", "which no server may send",
       Measured(Join({fault, Zeros(4)}))},
      {"rpc_auth_3_without_token", "[MS-RPCE] 2.2.2.10", "auth_length is 0",
       Without(Copy(vectors::kRpcAuth3), 20)},
      {"drep_ebcdic_and_vax", "[C706] 14.2.5", "no character or number of it is read",
       Set(request, kDrep, {0x11, 1})},
      {"auth_level_call", "[MS-RPCE] 2.2.1.1.8", "which a client must upgrade", Set(bind, 73, {3})},
      {"auth_level_7", "[MS-RPCE] 2.2.1.1.8", "no level", Set(bind, 73, {7})},
      {"auth_type_default", "[MS-RPCE] 2.2.1.1.7", "0xFF", Set(bind, 72, {0xFF})},
      {"padding_is_all_of_the_stub_data", kByHand, "auth_pad_length 32", Set(request, 58, {32})},
  };
}

std::vector<Seed> Hostile() {
  const Data request = Copy(vectors::kRequest);
  const Data bind = Copy(vectors::kBind);
  const Data ack = Copy(vectors::kBindAck);
  const Data orphaned = Copy(vectors::kOrphaned);
  return {
      {"frag_length_0", kByHand, "a walk that trusts it never ends",
       Join({orphaned, Set(orphaned, kFragLength, {0, 0})})},
      {"frag_length_15", kByHand, "one less than the header", Set(orphaned, kFragLength, {15})},
      {"frag_length_past_end_by_one", kByHand, "size + 1", Set(bind, kFragLength, {121})},
      {"frag_length_65535", kByHand, "of 120 bytes", Set(bind, kFragLength, {0xFF, 0xFF})},
      {"header_of_15_bytes", kByHand, "ends in call_id", Cut(orphaned, 15)},
      {"auth_length_65535", kByHand, "no room for it", Set(bind, kAuthLength, {0xFF, 0xFF})},
      {"auth_length_wraps", kByHand, "0xFFF8 + 8 is 0 in 16 bits",
       Set(bind, kAuthLength, {0xF8, 0xFF})},
      {"auth_length_to_the_header", kByHand, "sec_trailer right after the header",
       Set(bind, kAuthLength, {96})},
      {"auth_length_into_the_header", kByHand, "one byte more", Set(bind, kAuthLength, {97})},
      {"padding_exceeds_stub_data", kByHand, "auth_pad_length 33 of 32", Set(request, 58, {33})},
      {"padding_255_in_bind", kByHand, "where there is no stub data", Set(bind, 74, {255})},
      {"contexts_255", kByHand, "n_context_elem with one element behind", Set(bind, 24, {255})},
      {"transfer_syntaxes_255", kByHand, "n_transfer_syn with one behind", Set(bind, 30, {255})},
      {"results_255", kByHand, "n_results with one result behind", Set(ack, 32, {255})},
      {"address_of_65535_bytes", kByHand, "sec_addr past the end", Set(ack, 24, {0xFF, 0xFF})},
      {"versions_255", kByHand, "n_protocols with one version behind",
       Set(Copy(vectors::kBindNak), 18, {255})},
      {"object_past_end", kByHand, "PFC_OBJECT_UUID and no room for it",
       Set(orphaned, kPType, {0, 0x83})},
      {"ptype_rts", "[MS-RPCH] 2.2.3.6", "a PTYPE that is not read", Set(orphaned, kPType, {20})},
      {"rpc_vers_4", "[C706] 12.5", "the connectionless protocol", Set(bind, 0, {4})},
      {"drep_integer_2", "[C706] 14.2.5", "no byte order", Set(bind, kDrep, {0x20})},
      {"sixty_headers", kByHand, "the shortest PDUs there are", Repeat(orphaned, 60)},
  };
}

}  // namespace

std::vector<Seed> RpcPduSeeds() {
  std::vector<Seed> seeds = Vectors();
  for (const auto more : {Unusual, Hostile}) {
    for (Seed& seed : more()) seeds.push_back(std::move(seed));
  }
  return seeds;
}

}  // namespace ntlmatrix::fuzz
