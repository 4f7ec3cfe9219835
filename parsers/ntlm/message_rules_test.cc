// SPDX-License-Identifier: Apache-2.0

// Each rule fires on one changed byte of a message without findings, and nothing else does.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/test_vectors.h"
#include "parsers/ntlm/validate.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

using Data = std::vector<uint8_t>;

constexpr Version kWindows10 = {10, 0, 17763, {}, kNtlmRevisionW2K3};

const Data kDomainOem = {'D', 'O', 'M', 'A', 'I', 'N'};
const Data kZeros16 = Data(16);
const Data kZeros24 = Data(24);

Data Zeros(size_t size, std::initializer_list<uint8_t> begin) {
  Data data(size);
  std::copy(begin.begin(), begin.end(), data.begin());
  return data;
}

// Gives the empty values of a message the offset of its end, as [MS-NLMP] 2.2.1 asks for.
Data PlaceEmptyValues(Data message) {
  const auto layout = MessageLayout::Parse(message).value();
  for (const PlacedField& field : layout.fields()) {
    if (field.fields.len > 0) continue;
    message[field.at + 4] = static_cast<uint8_t>(message.size());
    message[field.at + 5] = static_cast<uint8_t>(message.size() >> 8);
  }
  return message;
}

// Moves a value to the end, to an even offset and with two bytes of padding behind it.
Data MoveToEnd(Data message, absl::string_view name) {
  const PlacedField field = *MessageLayout::Parse(message)->Find(name);
  message.resize(message.size() + message.size() % 2);
  const size_t end = message.size();
  for (size_t i = 0; i < field.fields.len + 2u; ++i) {
    message.push_back(i < field.fields.len ? message[field.fields.buffer_offset + i] : 0);
  }
  message[field.at + 4] = static_cast<uint8_t>(end);
  message[field.at + 5] = static_cast<uint8_t>(end >> 8);
  return message;
}

template <typename M>
Data Write(const M& message) {
  return PlaceEmptyValues(message.Serialize().value());
}

Data Negotiate(NegotiateFlags set, Bytes domain, std::optional<Bytes> workstation,
               std::optional<Version> version) {
  NegotiateMessage m;
  m.negotiate_flags = set;
  m.domain_name = domain;
  m.workstation = workstation;
  m.version = version;
  return Write(m);
}

Data Challenge(NegotiateFlags set, Bytes name, Bytes info, std::optional<Version> version) {
  ChallengeMessage m;
  m.target_name = name;
  m.negotiate_flags = set;
  m.server_challenge = vectors::kServerChallenge;
  m.reserved.emplace();
  m.target_info = info;
  m.version = version;
  return Write(m);
}

Data ServerPairs() {
  const Data single_host = Zeros(49, {49});
  return SerializeAvPairs({{AvId::kNbDomainName, vectors::kDomainUtf16},
                           {AvId::kNbComputerName, vectors::kServerUtf16},
                           {AvId::kDnsDomainName, vectors::kDomainUtf16},
                           {AvId::kDnsTreeName, vectors::kDomainUtf16},
                           {AvId::kSingleHost, single_host},
                           {AvId::kTargetName, {}}})
      .value();
}

// Where the AvId of each of these pairs is, from the start of the list.
constexpr size_t kNbDomain = 0, kNbComputer = 16, kDnsDomain = 32, kDnsTree = 48, kSingleHost = 64,
                 kTargetName = 117, kEol = 121;

Data Response(Bytes av_pairs) {
  Data response = Zeros(44, {});
  response[16] = response[17] = 1;  // RespType, HiRespType
  response.insert(response.end(), av_pairs.begin(), av_pairs.end());
  response.insert(response.end(), 4, 0);
  return response;
}

AuthenticateMessage Authenticate(NegotiateFlags set) {
  AuthenticateMessage m;
  m.domain_name = vectors::kDomainUtf16;
  m.user_name = vectors::kUserUtf16;
  m.workstation = vectors::kWorkstationUtf16;
  m.lm_challenge_response = kZeros24;
  m.encrypted_random_session_key = Bytes();
  m.negotiate_flags = set;
  m.version.emplace();
  return m;
}

Data AuthenticateV2(uint32_t av_flags, bool mic, Bytes key) {
  const Data flags_value = Zeros(4, {static_cast<uint8_t>(av_flags)});
  const Data response = Response(SerializeAvPairs({{AvId::kFlags, flags_value}}).value());
  AuthenticateMessage m = Authenticate(0x62088235);
  m.version = kWindows10;
  m.nt_challenge_response = response;
  m.encrypted_random_session_key = key;
  if (mic) m.mic.emplace();
  return Write(m);
}

