// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_EXPECTED_RUN_TESTS_H_
#define NTLMATRIX_CONFORMANCE_EXPECTED_RUN_TESTS_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

#include "conformance/judge.h"
#include "conformance/run.h"

namespace ntlmatrix::expected {

// A cell or a message of a run.
struct RunTest {
  std::string name;
  absl::Span<const conformance::CheckResult> checks;  // of the run, which must outlive it
};

// The tests of a run in their order: cells, then messages.
std::vector<RunTest> TestsOf(const conformance::RunResult& run);

// Whether a name of an expected line, which may be a glob, is that of a test.
bool IsNamed(const std::string& glob, const std::string& test);

// "NAME:CHECK"
std::string ResultName(const RunTest& test, const conformance::CheckResult& result);

}  // namespace ntlmatrix::expected

#endif  // NTLMATRIX_CONFORMANCE_EXPECTED_RUN_TESTS_H_
