// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/scripted_server.h"

#include "gtest/gtest.h"

#include "conformance/oracle.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance {
namespace {

std::vector<uint8_t> NegotiateOf(ntlm::NegotiateFlags offered) {
  ntlm::NegotiateMessage message;
  message.negotiate_flags = offered;
  return message.Serialize().value();
}

// Server and oracle state the grant on their own; here they meet.
TEST(ScriptedServerTest, GrantsWhatTheOracleExpectsOfIt) {
  for (const Cell& cell : AllCells()) {
    const ntlm::NegotiateFlags offered = DocumentedOffer(cell.lm, cell.app);
    const auto bytes = ChallengeFor(cell, NegotiateOf(offered));
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_EQ(ntlm::ChallengeMessage::Parse(*bytes).value().negotiate_flags,
              ServerGrant(cell, offered))
        << cell.Name();
  }
}

TEST(ScriptedServerTest, IsAWellFormedServer) {
  const Cell cell = CellFromName("policy/min=0/lm=3/app=none/server=ess,128,56").value();
  const auto bytes = ChallengeFor(cell, NegotiateOf(DocumentedOffer(3, Application::kNone)));
  for (const Finding& finding : ntlm::ChallengeMessage::Parse(*bytes).value().Validate()) {
    ADD_FAILURE() << finding.rule << " " << finding.text;
  }
}

// Clients that recompute the CHALLENGE_MESSAGE for their MIC tell by the flag whether it is there.
TEST(ScriptedServerTest, StatesItsVersionIfTheClientStatedIts) {
  const Cell cell = CellFromName("policy/min=0/lm=3/app=none/server=ess,128,56").value();
  const ntlm::NegotiateFlags offer = DocumentedOffer(3, Application::kNone);
  ntlm::NegotiateMessage negotiate;
  negotiate.negotiate_flags = offer | ntlm::flags::kVersion;
  negotiate.version.emplace();
  const auto with = ChallengeFor(cell, negotiate.Serialize().value()).value();
  const auto without = ChallengeFor(cell, NegotiateOf(offer)).value();
  const auto stated = ntlm::ChallengeMessage::Parse(with).value();
  EXPECT_TRUE(stated.negotiate_flags & ntlm::flags::kVersion);
  EXPECT_EQ(stated.version->product_build, 20348);
  EXPECT_EQ(stated.version->ntlm_revision_current, ntlm::kNtlmRevisionW2K3);
  EXPECT_TRUE(stated.Validate().empty());
  EXPECT_EQ(ntlm::ChallengeMessage::Parse(without).value().version, ntlm::Version());
  EXPECT_EQ(with.size(), without.size());
}

// The names are not the account's, so that a key with the wrong domain is seen.
TEST(ScriptedServerTest, NamesItselfAndItsTime) {
  const auto bytes =
      ChallengeFor(AllCells()[0], NegotiateOf(DocumentedOffer(0, Application::kNone))).value();
  const auto challenge = ntlm::ChallengeMessage::Parse(bytes).value();
  const std::vector<uint8_t> domain = Utf8ToUtf16("RESOURCE").value();
  const std::vector<uint8_t> computer = Utf8ToUtf16("SERVER").value();
  const std::vector<uint8_t> new_year_2026 = {0x00, 0x00, 0x81, 0x92, 0xB1, 0x7A, 0xDC, 0x01};
  EXPECT_EQ(challenge.target_name, Bytes(domain));
  const auto pair = [&](ntlm::AvId id) {
    return ntlm::FindAvPair(*challenge.target_info, id).value().value_or(Bytes());
  };
  EXPECT_EQ(pair(ntlm::AvId::kNbDomainName), Bytes(domain));
  EXPECT_EQ(pair(ntlm::AvId::kNbComputerName), Bytes(computer));
  EXPECT_EQ(pair(ntlm::AvId::kTimestamp), Bytes(new_year_2026));
}

TEST(ScriptedServerTest, ChallengesDifferFromCellToCellAndNotFromRunToRun) {
  const std::vector<Cell> cells = AllCells();
  const auto negotiate = NegotiateOf(DocumentedOffer(3, Application::kNone));
  EXPECT_EQ(ChallengeFor(cells[0], negotiate).value(), ChallengeFor(cells[0], negotiate).value());
  EXPECT_NE(CellNonce(cells[0], 0), CellNonce(cells[1], 0));
  EXPECT_NE(CellNonce(cells[0], 0), CellNonce(cells[0], 1));
}

TEST(ScriptedServerTest, RejectsTruncatedNegotiate) {
  EXPECT_FALSE(ChallengeFor(AllCells()[0], std::vector<uint8_t>{'N', 'T', 'L'}).ok());
}

}  // namespace
}  // namespace ntlmatrix::conformance
