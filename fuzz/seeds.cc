// SPDX-License-Identifier: Apache-2.0

#include "fuzz/seeds.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "fuzz/seed_bytes.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::fuzz {
namespace {

namespace vectors = ntlm::test_vectors;

const Data kEol = Pair(0, {});
const Data kNames = Join({Pair(2, vectors::kDomainUtf16), Pair(1, vectors::kServerUtf16)});
const Data kTimestamp = Pair(7, Data{0x00, 0x80, 0x3E, 0xD5, 0xDE, 0xB1, 0x9D, 0x01});
const Data kChannelBindings = Pair(10, Zeros(16));
const Data kSingleHost = Pair(8, Set(Zeros(48), 0, {48}));
const Data kLoneSurrogate = {0x41, 0x00, 0x34, 0xD8};

// Offsets of the Fields and flags in the three messages.
constexpr size_t kNegotiateFlags = 12;
constexpr size_t kNegotiateDomainName = 16;
constexpr size_t kNegotiateWorkstation = 24;
constexpr size_t kTargetName = 12;
constexpr size_t kChallengeFlags = 20;
constexpr size_t kTargetInfo = 40;
constexpr size_t kLm = 12;
constexpr size_t kNt = 20;
constexpr size_t kDomainName = 28;
constexpr size_t kUserName = 36;
constexpr size_t kWorkstation = 44;
constexpr size_t kSessionKey = 52;
constexpr size_t kAuthenticateFlags = 60;

constexpr uint8_t kNegotiateHeader[] = {
    'N',  'T',  'L',  'M',  'S', 'S', 'P', 0,   // Signature
    1,    0,    0,    0,                        // MessageType
    0x97, 0x82, 0x08, 0xE2,                     // NegotiateFlags
    0,    0,    0,    0,    0,   0,   0,   0,   // DomainNameFields
    0,    0,    0,    0,    0,   0,   0,   0,   // WorkstationFields
    10,   0,    0x63, 0x45, 0,   0,   0,   15,  // Version
};
constexpr uint8_t kDomainOem[] = {'D', 'O', 'M', 'A', 'I', 'N'};
constexpr uint8_t kWorkstationOem[] = {'C', 'O', 'M', 'P', 'U', 'T', 'E', 'R'};

Data NegotiateWithNames() {
  Data data = SetFlags(Copy(kNegotiateHeader), kNegotiateFlags, 0xA008B207);
  data = Append(std::move(data), kNegotiateDomainName, kDomainOem);
  return Append(std::move(data), kNegotiateWorkstation, kWorkstationOem);
}

// The header of the 4.2.4 challenge with other values; C and S are set.
Data Challenge(Bytes target_name, Bytes target_info) {
  Data data = Cut(Copy(vectors::ntlm_v2::kChallengeMessage), 56);
  data = SetFlags(std::move(data), kChallengeFlags, 0xE28A8235);
  data = Append(std::move(data), kTargetName, target_name);
  return Append(std::move(data), kTargetInfo, target_info);
}

Data ChallengeWith(Bytes target_info) { return Challenge(vectors::kServerUtf16, target_info); }

// The 4.2.4 example with another response; what it had stays as padding.
Data AuthenticateWithNt(Bytes response) {
  return Append(Copy(vectors::ntlm_v2::kAuthenticateMessage), kNt, response);
}

// An NTLMv2_RESPONSE whose proof is zero.
Data NtResponse(Bytes av_pairs) { return Join({Set(Zeros(44), 16, {1, 1}), av_pairs, Zeros(4)}); }

// The 4.2.3 example with its header cut, or filled up, to `header_size`.
Data AuthenticateWithHeader(size_t header_size) {
  const Bytes example = vectors::ntlm_v1_ess::kAuthenticateMessage;
  Data data = Cut(Copy(example), header_size);
  if (header_size > 72) std::fill(data.begin() + 72, data.end(), uint8_t{0});
  data.insert(data.end(), example.begin() + 72, example.end());
  for (const size_t fields : {kLm, kNt, kDomainName, kUserName, kWorkstation, kSessionKey}) {
    const size_t offset = fields + 4;
    if (offset >= header_size) continue;
    data[offset] = Byte(data[offset] + header_size - 72, 0);
  }
  return data;
}

}  // namespace

