// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_CHECKER_ANSWERS_H_
#define NTLMATRIX_FUZZ_CHECKER_ANSWERS_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"

#include "fuzz/check.h"
#include "parsers/bytes/utf16.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::fuzz {

// Everything a reader says about a checker's file.
struct CheckerStory {
  absl::StatusCode code;
  bool errors = false;  // the reader reported one
  std::string text;
};

inline void Tell(const checker::RegistryTest& test, std::string* text) {
  absl::StrAppend(text, policy::PlaceText(test.where), "|", test.hive, "|", test.key, "|",
                  test.name, "|", test.written, "|", test.problem, "|", test.absent_text, "|",
                  test.any);
  for (const checker::Term& term : test.terms) {
    absl::StrAppend(text, "|", static_cast<int>(term.op), term.negated, term.operand, "|",
                    term.upper, "|", term.pattern);
  }
  absl::StrAppend(text, "|", test.negated, static_cast<int>(test.absence), "\n");
}

inline CheckerStory TellChecker(const checker::CheckerFormat& format, Bytes bytes) {
  CheckerStory story;
  size_t tests = 0;
  size_t findings = 0;
  const absl::Status status = format.read(
      bytes,
      [&](const checker::CheckerRule& rule) {
        tests += rule.tests.size();
        absl::StrAppend(&story.text, policy::PlaceText(rule.where), "|", rule.id, "|", rule.title,
                        "|", rule.condition, "|", rule.precondition, rule.negated,
                        static_cast<int>(rule.combine), "\n");
        for (const checker::RegistryTest& test : rule.tests) Tell(test, &story.text);
      },
      [&](const policy::PolicyFinding& finding) {
        ++findings;
        story.errors |= finding.severity == Severity::kError;
        absl::StrAppend(&story.text, policy::PlaceText(finding.place), "|", finding.id, "\n");
      });
  FUZZ_CHECK(tests <= checker::kMaxCheckerTests && findings <= checker::kMaxCheckerFindings);
  story.code = status.code();
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
