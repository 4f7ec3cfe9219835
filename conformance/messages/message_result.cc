// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/message_result.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::conformance::messages {

int CountFailures(const std::vector<MessageResult>& results, Strength strength) {
  int failures = 0;
  for (const MessageResult& result : results) {
    for (const CheckResult& check : result.checks) {
      failures += check.outcome == Outcome::kFail && check.strength == strength;
    }
  }
  return failures;
}

MessageCounts CountMessages(const std::vector<MessageResult>& results, ntlm::MessageType message) {
  MessageCounts counts;
  for (const MessageResult& result : results) {
    if (result.test->message != message) continue;
    ++counts.shown;
    const bool failed =
        std::any_of(result.checks.begin(), result.checks.end(),
                    [](const CheckResult& check) { return check.outcome == Outcome::kFail; });
    if (result.handling == Handling::kBroke) {
      ++counts.broke;
    } else if (result.handling != Handling::kDone) {
      ++counts.unsupported;
    } else if (failed) {
      ++counts.failed;
    } else if (!result.test->expected) {
      ++counts.undocumented;
    } else {
      ++counts.passed;
    }
  }
  return counts;
}

std::vector<std::string> CitationNames(const MessageTest& test) {
  std::vector<std::string> names;
  for (const Citation& citation : test.citations) {
    names.push_back(absl::StrCat(citation.document.title, " ", citation.section));
  }
  return names;
}

}  // namespace ntlmatrix::conformance::messages
