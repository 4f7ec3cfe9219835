// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"
#include "parsers/envelope/test_tokens.h"

namespace ntlmatrix::fuzz {
namespace {

namespace tokens = envelope::test_tokens;

const Data kThisMech = {0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02};
const Data kNtlmssp = {0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A};
const Data kKerberos = {0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02};

// A value with as few length octets as there can be.
Data Value(uint8_t tag, Bytes contents) {
  const size_t size = contents.size();
  Data header = {tag};
  if (size >= 0x100) {
    header.insert(header.end(), {0x82, Byte(size, 1), Byte(size, 0)});
  } else if (size >= 0x80) {
    header.insert(header.end(), {0x81, Byte(size, 0)});
  } else {
    header.push_back(Byte(size, 0));
  }
  return Join({header, contents});
}

Data Member(uint8_t number, uint8_t tag, Bytes contents) {
  return Value(static_cast<uint8_t>(0xA0 + number), Value(tag, contents));
}

Data Framed(Bytes token) { return Value(0x60, Join({kThisMech, token})); }
Data Init(std::initializer_list<Bytes> members) {
  return Framed(Value(0xA0, Value(0x30, Join(members))));
}
Data Resp(std::initializer_list<Bytes> members) { return Value(0xA1, Value(0x30, Join(members))); }

const Data kMechTypes = Member(0, 0x30, kNtlmssp);
const Data kMechToken = Member(2, 0x04, Bytes(tokens::kInitWithNegotiate).subspan(34));
const Data kMic = Member(3, 0x04, Bytes(tokens::kRespWithMic).subspan(13));
const Data kIncomplete = Member(0, 0x0A, Data{1});
const Data kChallenge = Member(2, 0x04, Bytes(tokens::kRespWithChallenge).subspan(28));

std::vector<Seed> Examples() {
  const Data init = Copy(tokens::kInitWithNegotiate);
  return {
      {"init_with_negotiate", "[RFC 4178] 4.2.1", "NTLMSSP alone and its NEGOTIATE_MESSAGE", init},
      {"init2_of_windows", "[MS-SPNG] 2.2.1", "five mechanisms and the hint",
       Copy(tokens::kInit2OfWindows)},
      {"resp_with_challenge", "[RFC 4178] 4.2.2", "first reply: accept-incomplete, NTLMSSP",
       Copy(tokens::kRespWithChallenge)},
      {"resp_with_mic", "[RFC 4178] 4.2.2", "last reply: accept-completed, mechListMIC",
       Copy(tokens::kRespWithMic)},
      {"resp_reject", "[RFC 4178] 4.2.2", "reject and nothing else", Copy(tokens::kRespReject)},
      {"resp_without_members", "[RFC 4178] 4.2.2", "every member is OPTIONAL", Resp({})},
      {"resp_request_mic", "[RFC 4178] 4.2.2", "request-mic and a mechanism, no token",
       Resp({Member(0, 0x0A, Data{3}), Value(0xA1, kNtlmssp)})},
      {"init_every_member", "[RFC 4178] 4.2.1", "reqFlags and mechListMIC too",
       Init({kMechTypes, Member(1, 0x03, Data{1, 0x36}), kMechToken, kMic})},
      {"init2_every_member", "[MS-SPNG] 2.2.1", "hintAddress and mechListMIC in [4] too",
       Init({kMechTypes, Member(1, 0x03, Data{1, 0x36}), kMechToken,
             Member(3, 0x30,
                    Join({Member(0, 0x1B, Data{'h'}), Member(1, 0x04, Data{127, 0, 0, 1})})),
             Member(4, 0x04, Bytes(tokens::kRespWithMic).subspan(13))})},
  };
}

// Lengths and tags that no value may have, or none in DER.
std::vector<Seed> EncodingSeeds() {
  const Data init = Copy(tokens::kInitWithNegotiate);
  const Data reject = Copy(tokens::kRespReject);
  return {
      {"length_indefinite", "[X.690] 8.1.3.6", "of the framing, with end-of-contents",
       Join({Set(init, 1, {0x80}), Zeros(2)})},
      {"length_wraps", kByHand, "0xFFFFFFFF in four bytes",
       Join({Data{0x60, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}, Bytes(init).subspan(2)})},
      {"length_of_five_bytes", kByHand, "72 with leading zeros",
       Join({Data{0x60, 0x85, 0, 0, 0, 0, 0x48}, Bytes(init).subspan(2)})},
      {"length_reserved", "[X.690] 8.1.3.5 c", "first length octet 0xFF", Set(init, 1, {0xFF})},
      {"length_not_minimal", "[X.690] 10.1", "72 in four bytes",
       Join({Data{0x60, 0x84, 0, 0, 0, 0x48}, Bytes(init).subspan(2)})},
      {"length_past_parent_by_one", kByHand, "the OCTET STRING in [2]", Set(init, 33, {41})},
      {"length_past_end_by_one", kByHand, "of the framing", Set(init, 1, {0x49})},
      {"mech_past_list_by_one", kByHand, "the object identifier", Set(init, 19, {11})},
      {"tag_number_of_two_bytes", "[X.690] 8.1.2.4", "context tag 32",
       Value(0xA0, Value(0x30, Data{0xBF, 0x20, 0x00}))},
      {"constructed_string", "[X.690] 10.2", "mechToken in two pieces",
       Init({kMechTypes, Member(2, 0x24, Join({Value(0x04, Data{'N'}), Value(0x04, Data{'T'})}))})},
      {"trailing_bytes", kByHand, "two zeros behind the token", Join({init, Zeros(2)})},
      {"trailing_bytes_in_member", kByHand, "behind the ENUMERATED in [0]",
       Resp({Value(0xA0, Data{0x0A, 1, 2, 0, 0})})},
      {"enumerated_not_minimal", "[X.690] 8.3.2", "reject as 00 02",
       Resp({Member(0, 0x0A, Data{0, 2})})},
      {"enumerated_empty", "[X.690] 8.3.1", "negState without contents",
       Resp({Member(0, 0x0A, {})})},
      {"enumerated_unknown", kByHand, "negState -1", Set(reject, 8, {0xFF})},
      {"bit_string_empty", "[X.690] 8.6.2.2", "reqFlags without contents",
       Init({kMechTypes, Member(1, 0x03, {}), kMechToken})},
      {"bit_string_with_8_unused_bits", "[X.690] 8.6.2.2", "reqFlags",
       Init({kMechTypes, Member(1, 0x03, Data{8, 0x36}), kMechToken})},
      {"object_identifier_unterminated", "[X.690] 8.19.2", "its last octet says that more follow",
       Init({Member(0, 0x30, Data{0x06, 2, 0x2A, 0x81}), kMechToken})},
      {"object_identifier_empty", "[X.690] 8.19", "in mechTypes",
       Init({Member(0, 0x30, Data{0x06, 0}), kMechToken})},
  };
}

std::vector<Seed> MemberSeeds() {
  const Data init = Copy(tokens::kInitWithNegotiate);
  return {
      {"mech_types_empty", "[RFC 4178] 4.2.1", "no mechanism",
       Init({Member(0, 0x30, {}), kMechToken})},
      {"mech_types_missing", "[RFC 4178] 4.2.1", "mechToken alone", Init({kMechToken})},
      {"mech_types_of_5000", kByHand, "more than are compared",
       Init({Member(0, 0x30, Repeat({0x06, 1, 0x2A}, 5000)), kMechToken})},
      {"mech_types_of_33", kByHand, "one more than are compared",
       Init({Member(0, 0x30, Repeat(kNtlmssp, 33)), kMechToken})},
      {"mech_types_with_spnego", "[RFC 4178] 3.1", "SPNEGO itself",
       Init({Member(0, 0x30, Join({kNtlmssp, kThisMech})), kMechToken})},
      {"mech_types_with_octet_string", kByHand, "a list of another type",
       Init({Member(0, 0x30, Data{0x04, 0}), kMechToken})},
      {"framing_of_kerberos", "[RFC 4121] 4.1", "another object identifier outside",
       Value(0x60, Join({kKerberos, Bytes(init).subspan(10)}))},
      {"framing_missing", "[RFC 4178] 4.2", "bare negTokenInit", Copy(Bytes(init).subspan(10))},
      {"framing_of_resp", "[RFC 4178] 4.2", "negTokenResp must not have it",
       Framed(tokens::kRespReject)},
      {"mech_token_missing", "[RFC 4178] 3.1", "no optimistic token", Init({kMechTypes})},
      {"mech_token_empty", kByHand, "of no bytes", Init({kMechTypes, Member(2, 0x04, {})})},
      {"mech_token_of_other_mech", "[RFC 4178] 3.1", "NTLM where Kerberos is first",
       Init({Member(0, 0x30, Join({kKerberos, kNtlmssp})), kMechToken})},
      {"third_member_is_general_string", kByHand, "neither mechListMIC nor negHints",
       Init({kMechTypes, kMechToken, Member(3, 0x1B, Data{'h'})})},
      {"fourth_member_behind_mic", kByHand, "[4] is no member of NegTokenInit",
       Init({kMechTypes, kMechToken, kMic, Member(4, 0x04, Data{0xAA})})},
      {"members_twice", kByHand, "two mechTokens", Init({kMechTypes, kMechToken, kMechToken})},
      {"members_reversed", kByHand, "mechToken before mechTypes", Init({kMechToken, kMechTypes})},
      {"member_unknown", "[RFC 4178] 6", "[5] behind all others",
       Init({kMechTypes, kMechToken, Member(5, 0x05, {})})},
      {"hints_reversed", kByHand, "hintAddress before hintName",
       Init(
           {kMechTypes, Member(3, 0x30, Join({Member(1, 0x04, {}), Member(0, 0x1B, Data{'h'})}))})},
      {"completed_with_challenge", "[RFC 4178] 4.2.2", "accept-completed and CHALLENGE_MESSAGE",
       Resp({Member(0, 0x0A, Data{0}), Value(0xA1, kNtlmssp), kChallenge})},
      {"mic_with_challenge", "[RFC 4178] 5", "before there is a key",
       Resp({kIncomplete, Value(0xA1, kNtlmssp), kChallenge, kMic})},
      {"resp_without_neg_state", "[RFC 4178] 4.2.2", "a first reply must have it",
       Resp({Value(0xA1, kNtlmssp), kChallenge})},
      {"raw_negotiate", "[MS-NLMP] 2.2.1.1", "NTLM without SPNEGO", Copy(Bytes(init).subspan(34))},
  };
}

}  // namespace

std::vector<Seed> SpnegoSeeds() {
  std::vector<Seed> seeds = Examples();
  for (std::vector<Seed> more : {EncodingSeeds(), MemberSeeds()}) {
    for (Seed& seed : more) seeds.push_back(std::move(seed));
  }
  return seeds;
}

}  // namespace ntlmatrix::fuzz
