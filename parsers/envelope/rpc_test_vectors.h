// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_TEST_VECTORS_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_TEST_VECTORS_H_

#include <cstdint>

// PDUs without a departure, one of each kind, put together from [C706] 12.6 and [MS-RPCE] 2.2.2.
// For tests and seeds.
namespace ntlmatrix::envelope::test_vectors {

// bind of LSARPC, RPC_C_AUTHN_LEVEL_PKT_PRIVACY, with a NEGOTIATE_MESSAGE.
inline constexpr uint8_t kBind[] = {
    5,    0,    11,   0x07,                          // bind
    0x10, 0,    0,    0,                             // packed_drep
    120,  0,    40,   0,                             // lengths
    1,    0,    0,    0,                             // call_id
    0xD0, 0x16, 0xD0, 0x16,                          // max frags
    0,    0,    0,    0,                             // assoc_group_id
    1,    0,    0,    0,                             // n_context_elem
    0,    0,    1,    0,                             // n_transfer_syn
    0x78, 0x57, 0x34, 0x12, 0x34, 0x12, 0xCD, 0xAB,  // abstract_syntax
    0xEF, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB,  //
    0,    0,    0,    0,                             // version 0.0
    0x04, 0x5D, 0x88, 0x8A, 0xEB, 0x1C, 0xC9, 0x11,  // NDR
    0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60,  //
    2,    0,    0,    0,                             // version 2.0
    0x0A, 6,    0,    0,                             // sec_trailer
    0x78, 0x56, 0x34, 0x12,                          // auth_context_id
    'N',  'T',  'L',  'M',  'S',  'S',  'P',  0,     // NEGOTIATE
    1,    0,    0,    0,    0x97, 0x82, 0x08, 0xE2,  // NegotiateFlags
    0,    0,    0,    0,    0,    0,    0,    0,     // DomainNameFields
    0,    0,    0,    0,    0,    0,    0,    0,     // WorkstationFields
    10,   0,    0x63, 0x45, 0,    0,    0,    15,    // Version
};

// The same in the other byte order.
inline constexpr uint8_t kBindBigEndian[] = {
    5,    0,    11,   0x07,                          // bind
    0x00, 0,    0,    0,                             // packed_drep
    0,    120,  0,    40,                            // lengths
    0,    0,    0,    1,                             // call_id
    0x16, 0xD0, 0x16, 0xD0,                          // max frags
    0,    0,    0,    0,                             // assoc_group_id
    1,    0,    0,    0,                             // n_context_elem
    0,    0,    1,    0,                             // n_transfer_syn
    0x12, 0x34, 0x57, 0x78, 0x12, 0x34, 0xAB, 0xCD,  // abstract_syntax
    0xEF, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB,  //
    0,    0,    0,    0,                             // version 0.0
    0x8A, 0x88, 0x5D, 0x04, 0x1C, 0xEB, 0x11, 0xC9,  // NDR
    0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60,  //
    0,    0,    0,    2,                             // version 2.0
    0x0A, 6,    0,    0,                             // sec_trailer
    0x12, 0x34, 0x56, 0x78,                          // auth_context_id
    'N',  'T',  'L',  'M',  'S',  'S',  'P',  0,     // NEGOTIATE
    1,    0,    0,    0,    0x97, 0x82, 0x08, 0xE2,  // NegotiateFlags
    0,    0,    0,    0,    0,    0,    0,    0,     // DomainNameFields
    0,    0,    0,    0,    0,    0,    0,    0,     // WorkstationFields
    10,   0,    0x63, 0x45, 0,    0,    0,    15,    // Version
};

// bind_ack with a CHALLENGE_MESSAGE.
inline constexpr uint8_t kBindAck[] = {
    5,    0,    12,   0x07,                          // bind_ack
    0x10, 0,    0,    0,                             // packed_drep
    140,  0,    72,   0,                             // lengths
    1,    0,    0,    0,                             // call_id
    0xD0, 0x16, 0xD0, 0x16,                          // max frags
    0xF0, 0x53, 0,    0,                             // assoc_group_id
    4,    0,    '1',  '3',  '5',  0,                 // sec_addr
    0,    0,                                         // pad2
    1,    0,    0,    0,                             // n_results
    0,    0,    0,    0,                             // acceptance
    0x04, 0x5D, 0x88, 0x8A, 0xEB, 0x1C, 0xC9, 0x11,  // NDR
    0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60,  //
    2,    0,    0,    0,                             // version 2.0
    0x0A, 6,    0,    0,                             // sec_trailer
    0x78, 0x56, 0x34, 0x12,                          // auth_context_id
    'N',  'T',  'L',  'M',  'S',  'S',  'P',  0,     // CHALLENGE
    2,    0,    0,    0,    0,    0,    0,    0,     // TargetNameFields
    56,   0,    0,    0,    0x33, 0x82, 0x8A, 0xE2,  // NegotiateFlags
    0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,  // ServerChallenge
    0,    0,    0,    0,    0,    0,    0,    0,     // Reserved
    16,   0,    16,   0,    56,   0,    0,    0,     // TargetInfoFields
    10,   0,    0x63, 0x45, 0,    0,    0,    15,    // Version
    2,    0,    2,    0,    'D',  0,                 // MsvAvNbDomainName
    1,    0,    2,    0,    'S',  0,                 // MsvAvNbComputerName
    0,    0,    0,    0,                             // MsvAvEOL
};

// rpc_auth_3 with an anonymous AUTHENTICATE_MESSAGE.
inline constexpr uint8_t kRpcAuth3[] = {
    5,    0,    16,   0x03,                          // rpc_auth_3
    0x10, 0,    0,    0,                             // packed_drep
    101,  0,    73,   0,                             // lengths
    1,    0,    0,    0,                             // call_id
    0xD0, 0x16, 0xD0, 0x16,                          // pad
    0x0A, 6,    0,    0,                             // sec_trailer
    0x78, 0x56, 0x34, 0x12,                          // auth_context_id
    'N',  'T',  'L',  'M',  'S',  'S',  'P',  0,     // AUTHENTICATE
    3,    0,    0,    0,    1,    0,    1,    0,     // LmChallengeResponseFields
    72,   0,    0,    0,    0,    0,    0,    0,     // NtChallengeResponseFields
    73,   0,    0,    0,    0,    0,    0,    0,     // DomainNameFields
    72,   0,    0,    0,    0,    0,    0,    0,     // UserNameFields
    72,   0,    0,    0,    0,    0,    0,    0,     // WorkstationFields
    72,   0,    0,    0,    0,    0,    0,    0,     // EncryptedRandomSessionKeyFields
    73,   0,    0,    0,    0x05, 0x8A, 0x88, 0xA2,  // NegotiateFlags
    10,   0,    0x63, 0x45, 0,    0,    0,    15,    // Version
    0,                                               // LmChallengeResponse
};

// request, RPC_C_AUTHN_LEVEL_PKT_PRIVACY: 20 bytes of stub data and 12 of padding, encrypted.
inline constexpr uint8_t kRequest[] = {
    5,    0,    0,    0x03,                          // request
    0x10, 0,    0,    0,                             // packed_drep
    80,   0,    16,   0,                             // lengths
    2,    0,    0,    0,                             // call_id
    0,    0,    0,    0,                             // alloc_hint
    0,    0,    44,   0,                             // p_cont_id, opnum
    0x31, 0x62, 0x93, 0xC4, 0xF5, 0x26, 0x57, 0x88,  // stub_data
    0xB9, 0xEA, 0x1B, 0x4C, 0x7D, 0xAE, 0xDF, 0x10,  //
    0x41, 0x72, 0xA3, 0xD4,                          //
    0x05, 0x36, 0x67, 0x98, 0xC9, 0xFA, 0x2B, 0x5C,  // auth_pad
    0x8D, 0xBE, 0xEF, 0x20,                          //
    0x0A, 6,    12,   0,                             // sec_trailer
    0x78, 0x56, 0x34, 0x12,                          // auth_context_id
    1,    0,    0,    0,    0x7F, 0xB3, 0x8E, 0xC5,  // NTLMSSP_MESSAGE_SIGNATURE
    0xC5, 0x5D, 0x49, 0x76, 0,    0,    0,    0,     //
};

// request with an object UUID and without authentication.
inline constexpr uint8_t kRequestWithObject[] = {
    5,    0,    0,    0x83,              // request, PFC_OBJECT_UUID
    0x10, 0,    0,    0,                 // packed_drep
    44,   0,    0,    0,                 // lengths
    3,    0,    0,    0,                 // call_id
    4,    0,    0,    0,                 // alloc_hint
    1,    0,    5,    0,                 // p_cont_id, opnum
    1,    0,    0,    0,    0, 0, 0, 0,  // object
    0,    0,    0,    0,    0, 0, 0, 0,  //
    0xA1, 0xA2, 0xA3, 0xA4,              // stub_data
};

// response, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY: 16 bytes of stub data, no padding.
inline constexpr uint8_t kResponse[] = {
    5,    0,    2,    0x03,                          // response
    0x10, 0,    0,    0,                             // packed_drep
    64,   0,    16,   0,                             // lengths
    2,    0,    0,    0,                             // call_id
    16,   0,    0,    0,                             // alloc_hint
    0,    0,    0,    0,                             // p_cont_id, cancel_count
    0,    0,    0,    0,    1,    2,    3,    4,     // stub_data
    5,    6,    7,    8,    0,    0,    0,    0,     //
    0x0A, 5,    0,    0,                             // sec_trailer
    0x78, 0x56, 0x34, 0x12,                          // auth_context_id
    1,    0,    0,    0,    0x7F, 0xB3, 0x8E, 0xC5,  // NTLMSSP_MESSAGE_SIGNATURE
    0xC5, 0x5D, 0x49, 0x76, 0,    0,    0,    0,     //
};

// fault, without authentication.
inline constexpr uint8_t kFault[] = {
    5,    0, 3, 0x23,  // fault, PFC_DID_NOT_EXECUTE
    0x10, 0, 0, 0,     // packed_drep
    32,   0, 0, 0,     // lengths
    2,    0, 0, 0,     // call_id
    32,   0, 0, 0,     // alloc_hint
    0,    0, 0, 0,     // p_cont_id, cancel_count
    5,    0, 0, 0,     // status
    0,    0, 0, 0,     // reserved2
};

// bind_nak, authentication_type_not_recognized; three bytes of padding, as is usual.
inline constexpr uint8_t kBindNak[] = {
    5,    0, 13, 0x03,  // bind_nak
    0x10, 0, 0,  0,     // packed_drep
    24,   0, 0,  0,     // lengths
    1,    0, 0,  0,     // call_id
    8,    0,            // provider_reject_reason
    1,    5, 0,         // versions
    0,    0, 0,         // padding
};

// alter_context with a SPNEGO NegTokenResp.
inline constexpr uint8_t kAlterContext[] = {
    5,    0,    14,   0x07,                                // alter_context
    0x10, 0,    0,    0,                                   // packed_drep
    89,   0,    9,    0,                                   // lengths
    2,    0,    0,    0,                                   // call_id
    0xD0, 0x16, 0xD0, 0x16,                                // max frags
    0xF0, 0x53, 0,    0,                                   // assoc_group_id
    1,    0,    0,    0,                                   // n_context_elem
    0,    0,    1,    0,                                   // n_transfer_syn
    0x78, 0x57, 0x34, 0x12, 0x34, 0x12, 0xCD, 0xAB,        // abstract_syntax
    0xEF, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB,        //
    0,    0,    0,    0,                                   // version 0.0
    0x04, 0x5D, 0x88, 0x8A, 0xEB, 0x1C, 0xC9, 0x11,        // NDR
    0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60,        //
    2,    0,    0,    0,                                   // version 2.0
    0x09, 5,    0,    0,                                   // sec_trailer
    1,    0,    0,    0,                                   // auth_context_id
    0xA1, 0x07, 0x30, 0x05, 0xA0, 0x03, 0x0A, 0x01, 0x01,  // accept-incomplete
};

// alter_context_resp without secondary address and without authentication.
inline constexpr uint8_t kAlterContextResp[] = {
    5,    0,    15,   0x03,                          // alter_context_resp
    0x10, 0,    0,    0,                             // packed_drep
    56,   0,    0,    0,                             // lengths
    2,    0,    0,    0,                             // call_id
    0xD0, 0x16, 0xD0, 0x16,                          // max frags
    0xF0, 0x53, 0,    0,                             // assoc_group_id
    0,    0,                                         // sec_addr
    0,    0,                                         // pad2
    1,    0,    0,    0,                             // n_results
    0,    0,    0,    0,                             // acceptance
    0x04, 0x5D, 0x88, 0x8A, 0xEB, 0x1C, 0xC9, 0x11,  // NDR
    0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60,  //
    2,    0,    0,    0,                             // version 2.0
};

// orphaned: a header and nothing more.
inline constexpr uint8_t kOrphaned[] = {
    5,    0, 19, 0x03,  // orphaned
    0x10, 0, 0,  0,     // packed_drep
    16,   0, 0,  0,     // lengths
    2,    0, 0,  0,     // call_id
};

}  // namespace ntlmatrix::envelope::test_vectors

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_TEST_VECTORS_H_