Data AuthenticateV1(NegotiateFlags set) {
  const Data response(24, 0xAB);
  const Data client_challenge = Zeros(24, {1, 2, 3, 4, 5, 6, 7, 8});
  AuthenticateMessage m = Authenticate(set);
  m.nt_challenge_response = response;
  m.lm_challenge_response = client_challenge;
  Data message = Write(m);
  message.resize(message.size() + 8);  // padding, for an NT response that is longer
  return PlaceEmptyValues(std::move(message));
}

// Messages without findings, by name.
const std::map<std::string, Data>& Bases() {
  static const auto* const bases = [] {
    const Data info = ServerPairs();
    const Data flags_value(4);
    const Data timestamp(8);
    const Data with_flags = SerializeAvPairs({{AvId::kNbDomainName, vectors::kDomainUtf16},
                                              {AvId::kNbComputerName, vectors::kServerUtf16},
                                              {AvId::kFlags, flags_value},
                                              {AvId::kTimestamp, timestamp}})
                                .value();
    return new std::map<std::string, Data>{
        {"names", Negotiate(0xA008B207, kDomainOem, Bytes(kDomainOem), Version())},
        {"domain", Negotiate(0xA0089207, kDomainOem, Bytes(), Version())},
        {"version", Negotiate(0xE2088297, {}, Bytes(), kWindows10)},
        {"no version", Negotiate(0xE0088297, {}, Bytes(), std::nullopt)},
        {"challenge", Challenge(0xE28A8235, vectors::kServerUtf16, info, kWindows10)},
        {"name at end",
         MoveToEnd(Challenge(0xE28A8235, vectors::kServerUtf16, info, kWindows10), "TargetName")},
        {"av flags", Challenge(0xE28A8235, vectors::kServerUtf16, with_flags, kWindows10)},
        {"datagram", Challenge(0xE28A8275, vectors::kServerUtf16, info, kWindows10)},
        {"no names", Challenge(0xE2088231, {}, {}, kWindows10)},
        {"no version in challenge", Challenge(0xE0088231, {}, {}, std::nullopt)},
        {"ntlmv2", AuthenticateV2(2, true, kZeros16)},
        {"no mic", AuthenticateV2(0, false, kZeros16)},
        {"ess", AuthenticateV1(0x20088215)},
        {"no version in authenticate",
         [] {
           const Data response(24, 0xAB);
           AuthenticateMessage m = Authenticate(0x20088215);
           m.version.reset();
           m.nt_challenge_response = response;
           return Write(m);
         }()},
        {"no workstation",
         [] {
           const Data response(24, 0xAB);
           AuthenticateMessage m = Authenticate(0x20088215);
           m.workstation = Bytes();
           m.nt_challenge_response = response;
           return Write(m);
         }()},
        {"lm alone", Write(Authenticate(0x20088215))},
        {"ess and key",
         [] {
           const Data response(24, 0xAB);
           AuthenticateMessage m = Authenticate(0x60088235);
           m.nt_challenge_response = response;
           m.encrypted_random_session_key = Bytes(kZeros16);
           return Write(m);
         }()},
    };
  }();
  return *bases;
}

// One changed byte: in the header, or in the value of this name.
struct Mutation {
  RuleId rule;
  const char* base;
  const char* value;  // "" for the header
  size_t offset;
  uint8_t byte;
  std::set<std::string> companions = {};  // what can't but fire too
  int distance = 0;                       // from the changed byte to the offset of the finding
};

// Len is not MaxLen any more.
const std::set<std::string> kLen = {"fields-max-len"};