std::vector<Seed> NegotiateMessageSeeds() {
  const Data header = Copy(kNegotiateHeader);
  const Data names = NegotiateWithNames();
  std::vector<Seed> seeds = {
      {"version_and_no_names", "[MS-NLMP] 2.2.1.1", "the 40-byte header alone", header},
      {"names_and_no_version_flag", "[MS-NLMP] 2.2.1.1", "both names, Version without its flag",
       names},
      {"header_of_12_bytes", "FreeRDP CVE-2020-11088", "ends before NegotiateFlags",
       Cut(header, 12)},
      {"header_of_16_bytes", "packer issue 6205",
       "go-ntlmssp before pull request 18: flags 0x00008205 alone",
       Cut(SetFlags(header, kNegotiateFlags, 0x00008205), 16)},
      {"header_of_24_bytes", kByHand, "ends before WorkstationFields", Cut(header, 24)},
      {"header_of_32_bytes", "gss-ntlmssp issue 13", "ends before Version", Cut(header, 32)},
      {"header_of_32_bytes_and_names", "[MS-NLMP] 2.2.1.1 <6>",
       "names where Version would be, as NT and 2000 send",
       Append(Append(Cut(names, 32), kNegotiateDomainName, kDomainOem), kNegotiateWorkstation,
              kWorkstationOem)},
      {"domain_name_wraps", "FreeRDP CVE-2018-8789", "offset 0xFFFFFFF0, length 0x40",
       SetFields(names, kNegotiateDomainName, 0x40, 0xFFFFFFF0)},
      {"workstation_past_end_by_one", kByHand, "offset + length = size + 1",
       SetFields(names, kNegotiateWorkstation, 8, 47)},
      {"empty_names_with_wild_offset", "php-ntlm issue 5", "length 0, offset 0xFFFFFFFF",
       SetFields(SetFields(header, kNegotiateDomainName, 0, 0xFFFFFFFF), kNegotiateWorkstation, 0,
                 0xFFFFFFFF)},
      {"names_reversed", kByHand, "Workstation before DomainName",
       Append(Append(SetFlags(header, kNegotiateFlags, 0xA008B207), kNegotiateWorkstation,
                     kWorkstationOem),
              kNegotiateDomainName, kDomainOem)},
      {"names_overlap", kByHand, "both names begin at 40",
       SetFields(names, kNegotiateWorkstation, 8, 40)},
      {"domain_name_in_fixed_header", kByHand, "DomainName is the signature",
       SetFields(names, kNegotiateDomainName, 8, 0)},
      {"no_flags", "[MS-NLMP] 2.2.2.5", "neither character set",
       SetFlags(header, kNegotiateFlags, 0)},
      {"all_flags", "[MS-NLMP] 2.2.2.5", "reserved bits too",
       SetFlags(header, kNegotiateFlags, 0xFFFFFFFF)},
  };
  return seeds;
}

