// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_CHECKER_ANSWERS_H_
#define NTLMATRIX_FUZZ_CHECKER_ANSWERS_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "conformance/checker/checker_judge.h"
#include "fuzz/check.h"
#include "parsers/bytes/utf16.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::fuzz {

// What was read of a checker's file, and what the judge makes of it.
struct CheckerStory {
  absl::StatusCode code;
  bool errors = false;  // the reader reported one
  size_t wrong = 0;     // findings of severity error of the judge
  std::string text;
};

inline CheckerStory TellChecker(const checker::CheckerFormat& format, Bytes bytes) {
  CheckerStory story;
  conformance::CheckerJudge judge;
  size_t tests = 0;
  size_t findings = 0;
  const absl::Status status = format.read(
      bytes,
      [&](const checker::CheckerRule& rule) {
        tests += rule.tests.size();
        judge.Add(rule);
        absl::StrAppend(&story.text, policy::PlaceText(rule.where), "|", rule.id, "|", rule.title,
                        "\n");
      },
      [&](const policy::PolicyFinding& finding) {
        ++findings;
        story.errors |= finding.severity == Severity::kError;
        absl::StrAppend(&story.text, policy::PlaceText(finding.place), "|", finding.id, "\n");
      });
  FUZZ_CHECK(tests <= checker::kMaxCheckerTests && findings <= checker::kMaxCheckerFindings);
  story.code = status.code();
  for (const policy::PolicyFinding& finding : judge.Result(status.ok() && !story.errors).findings) {
    story.wrong += finding.severity == Severity::kError ? 1 : 0;
    absl::StrAppend(&story.text, policy::PlaceText(finding.place), "|", finding.id, "|",
                    finding.message, "\n");
  }
  absl::StrAppend(&story.text, policy::PlaceText(policy::PlaceOf(status)));
  return story;
}

// Whether the file tells the same story in UTF-16 as in UTF-8.
inline bool IsSameInUtf16(const checker::CheckerFormat& format, Bytes bytes) {
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  if (!text.error.ok() || text.utf8.empty()) return true;
  const auto utf16 = Utf8ToUtf16("\xEF\xBB\xBF" + text.utf8);
  return utf16.ok() && TellChecker(format, *utf16).text == TellChecker(format, bytes).text;
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_CHECKER_ANSWERS_H_