const Mutation kMutations[] = {
    {RuleId::kHeaderShort, "domain", "", 20, 24, {}, 4},
    {RuleId::kFieldsMaxLen, "names", "", 18, 7},
    {RuleId::kFieldsMaxLenNotZero, "no workstation", "", 46, 1},
    {RuleId::kFieldsInHeader, "names", "", 20, 8},
    {RuleId::kFieldsOddOffset, "name at end", "", 16, 195},
    {RuleId::kFieldsEmptyOffset, "version", "", 20, 41},
    {RuleId::kFieldsOverlap, "ntlmv2", "", 48, 100},

    {RuleId::kFlagsNoCharset, "names", "", 12, 0x04},
    {RuleId::kFlagsBothCharsets, "challenge", "", 20, 0x37},
    {RuleId::kFlagsNoNtlm, "names", "", 13, 0xB0, {}, -1},
    {RuleId::kFlagsNoAlwaysSign, "names", "", 13, 0x32, {}, -1},
    {RuleId::kFlagsReserved, "names", "", 12, 0x0F},
    {RuleId::kFlagsReservedR8, "names", "", 13, 0xB6, {}, -1},
    {RuleId::kFlagsTargetType, "challenge", "", 22, 0x8B, {}, -2},
    {RuleId::kFlagsEssWithLmKey, "challenge", "", 20, 0xB5},
    {RuleId::kFlagsDatagramNoKeyExch, "datagram", "", 23, 0xA2, {}, -3},
    {RuleId::kFlagsNoKeyExch, "names", "", 12, 0x17},

    {RuleId::kVersionNotZero, "names", "", 32, 1},
    {RuleId::kVersionMissingInNegotiate, "no version", "", 15, 0xE2, {}, 17},
    {RuleId::kVersionMissingInChallenge, "no version in challenge", "", 23, 0xE2, {}, 25},
    {RuleId::kVersionMissingInAuthenticate, "no version in authenticate", "", 63, 0x22, {}, 1},
    {RuleId::kVersionRevision, "version", "", 39, 0x0E},
    {RuleId::kVersionReserved, "version", "", 36, 1},

    {RuleId::kNegotiateDomainNameMissing, "version", "", 13, 0x92, {}, 3},
    {RuleId::kNegotiateDomainNameIgnored, "names", "", 13, 0xA2, {}, 3},
    // Version was zero without its flag and has no revision with it.
    {RuleId::kNegotiateDomainNameWithVersion, "domain", "", 15, 0xA2, {"version-revision"}, 1},
    {RuleId::kNegotiateWorkstationIgnored, "names", "", 13, 0x92, {}, 11},
    {RuleId::kNegotiateWorkstationWithVersion,
     "names",
     "",
     15,
     0xA2,
     {"version-revision", "negotiate-domain-name-with-version"},
     9},

    {RuleId::kChallengeTargetNameMissing, "no names", "", 20, 0x35, {}, -8},
    {RuleId::kChallengeTargetTypeWithoutName, "no names", "", 22, 0x0A, {}, -10},
    {RuleId::kChallengeTargetNameIgnored, "challenge", "", 20, 0x31, {}, -8},
    {RuleId::kChallengeTargetNameOddLength, "challenge", "", 12, 11, kLen},
    {RuleId::kChallengeTargetNameNotUtf16, "challenge", "TargetName", 1, 0xD8, {}, -1},
    {RuleId::kChallengeReserved, "challenge", "", 39, 1, {}, -7},
    {RuleId::kChallengeTargetInfoMissing, "no names", "", 22, 0x88, {}, 18},
    {RuleId::kChallengeTargetInfoIgnored, "challenge", "", 22, 0x0A, {}, 18},

    {RuleId::kAuthenticateLmResponseSize, "ntlmv2", "", 12, 23, kLen},
    {RuleId::kAuthenticateLmEssForm, "ess", "LmChallengeResponse", 23, 1, {}, -119},
    {RuleId::kAuthenticateLmNotV2, "ntlmv2", "LmChallengeResponse", 0, 1, {}, -112},
    {RuleId::kAuthenticateNoResponse, "lm alone", "", 12, 0, {"fields-max-len-not-zero"}},
    {RuleId::kAuthenticateNtResponseSize, "ess", "", 20, 16, kLen},
    // With 25 bytes it counts as NTLM v2, which has another LM response.
    {RuleId::kAuthenticateNtResponseTruncated,
     "ess",
     "",
     20,
     25,
     {"fields-max-len", "authenticate-lm-not-v2"}},
    {RuleId::kAuthenticateNtResponseType, "ntlmv2", "NtChallengeResponse", 16, 2},
    {RuleId::kAuthenticateReserved1, "ntlmv2", "NtChallengeResponse", 18, 1},
    {RuleId::kAuthenticateReserved2, "ntlmv2", "NtChallengeResponse", 23, 1, {}, -3},
    {RuleId::kAuthenticateReserved3, "ntlmv2", "NtChallengeResponse", 40, 1},
    {RuleId::kAuthenticateBytesAfterEol, "ntlmv2", "NtChallengeResponse", 56, 1},
    {RuleId::kAuthenticateDomainNameOddLength, "ntlmv2", "", 28, 11, kLen},
    {RuleId::kAuthenticateDomainNameNotUtf16, "ntlmv2", "DomainName", 11, 0xD8, {}, -1},
    {RuleId::kAuthenticateUserNameOddLength, "ntlmv2", "", 36, 7, kLen},
    {RuleId::kAuthenticateUserNameNotUtf16, "ntlmv2", "UserName", 1, 0xDC, {}, -1},
    {RuleId::kAuthenticateWorkstationOddLength, "ntlmv2", "", 44, 15, kLen},
    {RuleId::kAuthenticateWorkstationNotUtf16, "ntlmv2", "Workstation", 3, 0xDF, {}, -1},
    {RuleId::kAuthenticateAnonymousUser, "ntlmv2", "", 61, 0x8A, {}, -25},
    {RuleId::kAuthenticateSessionKeyMissing, "ess", "", 63, 0x60, {}, -11},
    {RuleId::kAuthenticateSessionKeyIgnored, "ess and key", "", 63, 0x20, {}, -11},
    {RuleId::kAuthenticateFlagsMissing, "ess", "", 32, 60, {"header-short"}, 28},
    {RuleId::kAuthenticateMicMissing, "no mic", "NtChallengeResponse", 48, 2, {}, -108},

    {RuleId::kAvPairUnknownId, "challenge", "TargetInfo", kDnsTree, 11},
    {RuleId::kAvPairSize, "challenge", "TargetInfo", kDnsTree, 7},
    {RuleId::kAvPairOddLength, "challenge", "TargetInfo", kSingleHost, 3},
    {RuleId::kAvPairNotUtf16, "challenge", "TargetInfo", kDnsTree + 5, 0xD8, {}, -1},
    {RuleId::kAvPairNulTerminated, "challenge", "TargetInfo", kDnsTree + 14, 0},
    {RuleId::kAvPairTwice, "challenge", "TargetInfo", kDnsTree, 4},
    {RuleId::kAvFlagsUnknownBits, "av flags", "TargetInfo", 36, 8},
    {RuleId::kAvFlagsMicInChallenge, "av flags", "TargetInfo", 36, 2},
    {RuleId::kSingleHostSize, "challenge", "TargetInfo", kSingleHost + 4, 48},
    {RuleId::kSingleHostZ4, "challenge", "TargetInfo", kSingleHost + 8, 1},
    {RuleId::kAvPairUnreadable, "challenge", "TargetInfo", kDnsDomain + 3, 1, {}, 1},
    {RuleId::kAvEolMissing, "challenge", "TargetInfo", kEol, 3, {}, 4},
    // A longer MsvAvEOL takes what had to follow it.
    {RuleId::kAvEolLength,
     "ntlmv2",
     "NtChallengeResponse",
     54,
     4,
     {"authenticate-bytes-after-eol"},
     -2},
    {RuleId::kAvEolNotLast, "challenge", "TargetInfo", kTargetName, 0},
    {RuleId::kAvNbComputerNameMissing, "challenge", "TargetInfo", kNbComputer, 3, {}, 109},
    {RuleId::kAvNbDomainNameMissing, "challenge", "TargetInfo", kNbDomain, 3, {}, 125},
};