std::vector<Seed> ChallengeMessageSeeds() {
  const Data example = Copy(vectors::ntlm_v2::kChallengeMessage);
  const Data list = Join({kNames, kEol});
  const Data name = Copy(vectors::kServerUtf16);
  const Data five_names =
      Join({kNames, Pair(4, vectors::kDomainUtf16), Pair(3, vectors::kServerUtf16),
            Pair(5, vectors::kDomainUtf16), kTimestamp, kEol});
  std::vector<Seed> seeds = {
      {"nlmp_4_2_2", "[MS-NLMP] 4.2.2.3", "NTLM v1", Copy(vectors::ntlm_v1::kChallengeMessage)},
      {"nlmp_4_2_3", "[MS-NLMP] 4.2.3.3", "NTLM v1 with client challenge",
       Copy(vectors::ntlm_v1_ess::kChallengeMessage)},
      {"nlmp_4_2_4", "[MS-NLMP] 4.2.4.3", "NTLM v2", example},
      {"five_names_and_timestamp", kByHand, "what a domain member sends",
       ChallengeWith(five_names)},
      {"header_of_32_bytes", "Samba bug 10016", "ends after ServerChallenge",
       Append(Cut(example, 32), kTargetName, name)},
      {"header_of_40_bytes", "Samba bug 10016", "ends after Reserved",
       Append(Cut(example, 40), kTargetName, name)},
      {"header_of_48_bytes", "Samba bug 10016", "ends after TargetInfoFields",
       Append(Append(Cut(example, 48), kTargetName, name), kTargetInfo, list)},
      {"truncated_before_flags", "FreeRDP CVE-2020-13396", "20 bytes",
       Cut(SetFields(example, kTargetName, 0, 0), 20)},
      {"truncated_in_server_challenge", "FreeRDP CVE-2020-13396", "31 bytes",
       Cut(SetFields(example, kTargetName, 0, 0), 31)},
      {"target_name_wraps", "FreeRDP CVE-2018-8789", "offset 0xFFFFFFF0, length 0x40",
       SetFields(example, kTargetName, 0x40, 0xFFFFFFF0)},
      {"target_info_wraps", "curl CVE-2018-16890", "offset 0xFFFFFFF0, length 0x40",
       SetFields(example, kTargetInfo, 0x40, 0xFFFFFFF0)},
      {"target_name_past_end", "fetchmail CVE-2012-3482", "offset is the size of the message",
       SetFields(example, kTargetName, 12, 104)},
      {"target_info_past_end_by_one", "libsoup CVE-2019-17266", "offset + length = size + 1",
       SetFields(example, kTargetInfo, 36, 69)},
      {"lengths_exceed_message", "FreeRDP CVE-2020-13396",
       "each value in bounds, header and lengths together longer than the message",
       SetFields(SetFields(example, kTargetName, 48, 56), kTargetInfo, 48, 56)},
      {"target_info_without_eol", "FreeRDP commit 6931f54fa", "the list ends with a name",
       ChallengeWith(kNames)},
      {"target_info_with_eol_in_the_middle", kByHand, "a timestamp behind MsvAvEOL",
       ChallengeWith(Join({kNames, kEol, kTimestamp, kEol}))},
      {"target_info_with_timestamp_of_7_bytes", "gss-ntlmssp CVE-2023-25567",
       "the last bytes of the message", ChallengeWith(Join({kNames, Pair(7, Zeros(7))}))},
      {"target_info_with_flags_of_3_bytes", "gss-ntlmssp CVE-2023-25567",
       "the last bytes of the message", ChallengeWith(Join({kNames, Pair(6, Zeros(3))}))},
      {"target_info_with_channel_bindings_of_15_bytes", kByHand, "MsvAvChannelBindings is short",
       ChallengeWith(Join({kNames, Pair(10, Zeros(15)), kEol}))},
      {"target_info_fails_after_blobs", "gss-ntlmssp CVE-2023-25565",
       "a pair past the end after MsvAvSingleHost and MsvAvChannelBindings",
       ChallengeWith(Join({kSingleHost, kChannelBindings, Data{7, 0, 8, 0, 1}}))},
      {"target_info_with_flags_injected", "Windows CVE-2019-1166", "MsvAvFlags without the MIC bit",
       ChallengeWith(Join({kNames, Pair(6, Zeros(4)), kTimestamp, kEol}))},
      {"target_info_without_names", "Windows CVE-2019-1019", "a timestamp and nothing else",
       ChallengeWith(Join({kTimestamp, kEol}))},
      {"target_info_with_300_pairs", kByHand, "300 empty MsvAvTargetName",
       ChallengeWith(Join({Repeat(Pair(9, {}), 300), kEol}))},
      {"target_info_of_1100_bytes", "curl CVE-2019-3822",
       "its echo is longer than curl's buffer was",
       ChallengeWith(Join({kNames, Pair(9, Zeros(1060)), kEol}))},
      {"target_name_odd_length", "gss-ntlmssp CVE-2023-25564", "half a code unit at the end",
       Challenge(Cut(name, 11), list)},
      {"target_name_lone_surrogate", "gss-ntlmssp CVE-2023-25564", "not UTF-16",
       Challenge(kLoneSurrogate, list)},
      {"target_name_empty_with_target_type", "gss-ntlmssp commit a060d02",
       "TARGET_TYPE_DOMAIN and no TargetName",
       SetFlags(SetFields(example, kTargetName, 0, 56), kChallengeFlags, 0x00818205)},
      {"flags_0xe2800001", kByHand, "granted: all strengths, neither signing nor sealing",
       SetFlags(example, kChallengeFlags, 0xE2800001)},
      {"flags_0xa0898205", "curl issue 3286", "128 and 56 without SIGN and SEAL",
       SetFlags(example, kChallengeFlags, 0xA0898205)},
      {"flags_all", "[MS-NLMP] 2.2.2.5", "reserved bits and contradictions too",
       SetFlags(example, kChallengeFlags, 0xFFFFFFFF)},
      {"empty_fields_with_wild_offset", "php-ntlm issue 5", "length 0, offset 0xFFFFFFFF",
       SetFields(SetFields(example, kTargetName, 0, 0xFFFFFFFF), kTargetInfo, 0, 0xFFFFFFFF)},
      {"payload_reversed", kByHand, "TargetInfo before TargetName",
       Append(Append(Cut(example, 56), kTargetInfo, list), kTargetName, name)},
      {"payload_overlaps", kByHand, "TargetInfo begins in TargetName",
       SetFields(example, kTargetInfo, 36, 60)},
      {"target_name_in_fixed_header", kByHand, "TargetName is the signature",
       SetFields(example, kTargetName, 8, 0)},
      {"max_len_differs", "[MS-NLMP] 2.2.1.2", "TargetNameMaxLen and TargetInfoMaxLen are wrong",
       Set(Set(example, 14, {0xFF, 0xFF}), 42, {0, 0})},
      {"reserved_not_zero", "[MS-NLMP] 2.2.1.2", "Reserved is a context handle",
       Set(example, 32, {1, 2, 3, 4})},
  };
  return seeds;
}

