// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "conformance/checker/checker_judge.h"
#include "fuzz/check.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/min_session_security.h"

// A checker's file without findings of severity error passes no documented value that requires less
// than it has to find, and no absent value where no default does.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const Bytes bytes(data, size);
  const checker::CheckerFormat* format = checker::GuessCheckerFormat(bytes);
  if (format == nullptr) return 0;
  conformance::CheckerJudge judge;
  format
      ->read(
          bytes, [&](const checker::CheckerRule& rule) { judge.Add(rule); },
          [](const policy::PolicyFinding&) {})
      .IgnoreError();
  const conformance::JudgedChecker judged = judge.Result(true);
  for (const policy::PolicyFinding& finding : judged.findings) {
    if (finding.severity == Severity::kError) return 0;
  }
  for (const conformance::JudgedRule& rule : judged.rules) {
    if (!rule.judged) continue;
    const bool level = rule.requirement.id == policy::SettingId::kLmCompatibilityLevel;
    for (const uint32_t value : rule.FalsePasses()) {
      FUZZ_CHECK(level ? value > 5 : (value & ~policy::kKnownMinSessionSecurity) != 0);
    }
    FUZZ_CHECK(rule.absence.truth != conformance::Truth::kMustFail ||
               rule.absent != checker::Verdict::kPass);
  }
  return 0;
}
