// SPDX-License-Identifier: Apache-2.0

#include "parsers/linear_work.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "parsers/envelope/base64.h"
#include "parsers/envelope/http_auth.h"
#include "parsers/envelope/rpc_pdu.h"
#include "parsers/envelope/rpc_pdu_reader.h"
#include "parsers/envelope/rpc_test_vectors.h"
#include "parsers/envelope/spnego.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/exchange_rules.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/validate.h"

namespace ntlmatrix {
namespace {

using linear_work::CountBlocks;
using linear_work::Data;
using linear_work::ExpectLinear;
using linear_work::Repeated;

Data Pairs(size_t size, ntlm::AvId id, size_t value_size) {
  const Data value(value_size, 'A');
  const std::vector<ntlm::AvPair> pairs((size - 4) / (4 + value_size), {id, value});
  return ntlm::SerializeAvPairs(pairs).value();
}

Data Challenge(const Data& target_info) {
  ntlm::ChallengeMessage message;
  message.negotiate_flags = 0xE28A8235;
  message.target_name = Bytes(target_info);
  message.reserved.emplace();
  message.target_info = Bytes(target_info);
  message.version.emplace();
  return message.Serialize().value();
}

Data Authenticate(const Data& av_pairs) {
  Data response(44);
  response[16] = response[17] = 1;
  response.insert(response.end(), av_pairs.begin(), av_pairs.end());
  response.resize(std::min<size_t>(response.size(), 65535));
  ntlm::AuthenticateMessage message;
  message.nt_challenge_response = response;
  message.user_name = response;
  message.domain_name = response;
  message.workstation = response;
  message.negotiate_flags = 0x62088235;
  message.version.emplace();
  message.mic.emplace();
  return message.Serialize().value();
}

void Validate(const Data& message) {
  EXPECT_TRUE(ntlm::ValidateMessage(message).ok());
  ntlm::WithoutIgnoredFields(message);
}

TEST(LinearWorkTest, ListsOfAvPairs) {
  for (const ntlm::AvId id : {ntlm::AvId::kNbComputerName, ntlm::AvId::kFlags,
                              ntlm::AvId::kSingleHost, static_cast<ntlm::AvId>(0xFFFF)}) {
    const auto make = [id](size_t size) { return Pairs(size, id, 0); };
    ExpectLinear("ValidateTargetInfo", make,
                 [](const Data& list) { ntlm::ValidateTargetInfo(list); });
    ExpectLinear("FindAvPair", make, [](const Data& list) {
      EXPECT_TRUE(ntlm::FindAvPair(list, ntlm::AvId::kTargetName).ok());
    });
  }
  ExpectLinear(
      "one long name", [](size_t size) { return Pairs(size, ntlm::AvId::kDnsTreeName, size - 8); },
      [](const Data& list) { ntlm::ValidateTargetInfo(list); });
}

TEST(LinearWorkTest, Messages) {
  const auto pairs = [](size_t size) { return Pairs(size, ntlm::AvId::kTargetName, 2); };
  ExpectLinear(
      "CHALLENGE_MESSAGE", [&](size_t size) { return Challenge(pairs(size)); }, Validate);
  ExpectLinear(
      "AUTHENTICATE_MESSAGE", [&](size_t size) { return Authenticate(pairs(size)); }, Validate);
  ExpectLinear(
      "NEGOTIATE_MESSAGE",
      [](size_t size) {
        const Data name(size, 'A');
        ntlm::NegotiateMessage message;
        message.negotiate_flags = 0x0000B203;
        message.domain_name = Bytes(name);
        message.workstation = Bytes(name);
        return message.Serialize().value();
      },
      Validate);
}

TEST(LinearWorkTest, AnExchange) {
  ExpectLinear(
      "ValidateExchange", [](size_t size) { return Pairs(size, ntlm::AvId::kDnsComputerName, 2); },
      [](const Data& list) {
        const Data challenge = Challenge(list);
        const Data authenticate = Authenticate(list);
        EXPECT_TRUE(ntlm::ValidateExchange({{}, challenge, authenticate}).ok());
      });
}

// A token with many tiny mechanisms, and many members that no document defines.
Data SpnegoToken(size_t size) {
  constexpr uint8_t kMechType[] = {0x2A};
  constexpr uint8_t kUnknownMember[] = {0xA7, 0x00};
  const std::vector<Bytes> mech_types(size / 3, Bytes(kMechType));
  const Data list = envelope::SerializeMechTypeList(mech_types).value();
  Data rest;
  while (rest.size() < size) {
    rest.insert(rest.end(), std::begin(kUnknownMember), std::end(kUnknownMember));
  }
  envelope::NegTokenInit token;
  token.mech_types = envelope::MechTypeList{list};
  token.mech_token = Bytes(list);
  token.rest = rest;
  return token.Serialize().value();
}

TEST(LinearWorkTest, TokensOfSpnego) {
  ExpectLinear("NegotiationToken", SpnegoToken, [](const Data& bytes) {
    const auto token = envelope::ParseNegotiationToken(bytes);
    EXPECT_TRUE(token.ok()) << token.status();
    envelope::Validate(*token);
    EXPECT_TRUE(envelope::Serialize(*token).ok());
  });
}

TEST(LinearWorkTest, CountsWork) {
  const Data list = Pairs(4096, ntlm::AvId::kTargetName, 0);
  const size_t once = CountBlocks([&] { ntlm::ValidateTargetInfo(list); });
  EXPECT_GT(once, list.size() / 4) << "a block for each pair, or the tests above prove nothing";
  const size_t eight = CountBlocks([&] {
    for (int i = 0; i < 8; ++i) ntlm::ValidateTargetInfo(list);
  });
  EXPECT_EQ(eight, 8 * once);
}

absl::string_view Text(const Data& data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}

TEST(LinearWorkTest, HttpAuthentication) {
  const auto read = [](const Data& data) {
    size_t schemes = 0;
    EXPECT_TRUE(
        envelope::ReadHttpAuth(Text(data), [&](const envelope::HttpAuth&) { ++schemes; }).ok());
    EXPECT_GT(schemes, 0u);
    envelope::ValidateHttpAuth(Text(data));
  };
  ExpectLinear(
      "challenges", [](size_t size) { return Repeated("WWW-Authenticate: ", "NTLM, ", size); },
      read);
  ExpectLinear(
      "fields", [](size_t size) { return Repeated("", "WWW-Authenticate: NTLM\r\n", size); }, read);
  ExpectLinear(
      "parameters",
      [](size_t size) { return Repeated("WWW-Authenticate: Digest a=b", ", c=\"d\\\"\"", size); },
      read);
  ExpectLinear(
      "a token", [](size_t size) { return Repeated("Authorization: NTLM ", "TlRM", size); }, read);
  ExpectLinear(
      "a token in lines",
      [](size_t size) { return Repeated("Authorization: NTLM ", "TlRM\r\n ", size); }, read);
}

TEST(LinearWorkTest, Base64) {
  const auto decode = [](const Data& data) {
    EXPECT_TRUE(envelope::DecodeBase64(Text(data)).ok());
    envelope::ValidateBase64(Text(data));
  };
  ExpectLinear(
      "base64", [](size_t size) { return Repeated("", "TlRM", size); }, decode);
  ExpectLinear(
      "base64 in lines", [](size_t size) { return Repeated("", "TlRM\r\n", size); }, decode);
}

// A stream of the shortest PDUs there are.
Data RpcHeaders(size_t size) {
  const Bytes header(envelope::test_vectors::kOrphaned);
  Data stream;
  while (stream.size() + header.size() <= size) {
    stream.insert(stream.end(), header.begin(), header.end());
  }
  return stream;
}

// A bind that is all presentation contexts.
Data RpcBind(size_t size) {
  envelope::RpcPdu pdu = envelope::RpcPdu::Parse(envelope::test_vectors::kBind).value();
  auto& list = std::get<envelope::RpcBind>(pdu.body).p_context_elem;
  list.front().transfer_syntaxes.resize(11);
  list.resize(size / 264, list.front());
  return pdu.Serialize().value();
}

// A request that is all stub data and token.
Data RpcRequest(size_t size) {
  const Data data(size / 2 - 128);
  envelope::RpcPdu pdu = envelope::RpcPdu::Parse(envelope::test_vectors::kRequest).value();
  pdu.stub_data = data;
  pdu.sec_trailer->auth_value = data;
  return pdu.Serialize().value();
}

TEST(LinearWorkTest, RpcPdus) {
  const auto walk = [](const Data& stream) {
    envelope::RpcPduReader reader(stream);
    for (Bytes fragment; reader.Next(&fragment);) {
      const auto pdu = envelope::RpcPdu::Parse(fragment);
      ASSERT_TRUE(pdu.ok()) << pdu.status();
      pdu->Validate();
      EXPECT_TRUE(pdu->Serialize().ok());
    }
    EXPECT_TRUE(reader.status().ok());
  };
  ExpectLinear("headers", RpcHeaders, walk);
  ExpectLinear("presentation contexts", RpcBind, walk);
  ExpectLinear("stub data and token", RpcRequest, walk);
}

}  // namespace
}  // namespace ntlmatrix