std::vector<Seed> AuthenticateMessageSeeds() {
  const Data example = Copy(vectors::ntlm_v2::kAuthenticateMessage);
  const Data v1 = Copy(vectors::ntlm_v1::kAuthenticateMessage);
  const Data long_name = Repeat({'A', 0}, 100);
  Data nothing_sent = Cut(example, 72);
  for (const size_t fields : {kLm, kNt, kDomainName, kUserName, kWorkstation, kSessionKey}) {
    nothing_sent = SetFields(std::move(nothing_sent), fields, 0, 72);
  }
  const Data anonymous =
      Append(Append(SetFlags(nothing_sent, kAuthenticateFlags, 0xE2888A35), kLm, Zeros(1)),
             kSessionKey, vectors::ntlm_v2::kEncryptedSessionKey);
  Data mic_in_place_of_version = AuthenticateWithHeader(80);
  std::fill_n(mic_in_place_of_version.begin() + 64, 16, uint8_t{0xAB});
  const Data says_mic = NtResponse(Join({kNames, Pair(6, Data{2, 0, 0, 0}), kTimestamp, kEol}));
  std::vector<Seed> seeds = {
      {"nlmp_4_2_2", "[MS-NLMP] 4.2.2.3", "NTLM v1", v1},
      {"nlmp_4_2_3", "[MS-NLMP] 4.2.3.3", "NTLM v1 with client challenge",
       Copy(vectors::ntlm_v1_ess::kAuthenticateMessage)},
      {"nlmp_4_2_4", "[MS-NLMP] 4.2.4.3", "NTLM v2", example},
      {"header_of_52_bytes", kByHand, "ends after WorkstationFields, as Windows 9x sends",
       AuthenticateWithHeader(52)},
      {"header_of_60_bytes", "FreeRDP CVE-2020-11087", "ends before NegotiateFlags",
       AuthenticateWithHeader(60)},
      {"header_of_60_bytes_and_no_payload", "FreeRDP CVE-2020-11087", "the message ends with it",
       Cut(nothing_sent, 60)},
      {"header_of_64_bytes", "[MS-NLMP] 2.2.1.3 <11>", "ends before Version, as NT and 2000 send",
       AuthenticateWithHeader(64)},
      {"header_of_88_bytes", "[MS-NLMP] 2.2.1.3", "a MIC of zeros", AuthenticateWithHeader(88)},
      {"mic_in_place_of_version", "mssql-jdbc commit 002b083a", "MIC at 64, no Version",
       mic_in_place_of_version},
      {"mic_removed", "Windows CVE-2019-1040", "MsvAvFlags says MIC, the header has none",
       AuthenticateWithNt(says_mic)},
      {"anonymous", "[MS-NLMP] 3.2.5.1.2", "LmChallengeResponse of one zero byte", anonymous},
      {"nt_response_wraps", "Exim CVE-2023-42114", "offset 0xFFFFFFF0, length 0x40",
       SetFields(example, kNt, 0x40, 0xFFFFFFF0)},
      {"user_name_wraps", "Exim CVE-2023-42116", "offset 0xFFFFFFF0, length 0x40",
       SetFields(example, kUserName, 0x40, 0xFFFFFFF0)},
      {"session_key_wraps", "FreeRDP CVE-2018-8789", "offset 0xFFFFFFF0, length 0x40",
       SetFields(example, kSessionKey, 0x40, 0xFFFFFFF0)},
      {"session_key_past_end_by_one", kByHand, "offset + length = size + 1",
       SetFields(example, kSessionKey, 16, 217)},
      {"session_key_empty_with_key_exch", "[MS-NLMP] 3.2.5.1.2", "NTLMSSP_NEGOTIATE_KEY_EXCH",
       SetFields(example, kSessionKey, 0, 216)},
      {"lm_response_of_23_bytes", "Samba CVE-2022-2127", "one byte short",
       SetFields(v1, kLm, 23, 0x6C)},
      {"lm_response_of_25_bytes", "Samba CVE-2022-2127", "one byte long",
       SetFields(v1, kLm, 25, 0x6C)},
      {"av_pair_past_response", "FreeRDP CVE-2020-11097", "the last value passes the end",
       AuthenticateWithNt(NtResponse(Join({kNames, Data{9, 0, 0x40, 0}})))},
      {"av_pairs_without_eol", "FreeRDP commit 6931f54fa", "and without the four zero bytes",
       AuthenticateWithNt(Join({Set(Zeros(44), 16, {1, 1}), kNames}))},
      {"user_name_odd_length", "gss-ntlmssp CVE-2023-25564", "half a code unit at the end",
       SetFields(example, kUserName, 7, 0x54)},
      {"user_name_lone_surrogate", "gss-ntlmssp CVE-2023-25564", "not UTF-16",
       Append(example, kUserName, kLoneSurrogate)},
      {"long_names", "curl CVE-2005-3185", "user and domain longer than 192 bytes",
       Append(Append(example, kUserName, long_name), kDomainName, long_name)},
      {"payload_overlaps", kByHand, "every value begins at 72",
       Set(Set(Set(Set(Set(Set(example, 16, {72}), 24, {72}), 32, {72}), 40, {72}), 48, {72}), 56,
           {72})},
      {"payload_reversed", kByHand, "names last",
       Append(Append(Append(example, kWorkstation, vectors::kWorkstationUtf16), kUserName,
                     vectors::kUserUtf16),
              kDomainName, vectors::kDomainUtf16)},
      {"user_name_in_fixed_header", kByHand, "UserName is the signature",
       SetFields(example, kUserName, 8, 0)},
      {"empty_fields_with_wild_offset", "php-ntlm issue 5", "length 0, offset 0xFFFFFFFF",
       SetFields(SetFields(example, kWorkstation, 0, 0xFFFFFFFF), kDomainName, 0, 0xFFFFFFFF)},
      {"flags_all", "[MS-NLMP] 2.2.2.5", "reserved bits and contradictions too",
       SetFlags(example, kAuthenticateFlags, 0xFFFFFFFF)},
  };
  for (const size_t size : std::initializer_list<size_t>{0, 15, 16, 23, 24, 25, 43, 44}) {
    seeds.push_back({"nt_response_of_" + std::to_string(size) + "_bytes",
                     size < 16 ? "Linux ksmbd CVE-2023-0210" : "FreeRDP CVE-2020-11086",
                     "NtChallengeResponse of zeros", AuthenticateWithNt(Zeros(size))});
  }
  return seeds;
}

