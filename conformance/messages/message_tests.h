// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_TESTS_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_TESTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/documents.h"
#include "conformance/messages/piece.h"
#include "conformance/subjects/stimulus.h"
#include "conformance/terms.h"
#include "parsers/ntlm/message_type.h"

namespace ntlmatrix::conformance::messages {

// What is wrong or unusual with a message.
enum class BugClass {
  kWrap,          // BufferOffset + Len is more than 32 bits hold
  kBounds,        // a value ends at the end of the message or past it
  kHeaderOffset,  // a value lies in the header
  kLayout,        // values overlap, leave gaps, or have another order
  kLength,        // Len and MaxLen differ, Len is zero
  kTruncation,    // the message ends early
  kText,          // odd, malformed, terminated or long strings
  kAvPairs,       // faults of a list of AV_PAIRs
  kOptional,      // Version and MIC: absent, present, and what the flags say
  kResponse,      // sizes and forms of the responses and of the session key
  kFlags,         // NegotiateFlags that contradict each other or the message
  kEcho,          // what has to be repeated is big
  kSequence,      // Signature, MessageType, order and replay
  kReserved,      // what a receiver must ignore
  kDowngrade,     // security features were removed on the way
};

inline constexpr BugClass kAllBugClasses[] = {
    BugClass::kWrap,     BugClass::kBounds,     BugClass::kHeaderOffset, BugClass::kLayout,
    BugClass::kLength,   BugClass::kTruncation, BugClass::kText,         BugClass::kAvPairs,
    BugClass::kOptional, BugClass::kResponse,   BugClass::kFlags,        BugClass::kEcho,
    BugClass::kSequence, BugClass::kReserved,   BugClass::kDowngrade};

absl::string_view BugClassName(BugClass bug_class);

// "negotiate", the word in names.
absl::string_view MessageWord(ntlm::MessageType message);

// One malformed or unusual message, and what its receiver must do.
struct MessageTest {
  ntlm::MessageType message = ntlm::MessageType::kNegotiate;
  std::string field;  // "target-info"
  std::string edit;   // "offset-plus-length-wraps"
  BugClass bug_class = BugClass::kWrap;

  std::optional<Verdict> expected = {};  // nullopt: no document decides
  Strength strength = Strength::kUndocumented;
  std::optional<uint32_t> status = {};  // of the refusal, where a document names one
  std::string reason;                   // in one line
  std::vector<Citation> citations = {};
  std::vector<absl::string_view> bugs = {};  // that it would have found, see known_bugs.h

  Pieces pieces = {};      // the message
  Stimulus stimulus = {};  // without the message

  // The stable name: message/challenge/target-info/offset-plus-length-wraps
  std::string Name() const;
  Stimulus ToStimulus() const;
};

// Every test, in a fixed order. Static lifetime.
const std::vector<MessageTest>& MessageTests();

// The test with this name, or null.
const MessageTest* FindMessageTest(absl::string_view name);

// "accept", "fail" or "undocumented".
absl::string_view ExpectationName(const MessageTest& test);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_TESTS_H_
