// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/message_tests.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "conformance/messages/base.h"
#include "conformance/messages/fields.h"
#include "conformance/messages/known_bugs.h"
#include "conformance/messages/messages_tsv.h"

namespace ntlmatrix::conformance::messages {
namespace {

using ntlm::MessageType;

// "challenge/target-info": N, C, A for the messages.
std::string Place(const MessageTest& test) {
  return absl::StrCat(MessageWord(test.message), "/", test.field);
}

// The ten values in the payload of a message.
constexpr char kValues[] =
    "N/domain-name N/workstation C/target-name C/target-info A/lm-challenge-response "
    "A/nt-challenge-response A/domain-name A/user-name A/workstation "
    "A/encrypted-random-session-key";
constexpr char kNegotiateHeader[] =
    "N/signature N/message-type N/negotiate-flags N/domain-name N/workstation N/version";
constexpr char kChallengeHeader[] =
    "C/signature C/message-type C/target-name C/negotiate-flags C/server-challenge C/reserved "
    "C/target-info C/version";
constexpr char kAuthenticateHeader[] =
    "A/signature A/message-type A/lm-challenge-response A/nt-challenge-response A/domain-name "
    "A/user-name A/workstation A/encrypted-random-session-key A/negotiate-flags A/version A/mic";
constexpr char kUnicode[] = "C/target-name A/domain-name A/user-name A/workstation";
constexpr char kLists[] = "C/target-info A/nt-challenge-response";
constexpr char kEach[] = "N C A";

// To which fields an edit applies. An edit has one row; what is not here does not exist.
struct Applicable {
  BugClass bug_class;
  std::string edit;
  std::vector<std::string> places;
};

std::vector<std::string> At(std::initializer_list<absl::string_view> lists) {
  std::vector<std::string> places;
  for (const absl::string_view list : lists) {
    for (const absl::string_view place : absl::StrSplit(list, ' ')) {
      places.push_back(absl::StrCat(place[0] == 'N'   ? "negotiate"
                                    : place[0] == 'C' ? "challenge"
                                                      : "authenticate",
                                    place.substr(1)));
    }
  }
  return places;
}

// The same field of all three messages.
std::vector<std::string> InEach(absl::string_view field) {
  std::vector<std::string> places = At({kEach});
  for (std::string& place : places) absl::StrAppend(&place, "/", field);
  return places;
}

std::vector<Applicable> Applicability() {
  using enum BugClass;
  return {
      {kWrap, "offset-plus-length-wraps", At({kValues})},
      {kBounds, "ends-at-message-end", At({kValues})},
      {kBounds, "ends-one-past-message-end", At({kValues})},
      {kHeaderOffset, "offset-in-header", At({kValues})},
      {kLayout, "padding-before", At({kValues})},
      {kLength, "max-length-zero", At({kValues})},
      {kLength, "max-length-huge", At({kValues})},
      {kLength, "empty-with-wild-offset", At({kValues})},
      {kReserved, "outside-without-flag",
       At({"N/domain-name N/workstation C/target-name C/target-info "
           "A/encrypted-random-session-key"})},
      // Of two values one is named; DomainName and NtChallengeResponse are the other one.
      {kLayout, "overlaps-domain-name", At({"N/workstation A/workstation"})},
      {kLayout, "overlaps-target-info", At({"C/target-name"})},
      {kLayout, "overlaps-nt-challenge-response",
       At({"A/lm-challenge-response A/encrypted-random-session-key"})},
      {kLayout, "overlaps-workstation", At({"A/user-name"})},
      // Of two values the order is reversed when the first ends the message.
      {kLayout, "reversed", At({"A/payload"})},
      {kLayout, "padding-after", InEach("payload")},
      {kTruncation, "cut-in-the-middle",
       At({kNegotiateHeader, kChallengeHeader, kAuthenticateHeader})},
      {kTruncation, "empty", InEach("message")},
      {kText, "embedded-nul", At({"N/domain-name N/workstation", kUnicode})},
      {kText, "longest", At({"N/domain-name N/workstation", kUnicode})},
      {kText, "odd-length", At({kUnicode})},
      {kText, "lone-surrogate", At({kUnicode})},
      {kText, "odd-offset", At({kUnicode})},
      {kText, "domain-before-and-after", At({"A/user-name"})},
      {kText, "domain-after-twice", At({"A/user-name"})},
      {kAvPairs, "no-end-of-list", At({kLists})},
      {kAvPairs, "end-of-list-not-empty", At({kLists})},
      {kAvPairs, "last-value-past-end", At({kLists})},
      {kAvPairs, "last-pair-cut", At({kLists})},
      {kAvPairs, "unknown-av-id", At({kLists})},
      {kAvPairs, "thousand-pairs", At({kLists})},
      {kAvPairs, "other-order", At({kLists})},
      {kAvPairs, "seven-bytes", At({"C/timestamp A/timestamp"})},
      {kAvPairs, "empty", At({"C/timestamp A/timestamp"})},
      {kAvPairs, "nine-bytes", At({"C/timestamp A/timestamp"})},
      {kAvPairs, "three-bytes", At({"C/av-flags A/av-flags"})},
      {kAvPairs, "fifteen-bytes", At({"C/channel-bindings A/channel-bindings"})},
      {kAvPairs, "forty-seven-bytes", At({"C/single-host A/single-host"})},
      {kAvPairs, "twice", At({"C/nb-domain-name C/timestamp A/nb-domain-name A/timestamp"})},
      {kAvPairs, "missing", At({"C/nb-computer-name C/nb-domain-name C/timestamp"})},
      {kAvPairs, "only-end-of-list", At({"C/target-info"})},
      {kAvPairs, "names-after-end-of-list", At({"C/target-info"})},
      {kAvPairs, "empty-name", At({"C/nb-computer-name C/nb-domain-name"})},
      {kAvPairs, "odd-length", At({"C/nb-domain-name"})},
      {kAvPairs, "lone-surrogate", At({"C/nb-domain-name"})},
      {kAvPairs, "embedded-nul", At({"C/nb-domain-name"})},
      {kAvPairs, "without-mic-bit", At({"C/av-flags"})},
      {kAvPairs, "then-broken-pair", At({"C/single-host"})},
      {kAvPairs, "of-another-host", At({"A/single-host"})},
      {kAvPairs, "unasked", At({"A/channel-bindings"})},
      {kAvPairs, "no-names", At({"A/nt-challenge-response"})},
      {kAvPairs, "bytes-after-end-of-list", At({"A/nt-challenge-response"})},
      {kAvPairs, "second-promises-mic", At({"A/av-flags"})},
      {kOptional, "absent",
       At({"N/domain-name N/workstation N/version C/reserved C/target-info C/version "
           "A/encrypted-random-session-key A/negotiate-flags A/version A/mic"})},
      {kOptional, "set-without-flag", InEach("version")},
      {kOptional, "all-ones", InEach("version")},
      {kOptional, "flag-without-member", InEach("version")},
      {kOptional, "with-names", At({"N/version"})},
      {kOptional, "promised-but-zero", At({"A/mic"})},
      {kOptional, "promised-but-bit-flipped", At({"A/mic"})},
      {kOptional, "promised-but-absent", At({"A/mic"})},
      {kOptional, "at-offset-64", At({"A/mic"})},
      {kOptional, "nonsense-without-promise", At({"A/mic"})},
      {kResponse, "0-bytes", At({"A/nt-challenge-response"})},
      {kResponse, "1-byte", At({"A/lm-challenge-response A/encrypted-random-session-key"})},
      {kResponse, "8-bytes", At({"A/lm-challenge-response"})},
      {kResponse, "15-bytes",
       At({"A/lm-challenge-response A/nt-challenge-response A/encrypted-random-session-key"})},
      {kResponse, "16-bytes", At({"A/lm-challenge-response A/nt-challenge-response"})},
      {kResponse, "17-bytes", At({"A/encrypted-random-session-key"})},
      {kResponse, "23-bytes", At({"A/lm-challenge-response A/nt-challenge-response"})},
      {kResponse, "24-bytes", At({"A/nt-challenge-response"})},
      {kResponse, "25-bytes", At({"A/lm-challenge-response A/nt-challenge-response"})},
      {kResponse, "43-bytes", At({"A/nt-challenge-response"})},
      {kResponse, "44-bytes", At({"A/nt-challenge-response"})},
      {kResponse, "60000-bytes", At({"A/encrypted-random-session-key"})},
      {kResponse, "lm-v2-beside-nt", At({"A/lm-challenge-response"})},
      {kResponse, "lm-v2-alone", At({"A/lm-challenge-response"})},
      {kResponse, "lm-at-level-3", At({"A/lm-challenge-response"})},
      {kResponse, "lm-at-level-4", At({"A/lm-challenge-response"})},
      {kResponse, "ntlm-at-level-4", At({"A/nt-challenge-response"})},
      {kResponse, "ntlm-at-level-5", At({"A/nt-challenge-response"})},
      {kResponse, "ntlm-ess-at-level-5", At({"A/nt-challenge-response"})},
      {kResponse, "proof-bit-flipped", At({"A/nt-challenge-response"})},
      {kResponse, "anonymous", At({"A/user-name"})},
      {kResponse, "anonymous-with-two-bytes", At({"A/lm-challenge-response"})},
      {kResponse, "two", At({"A/resp-type A/hi-resp-type"})},
      {kReserved, "all-ones", At({"C/reserved A/reserved1 A/reserved2 A/reserved3"})},
      {kEcho, "two-kilobytes", At({"C/target-info"})},
      {kEcho, "longest", At({"C/target-info"})},
      {kEcho, "65-kilobytes", At({"A/nt-challenge-response"})},
      {kEcho, "60-kilobytes", At({"A/lm-challenge-response"})},
      {kSequence, "lower-case", InEach("signature")},
      {kSequence, "not-terminated", InEach("signature")},
      {kSequence, "zero", InEach("message-type")},
      {kSequence, "of-the-next-message", InEach("message-type")},
      {kSequence, "big-endian", InEach("message-type")},
      {kSequence, "base64-text", At({"A/message"})},
      {kSequence, "other-protocol", At({"C/message"})},
      {kSequence, "a-year-old", At({"A/time-stamp"})},
      {kSequence, "replayed", At({"A/message"})},
      {kSequence, "before-negotiate-message", At({"A/message"})},
      {kFlags, "no-character-set", InEach("negotiate-flags")},
      {kFlags, "both-character-sets", InEach("negotiate-flags")},
      {kFlags, "unused-bits", InEach("negotiate-flags")},
      {kFlags, "extended-session-security-and-lm-key", InEach("negotiate-flags")},
      {kFlags, "oem-alone", At({"N/negotiate-flags C/negotiate-flags"})},
      {kFlags, "no-ntlm", At({"N/negotiate-flags C/negotiate-flags"})},
      {kFlags, "no-always-sign", At({"N/negotiate-flags C/negotiate-flags"})},
      {kFlags, "target-types", At({"N/negotiate-flags A/negotiate-flags"})},
      {kFlags, "both-target-types", At({"C/negotiate-flags"})},
      {kFlags, "datagram", At({"N/negotiate-flags A/negotiate-flags"})},
      {kFlags, "unoffered-datagram", At({"C/negotiate-flags"})},
      {kFlags, "unoffered-identify-and-non-nt-key", At({"C/negotiate-flags"})},
      {kFlags, "anonymous", At({"N/negotiate-flags"})},
      {kFlags, "all-ones", At({"N/negotiate-flags"})},
      {kFlags, "128-and-56-without-protection", At({"N/negotiate-flags"})},
      {kFlags, "no-key-exchange", At({"C/negotiate-flags A/negotiate-flags"})},
      {kFlags, "no-request-target", At({"C/negotiate-flags"})},
      {kFlags, "no-target-info", At({"C/negotiate-flags"})},
      {kDowngrade, "no-128-but-required", InEach("negotiate-flags")},
      {kDowngrade, "no-extended-session-security-but-required",
       At({"N/negotiate-flags C/negotiate-flags"})},
      {kDowngrade, "no-sign-but-required", At({"N/negotiate-flags"})},
      {kDowngrade, "no-seal-but-required", At({"N/negotiate-flags"})},
      {kDowngrade, "stripped-but-required", At({"N/negotiate-flags"})},
      {kDowngrade, "no-sign", At({"C/negotiate-flags"})},
      {kDowngrade, "no-seal", At({"C/negotiate-flags"})},
      {kDowngrade, "no-sign-and-seal", At({"C/negotiate-flags A/negotiate-flags"})},
      {kDowngrade, "no-128-and-56", At({"C/negotiate-flags"})},
      {kDowngrade, "no-extended-session-security", At({"C/negotiate-flags"})},
      {kDowngrade, "no-sign-and-seal-but-required", At({"A/negotiate-flags"})},
      {kDowngrade, "stripped-on-the-way", At({"A/negotiate-flags"})},
      {kDowngrade, "stripped-and-mic-dropped", At({"A/negotiate-flags"})},
      {kDowngrade, "negotiate-message-was-changed", At({"A/message"})},
      {kDowngrade, "challenge-message-was-changed", At({"A/message"})},
  };
}

using Entry = std::pair<std::string, std::string>;  // class/edit, place

TEST(MessageTestsTest, EachEditIsMadeOnceOnEveryFieldItAppliesTo) {
  std::multiset<Entry> wanted, found;
  for (const Applicable& row : Applicability()) {
    for (const std::string& place : row.places) {
      wanted.emplace(absl::StrCat(BugClassName(row.bug_class), "/", row.edit), place);
    }
  }
  for (const MessageTest& test : MessageTests()) {
    found.emplace(absl::StrCat(BugClassName(test.bug_class), "/", test.edit), Place(test));
  }
  for (const Entry& entry : wanted) {
    EXPECT_EQ(wanted.count(entry), 1u) << entry.first << " " << entry.second;
    EXPECT_EQ(found.count(entry), 1u) << entry.first << " " << entry.second;
  }
  EXPECT_EQ(found.size(), wanted.size());
  EXPECT_GE(found.size(), 120u);
}

TEST(MessageTestsTest, EveryClassHasTests) {
  std::map<BugClass, int> counts;
  for (const MessageTest& test : MessageTests()) ++counts[test.bug_class];
  for (const BugClass bug_class : kAllBugClasses) {
    EXPECT_GT(counts[bug_class], 0) << BugClassName(bug_class);
  }
}

TEST(MessageTestsTest, NamesAreUniqueAndFound) {
  std::set<std::string> names;
  for (const MessageTest& test : MessageTests()) {
    EXPECT_TRUE(names.insert(test.Name()).second) << test.Name();
    EXPECT_EQ(FindMessageTest(test.Name()), &test);
  }
  EXPECT_EQ(FindMessageTest("message/challenge"), nullptr);
}

// Two tests never show the same bytes to the same subject.
TEST(MessageTestsTest, MessagesAreDistinct) {
  std::map<std::pair<std::string, Data>, std::string> seen;
  for (const MessageTest& test : MessageTests()) {
    const Stimulus set = test.ToStimulus();
    Data key = set.message;
    key.insert(key.end(), set.negotiate.begin(), set.negotiate.end());
    const auto [found, is_new] =
        seen.try_emplace({absl::StrCat(MessageWord(test.message), set.min, " ", set.lm, " ",
                                       ApplicationName(set.app)),
                          key},
                         test.Name());
    EXPECT_TRUE(is_new) << test.Name() << " is " << found->second;
  }
}

TEST(MessageTestsTest, PiecesHaveNamesAndMakeTheMessage) {
  for (const MessageTest& test : MessageTests()) {
    Data bytes;
    for (const Piece& piece : test.pieces) {
      EXPECT_FALSE(piece.name.empty()) << test.Name();
      bytes.insert(bytes.end(), piece.bytes.begin(), piece.bytes.end());
      EXPECT_LE(piece.comment.size(), 90u) << test.Name() << " " << piece.name;
    }
    EXPECT_EQ(test.ToStimulus().message, bytes) << test.Name();
  }
}

TEST(MessageTestsTest, ExpectationsHaveReasonsAndSentences) {
  for (const MessageTest& test : MessageTests()) {
    EXPECT_FALSE(test.reason.empty()) << test.Name();
    EXPECT_FALSE(absl::StrContains(test.reason, "\n")) << test.Name();
    EXPECT_FALSE(test.citations.empty()) << test.Name();
    EXPECT_EQ(test.expected.has_value(), test.strength != Strength::kUndocumented) << test.Name();
    EXPECT_TRUE(!test.status || test.expected == Verdict::kFail) << test.Name();
    EXPECT_EQ(ExpectationName(test) == "undocumented", !test.expected.has_value()) << test.Name();
    std::set<absl::string_view> sections;
    for (const Citation& citation : test.citations) {
      EXPECT_TRUE(sections.insert(citation.quote).second) << test.Name() << " cites twice";
    }
  }
}

TEST(MessageTestsTest, OnlyAnAuthenticateMessageComesAfterOthers) {
  for (const MessageTest& test : MessageTests()) {
    const bool after =
        test.message == MessageType::kAuthenticate && test.edit != "before-negotiate-message";
    EXPECT_EQ(!test.stimulus.negotiate.empty(), after) << test.Name();
    EXPECT_EQ(!test.stimulus.challenge.empty(), after) << test.Name();
    EXPECT_EQ(test.stimulus.role,
              test.message == MessageType::kChallenge ? Role::kClient : Role::kServer);
  }
}

TEST(KnownBugsTest, EveryBugThatBytesShowHasATestAndNoOther) {
  std::map<absl::string_view, int> tests;
  for (const MessageTest& test : MessageTests()) {
    std::set<absl::string_view> once;
    for (const absl::string_view bug : test.bugs) {
      ++tests[bug];
      EXPECT_TRUE(once.insert(bug).second) << test.Name() << " names " << bug << " twice";
    }
  }
  for (const KnownBug& bug : KnownBugs()) {
    EXPECT_EQ(tests.count(bug.id) == 0, !bug.no_message.empty()) << bug.id;
    tests.erase(bug.id);
  }
  for (const auto& [bug, count] : tests) ADD_FAILURE() << bug << " is not in the table";
}

TEST(MessagesTsvTest, HasALineATestWithTheColumnsOfTheHeader) {
  std::vector<const MessageTest*> tests;
  for (const MessageTest& test : MessageTests()) tests.push_back(&test);
  const std::string tsv = MessagesTsv(tests);
  const std::vector<std::string> lines = absl::StrSplit(tsv, '\n');
  ASSERT_EQ(lines.size(), tests.size() + 2);
  EXPECT_TRUE(absl::StartsWith(lines[0], "test\tclass\tfield\tmessage\texpectation\tstrength\t"));
  for (size_t i = 0; i < tests.size(); ++i) {
    const std::vector<std::string> cells = absl::StrSplit(lines[i + 1], '\t');
    EXPECT_EQ(cells.size(), 11u) << lines[i + 1];
    EXPECT_EQ(cells[0], tests[i]->Name());
    for (const std::string& cell : cells) EXPECT_FALSE(cell.empty()) << lines[i + 1];
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance::messages