std::vector<Seed> MessageLayoutSeeds() {
  constexpr char kIgnored[] = "[MS-NLMP] 2.2.1";
  const Data challenge = Copy(vectors::ntlm_v2::kChallengeMessage);
  const Data authenticate = Copy(vectors::ntlm_v2::kAuthenticateMessage);
  return {
      {"nlmp_4_2_4_challenge", "[MS-NLMP] 4.2.4.3", "NTLM v2", challenge},
      {"nlmp_4_2_4_authenticate", "[MS-NLMP] 4.2.4.3", "NTLM v2", authenticate},
      {"ignored_names_past_end", kIgnored,
       "NEGOTIATE_MESSAGE without OEM_DOMAIN_SUPPLIED and "
       "OEM_WORKSTATION_SUPPLIED",
       SetFields(SetFields(Copy(kNegotiateHeader), kNegotiateDomainName, 6, 4096),
                 kNegotiateWorkstation, 0xFFFF, 0xFFFFFFF0)},
      {"ignored_target_name_past_end", kIgnored, "CHALLENGE_MESSAGE without REQUEST_TARGET",
       SetFields(challenge, kTargetName, 12, 0xFFFFFFF0)},
      {"ignored_target_info_past_end", kIgnored, "CHALLENGE_MESSAGE without TARGET_INFO",
       SetFlags(SetFields(challenge, kTargetInfo, 0xFFFF, 68), kChallengeFlags, 0xE2028231)},
      {"ignored_session_key_past_end", kIgnored, "AUTHENTICATE_MESSAGE without KEY_EXCH",
       SetFlags(SetFields(authenticate, kSessionKey, 16, 0x80000000), kAuthenticateFlags,
                0xA2888235)},
      {"ignored_target_name_in_header", kIgnored,
       "begins where Reserved would and ends past the end",
       SetFields(challenge, kTargetName, 0xFFFF, 32)},
      {"everything_overlaps", kByHand, "all six values begin at 72",
       SetFields(SetFields(SetFields(authenticate, kDomainName, 12, 72), kUserName, 8, 72), kNt, 84,
                 72)},
      {"message_type_0", kByHand, "no message", Set(challenge, 8, {0})},
      {"message_type_4", kByHand, "no message", Set(challenge, 8, {4})},
  };
}

