// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_EVALUATE_H_
#define NTLMATRIX_PARSERS_CHECKER_EVALUATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/checker/checker_rule.h"

namespace ntlmatrix::checker {

// What a checker says of a computer.
enum class Verdict : uint8_t {
  kPass,
  kFail,
  kNotApplicable,  // the checker itself says neither
  kUnknown,        // what it says is not known here
};

// A number of a checker's file: decimal or 0x hexadecimal, with or without sign, of at most 32
// bits.
std::optional<int64_t> ParseNumber(absl::string_view text);

// Says what tests of one registry value make of what it may be. Patterns are compiled once.
class Evaluator {
 public:
  // Of `rule`, which must outlive it, the tests for which `about` holds; the others neither make
  // the verdict nor break it.
  Evaluator(const CheckerRule& rule, absl::FunctionRef<bool(const RegistryTest&)> about);

  // The verdict on a REG_DWORD, or on a computer without the value.
  Verdict Evaluate(std::optional<uint32_t> value) const;

  // Why Evaluate() gives kUnknown for any value; or empty.
  const std::string& problem() const { return problem_; }

 private:
  struct CompiledTest {
    const RegistryTest* test;
    std::vector<std::optional<ValuePattern>> patterns;  // per term
  };

  Verdict EvaluateTest(const CompiledTest& compiled, std::optional<uint32_t> value) const;

  const CheckerRule& rule_;
  std::vector<CompiledTest> tests_;
  std::string problem_;
};

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_EVALUATE_H_