// av_pairs_test.cc has it: it needs 16 findings before it.
constexpr RuleId kNotOfOneByte = RuleId::kAvPairsNotJudged;

std::multiset<std::string> RulesOf(Bytes message) {
  std::multiset<std::string> rules;
  const auto findings = ValidateMessage(message);
  EXPECT_TRUE(findings.ok()) << findings.status();
  if (!findings.ok()) return rules;
  for (const Finding& finding : *findings) {
    rules.emplace(finding.rule);
    EXPECT_FALSE(finding.text.empty());
    EXPECT_LE(finding.offset, message.size());
  }
  return rules;
}

// From a byte of the message to the offset of the finding by this rule.
int DistanceOf(const Rule& rule, Bytes message, size_t at) {
  const std::vector<Finding> findings = ValidateMessage(message).value();
  for (const Finding& finding : findings) {
    if (finding.rule == rule.id) return static_cast<int>(finding.offset) - static_cast<int>(at);
  }
  return 9999;
}

TEST(MessageRulesTest, BasesBreakNoRule) {
  for (const auto& [name, message] : Bases()) {
    EXPECT_EQ(RulesOf(message), std::multiset<std::string>{}) << name;
  }
}

TEST(MessageRulesTest, EachRuleFiresOnOneChangedByteAndNothingElseDoes) {
  for (const Mutation& mutation : kMutations) {
    const Rule& rule = RuleOf(mutation.rule);
    Data message = Bases().at(mutation.base);
    size_t at = mutation.offset;
    if (mutation.value[0] != '\0') {
      at += MessageLayout::Parse(message)->Find(mutation.value)->fields.buffer_offset;
    }
    ASSERT_NE(message.at(at), mutation.byte) << rule.id << " changes nothing";
    message[at] = mutation.byte;
    std::multiset<std::string> expected(mutation.companions.begin(), mutation.companions.end());
    expected.emplace(rule.id);
    EXPECT_EQ(RulesOf(message), expected) << rule.id << ": " << mutation.base << " byte " << at;
    EXPECT_EQ(DistanceOf(rule, message, at), mutation.distance) << rule.id;
  }
}