std::vector<Seed> AvPairsSeeds() {
  std::vector<Seed> seeds = {
      {"nlmp_4_2_4", "[MS-NLMP] 4.2.4.3", "TargetInfo of the CHALLENGE_MESSAGE",
       Join({kNames, kEol})},
      {"every_id", "[MS-NLMP] 2.2.2.1", "each AvId once",
       Join({kNames, Pair(3, vectors::kServerUtf16), Pair(4, vectors::kDomainUtf16),
             Pair(5, vectors::kDomainUtf16), Pair(6, Data{2, 0, 0, 0}), kTimestamp, kSingleHost,
             Pair(9, vectors::kServerUtf16), kChannelBindings, kEol})},
      {"empty", kByHand, "no bytes at all", {}},
      {"eol_alone", kByHand, "a list of nothing", kEol},
      {"without_eol", "FreeRDP commit 6931f54fa", "ends with a name", kNames},
      {"eol_with_length", "[MS-NLMP] 2.2.2.1", "MsvAvEOL with a value",
       Join({kNames, Pair(0, Zeros(4))})},
      {"eol_with_length_past_end", "[MS-NLMP] 2.2.2.1", "MsvAvEOL with AvLen 0xFFFF",
       Join({kNames, Data{0, 0, 0xFF, 0xFF}})},
      {"eol_in_the_middle", kByHand, "a timestamp behind MsvAvEOL",
       Join({kNames, kEol, kTimestamp, kEol})},
      {"four_zero_bytes_after_eol", "[MS-NLMP] 3.3.2", "as in NTLMv2_CLIENT_CHALLENGE",
       Join({kNames, kEol, Zeros(4)})},
      {"timestamp_of_7_bytes", "gss-ntlmssp CVE-2023-25567", "at the end of the list",
       Join({kNames, Pair(7, Zeros(7))})},
      {"flags_of_3_bytes", "gss-ntlmssp CVE-2023-25567", "at the end of the list",
       Join({kNames, Pair(6, Zeros(3))})},
      {"channel_bindings_of_15_bytes", kByHand, "MsvAvChannelBindings is short",
       Join({kNames, Pair(10, Zeros(15)), kEol})},
      {"single_host_of_47_bytes", kByHand, "MsvAvSingleHost is short",
       Join({kNames, Pair(8, Zeros(47)), kEol})},
      {"header_past_end", "FreeRDP CVE-2020-11097", "AvId without AvLen",
       Join({kNames, Data{7, 0}})},
      {"value_past_end", "FreeRDP CVE-2020-11097", "AvLen one more than there is",
       Join({kNames, Data{9, 0, 3, 0, 'a', 0}})},
      {"unknown_ids", "FreeRDP CVE-2020-11097", "AvId 0x000B and 0xFFFF",
       Join({kNames, Pair(0x000B, Zeros(1)), Pair(0xFFFF, {}), kEol})},
      {"twice", kByHand, "each name and MsvAvFlags twice",
       Join({kNames, Pair(6, Zeros(4)), kNames, Pair(6, Data{2, 0, 0, 0}), kEol})},
      {"name_odd_length", "gss-ntlmssp CVE-2023-25564", "MsvAvDnsTreeName of three bytes",
       Join({kNames, Pair(5, Data{'a', 0, 'b'}), kEol})},
      {"target_name_empty", "[MS-NLMP] 2.2.2.1", "MsvAvTargetName may be empty",
       Join({kNames, Pair(9, {}), kEol})},
      {"300_pairs", kByHand, "300 empty MsvAvTargetName", Join({Repeat(Pair(9, {}), 300), kEol})},
  };
  return seeds;
}

