// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_CHECKER_SEEN_H_
#define NTLMATRIX_PARSERS_CHECKER_CHECKER_SEEN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/checker/checker_format.h"

// What the tests of the readers share.
namespace ntlmatrix::checker {

using Strings = std::vector<std::string>;

// What a read delivered: tests as "line hive|key|name|written|problem", findings as "line!id".
struct Seen {
  std::vector<CheckerRule> rules;
  Strings tests;
  Strings findings;
  absl::Status status;
};

inline Seen ReadChecker(absl::string_view format, absl::string_view text) {
  Seen seen;
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  seen.status = FindCheckerFormat(format)->read(
      bytes,
      [&](const CheckerRule& rule) {
        seen.rules.push_back(rule);
        for (const RegistryTest& test : rule.tests) {
          seen.tests.push_back(absl::StrCat(policy::PlaceText(test.where), " ", test.hive, "|",
                                            test.key, "|", test.name, "|", test.written,
                                            test.problem.empty() ? "" : "|", test.problem));
        }
      },
      [&](const policy::PolicyFinding& finding) {
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.fix.empty());
        EXPECT_EQ(finding.severity, Severity::kError);
        seen.findings.push_back(absl::StrCat(policy::PlaceText(finding.place), "!", finding.id));
      });
  return seen;
}

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_CHECKER_SEEN_H_
