// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/message_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/report/wrapped.h"

namespace ntlmatrix::conformance {
namespace {

using messages::MessageResult;
using ntlm::MessageType;

constexpr int kMostFailuresShown = 10;

std::string CountsText(const std::vector<MessageResult>& results) {
  std::string text = absl::StrFormat("\n%-32s%8s%8s%8s%14s%16s\n", "malformed and unusual messages",
                                     "shown", "passed", "failed", "undocumented", "unsupported");
  for (const MessageType message :
       {MessageType::kNegotiate, MessageType::kChallenge, MessageType::kAuthenticate}) {
    const messages::MessageCounts counts = messages::CountMessages(results, message);
    if (counts.shown == 0) continue;
    absl::StrAppendFormat(&text, "%-32s%8d%8d%8d%14d%16d\n", ntlm::MessageTypeName(message),
                          counts.shown, counts.passed, counts.failed, counts.undocumented,
                          counts.unsupported);
  }
  return text;
}

std::string FailureText(const MessageResult& result, const CheckResult& check) {
  const std::vector<std::string> cited = messages::CitationNames(*result.test);
  const std::string why = cited.empty() ? "" : absl::StrCat("; ", cited.front());
  return absl::StrCat("FAIL ", result.test->Name(), ":", CheckName(check.check), "\n",
                      Wrapped("     ",
                              absl::StrCat("expected ", check.expected, " (",
                                           StrengthName(check.strength), why, ")"),
                              2),
                      Wrapped("     ", absl::StrCat("subject: ", check.actual), 2));
}

std::string FailuresText(const std::vector<MessageResult>& results,
                         const expected::Comparison* known) {
  std::string text;
  int failures = 0;
  for (const MessageResult& result : results) {
    for (const CheckResult& check : result.checks) {
      if (expected::StatusName(check, known) != OutcomeName(Outcome::kFail)) continue;
      if (++failures <= kMostFailuresShown) absl::StrAppend(&text, FailureText(result, check));
    }
  }
  if (failures == 0) return "";
  if (failures > kMostFailuresShown) {
    absl::StrAppend(&text, "... and ", failures - kMostFailuresShown,
                    " more; --json FILE has all\n");
  }
  return absl::StrCat("\n", text,
                      "`ntlmatrix explain NAME` quotes the documents and shows the bytes\n");
}

}  // namespace

std::string MessageCountsText(const std::vector<MessageResult>& results) {
  return results.empty() ? "" : CountsText(results);
}

std::string MessagesText(const std::vector<MessageResult>& results,
                         const expected::Comparison* known) {
  if (results.empty()) return "";
  return absl::StrCat(CountsText(results), FailuresText(results, known));
}

}  // namespace ntlmatrix::conformance
