// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_CHECKER_RULE_H_
#define NTLMATRIX_PARSERS_CHECKER_CHECKER_RULE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"

#include "parsers/checker/value_pattern.h"
#include "parsers/policy/place.h"

// What the files of compliance scanners expect of the registry.
namespace ntlmatrix::checker {

enum class Operator : uint8_t {
  kEquals,  // numbers
  kNotEquals,
  kAtLeast,
  kAtMost,
  kGreater,
  kLess,
  kInRange,     // from `operand` to `upper`, both included; MIN and MAX have no bound
  kEqualsText,  // the decimal text of the number, without ASCII case
  kNotEqualsText,
  kContainsText,
  kMatches,  // the pattern `operand`
};

// One comparison with what a checker's file states.
struct Term {
  Operator op = Operator::kEquals;
  std::string operand;  // as written
  std::string upper;    // of kInRange, as written
  std::string pattern;  // where the number is the first group of this pattern; or empty
  PatternDialect dialect = PatternDialect::kPcre2;
  bool negated = false;
};

// How a checker sees the 32 bits of a REG_DWORD when it compares numbers.
enum class Arithmetic : uint8_t {
  kUnsigned,
  kSigned,
  kSignedOrNothing,  // 2^31 and more: not applicable
};

// What a checker says of a computer without the value.
enum class Absence : uint8_t {
  kFails,
  kPasses,
  kNotApplicable,  // neither passed nor failed
  kComparesText,   // as if the value were `absent_text`
};

// What one registry value must be like, as a checker's file states it.
struct RegistryTest {
  std::string hive;  // "HKLM:", "HKEY_LOCAL_MACHINE"; this and the next two as written
  std::string key;
  std::string name;
  std::string written;      // the test, or the value it expects, as it stands in the file
  std::vector<Term> terms;  // none: the value need only exist
  bool any = false;         // of the terms one is enough
  bool negated = false;
  Arithmetic arithmetic = Arithmetic::kUnsigned;
  Absence absence = Absence::kFails;
  std::string absent_text;
  std::string problem;  // why nothing can be said of its verdicts; or empty
  policy::Place where;
};

enum class Combine : uint8_t { kAll, kAny, kNone };

// One verdict of a checker: a rule, its tests, and how they make the verdict.
struct CheckerRule {
  std::string id;     // "10222"; as written, may be empty
  std::string title;  // what the rule says that it checks
  std::vector<RegistryTest> tests;
  Combine combine = Combine::kAll;
  bool negated = false;
  bool precondition = false;  // decides which other rules hold; gives no verdict of its own
  std::string condition;      // where the rule holds on some computers only: why; or empty
  policy::Place where;
};

using CheckerRuleSink = absl::FunctionRef<void(const CheckerRule&)>;

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_CHECKER_RULE_H_
