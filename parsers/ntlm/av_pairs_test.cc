// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/av_pairs.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

const Bytes kExample = Bytes(vectors::ntlm_v2::kChallengeMessage).subspan(68);

std::vector<AvPair> ReadAll(AvPairReader* reader) {
  std::vector<AvPair> pairs;
  for (AvPair pair; reader->Next(&pair);) pairs.push_back(pair);
  return pairs;
}

std::vector<std::string> Rules(Bytes target_info) {
  std::vector<std::string> rules;
  for (const Finding& finding : ValidateTargetInfo(target_info)) rules.emplace_back(finding.rule);
  return rules;
}

// What ValidateTargetInfo says of `pairs` with both NetBIOS names in front.
std::vector<std::string> RulesWithNames(std::vector<AvPair> pairs) {
  pairs.insert(pairs.begin(), {AvId::kNbDomainName, vectors::kDomainUtf16});
  pairs.insert(pairs.begin(), {AvId::kNbComputerName, vectors::kServerUtf16});
  return Rules(SerializeAvPairs(pairs).value());
}

TEST(AvPairReaderTest, ReadsTheExampleInItsOrder) {
  AvPairReader reader(kExample);
  const std::vector<AvPair> wanted = {{AvId::kNbDomainName, vectors::kDomainUtf16},
                                      {AvId::kNbComputerName, vectors::kServerUtf16}};
  EXPECT_EQ(ReadAll(&reader), wanted);
  EXPECT_TRUE(reader.error().ok());
  EXPECT_TRUE(reader.terminated());
  EXPECT_EQ(reader.offset(), 32u);
  EXPECT_EQ(reader.remaining(), 0u);
}

TEST(AvPairReaderTest, AcceptsUnterminatedList) {
  AvPairReader reader(kExample.subspan(0, 32));
  EXPECT_EQ(ReadAll(&reader).size(), 2u);
  EXPECT_TRUE(reader.error().ok());
  EXPECT_FALSE(reader.terminated());
}

TEST(AvPairReaderTest, StopsAtEol) {
  constexpr uint8_t kList[] = {0, 0, 2, 0, 0xAB, 0xCD,  // MsvAvEOL with a value
                               9, 0, 0, 0};             // MsvAvTargetName
  AvPairReader reader(kList);
  AvPair pair;
  EXPECT_FALSE(reader.Next(&pair));
  EXPECT_FALSE(reader.Next(&pair)) << "what follows is not part of the list";
  EXPECT_TRUE(reader.terminated());
  EXPECT_EQ(reader.eol_value().size(), 2u);
  EXPECT_EQ(reader.remaining(), 4u);
}

TEST(AvPairReaderTest, RejectsValuePastEnd) {
  constexpr uint8_t kList[] = {9, 0, 0, 0,         // MsvAvTargetName
                               7, 0, 8, 0, 1, 2};  // MsvAvTimestamp
  AvPairReader reader(kList);
  EXPECT_EQ(ReadAll(&reader).size(), 1u);
  EXPECT_FALSE(reader.terminated());
  EXPECT_EQ(reader.error().message(), "AV_PAIR: cannot read 8 bytes at offset 8 of 10");
}

TEST(AvPairReaderTest, TruncationAtEveryByteIsAnErrorOrAnUnterminatedList) {
  for (size_t size = 0; size < kExample.size(); ++size) {
    AvPairReader reader(kExample.subspan(0, size));
    ReadAll(&reader);
    EXPECT_FALSE(reader.terminated()) << size;
    EXPECT_EQ(reader.error().ok(), size % 16 == 0) << size;
  }
}

TEST(FindAvPairTest, TellsAbsentFromEmptyFromUnreadable) {
  constexpr uint8_t kList[] = {9, 0, 0, 0,   // MsvAvTargetName, empty
                               0, 0, 0, 0};  // MsvAvEOL
  EXPECT_EQ(FindAvPair(kList, AvId::kTargetName).value(), Bytes());
  EXPECT_EQ(FindAvPair(kList, AvId::kTimestamp).value(), std::nullopt);
  EXPECT_FALSE(FindAvPair(Bytes(kList, 7), AvId::kTargetName).ok())
      << "unreadable after the pair that is looked for";
}

TEST(FindAvPairTest, TakesTheFirstOfTwo) {
  constexpr uint8_t kList[] = {6, 0, 4, 0, 2, 0, 0, 0,   // MsvAvFlags
                               6, 0, 4, 0, 0, 0, 0, 0};  // MsvAvFlags
  EXPECT_EQ(FindAvPair(kList, AvId::kFlags).value(), Bytes(kList, 8).subspan(4));
}

TEST(FindAvPairTest, DoesNotLookBehindEol) {
  constexpr uint8_t kList[] = {0, 0, 0, 0,               // MsvAvEOL
                               6, 0, 4, 0, 2, 0, 0, 0};  // MsvAvFlags
  EXPECT_EQ(FindAvPair(kList, AvId::kFlags).value(), std::nullopt);
}

