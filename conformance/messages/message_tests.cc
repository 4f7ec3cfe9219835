// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/message_tests.h"

#include "absl/strings/str_cat.h"

#include "conformance/messages/row.h"

namespace ntlmatrix::conformance::messages {
namespace {

std::vector<MessageTest> MakeTests() {
  std::vector<MessageTest> tests;
  AddFieldTests(&tests);
  AddLayoutTests(&tests);
  AddHeaderTests(&tests);
  AddTextTests(&tests);
  AddAvPairTests(&tests);
  AddResponseTests(&tests);
  AddFlagTests(&tests);
  return tests;
}

}  // namespace

absl::string_view BugClassName(BugClass bug_class) {
  switch (bug_class) {
    case BugClass::kWrap:
      return "wrap";
    case BugClass::kBounds:
      return "bounds";
    case BugClass::kHeaderOffset:
      return "header-offset";
    case BugClass::kLayout:
      return "layout";
    case BugClass::kLength:
      return "length";
    case BugClass::kTruncation:
      return "truncation";
    case BugClass::kText:
      return "text";
    case BugClass::kAvPairs:
      return "av-pairs";
    case BugClass::kOptional:
      return "optional";
    case BugClass::kResponse:
      return "response";
    case BugClass::kFlags:
      return "flags";
    case BugClass::kEcho:
      return "echo";
    case BugClass::kSequence:
      return "sequence";
    case BugClass::kReserved:
      return "reserved";
    case BugClass::kDowngrade:
      break;
  }
  return "downgrade";
}

absl::string_view MessageWord(ntlm::MessageType message) {
  switch (message) {
    case ntlm::MessageType::kNegotiate:
      return "negotiate";
    case ntlm::MessageType::kChallenge:
      return "challenge";
    case ntlm::MessageType::kAuthenticate:
      break;
  }
  return "authenticate";
}

std::string MessageTest::Name() const {
  return absl::StrCat("message/", MessageWord(message), "/", field, "/", edit);
}

Stimulus MessageTest::ToStimulus() const {
  Stimulus whole = stimulus;
  whole.message = Join(pieces);
  return whole;
}

const std::vector<MessageTest>& MessageTests() {
  static const auto* const tests = new std::vector<MessageTest>(MakeTests());
  return *tests;
}

const MessageTest* FindMessageTest(absl::string_view name) {
  for (const MessageTest& test : MessageTests()) {
    if (test.Name() == name) return &test;
  }
  return nullptr;
}

absl::string_view ExpectationName(const MessageTest& test) {
  return test.expected ? VerdictName(*test.expected) : StrengthName(Strength::kUndocumented);
}

}  // namespace ntlmatrix::conformance::messages
