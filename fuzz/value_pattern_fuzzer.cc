// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "parsers/checker/value_pattern.h"

// What a pattern matches as a whole it also finds, and its group is a piece of the digits.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix::checker;
  if (size == 0) return 0;
  const auto dialect = data[0] % 2 == 0 ? PatternDialect::kOsRegex : PatternDialect::kPcre2;
  const std::string text(data + 1, data + size);
  const size_t line_end = std::min(text.find('\n'), text.size());
  std::string digits = text.substr(0, std::min<size_t>(line_end, 10));
  for (char& c : digits) c = static_cast<char>('0' + static_cast<uint8_t>(c) % 10);
  const std::string pattern = line_end == text.size() ? "" : text.substr(line_end + 1);
  const auto compiled = ValuePattern::Compile(pattern, dialect);
  if (!compiled.ok()) return 0;
  const auto match = compiled->Find(digits);
  if (match.has_value() && match->group.has_value()) {
    FUZZ_CHECK(digits.find(*match->group) != std::string::npos);
  }
  if (dialect == PatternDialect::kOsRegex) return 0;
  const auto whole = ValuePattern::Compile("^(?:" + pattern + ")$", dialect);
  if (!whole.ok() || !whole->Find(digits).has_value()) return 0;
  FUZZ_CHECK(match.has_value());
  return 0;
}
