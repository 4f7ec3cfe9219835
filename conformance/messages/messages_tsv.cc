// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/messages_tsv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace ntlmatrix::conformance::messages {
namespace {

std::string OrDash(std::string text) { return text.empty() ? "-" : text; }

std::string StatusColumn(const MessageTest& test) {
  if (test.expected != Verdict::kFail) return "-";
  return test.status ? absl::StrFormat("0x%08x", *test.status) : "undocumented";
}

// What the subject is set to, where it is not what most tests have.
std::string SetToColumn(const MessageTest& test) {
  const Stimulus& set = test.stimulus;
  std::vector<std::string> words;
  if (set.min != 0) words.push_back(absl::StrFormat("min=0x%X", set.min));
  if (set.lm != 3) words.push_back(absl::StrCat("lm=", set.lm));
  if (set.role == Role::kClient && set.app != Application::kConfidentiality) {
    words.push_back(absl::StrCat("app=", ApplicationName(set.app)));
  }
  return OrDash(absl::StrJoin(words, ","));
}

std::string SectionsColumn(const MessageTest& test) {
  return absl::StrJoin(test.citations, "; ", [](std::string* out, const Citation& citation) {
    absl::StrAppend(out, citation.document.title, " ", citation.section);
  });
}

}  // namespace

std::string MessagesTsv(absl::Span<const MessageTest* const> tests) {
  std::string tsv =
      "test\tclass\tfield\tmessage\texpectation\tstrength\tstatus\tset to\tbugs\tsections\t"
      "reason\n";
  for (const MessageTest* const test : tests) {
    absl::StrAppend(&tsv, test->Name(), "\t", BugClassName(test->bug_class), "\t", test->field,
                    "\t", ntlm::MessageTypeName(test->message), "\t", ExpectationName(*test), "\t",
                    StrengthName(test->strength), "\t");
    absl::StrAppend(&tsv, StatusColumn(*test), "\t", SetToColumn(*test), "\t",
                    OrDash(absl::StrJoin(test->bugs, ", ")), "\t", SectionsColumn(*test), "\t",
                    test->reason, "\n");
  }
  return tsv;
}

}  // namespace ntlmatrix::conformance::messages