TEST(SerializeAvPairsTest, WritesTheExampleByteForByte) {
  AvPairReader reader(kExample);
  EXPECT_EQ(Bytes(SerializeAvPairs(ReadAll(&reader)).value()), kExample);
}

TEST(SerializeAvPairsTest, WritesEolAlone) {
  EXPECT_EQ(SerializeAvPairs({}).value(), (std::vector<uint8_t>{0, 0, 0, 0}));
}

TEST(SerializeAvPairsTest, RejectsValueTooLongForItsLength) {
  const std::vector<uint8_t> value(65536);
  const auto list = SerializeAvPairs({AvPair{AvId::kTargetName, value}});
  EXPECT_EQ(list.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(list.status().message(),
            "AV_PAIR 0x0009 has 65536 bytes, more than the 65535 that AvLen can say");
}

TEST(ValidateTargetInfoTest, AcceptsTheExample) {
  EXPECT_EQ(Rules(kExample), std::vector<std::string>{});
}

TEST(ValidateTargetInfoTest, ReportsUnterminated) {
  // "MsvAvEOL … MUST be present in the AV pair list."
  const auto findings = ValidateTargetInfo(kExample.subspan(0, 32));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0], (Finding{"av-eol-missing", "[MS-NLMP] 2.2.2.1", Severity::kError, 32,
                                  "the list does not end with MsvAvEOL"}));
}

TEST(ValidateTargetInfoTest, ReportsTruncated) {
  const auto findings = ValidateTargetInfo(kExample.subspan(0, 31));
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "av-pair-unreadable");
  EXPECT_EQ(findings[1].rule, "av-nb-computer-name-missing");
}

TEST(ValidateTargetInfoTest, ReportsEolWithLengthAndBytesBehindIt) {
  std::vector<uint8_t> list(kExample.begin(), kExample.end());
  list.push_back(0);
  EXPECT_EQ(Rules(list), std::vector<std::string>{"av-eol-not-last"});
  list[34] = 1;  // AvLen of MsvAvEOL
  EXPECT_EQ(Rules(list), std::vector<std::string>{"av-eol-length"});
}

TEST(ValidateTargetInfoTest, ReportsMissingNames) {
  EXPECT_EQ(Rules({}), (std::vector<std::string>{"av-eol-missing", "av-nb-computer-name-missing",
                                                 "av-nb-domain-name-missing"}));
}

TEST(ValidateTargetInfoTest, ReportsValuesOfOtherSizes) {
  const std::vector<uint8_t> zeros(64);
  const auto value = [&](size_t size) { return Bytes(zeros).subspan(0, size); };
  const std::vector<std::string> size_rule = {"av-pair-size"};
  EXPECT_EQ(RulesWithNames({{AvId::kFlags, value(3)}}), size_rule);
  EXPECT_EQ(RulesWithNames({{AvId::kFlags, value(5)}}), size_rule);
  EXPECT_EQ(RulesWithNames({{AvId::kTimestamp, value(7)}}), size_rule);
  EXPECT_EQ(RulesWithNames({{AvId::kSingleHost, value(47)}}), size_rule);
  EXPECT_EQ(RulesWithNames({{AvId::kChannelBindings, value(15)}}), size_rule);
  std::vector<uint8_t> single_host(64);
  single_host[0] = 64;  // Size
  EXPECT_EQ(RulesWithNames({{AvId::kFlags, value(4)},
                            {AvId::kTimestamp, value(8)},
                            {AvId::kSingleHost, single_host},
                            {AvId::kTargetName, value(0)},
                            {AvId::kChannelBindings, value(16)}}),
            std::vector<std::string>{});
}

TEST(ValidateTargetInfoTest, ReportsNameOfOddLength) {
  EXPECT_EQ(RulesWithNames({{AvId::kDnsTreeName, Bytes(vectors::kUserUtf16).subspan(0, 3)}}),
            std::vector<std::string>{"av-pair-odd-length"});
}

TEST(ValidateTargetInfoTest, GivesUpOnValuesAfterSixteenFindings) {
  // Else a list of 64 KiB makes 16384 of them.
  const std::vector<AvPair> unknown(16, {static_cast<AvId>(0xFFFF), Bytes()});
  const std::vector<std::string> sixteen(16, "av-pair-unknown-id");
  EXPECT_EQ(RulesWithNames(unknown), sixteen);
  const auto list = SerializeAvPairs(std::vector<AvPair>(1000, unknown.front())).value();
  const auto findings = ValidateTargetInfo(list);
  ASSERT_EQ(findings.size(), 19u);
  EXPECT_EQ(findings[16], (Finding{"av-pairs-not-judged", "[MS-NLMP] 2.2.2.1", Severity::kNote, 64,
                                   "values are not judged from here on: 16 findings before"}));
  EXPECT_EQ(findings[17].rule, "av-nb-computer-name-missing");
}

TEST(ValidateTargetInfoTest, ReportsUnknownId) {
  EXPECT_EQ(RulesWithNames({{static_cast<AvId>(0xFFFF), Bytes()}}),
            std::vector<std::string>{"av-pair-unknown-id"});
}

}  // namespace
}  // namespace ntlmatrix::ntlm
