// SPDX-License-Identifier: Apache-2.0

#include "conformance/fault.h"

#include <algorithm>
#include <string>
#include <utility>

#include "gtest/gtest.h"

#include "conformance/messages/message_judge.h"
#include "conformance/run.h"
#include "conformance/subjects/reference/reference.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

std::vector<std::string> Texts(const std::vector<Fault>& faults) {
  std::vector<std::string> texts;
  for (const Fault& fault : faults) texts.push_back(fault.Text());
  return texts;
}

using TextList = std::vector<std::string>;

// The check fails as strongly as its worst fault, and has none where it does not fail.
void ExpectFaultsExplain(const CheckResult& check, const std::string& test) {
  EXPECT_EQ(check.faults.empty(), check.outcome != Outcome::kFail) << test;
  if (check.outcome != Outcome::kFail || check.faults.empty()) return;
  Strength worst = Strength::kUndocumented;
  for (const Fault& fault : check.faults) {
    worst = std::max(worst, fault.strength);
    EXPECT_FALSE(fault.does.empty()) << test;
    const bool listed =
        std::find(check.rules.begin(), check.rules.end(), fault.rule) != check.rules.end();
    EXPECT_TRUE(fault.rule.empty() || listed || fault.strength < check.strength)
        << test << " " << fault.rule;
  }
  EXPECT_EQ(worst, check.strength) << test;
}

TEST(FaultTest, EveryFailureOfEveryFaultyReferenceIsExplained) {
  std::vector<Cell> cells;  // 7 divides the length of no axis
  const std::vector<Cell> all = AllCells();
  for (size_t i = 0; i < all.size(); i += 7) cells.push_back(all[i]);
  std::vector<const messages::MessageTest*> tests;
  for (const messages::MessageTest& test : messages::MessageTests()) tests.push_back(&test);
  for (const reference::Fault& fault : reference::Faults()) {
    const auto subject = reference::MakeReference(&fault);
    const RunResult result = RunSubject(*subject, cells, Reading::kCorrected).value();
    for (const CellResult& cell : result.cells) {
      for (const CheckResult& check : cell.checks) ExpectFaultsExplain(check, cell.cell.Name());
    }
    const auto reactions = messages::RunMessages(*subject, tests).value();
    for (const messages::MessageResult& message : reactions) {
      for (const CheckResult& check : message.checks) {
        ExpectFaultsExplain(check, message.test->Name());
      }
    }
  }
}

// The faults of the first failing check of a faulty reference that requires 128-bit encryption.
TextList FirstFaults(absl::string_view fault) {
  const auto subject = reference::MakeReference(reference::FindFault(fault));
  std::vector<Cell> cells;
  for (const Cell& cell : AllCells()) {
    if (cell.min == ClientSetting{SettingState::kDefined, flags::k128}) cells.push_back(cell);
  }
  const RunResult result = RunSubject(*subject, cells, Reading::kCorrected).value();
  for (const CellResult& cell : result.cells) {
    for (const CheckResult& check : cell.checks) {
      if (check.outcome == Outcome::kFail) return Texts(check.faults);
    }
  }
  return {};
}

TEST(FaultTest, SaysWhatTheFaultyReferenceDoes) {
  EXPECT_EQ(FirstFaults("ignore-128"),
            TextList{"accepts without 128-bit encryption where 0x20000000 should refuse"});
  EXPECT_EQ(FirstFaults("require-both"), TextList{"refuses what it must accept"});
  EXPECT_EQ(FirstFaults("wrong-status"),
            TextList{"returns 0xc000006d where 0x80090302 is documented"});
  EXPECT_EQ(FirstFaults("echo-offer"), TextList{"states 56 beyond what was negotiated"});
  EXPECT_EQ(FirstFaults("ntlm-response-at-level-3"),
            TextList{"sends the NTLM response in both fields where NTLMv2 responses are due"});
  EXPECT_EQ(FirstFaults("seal-with-40-bits"),
            TextList{"seals with 40 bits without extended session security instead of 128 bits "
                     "without extended session security"});
  EXPECT_EQ(FirstFaults("no-session-key"), TextList{"sends no session key of 16 bytes"});
  EXPECT_EQ(FirstFaults("zero-mic"), TextList{"sends a wrong MIC"});
}

TEST(FaultTest, NamesTheOptionsThatASubjectCantRequire) {
  const Situation situation = {.setting = 0x20080030, .lm = 3, .offered = flags::k128};
  EXPECT_EQ(Texts(OptionFaults(situation, Expect(situation, Reading::kCorrected))),
            (TextList{"goes on without message integrity where 0x10 would refuse",
                      "goes on without message confidentiality where 0x20 would refuse",
                      "goes on without extended session security where 0x80000 would refuse",
                      "goes on without 128-bit encryption where 0x20000000 could refuse"}));
}

TEST(FaultTest, NamesEachBitOfFlagsAndOffers) {
  EXPECT_EQ(Texts(FlagFaults(flags::k56 | flags::kSign, flags::kSign | flags::kKeyExch)),
            (TextList{"states 56 beyond what was negotiated",
                      "leaves out KEY_EXCH of what was negotiated"}));
  EXPECT_EQ(Texts(OfferFaults(flags::kUnicode, flags::kOem)),
            (TextList{"NEGOTIATE_MESSAGE offers OEM beyond the documented offer",
                      "NEGOTIATE_MESSAGE leaves out UNICODE of the documented offer"}));
  EXPECT_EQ(ShortFlagName(flags::kRequestTarget), "REQUEST_TARGET");
}

TEST(FaultTest, NamesTheFormOfResponses) {
  const auto text = [](const SeenResponses& actual, const SeenResponses& expected) {
    return ResponseFault(actual, expected, Strength::kRequired, "response/ntlmv2").Text();
  };
  const SeenResponses v2 = {LmField::kLmV2, NtField::kNtlmV2};
  const SeenResponses ess = {LmField::kClientChallenge, NtField::kNtlmEss};
  EXPECT_EQ(text(ess, v2),
            "sends the NTLM response with client challenge where NTLMv2 responses are due");
  EXPECT_EQ(text(v2, ess),
            "sends NTLMv2 responses where the NTLM response with client challenge is due");
  EXPECT_EQ(text({LmField::kNtlm, NtField::kNtlm}, v2),
            "sends the NTLM response in both fields where NTLMv2 responses are due");
  EXPECT_EQ(text({LmField::kLmV2, NtField::kNtlmV2}, {LmField::kZeros, NtField::kNtlmV2}),
            "fills the LM field with an LMv2 response instead of 24 zero bytes");
  EXPECT_EQ(text({LmField::kLmV2, NtField::kOther}, v2),
            "sends LMv2 response and no documented response where NTLMv2 responses are due");
}

TEST(FaultTest, NamesAWeakKey) {
  EXPECT_EQ(WeakKeyFault(56, "key/extended").Text(),
            "seals with 56 bits where 128-bit encryption is negotiated");
}

}  // namespace
}  // namespace ntlmatrix::conformance