std::vector<Seed> ClientVerdictSeeds() {
  // The place of a cell in the list of all cells; min counts settings, app none is 0.
  const auto cell = [](size_t min, size_t lm, size_t app) {
    const size_t index = min * 144 + lm * 24 + app * 8;
    return Data{Byte(index, 0), Byte(index, 1)};
  };
  const Data both_sealed = cell(5, 3, 2);  // 0x20080000, level 3, confidentiality
  const Data list = Join({kNames, kTimestamp, kEol});
  const auto granted = [&](uint32_t flags) {
    return SetFlags(ChallengeWith(list), kChallengeFlags, flags);
  };
  std::vector<Seed> seeds = {
      {"both_required_and_granted", "KB 239869", "everything granted",
       Join({both_sealed, granted(0xE2898235)})},
      {"ess_not_granted", "KB 239869", "128-bit alone", Join({both_sealed, granted(0xE2818235)})},
      {"128_not_granted", "KB 239869", "extended session security alone",
       Join({both_sealed, granted(0xC2898235)})},
      {"seal_not_granted", "[MS-RPCE] 3.3.1.5.2.2", "confidentiality was asked for",
       Join({cell(2, 3, 2), granted(0xE2898215)})},
      {"sign_not_granted", "Samba CVE-2016-2110", "integrity was asked for",
       Join({cell(2, 3, 1), granted(0xE2898205)})},
      {"ess_unoffered_at_level_0", "KB 239869", "0x80000 at level 0, granted all the same",
       Join({cell(3, 0, 2), granted(0xE2898235)})},
      {"lm_key_with_ess", "[MS-NLMP] 2.2.2.5 bit P", "mutually exclusive, both granted",
       Join({cell(2, 0, 2), granted(0xE28982B5)})},
      {"no_netbios_names", "[MS-NLMP] 3.1.5.1.2", "NTLMv2 with integrity",
       Join({cell(2, 3, 1), ChallengeWith(Join({kTimestamp, kEol}))})},
      {"no_timestamp", "[MS-NLMP] 3.1.5.1.2", "LMv2 instead of zeros",
       Join({cell(2, 5, 1), ChallengeWith(Join({kNames, kEol}))})},
      {"flags_injected", "Windows CVE-2019-1166", "MsvAvFlags without the MIC bit",
       Join({cell(2, 5, 2), ChallengeWith(Join({kNames, Pair(6, Zeros(4)), kTimestamp, kEol}))})},
      {"timestamp_of_7_bytes", "gss-ntlmssp CVE-2023-25567", "the last bytes of the message",
       Join({cell(2, 5, 2), ChallengeWith(Join({kNames, Pair(7, Zeros(7))}))})},
      {"no_character_set", "[MS-NLMP] 2.2.2.5", "neither UNICODE nor OEM",
       Join({cell(2, 1, 0), granted(0xA2898204)})},
      {"lm_and_ntlm_at_level_0", "[MS-NLMP] 3.3.1", "NTLM v1 without client challenge",
       Join({cell(2, 0, 0), granted(0xA2818205)})},
      {"ntlm_ess_at_level_2", "[MS-NLMP] 3.3.1", "NTLM v1 with client challenge",
       Join({cell(2, 2, 0), granted(0xA2898205)})},
      {"header_of_32_bytes", "Samba bug 10016", "no TargetInfo at all",
       Join({cell(2, 3, 0), Cut(granted(0xA2898205), 32)})},
  };
  return seeds;
}

