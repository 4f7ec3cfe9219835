// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/run_tests.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include <fnmatch.h>

namespace ntlmatrix::expected {

std::vector<RunTest> TestsOf(const conformance::RunResult& run) {
  std::vector<RunTest> tests;
  tests.reserve(run.cells.size() + run.messages.size());
  for (const conformance::CellResult& cell : run.cells) {
    tests.push_back({cell.cell.Name(), cell.checks});
  }
  for (const conformance::messages::MessageResult& message : run.messages) {
    tests.push_back({message.test->Name(), message.checks});
  }
  return tests;
}

bool IsNamed(const std::string& glob, const std::string& test) {
  // fnmatch is slow, and most globs differ from most names before their first special character.
  const size_t plain = std::min(glob.find_first_of("*?[]\\+@!()|"), glob.size());
  if (plain == glob.size()) return glob == test;
  if (test.compare(0, plain, glob, 0, plain) != 0) return false;
  return fnmatch(glob.c_str(), test.c_str(), FNM_EXTMATCH) == 0;
}

std::string ResultName(const RunTest& test, const conformance::CheckResult& result) {
  return absl::StrCat(test.name, ":", conformance::CheckName(result.check));
}

}  // namespace ntlmatrix::expected
