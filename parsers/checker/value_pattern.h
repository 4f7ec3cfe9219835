// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_VALUE_PATTERN_H_
#define NTLMATRIX_PARSERS_CHECKER_VALUE_PATTERN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::checker {

enum class PatternDialect : uint8_t {
  kOsRegex,  // OSSEC's OS_Regex, Wazuh's default
  kPcre2,
};

// A regular expression as it sees the decimal text of a number: nothing but digits.
//
// Work and memory are bounded by the sizes of pattern and text. What is not known here
// (look-around, back references) is Unimplemented, never taken for something else.
class ValuePattern {
 public:
  static constexpr size_t kMaxInstructions = 4096;
  static constexpr size_t kMaxDepth = 64;
  static constexpr size_t kMaxText = 32;  // digits

  static absl::StatusOr<ValuePattern> Compile(absl::string_view pattern, PatternDialect dialect);

  struct Match {
    std::optional<std::string> group;  // the first group, where it took part
  };

  // The leftmost match anywhere in `digits`, of which the first kMaxText count.
  std::optional<Match> Find(absl::string_view digits) const;

 private:
  friend class PatternCompiler;

  enum class Op : uint8_t { kDigit, kSplit, kJump, kSave, kBegin, kEnd, kEdge, kMatch };

  struct Instruction {
    Op op = Op::kMatch;
    uint32_t first = 0;   // digits as a mask, targets, or the number of the slot
    uint32_t second = 0;  // the target of kSplit that is tried last
  };

  std::vector<Instruction> program_;
};

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_VALUE_PATTERN_H_