std::vector<Seed> ExchangeSeeds() {
  constexpr uint8_t kNone = 0, kIntegrity = 1, kConfidentiality = 2;
  const auto to = [](uint8_t level, uint8_t app, const Data& challenge) {
    return Join({Data{level, app}, challenge});
  };
  const Data list = Join({kNames, kTimestamp, kEol});
  const auto granted = [&](uint32_t flags) {
    return SetFlags(ChallengeWith(list), kChallengeFlags, flags);
  };
  return {
      {"ntlmv2_with_mic", "[MS-NLMP] 3.1.5.1.2", "everything granted",
       to(3, kConfidentiality, granted(0xE2898235))},
      {"ntlmv2_without_timestamp", "[MS-NLMP] 3.1.5.1.2", "no MIC, LMv2",
       to(5, kIntegrity, ChallengeWith(Join({kNames, kEol})))},
      {"ntlm_ess", "[MS-NLMP] 3.3.1", "client challenge at level 1",
       to(1, kIntegrity, granted(0xE2898235))},
      {"lm_and_ntlm", "[MS-NLMP] 3.3.1", "level 0", to(0, kNone, granted(0xA2818205))},
      {"ntlm_in_both", "[MS-NLMP] 3.3.1", "level 2", to(2, kNone, granted(0xA2818205))},
      {"av_flags_of_the_server", "[MS-NLMP] 2.2.2.1", "every defined bit comes back",
       to(4, kConfidentiality,
          ChallengeWith(Join({kNames, kTimestamp, Pair(6, Data{7, 0, 0, 0}), kEol})))},
      {"av_flags_of_3_bytes", "gss-ntlmssp CVE-2023-25567", "a value that says nothing",
       to(4, kConfidentiality, ChallengeWith(Join({kNames, Pair(6, Data{2, 0, 0}), kEol})))},
      {"ignored_target_name_past_end", "[MS-NLMP] 2.2.1.2",
       "found by this target: the client takes the message, a strict reader does not",
       to(3, kNone,
          SetFlags(SetFields(ChallengeWith(list), kTargetName, 12, 0xFFFFFFF0), kChallengeFlags,
                   0xA2898201))},
      {"pairs_twice", kByHand, "each name a second time with another value",
       to(3, kConfidentiality,
          ChallengeWith(Join({kNames, Pair(1, vectors::kDomainUtf16),
                              Pair(2, vectors::kServerUtf16), kTimestamp, kEol})))},
      {"channel_bindings_of_the_server", "[MS-NLMP] 2.2.2.1", "a pair that the client adds itself",
       to(3, kConfidentiality, ChallengeWith(Join({kNames, kChannelBindings, kEol})))},
      {"target_name_of_the_server", "[MS-NLMP] 2.2.2.1", "a pair that the client adds itself",
       to(3, kIntegrity, ChallengeWith(Join({kNames, Pair(9, vectors::kServerUtf16), kEol})))},
  };
}

}  // namespace ntlmatrix::fuzz