TEST(MessageRulesTest, EveryRuleOfOneMessageHasItsChangedByte) {
  std::set<RuleId> fired = {kNotOfOneByte};
  for (const Mutation& mutation : kMutations) fired.insert(mutation.rule);
  for (int id = 0; id < static_cast<int>(RuleId::kExchangeCharsetNotOffered); ++id) {
    EXPECT_EQ(fired.count(static_cast<RuleId>(id)), 1u) << RuleOf(static_cast<RuleId>(id)).id;
  }
}

TEST(MessageRulesTest, IdsAreUniqueAndEveryRuleHasASection) {
  std::set<std::string> ids;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(ids.emplace(rule.id).second) << rule.id;
    EXPECT_EQ(rule.section.substr(0, 10), "[MS-NLMP] ") << rule.id;
    EXPECT_FALSE(rule.text.empty()) << rule.id;
  }
}

// Findings inside of values point at the byte, not at the Fields.
TEST(MessageRulesTest, FindingsOfValuesHaveTheirPlace) {
  Data message = Bases().at("challenge");
  const size_t info = MessageLayout::Parse(message)->Find("TargetInfo")->fields.buffer_offset;
  message[info + kSingleHost + 8] = 1;
  const auto findings = ValidateMessage(message).value();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].offset, info + kSingleHost + 8);
}

// What the document's own examples break, by name of the vector. Anything more is a fault of ours.
TEST(MessageRulesTest, TheExamplesBreakTheRulesOnThisList) {
  const std::multiset<std::string> no_target_info = {
      "challenge-target-name-ignored",  // NTLMSSP_REQUEST_TARGET is clear
      "fields-empty-offset",            // the offset of the empty TargetInfo is zero
      "flags-both-charsets",            // Unicode and OEM
  };
  const std::multiset<std::string> with_target_info = {"challenge-target-name-ignored",
                                                       "flags-both-charsets"};
  EXPECT_EQ(RulesOf(vectors::ntlm_v1::kChallengeMessage), no_target_info) << "4.2.2.3";
  EXPECT_EQ(RulesOf(vectors::ntlm_v1_ess::kChallengeMessage), no_target_info) << "4.2.3.3";
  EXPECT_EQ(RulesOf(vectors::ntlm_v2::kChallengeMessage), with_target_info) << "4.2.4.3";
  const std::multiset<std::string> none;
  EXPECT_EQ(RulesOf(vectors::ntlm_v1::kAuthenticateMessage), none) << "4.2.2.3";
  EXPECT_EQ(RulesOf(vectors::ntlm_v1_ess::kAuthenticateMessage), none) << "4.2.3.3";
  EXPECT_EQ(RulesOf(vectors::ntlm_v2::kAuthenticateMessage), none) << "4.2.4.3";
}

TEST(MessageRulesTest, RejectsWhatCannotBeRead) {
  EXPECT_FALSE(ValidateMessage({}).ok());
  for (const auto& [name, message] : Bases()) {
    for (size_t size = 0; size < 12; ++size) {
      EXPECT_FALSE(ValidateMessage(Bytes(message).subspan(0, size)).ok()) << name << size;
    }
  }
  Data outside = Bases().at("ntlmv2");
  outside[24 + 2] = 0xFF;  // NtChallengeResponseBufferOffset
  EXPECT_EQ(ValidateMessage(outside).status().message().substr(0, 20), "AUTHENTICATE_MESSAGE");
}

}  // namespace
}  // namespace ntlmatrix::ntlm
