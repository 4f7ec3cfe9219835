// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_RESULT_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_RESULT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/judge.h"
#include "conformance/messages/message_tests.h"

namespace ntlmatrix::conformance::messages {

// Everything there is to say about one test.
struct MessageResult {
  const MessageTest* test = nullptr;  // static lifetime
  Handling handling = Handling::kDone;
  std::vector<CheckResult> checks;        // verdict, status, then those of an answer
  std::optional<Exchange> exchange = {};  // the messages, where IsBad(checks)
};

// The failing checks of one strength.
int CountFailures(const std::vector<MessageResult>& results, Strength strength);

// How the tests of one message ended: a test has failed when a check has.
struct MessageCounts {
  int shown = 0;
  int passed = 0;
  int failed = 0;
  int undocumented = 0;
  int unsupported = 0;
  int broke = 0;
};
MessageCounts CountMessages(const std::vector<MessageResult>& results, ntlm::MessageType message);

// "[MS-NLMP] v36.0 2.2.1.2 TargetInfoMaxLen" for each citation.
std::vector<std::string> CitationNames(const MessageTest& test);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_RESULT_H_
