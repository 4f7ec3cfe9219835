// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/client.h"

#include <optional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "conformance/subjects/scripted_server.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"

namespace ntlmatrix::conformance::reference {
namespace {

namespace flags = ntlm::flags;

const Cell kCell = CellFromName("policy/min=0/lm=3/app=confidentiality/server=ess,128,56").value();

ClientConfig ConfigOf(const Cell& cell) {
  return {.min = cell.min,
          .lm = cell.lm,
          .app = cell.app,
          .client_challenge = {0xAA, 0xAA},
          .random_session_key = {0x55, 0x55}};
}

// The answer to the cell's CHALLENGE_MESSAGE after `edit` changed it.
template <typename Edit>
Client::Answer AnswerTo(const Cell& cell, Edit edit) {
  Client client(ConfigOf(cell), TestAccount(), ObedientBehaviour());
  const std::vector<uint8_t> original = ChallengeFor(cell, client.Negotiate()).value();
  auto challenge = ntlm::ChallengeMessage::Parse(original).value();
  edit(challenge);
  return client.Authenticate(challenge.Serialize().value());
}

std::optional<uint32_t> StatusOf(const Client::Answer& answer) {
  return answer.refusal ? answer.refusal->status : std::nullopt;
}

TEST(ClientTest, RefusesAChallengeWithoutCharacterSet) {
  EXPECT_EQ(StatusOf(AnswerTo(kCell, [](auto& c) { c.negotiate_flags &= ~flags::kUnicode; })),
            0x80090308u);
}

TEST(ClientTest, RefusesWhenTheRequestIsNotGranted) {
  EXPECT_TRUE(AnswerTo(kCell, [](auto& c) { c.negotiate_flags &= ~flags::kSeal; }).refusal);
  EXPECT_TRUE(AnswerTo(kCell, [](auto& c) { c.negotiate_flags &= ~flags::kSign; }).refusal);
  Cell integrity = kCell;
  integrity.app = Application::kIntegrity;
  EXPECT_TRUE(AnswerTo(integrity, [](auto& c) { c.negotiate_flags &= ~flags::kSign; }).refusal);
}

// [MS-NLMP] 3.1.5.1.2: "... then return STATUS_LOGON_FAILURE"
TEST(ClientTest, RefusesNtlmV2WithoutNetbiosNames) {
  const auto no_names = [](auto& c) { c.target_info = Bytes(); };
  EXPECT_EQ(StatusOf(AnswerTo(kCell, no_names)), 0xC000006Du);
  const std::vector<uint8_t> name = {'D', 0};
  for (const ntlm::AvId id : {ntlm::AvId::kNbDomainName, ntlm::AvId::kNbComputerName}) {
    const auto one = ntlm::SerializeAvPairs({{id, name}}).value();
    EXPECT_EQ(StatusOf(AnswerTo(kCell, [&](auto& c) { c.target_info = Bytes(one); })), 0xC000006Du);
  }
  Cell level_2 = kCell;
  level_2.lm = 2;
  EXPECT_FALSE(AnswerTo(level_2, no_names).refusal);
  Cell connect = kCell;
  connect.app = Application::kNone;
  EXPECT_FALSE(AnswerTo(connect, no_names).refusal);
}

// [MS-NLMP] 2.2.1.2: without the flag "TargetInfoLen, TargetInfoMaxLen, and TargetInfoBufferOffset
// MUST be ignored on receipt".
TEST(ClientTest, IgnoresTargetInfoWithoutItsFlag) {
  const auto no_flag = [](auto& c) { c.negotiate_flags &= ~flags::kTargetInfo; };
  EXPECT_EQ(StatusOf(AnswerTo(kCell, no_flag)), 0xC000006Du);
  Cell connect = kCell;
  connect.app = Application::kNone;
  const auto answer = AnswerTo(connect, no_flag);
  const auto message = ntlm::AuthenticateMessage::Parse(answer.authenticate).value();
  EXPECT_NE(message.lm_challenge_response, Bytes(std::vector<uint8_t>(24)));
  EXPECT_FALSE(message.mic.has_value());
}

TEST(ClientTest, IgnoresFieldsWithoutTheirFlagsWhereverTheyPoint) {
  Cell connect = kCell;
  connect.app = Application::kNone;
  Client client(ConfigOf(connect), TestAccount(), ObedientBehaviour());
  std::vector<uint8_t> challenge = ChallengeFor(connect, client.Negotiate()).value();
  challenge[20] &= static_cast<uint8_t>(~flags::kRequestTarget);
  challenge[22] &= static_cast<uint8_t>(~(flags::kTargetInfo >> 16));
  challenge[19] = challenge[47] = 0xFF;  // TargetNameBufferOffset, TargetInfoBufferOffset
  EXPECT_FALSE(client.Authenticate(challenge).refusal);
}

TEST(ClientTest, RefusesTargetInfoPastEnd) {
  const std::vector<uint8_t> cut = {2, 0, 200, 0, 'D'};
  EXPECT_EQ(StatusOf(AnswerTo(kCell, [&](auto& c) { c.target_info = Bytes(cut); })), 0x80090308u);
}

TEST(ClientTest, RefusesTruncatedChallengeAtEveryByte) {
  Client client(ConfigOf(kCell), TestAccount(), ObedientBehaviour());
  const std::vector<uint8_t> whole = ChallengeFor(kCell, client.Negotiate()).value();
  for (size_t size = 0; size < whole.size(); ++size) {
    std::vector<uint8_t> cut = whole;
    cut.resize(size);
    EXPECT_TRUE(client.Authenticate(cut).refusal) << size;
  }
}

// CVE-2019-3822: a TargetInfo so big that the answer does not fit must be a refusal.
TEST(ClientTest, RefusesTargetInfoThatMakesTheResponseTooLong) {
  const std::vector<uint8_t> name = {'D', 0};
  const std::vector<uint8_t> big(65500);
  const auto target_info = ntlm::SerializeAvPairs({{ntlm::AvId::kNbDomainName, name},
                                                   {ntlm::AvId::kNbComputerName, name},
                                                   {ntlm::AvId::kDnsTreeName, big},
                                                   {ntlm::AvId::kTimestamp, {}}});
  const Client::Answer answer =
      AnswerTo(kCell, [&](auto& c) { c.target_info = Bytes(*target_info); });
  ASSERT_TRUE(answer.refusal);
  EXPECT_TRUE(answer.authenticate.empty());
}

TEST(ClientTest, SendsLmV2WhereThereIsNoTimestamp) {
  const std::vector<uint8_t> name = {'D', 0};
  const auto target_info = ntlm::SerializeAvPairs(
      {{ntlm::AvId::kNbDomainName, name}, {ntlm::AvId::kNbComputerName, name}});
  const auto answer = AnswerTo(kCell, [&](auto& c) { c.target_info = Bytes(*target_info); });
  const auto message = ntlm::AuthenticateMessage::Parse(answer.authenticate).value();
  EXPECT_NE(message.lm_challenge_response, Bytes(std::vector<uint8_t>(24)));
}

// The MIC is computed over all three messages, the last with zeros in its place.
TEST(ClientTest, TheMicCoversTheThreeMessages) {
  Client client(ConfigOf(kCell), TestAccount(), ObedientBehaviour());
  const std::vector<uint8_t> negotiate = client.Negotiate();
  const std::vector<uint8_t> challenge = ChallengeFor(kCell, negotiate).value();
  std::vector<uint8_t> authenticate = client.Authenticate(challenge).authenticate;
  const auto message = ntlm::AuthenticateMessage::Parse(authenticate).value();
  ASSERT_TRUE(message.mic.has_value());
  const auto mic = *message.mic;

  const auto view = ntlm::NtlmV2ResponseView::Parse(message.nt_challenge_response).value();
  const auto av_flags = ntlm::FindAvPair(view.av_pairs, ntlm::AvId::kFlags).value();
  ASSERT_TRUE(av_flags.has_value());
  EXPECT_EQ(*av_flags, Bytes(std::vector<uint8_t>{2, 0, 0, 0}));

  std::fill_n(authenticate.begin() + static_cast<ptrdiff_t>(ntlm::kMicOffset), mic.size(),
              uint8_t{0});
  EXPECT_EQ(ntlm::HmacMd5(ConfigOf(kCell).random_session_key, {negotiate, challenge, authenticate}),
            mic);
}

TEST(ClientTest, ExchangesTheRandomSessionKey) {
  const auto answer = AnswerTo(kCell, [](auto&) {});
  const auto message = ntlm::AuthenticateMessage::Parse(answer.authenticate).value();
  const auto view = ntlm::NtlmV2ResponseView::Parse(message.nt_challenge_response).value();
  const ntlm::Hash key = ntlm::SessionBaseKeyV2(TestAccount().ntowf_v2, view.nt_proof_str);
  EXPECT_EQ(*message.encrypted_random_session_key,
            Bytes(ntlm::Rc4K(key, ConfigOf(kCell).random_session_key)));
  Cell connect = kCell;
  connect.app = Application::kNone;
  const auto without = AnswerTo(connect, [](auto&) {});
  EXPECT_TRUE(ntlm::AuthenticateMessage::Parse(without.authenticate)
                  .value()
                  .encrypted_random_session_key->empty());
}

TEST(ClientTest, StatesItsAccountAndWhatWasNegotiated) {
  const auto answer = AnswerTo(kCell, [](auto&) {});
  const auto message = ntlm::AuthenticateMessage::Parse(answer.authenticate).value();
  EXPECT_EQ(message.user_name, Bytes(TestAccount().user));
  EXPECT_EQ(message.domain_name, Bytes(TestAccount().domain));
  EXPECT_EQ(message.workstation, Bytes(TestAccount().workstation));
  EXPECT_TRUE(*message.negotiate_flags & flags::kTargetInfo);
  EXPECT_FALSE(*message.negotiate_flags & flags::kLmKey);
}

// What the server said in TargetInfo is kept: its time, its pairs, its flags.
TEST(ClientTest, KeepsTheServersPairsAndAddsItsOwn) {
  const std::vector<uint8_t> name = {'D', 0};
  const std::vector<uint8_t> server_flags = {1, 0, 0, 0};
  const std::vector<uint8_t> both_flags = {3, 0, 0, 0};  // and bit 0x2, MIC present
  const std::vector<uint8_t> no_bindings(16);
  const std::vector<uint8_t> time = {1, 2, 3, 4, 5, 6, 7, 8};
  const auto target_info = ntlm::SerializeAvPairs({{ntlm::AvId::kNbDomainName, name},
                                                   {ntlm::AvId::kNbComputerName, name},
                                                   {ntlm::AvId::kFlags, server_flags},
                                                   {ntlm::AvId::kTimestamp, time}});
  const auto answer = AnswerTo(kCell, [&](auto& c) { c.target_info = Bytes(*target_info); });
  const auto message = ntlm::AuthenticateMessage::Parse(answer.authenticate).value();
  const auto view = ntlm::NtlmV2ResponseView::Parse(message.nt_challenge_response).value();
  EXPECT_EQ(view.time_stamp, 0x0807060504030201u);
  const std::pair<ntlm::AvId, Bytes> expected[] = {{ntlm::AvId::kNbDomainName, name},
                                                   {ntlm::AvId::kTimestamp, time},
                                                   {ntlm::AvId::kFlags, both_flags},
                                                   {ntlm::AvId::kChannelBindings, no_bindings},
                                                   {ntlm::AvId::kTargetName, {}}};
  for (const auto& [id, value] : expected) {
    const auto found = ntlm::FindAvPair(view.av_pairs, id).value();
    ASSERT_TRUE(found.has_value()) << static_cast<int>(id);
    EXPECT_EQ(*found, value) << static_cast<int>(id);
  }
}

TEST(ClientTest, ItsMessagesAreWellFormed) {
  const auto answer = AnswerTo(kCell, [](auto&) {});
  const auto message = ntlm::AuthenticateMessage::Parse(answer.authenticate).value();
  for (const Finding& finding : message.Validate()) {
    ADD_FAILURE() << finding.rule << " " << finding.text;
  }
}

TEST(FaultsTest, NamesAreUniqueAndFound) {
  for (const Fault& fault : Faults()) EXPECT_EQ(FindFault(fault.name), &fault) << fault.name;
  EXPECT_EQ(FindFault(""), nullptr);
  EXPECT_GE(Faults().size(), 10u);
}

}  // namespace
}  // namespace ntlmatrix::conformance::reference
